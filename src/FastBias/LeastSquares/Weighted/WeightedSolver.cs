using System.Numerics;
using FastBias.Kernels;
using static System.FormattableString;

namespace FastBias;

/// <summary>Weighted least squares, with a constant term or without, for any spread of the weights (scikit-learn: <c>sample_weight</c>; R: <c>lm(weights)</c>).</summary>
public static class WeightedSolver
{
    /// <summary>Rows are sorted and pivoted at once where the weights are stiff; otherwise where the solution turns out to have an <see cref="WeightedSolution{T}.Optimality"/> of more than so many ε.</summary>
    private const int Rounding = 64;

    /// <summary>X, c = arg min Σᵢ wᵢ·‖aᵢ·X + c − bᵢ‖²; of several X the shortest.</summary>
    /// <remarks>
    /// <para>Method: A and B are centred by their weighted means (with an intercept), rows are multiplied by √wᵢ. Weights that are alike: <see cref="LeastSquares"/>. Weights that differ
    /// by more than 2²⁰, and others where the certificate is not at rounding level: the rank is that of the rows without weights; QR with column pivoting of the rows, sorted by their size with
    /// their weights, is backward stable row by row, and iterative refinement with residuals in twice the precision brings that to the single element.</para>
    /// <para>Shapes: any m, n, p and rank. A weight of zero leaves its row out (its elements must be finite all the same). Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/> at any rank; <see cref="Status.RankDeficient"/> if the solution leaves the range; <see cref="Status.NotConverged"/>
    /// if the refinement's corrections stay above ε^(3/4) of the solution, because the weights differ by more than the precision resolves (X is the last iterate), or if a weight is so far below the largest that it vanishes beside it;
    /// <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty, or all weights zero: x is zero.</para>
    /// <para>Accuracy: see <see cref="WeightedSolution{T}.Optimality"/>; below 100·ε in the tests for weights over 2^±100. Multiplying A or B by 2^k or the weights by 4^k moves the results exactly.
    /// Cost: as <see cref="LeastSquares"/>, and 4mnp for the certificate; sorted rows an SVD and two QR with pivoting.</para>
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
        int positive = weights.Length - weights.Count(T.Zero);
        return input.Run(a.Rows, a.Columns, () => Solve(input, left, right, WeightedRows<T>.Create(left.Matrix, right.Matrix, diagonal, options.Intercept), positive, cutoff));
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

    private static WeightedSolution<T> Solve<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, WeightedRows<T> rows, int positive, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool stiff = rows.IsStiff;
        (Matrix<T>? x, int rank, Status status, string why) = stiff ? SolveStiff(input, rows, cutoff) : SolveAlike(input, rows, cutoff);
        input.ThrowIfCancelled();
        if (!stiff && x is not null && rows.Measure(x, input.Parallelism).Optimality > T.CreateTruncating(Rounding) * FactorRange<T>.Epsilon)
        {
            (x, rank, status, why) = SolveStiff(input, rows, cutoff);
        }

        if (x is null || !SolverMath.IsFinite(x))
        {
            return new() { Status = status == Status.Success ? Status.RankDeficient : status, Reason = $"no solution in the range of the numbers; {why}" };
        }

        if (rows.Count < positive)
        {
            (status, why) = (Status.NotConverged, Invariant($"{why}; {positive - rows.Count} weights vanish beside the largest one, and their rows were left out"));
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

    /// <summary>y for as many independent columns as the rows without weights have, and the constant, by pivoted QR of sorted rows; x = V₁·V₁ᵀ·[y; 0] with a basis V₁ of the row space.</summary>
    /// <remarks>
    /// Backward stability row by row needs rows that descend by max |√wᵢ·aᵢⱼ| (Cox and Higham). By weight alone is not enough: a heavy row of zeros in front would be the pivot of rows that it
    /// has nothing to say about, and its right-hand side would drown theirs. And it needs the columns as they are instead of A·V₁: what is zero in the heavy rows stays zero there, and no
    /// rounding error of theirs reaches a column that only light rows determine.
    /// </remarks>
    private static (Matrix<T> X, int Rank, Status Status, string Why) SolveStiff<T>(SolverInput<T> input, WeightedRows<T> rows, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Svd<T> svd = input.Svd(rows.A);
        int rank = svd.Rank(cutoff), n = rows.A.Columns;
        string why = Invariant($"the square roots of the weights differ by a factor of up to {rows.Spread:0.0e+0}: the rows were sorted and pivoted, the solution refined");
        int[] support = rank == n ? [.. Enumerable.Range(0, n)] : [.. PivotedQr<T>.Factor(rows.A, input.Factor).Permutation[..rank]];
        Matrix<T> chosen = rows.Pick(support), weighed = rows.Weigh(chosen);
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderByDescending(i => VectorKernels.MaxAbs<T>(weighed.Row(i)))];
        PivotedQr<T> factors = PivotedQr<T>.Factor(SolverMath.PickRows<T>(weighed, order), input.Factor);
        input.ThrowIfCancelled();
        (Matrix<T> y, T correction) = WeightedRefinement.Solve(rows, chosen, rank, order, factors);
        bool settled = !(correction > WorkingRange<T>.LooseTolerance);
        return settled
            ? (Shortest(input, svd, support, y), rank, svd.Status, why)
            : (Shortest(input, svd, support, y), rank, Status.NotConverged, Invariant($"{why}; its corrections stay at {correction:0.0e+0} of it: rounding in the heavy rows hides what the light ones say"));
    }

    /// <summary>The projection of a basic solution to the row space.</summary>
    private static Matrix<T> Shortest<T>(SolverInput<T> input, Svd<T> svd, int[] support, Matrix<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (support.Length == svd.Columns)
        {
            return y;
        }

        Matrix<T> basic = new(svd.Columns, y.Columns);
        for (int k = 0; k < support.Length; k++)
        {
            y.Row(k).CopyTo(basic.Row(support[k]));
        }

        ReadOnlyMatrixSpan<T> basis = svd.Vt.Slice(0, 0, support.Length, svd.Columns);
        return SolverMath.Times<T>(basis.Transposed, SolverMath.Times<T>(basis, basic, input.Parallelism), input.Parallelism);
    }
}
