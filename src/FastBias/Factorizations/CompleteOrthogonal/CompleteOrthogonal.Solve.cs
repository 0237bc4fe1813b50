using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public sealed partial class CompleteOrthogonal<T>
{
    /// <summary>Of all X that minimise ‖A·X − B‖, the one of minimum norm, column by column: X = P·Zᵀ·[T⁻¹·(Qᵀ·B)₁..ᵣ; 0] (LAPACK: dgelsy).</summary>
    /// <remarks>
    /// <para>A is taken as it was kept, with rank r. Shapes: any number of right-hand sides p, zero included. Aliasing: X may overlap B. X is written on success only.</para>
    /// <para>Status: <see cref="Status.NonFiniteInput"/> if B holds a NaN or an infinity; <see cref="Status.RankDeficient"/> if the solution leaves the range of
    /// <typeparamref name="T"/>, which asks for a larger cutoff; the decomposition's own <see cref="Status"/> if that is not a success.</para>
    /// <para>Accuracy: backward stable for the kept matrix; X lies in its row space to c·n·ε·‖X‖. Cost: 4mk·p + r²·p + 4r(n − r)·p operations
    /// for k = min(m, n); allocates a copy of B and of X.</para>
    /// </remarks>
    /// <param name="x">n x p, overwritten.</param>
    /// <param name="b">m x p.</param>
    /// <exception cref="ArgumentException">The shapes do not fit. Nothing was written.</exception>
    public Status SolveMinimumNorm(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b)
    {
        FactorCheck.RequireShape(b.Rows, b.Columns, Rows, b.Columns, nameof(b));
        FactorCheck.RequireShape(x.Rows, x.Columns, Columns, b.Columns, nameof(x));
        if (Status != Status.Success)
        {
            return Status;
        }

        FactorInput<T> right = FactorInput<T>.Read(b, FinitePolicy.Assume);
        if (right.Status != Status.Success)
        {
            return right.Status;
        }

        TrapezoidReduction<T> reduction = Reduction;
        _pivoted.ApplyQTransposed(right.Matrix);
        Matrix<T> y = new(Columns, b.Columns);
        MatrixSpan<T> top = y.Slice(0, 0, Rank, b.Columns);
        right.Matrix.Slice(0, 0, Rank, b.Columns).CopyTo(top);
        TriangularKernels.Solve(top, reduction.Triangle, lower: false, unitDiagonal: false, _parallelism);
        reduction.Apply(y, true, _parallelism);
        ExactScaling.Scale(y.Data.AsSpan(), right.Exponent - _pivoted.Exponent);
        if (!T.IsFinite(VectorKernels.MaxAbs<T>(y.Data)))
        {
            return Status.RankDeficient;
        }

        LeastSquaresByQr.Place(x, y, Permutation);
        return Status.Success;
    }
}
