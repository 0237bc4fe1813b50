using System.Numerics;

namespace FastBias;

/// <summary>Linear models y ≈ X·β + intercept, with standard errors, leverages and what the data leave open.</summary>
public static class LinearRegression
{
    /// <summary>β = argmin ‖X·β + c·1 − y‖₂² + λ‖β‖₂² over β and (with an intercept) c.</summary>
    /// <remarks>
    /// <para>Shapes: X m x n, y of m elements; m &lt; n and any rank are fine: where several β fit equally well, the shortest.</para>
    /// <para>Status values: success; <see cref="Status.NonFiniteInput"/> with the first place; <see cref="Status.NotConverged"/>;
    /// <see cref="Status.RankDeficient"/> if a coefficient leaves the range of <typeparamref name="T"/>, or λ is too small to make up for the rank; <see cref="Status.Cancelled"/>. A missing rank is no failure: the solution says which coefficients are not determined.</para>
    /// <para>Empty: without columns the model is the intercept; without rows every coefficient is 0 and undetermined.</para>
    /// <para>Method: the intercept by centring; columns scaled by powers of two, so that the rank does not depend on units (a
    /// ridge keeps the units, which its penalty depends on); <see cref="LeastSquares"/> for the solution; standard errors,
    /// leverages, variance inflation and the null space from the singular values of R in D = Q·R, never from DᵀD.</para>
    /// <para>Scaling X or y by powers of two scales the results exactly. Allocates about four times the size of X.</para>
    /// <para>Source: Björck, Numerical Methods for Least Squares Problems (1996), sections 2.8.1 and 2.7; Belsley, Kuh, Welsch,
    /// Regression Diagnostics (1980), chapters 2 and 3.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="x">One row per observation, one column per variable; not changed.</param>
    /// <param name="y">The observations.</param>
    /// <param name="options">How; defaults where null.</param>
    /// <exception cref="ArgumentException">y has not as many elements as X rows, or there are not as many names as columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite, or the cutoff is not in [0, 1).</exception>
    public static RegressionSolution<T> Fit<T>(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, RegressionOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        T lambda = options.Lambda ?? T.Zero;
        if (y.Length != x.Rows)
        {
            throw new ArgumentException($"X has {x.Rows} rows, y has {y.Length} elements.", nameof(y));
        }

        if (options.Names is { } given && given.Count != x.Columns)
        {
            throw new ArgumentException($"X has {x.Columns} columns, there are {given.Count} names.", nameof(options));
        }

        if (!(lambda >= T.Zero) || !T.IsFinite(lambda))
        {
            throw new ArgumentOutOfRangeException(nameof(options), lambda, "Lambda is finite and not negative.");
        }

        if (FindNonFinite(x, y) is { } place)
        {
            return new() { Status = Status.NonFiniteInput, Rows = x.Rows, Columns = x.Columns, FirstNonFinite = place };
        }

        RegressionDesign<T> design = RegressionDesign<T>.Create(x, y, options.Intercept, options.Standardize, lambda);
        return Solve(design, options, lambda);
    }

    private static (int Row, int Column)? FindNonFinite<T>(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < x.Columns; j++)
            {
                if (!T.IsFinite(x[i, j]))
                {
                    return (i, j);
                }
            }

            if (!T.IsFinite(y[i]))
            {
                return (i, x.Columns);
            }
        }

        return null;
    }

    private static RegressionSolution<T> Solve<T>(RegressionDesign<T> design, RegressionOptions<T> options, T lambda)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool ridge = lambda > T.Zero;

        // ‖X·β − y‖² + λ‖β‖² in units of D and z, all columns of which have one unit in a ridge.
        T scaled = ridge && design.Unit.Length > 0 ? T.ScaleB(lambda, -2 * design.Unit[0]) : T.Zero;
        LeastSquaresSolution<T> solved = LeastSquares.Solve(design.D, (ReadOnlySpan<T>)design.Z, new LeastSquaresOptions<T>
        {
            Method = ridge ? LeastSquaresMethod.Ridge : LeastSquaresMethod.Auto,
            Lambda = ridge ? scaled : null,
            RelativeCutoff = options.RelativeCutoff,
            Parallelism = options.Parallelism,
            CancellationToken = options.CancellationToken,
        });
        (RegressionSpectrum<T> spectrum, Status status) = solved.Status == Status.Success
            ? RegressionSpectrum<T>.Create(design.D, ridge ? null : solved.Rank, options.RelativeCutoff, scaled, options)
            : (null!, solved.Status);
        if (status != Status.Success)
        {
            return Without(design, solved, status, solved.Reason);
        }

        RegressionSolution<T> solution = new RegressionReport<T>(design, solved, spectrum, options).Create();
        return solution.Coefficients.All(each => T.IsFinite(each.Estimate)) && T.IsFinite(solution.Intercept?.Estimate ?? T.Zero)
            ? solution
            : Without(design, solved, Status.RankDeficient, $"a coefficient leaves the range of {typeof(T).Name} numbers; {solved.Reason}");
    }

    private static RegressionSolution<T> Without<T>(RegressionDesign<T> design, LeastSquaresSolution<T> solved, Status status, string reason)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new() { Status = status, Method = solved.Method, Reason = reason, Rows = design.D.Rows, Columns = design.D.Columns };
}
