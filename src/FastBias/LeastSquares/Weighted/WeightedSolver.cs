using System.Numerics;
using FastBias.Kernels;
using static System.FormattableString;

namespace FastBias;

/// <summary>Weighted least squares, with a constant term or without, for any spread of the weights (scikit-learn: <c>sample_weight</c>; R: <c>lm(weights)</c>).</summary>
public static class WeightedSolver
{
    /// <summary>From this quotient of √wᵢ on, rows are sorted and pivoted.</summary>
    private const int Stiff = 1024;

    /// <summary>X, c = arg min Σᵢ wᵢ·‖aᵢ·X + c − bᵢ‖²; of several X the shortest.</summary>
    /// <remarks>
    /// <para>Method: A and B are centred by their weighted means (with an intercept), rows are multiplied by √wᵢ. Weights that are alike: <see cref="LeastSquares"/>. Weights that differ
    /// by more than 2²⁰: the rank is that of the rows without weights, and QR with column pivoting of the rows sorted by weight finds x, which is backward stable row by row.</para>
    /// <para>Shapes: any m, n, p and rank. A weight of zero leaves its row out (its elements must be finite all the same). Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/> at any rank; <see cref="Status.RankDeficient"/> if the solution leaves the range; <see cref="Status.NotConverged"/>,
    /// <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty, or all weights zero: x is zero.</para>
    /// <para>Accuracy: see <see cref="WeightedSolution{T}.Optimality"/>; below 100·ε in the tests for weights over 2^±100. Multiplying A or B by 2^k or the weights by 4^k moves the results exactly.
    /// Cost: as <see cref="LeastSquares"/>, and 4mnp for the certificate.</para>
    /// <para>Source: A. Cox and N. Higham, Stability of Householder QR factorization for weighted least squares problems (1998); Å. Björck, section 4.4.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="weights">m weights, not negative.</param>
    /// <param name="options">The constant term and the cutoff.</param>
    /// <exception cref="ArgumentException">B has not m rows, or there are not m weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, or the cutoff is not in [0, 1).</exception>
    public static WeightedSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, ReadOnlySpan<T> weights, WeightedOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        RequireWeights(a, weights);
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, a.Columns);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b), diagonal = input.Read("weights", weights);
        return input.Run(a.Rows, a.Columns, () => Solve(input, left, right, WeightedRows<T>.Create(left.Matrix, right.Matrix, diagonal, options.Intercept), cutoff));
    }

    private static void RequireWeights<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (weights.Length != a.Rows)
        {
            throw new ArgumentException($"There are {weights.Length} weights, A is {a.Rows}x{a.Columns}.", nameof(weights));
        }

        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] < T.Zero)
            {
                throw new ArgumentOutOfRangeException(nameof(weights), weights[i], $"Weight {i} is negative.");
            }
        }
    }

    private static WeightedSolution<T> Solve<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, WeightedRows<T> rows, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool stiff = rows.Spread > T.CreateTruncating(Stiff);
        (Matrix<T>? x, int rank, Status status, string why) = stiff ? SolveStiff(input, rows, cutoff) : SolveAlike(input, rows, cutoff);
        input.ThrowIfCancelled();
        if (x is null || !SolverMath.IsFinite(x))
        {
            return new() { Status = status == Status.Success ? Status.RankDeficient : status, Reason = $"no solution in the range of the numbers; {why}" };
        }

        int back = b.Exponent - a.Exponent;
        T[] intercepts = rows.Intercepts(x);
        (T optimality, T weighted) = rows.Measure(x, input.Parallelism);
        return new()
        {
            Status = status,
            Reason = Invariant($"{(rank == x.Rows ? "the only minimiser" : "the shortest minimiser")}, rank {rank} of {x.Rows}, {rows.Count} rows with weight; {why}"),
            X = SolverMath.Back(x, back),
            Intercepts = SolverMath.Back(intercepts, b.Exponent),
            RowsUsed = rows.Count,
            Rank = rank,
            WeightedResidualNorm = T.ScaleB(weighted, b.Exponent + rows.Exponent),
            SolutionNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(x)), back),
            WeightSpread = rows.Spread,
            Optimality = optimality,
        };
    }

    private static (Matrix<T>? X, int Rank, Status Status, string Why) SolveAlike<T>(SolverInput<T> input, WeightedRows<T> rows, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LeastSquaresOptions<T> options = new() { RelativeCutoff = cutoff, Parallelism = input.Parallelism, CancellationToken = input.Factor.CancellationToken };
        LeastSquaresSolution<T> solved = LeastSquares.Solve<T>(rows.Weigh(rows.A), rows.Weigh(rows.B), options);
        return (solved.X.Rows == rows.A.Columns ? solved.X : null, solved.Rank, solved.Status, solved.Reason);
    }

    /// <summary>x = V₁·y with a basis V₁ of the row space of the rows without weights; y by pivoted QR of sorted rows.</summary>
    private static (Matrix<T>? X, int Rank, Status Status, string Why) SolveStiff<T>(SolverInput<T> input, WeightedRows<T> rows, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Svd<T> svd = input.Svd(rows.A);
        int rank = svd.Rank(cutoff), n = rows.A.Columns;
        Matrix<T> basis = Matrix<T>.Copy(svd.Vt.Slice(0, 0, rank, n).Transposed);
        Matrix<T> reduced = rank == n ? rows.A : SolverMath.Times<T>(rows.A, basis, input.Parallelism);
        Matrix<T> y = new(rank, rows.B.Columns);
        PivotedQr<T> factors = PivotedQr<T>.Factor(rows.Weigh(reduced), input.Factor);
        input.ThrowIfCancelled();
        Status status = factors.Solve(y, rows.Weigh(rows.B));
        string why = Invariant($"the square roots of the weights differ by a factor of {rows.Spread:0.0e+0}, so the rows were sorted and pivoted");
        Matrix<T>? x = status != Status.Success ? null : rank == n ? y : SolverMath.Times<T>(basis, y, input.Parallelism);
        return (x, rank, status == Status.Success ? svd.Status : status, why);
    }
}
