using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public sealed partial class Cholesky<T>
{
    /// <summary>B = A⁻¹·B in place, column by column (LAPACK: dpotrs).</summary>
    /// <remarks>
    /// Status: <see cref="Status.NonFiniteInput"/> if B holds a NaN or an infinity, <see cref="Status.NotPositiveDefinite"/> if the solution leaves the range of
    /// <typeparamref name="T"/> (A is then singular to working precision), or the factorization's own <see cref="Status"/>; B is written on success only.
    /// Accuracy: (A + E)·x = b with ‖E‖ ≤ c·n·ε·‖A‖. Cost: 2n²·p operations for p columns; allocates a copy of B.
    /// </remarks>
    /// <param name="b">n x p, any strides, overwritten.</param>
    /// <exception cref="ArgumentException"><paramref name="b"/> has not n rows. Nothing was written.</exception>
    public Status Solve(MatrixSpan<T> b)
    {
        FactorCheck.RequireShape(b.Rows, b.Columns, Order, b.Columns, nameof(b));
        if (Status != Status.Success)
        {
            return Status;
        }

        FactorInput<T> right = FactorInput<T>.Read(b, FinitePolicy.Assume);
        if (right.Status != Status.Success)
        {
            return right.Status;
        }

        MatrixSpan<T> x = right.Matrix;
        TriangularKernels.Solve(x, _factor, lower: true, unitDiagonal: false, _parallelism);
        TriangularKernels.Solve(x, _factor.Transposed, lower: false, unitDiagonal: false, _parallelism);
        ExactScaling.Scale(x, right.Exponent - _exponent);
        if (!T.IsFinite(ExactScaling.MaxAbs<T>(x)))
        {
            return Status.NotPositiveDefinite;
        }

        x.CopyTo(b);
        return Status.Success;
    }
}
