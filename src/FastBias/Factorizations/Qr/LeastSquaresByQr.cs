using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>min ‖A·X − B‖ from the factors of an A of full column rank.</summary>
internal static class LeastSquaresByQr
{
    /// <summary>X = R⁻¹·(Qᵀ·B)₁..ₙ.</summary>
    /// <param name="x">n x p; written on success only. May overlap B.</param>
    /// <param name="b">m x p.</param>
    /// <param name="factors">Of 2^-exponent·A.</param>
    /// <param name="exponent">The power of two that was taken out of A.</param>
    /// <param name="permutation">Row j of R⁻¹QᵀB is row permutation[j] of X; empty for the identity.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements.</param>
    /// <param name="parallelism">How many threads.</param>
    public static Status Solve<T>(
        MatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, HouseholderFactors<T> factors, int exponent, ReadOnlySpan<int> permutation, Span<T> workspace, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Workspace<T> parts = new(workspace);
        MatrixSpan<T> c = parts.TakeMatrix(b.Rows, b.Columns);
        if (!TryLoad(c, b, out int taken))
        {
            return Status.NonFiniteInput;
        }

        if (factors.Packed.Rows < factors.Packed.Columns)
        {
            return Status.RankDeficient;
        }

        factors.Apply(c, true, parts.Take(factors.ApplyWorkspaceLength(c.Columns)), parallelism);
        MatrixSpan<T> solution = c.Slice(0, 0, factors.Reflectors, c.Columns);
        if (BackSubstitute(solution, factors.Triangle, parallelism) != Status.Success)
        {
            return Status.RankDeficient;
        }

        ExactScaling.Scale(solution, taken - exponent);
        if (!T.IsFinite(ExactScaling.MaxAbs<T>(solution)))
        {
            return Status.RankDeficient;
        }

        Place(x, solution, permutation);
        return Status.Success;
    }

    /// <summary>The elements of workspace for <paramref name="columns"/> right-hand sides.</summary>
    public static int WorkspaceLength<T>(HouseholderFactors<T> factors, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return Workspace<T>.RequireLength(((long)factors.Packed.Rows * columns) + factors.ApplyWorkspaceLength(columns));
    }

    /// <summary>C = 2^-exponent·B with an exponent that brings B into the working range; false if B holds a NaN or an infinity.</summary>
    public static bool TryLoad<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> b, out int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        b.CopyTo(c);
        T max = ExactScaling.MaxAbs<T>(c);
        exponent = -ExactScaling.Shift(max);
        ExactScaling.Scale(c, -exponent);
        return T.IsFinite(max);
    }

    /// <summary>X = R⁻¹·X.</summary>
    /// <returns>Success, or RankDeficient where a diagonal element is zero or the solution leaves the range.</returns>
    public static Status BackSubstitute<T>(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> triangle, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (HasZeroPivot(triangle))
        {
            return Status.RankDeficient;
        }

        if (x.Columns == 1 && x.RowStride == 1)
        {
            TriangularVector.Solve(x.ColumnSpan(0), triangle);
        }
        else
        {
            TriangularKernels.Solve(x, triangle, lower: false, unitDiagonal: false, parallelism);
        }

        return T.IsFinite(ExactScaling.MaxAbs<T>(x)) ? Status.Success : Status.RankDeficient;
    }

    /// <summary>Row permutation[j] of X = row j of <paramref name="solution"/>.</summary>
    public static void Place<T>(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> solution, ReadOnlySpan<int> permutation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (permutation.IsEmpty)
        {
            solution.CopyTo(x);
            return;
        }

        for (int j = 0; j < solution.Rows; j++)
        {
            solution.Slice(j, 0, 1, x.Columns).CopyTo(x.Slice(permutation[j], 0, 1, x.Columns));
        }
    }

    private static bool HasZeroPivot<T>(ReadOnlyMatrixSpan<T> triangle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < triangle.Rows; i++)
        {
            if (triangle[i, i] == T.Zero)
            {
                return true;
            }
        }

        return false;
    }
}
