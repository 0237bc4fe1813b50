using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>‖b − A·x‖, ‖A‖_F and, where it is wanted, Aᵀ·(b − A·x) − λ·x, in one pass over A, block of rows by block of rows: each is read from memory once.</summary>
/// <remarks>The blocks depend on the shape alone, and so do the bits.</remarks>
internal readonly struct LeastSquaresResiduals<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The elements of a block that stays in a second-level cache between its two products.</summary>
    private const int BlockElements = 65536;

    /// <summary>With several right-hand sides, X is packed once for so many rows at least.</summary>
    private const int FewestRows = 256;

    /// <summary>Measures X.</summary>
    /// <param name="problem">A and B.</param>
    /// <param name="x">n x p.</param>
    /// <param name="rootLambda">√λ, 0 without a penalty.</param>
    /// <param name="withGradient">Whether <see cref="Gradient"/> is wanted.</param>
    public LeastSquaresResiduals(in LeastSquaresProblem<T> problem, Matrix<T> x, T rootLambda, bool withGradient)
    {
        ReadOnlyMatrixSpan<T> a = problem.A, b = problem.B;
        int m = a.Rows, n = a.Columns, p = b.Columns;
        int rows = Math.Clamp(Math.Max(p > 1 ? FewestRows : 1, BlockElements / Math.Max(1, n)), 1, Math.Max(1, m)), blocks = Math.Max(1, (m + rows - 1) / rows);
        Gradient = withGradient ? x.Clone() : null;
        Norms = new T[p];
        using Scratch.Lease<T> forResidual = Scratch.Rent<T>(Workspace<T>.RequireLength((long)rows * p));
        using Scratch.Lease<T> forNorms = Scratch.Rent<T>(Workspace<T>.RequireLength((long)blocks * (p + 1)));
        Span<T> matrixNorms = forNorms.Span[..blocks], norms = forNorms.Span[blocks..];
        for (int i = 0; i < blocks; i++)
        {
            int first = i * rows, count = Math.Min(rows, m - first);
            ReadOnlyMatrixSpan<T> block = a.Slice(first, 0, count, n);
            MatrixSpan<T> residual = Workspace<T>.Shape(forResidual.Span, count, p);
            b.Slice(first, 0, count, p).CopyTo(residual);
            Gemm.Multiply<T>(residual, block, x, -T.One, T.One, problem.Options.Parallelism);
            if (Gradient is not null)
            {
                Gemm.Multiply<T>(Gradient, block.Transposed, residual, T.One, i == 0 ? -rootLambda * rootLambda : T.One, problem.Options.Parallelism);
            }

            matrixNorms[i] = Columns.Frobenius(block);
            Columns.Norms(norms.Slice(i * p, p), residual);
        }

        MatrixNorm = blocks == 1 ? matrixNorms[0] : VectorKernels.Norm<T>(matrixNorms);
        Columns.Norms(Norms, Workspace<T>.Shape(norms, blocks, p));
    }

    /// <summary>‖b − A·x‖₂ for each right-hand side.</summary>
    public T[] Norms { get; }

    /// <summary>Aᵀ·(B − A·X) − λ·X, n x p, or null.</summary>
    public Matrix<T>? Gradient { get; }

    /// <summary>‖A‖_F.</summary>
    public T MatrixNorm { get; }
}
