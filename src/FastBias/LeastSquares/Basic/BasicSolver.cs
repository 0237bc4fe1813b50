using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>The basic solution: as few columns as the rank asks for, all others at zero (MATLAB's backslash; R's <c>lm</c>).</summary>
public static class BasicSolver
{
    /// <summary>x = P·[R₁₁⁻¹·(Qᵀb)₁; 0] with A·P = Q·R by column pivoting: a minimiser of ‖A·x − b‖, and not the shortest one.</summary>
    /// <remarks>
    /// <para>It is here to be contrasted: which columns are chosen depends on their norms and on ties, the solution jumps when the choice changes, and
    /// <see cref="BasicSolution{T}.NullComponentNorm"/> says how far it lies from the solution of minimum norm.</para>
    /// <para>Shapes: any m, n, p and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>; <see cref="Status.RankDeficient"/> if the solution leaves the range of <typeparamref name="T"/>;
    /// <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: x is zero.</para>
    /// <para>Accuracy: backward stable for the chosen columns. Powers of two move the results exactly. Cost: one pivoted QR, once more 2r²(n − r) for the comparison.</para>
    /// <para>Source: G. Golub and C. Van Loan, Matrix Computations, section 5.5.5.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="options">The cutoff.</param>
    /// <exception cref="ArgumentException">B has not m rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not in [0, 1).</exception>
    public static BasicSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, BasicOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, a.Columns);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b);
        return input.Run(a.Rows, a.Columns, () => Choose(input, left, right, cutoff));
    }

    private static BasicSolution<T> Choose<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PivotedQr<T> factors = PivotedQr<T>.Factor(a.Matrix, input.Factor);
        input.ThrowIfCancelled();
        CompleteOrthogonal<T> complete = CompleteOrthogonal<T>.From(factors, cutoff, input.Factor);
        input.ThrowIfCancelled();
        int rank = complete.Rank, n = a.Matrix.Columns;
        ReadOnlyMatrixSpan<T> triangle = factors.R.Slice(0, 0, rank, rank);
        Matrix<T> x = Solve(factors, triangle, b.Matrix), shortest = new(n, b.Matrix.Columns);
        if (!SolverMath.IsFinite(x) || complete.SolveMinimumNorm(shortest, b.Matrix) != Status.Success)
        {
            return new() { Status = Status.RankDeficient, Reason = "the solution leaves the range of the numbers; ask for a larger RelativeCutoff." };
        }

        return Report(input, a, b, complete, x, shortest, ConditionEstimator.UpperTriangle(triangle));
    }

    private static Matrix<T> Solve<T>(PivotedQr<T> factors, ReadOnlyMatrixSpan<T> triangle, Matrix<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> right = b.Clone(), x = new(factors.Columns, b.Columns);
        factors.ApplyQTransposed(right);
        MatrixSpan<T> top = right.Slice(0, 0, triangle.Rows, b.Columns);
        Triangular.Solve(top, triangle, Triangle.Upper);
        for (int i = 0; i < triangle.Rows; i++)
        {
            top.Slice(i, 0, 1, b.Columns).CopyTo(x.Slice(factors.Permutation[i], 0, 1, b.Columns));
        }

        return x;
    }

    private static BasicSolution<T> Report<T>(
        SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, CompleteOrthogonal<T> complete, Matrix<T> x, Matrix<T> shortest, T condition)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int back = b.Exponent - a.Exponent, rank = complete.Rank, n = a.Matrix.Columns;
        Matrix<T> residual = SolverMath.Residual<T>(a.Matrix, x, b.Matrix, input.Parallelism), extra = x.Clone();
        VectorProduct.AddScaled<T>(extra.Data, -T.One, shortest.Data);
        T gradient = Columns.Frobenius<T>(SolverMath.Times<T>(a.Matrix.Transposed, residual, input.Parallelism)), size = Columns.Frobenius<T>(a.Matrix);
        return new()
        {
            Reason = rank == n
                ? Invariant($"the only solution: all {n} columns are needed")
                : Invariant($"a basic solution: {rank} of {n} columns are used and the others are zero; the choice is the pivoting's, not the data's"),
            X = SolverMath.Back(x, back),
            Support = [.. complete.Permutation[..rank]],
            Rank = rank,
            RelativeCutoff = complete.RelativeCutoff,
            RankGap = complete.RankGap,
            ConditionEstimate = condition,
            ResidualNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(residual)), b.Exponent),
            SolutionNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(x)), back),
            MinimumNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(shortest)), back),
            NullComponentNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(extra)), back),
            Optimality = gradient == T.Zero ? T.Zero : gradient / (size * ((size * Columns.Frobenius<T>(x)) + Columns.Frobenius<T>(b.Matrix))),
        };
    }
}
