using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Blocked Cholesky in place, left-looking: one matrix product per block column, as deep as what is finished (LAPACK: dpotrf).</summary>
/// <remarks>
/// <code>
///            first   count
///     ┌───────┬─────────┐
///     │   L   │         │        1. A(first.., block) −= L(first.., ..first)·L(block, ..first)ᵀ
///     ├───────┼─────────┤ first  2. diagonal block = L·Lᵀ, one column at a time
///     │   L   │  block  │        3. below it: X·Lᵀ = A, a triangular solve
///     │       │         │
///     └───────┴─────────┘
/// </code>
/// </remarks>
internal static class CholeskyDriver
{
    /// <summary>The width of a block column: the same on every ISA, so that the bits are too.</summary>
    public const int Width = 64;

    /// <summary>The elements of workspace: a diagonal block and one of its columns.</summary>
    public static int WorkspaceLength(int n) => (Math.Min(n, Width) + 1) * Math.Min(n, Width);

    /// <summary>L over the lower triangle of a square matrix with contiguous rows; the upper triangle of the matrix may be written but is not read.</summary>
    /// <returns>The index of the first pivot that is not positive, or −1.</returns>
    public static int Factor<T>(MatrixSpan<T> a, Span<T> workspace, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int first = 0; first < a.Rows; first += Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Width, a.Rows - first), below = a.Rows - first - count;
            MatrixSpan<T> diagonal = a.Slice(first, first, count, count), panel = a.Slice(first + count, first, below, count);
            ReadOnlyMatrixSpan<T> across = a.Slice(first, 0, count, first);
            int failed = FactorDiagonal(diagonal, across, workspace, parallelism);
            if (failed >= 0)
            {
                return first + failed;
            }

            Gemm.Multiply(panel, a.Slice(first + count, 0, below, first), across.Transposed, -T.One, T.One, parallelism, cancellationToken);
            TriangularKernels.Solve(panel.Transposed, diagonal, lower: true, unitDiagonal: false, parallelism);
        }

        return -1;
    }

    /// <summary>Brings a diagonal block up to date and factors it, in a symmetric copy whose rows are columns too.</summary>
    private static int FactorDiagonal<T>(MatrixSpan<T> diagonal, ReadOnlyMatrixSpan<T> across, Span<T> workspace, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = diagonal.Rows;
        Workspace<T> parts = new(workspace);
        MatrixSpan<T> s = parts.TakeMatrix(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                s[i, j] = s[j, i] = diagonal[i, j];
            }
        }

        Gemm.Gram(s, across.Transposed, -T.One, T.One, parallelism);
        Span<T> column = parts.Take(n);
        for (int j = 0; j < n; j++)
        {
            T pivot = s[j, j];
            if (!(pivot > T.Zero))
            {
                return j;
            }

            Span<T> l = column[..(n - j)];
            T root = T.Sqrt(pivot);
            s.RowSpan(j)[j..].CopyTo(l);
            Divide(l, root);
            QrDirect.Scatter(diagonal, j, j, l);
            Gemm.RankOne<T>(s.Slice(j + 1, j + 1, n - j - 1, n - j - 1), l[1..], l[1..], -T.One);
        }

        return -1;
    }

    /// <summary>l = l/root, where l₀ = root².</summary>
    private static void Divide<T>(Span<T> l, T root)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        l[0] = root;
        for (int i = 1; i < l.Length; i++)
        {
            l[i] /= root;
        }
    }
}
