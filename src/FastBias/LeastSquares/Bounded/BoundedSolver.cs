using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>Least squares between bounds, min ‖A·x − b‖ subject to l ≤ x ≤ u (SciPy: <c>optimize.lsq_linear</c>).</summary>
public static class BoundedSolver
{
    /// <summary>x = arg min over l ≤ x ≤ u of ‖A·x − b‖.</summary>
    /// <remarks>
    /// <para>Method: Stark's and Parker's active set, which is Lawson's and Hanson's with two bounds. All coefficients start at a bound (at zero without one); one that would lower the residual by moving
    /// inwards is freed, the free ones are fitted by QR, and those that would pass a bound are held at it again. <see cref="NonNegativeSolver"/> is the case l = 0, u = ∞.</para>
    /// <para>Shapes: any m, n and rank; a bound may be infinite, and equal bounds fix a coefficient. Aliasing: nothing is changed. Where the solution is not unique, it is one of them: a column that depends on
    /// the free ones stays where it is.</para>
    /// <para>Status: <see cref="Status.Success"/>: both certificates are at rounding level; <see cref="Status.NotConverged"/>: the cap was reached, x is feasible and the certificates say how far it
    /// is from optimal; <see cref="Status.RankDeficient"/> if x leaves the range of <typeparamref name="T"/>; <see cref="Status.NonFiniteInput"/> for A or b, <see cref="Status.Cancelled"/>. Without rows x stays at the bounds nearer to zero (at zero without any).</para>
    /// <para>Accuracy: the fit of the free coefficients is backward stable. Powers of two in A, in b and in b with both bounds move the results exactly. Cost: 2mn² once for m &gt; n, and
    /// 2·min(m, n)·k² for each change with k free.</para>
    /// <para>Source: P. Stark and R. Parker, Bounded-variable least squares, Computational Statistics 10 (1995); C. Lawson and R. Hanson, Solving Least Squares Problems, chapter 23.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m elements.</param>
    /// <param name="lower">n lower bounds; −∞ for none.</param>
    /// <param name="upper">n upper bounds; ∞ for none.</param>
    /// <param name="options">The cap.</param>
    /// <exception cref="ArgumentException">b has not m elements, or there are not n bounds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A lower bound is above its upper one, +∞ or NaN; an upper one is −∞ or NaN; or the cap is negative.</exception>
    public static BoundedSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> lower, ReadOnlySpan<T> upper, BoundedOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSide(a, b);
        Require(a, lower, upper);
        int most = options.MaxIterations ?? ((10 * a.Columns) + 30);
        ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(options));
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("b", b);
        int unit = Math.Max(right.Exponent - left.Exponent, Forced(lower, upper));
        right = new(SolverMath.Back(right.Matrix, right.Exponent - left.Exponent - unit), left.Exponent + unit);
        T[] low = Scaled(lower, -unit), high = Scaled(upper, -unit);
        T[][] bounds = [lower.ToArray(), upper.ToArray()];
        return input.Run(a.Rows, a.Columns, () => Solve(input, left, right, new ActiveSet<T>(input, left.Matrix, right.Matrix, low, high), bounds, most));
    }

    private static void Require<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> lower, ReadOnlySpan<T> upper)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (lower.Length != a.Columns || upper.Length != a.Columns)
        {
            throw new ArgumentException($"There are {lower.Length} lower and {upper.Length} upper bounds, A is {a.Rows}x{a.Columns}.", nameof(lower));
        }

        for (int j = 0; j < lower.Length; j++)
        {
            if (!(lower[j] <= upper[j] && lower[j] < T.PositiveInfinity && upper[j] > T.NegativeInfinity))
            {
                throw new ArgumentOutOfRangeException(nameof(lower), lower[j], $"Bounds {j}, {lower[j]} and {upper[j]}, have no number between them.");
            }
        }
    }

    /// <summary>The exponent of the largest element that the bounds force x to have: in units in which it left the range they could not be kept.</summary>
    private static int Forced<T>(ReadOnlySpan<T> lower, ReadOnlySpan<T> upper)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        for (int j = 0; j < lower.Length; j++)
        {
            largest = T.Max(largest, T.Max(lower[j], -upper[j]));
        }

        return largest == T.Zero ? int.MinValue / 2 : T.ILogB(largest);
    }

    private static T[] Scaled<T>(ReadOnlySpan<T> bounds, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] scaled = bounds.ToArray();
        for (int j = 0; j < scaled.Length; j++)
        {
            scaled[j] = T.ScaleB(scaled[j], exponent);
        }

        return scaled;
    }

    private static BoundedSolution<T> Solve<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, ActiveSet<T> search, T[][] bounds, int most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Status status = search.Run(most);
        ActiveSetCertificate<T> certificate = search.Certify(a.Matrix, b.Matrix);
        T[] x = SolverMath.Back(search.X, b.Exponent - a.Exponent);
        int[] all = [.. Enumerable.Range(0, x.Length)];
        int[] atLower = [.. all.Where(search.IsAtLower)], atUpper = [.. all.Where(j => search.IsAtUpper(j) && !search.IsAtLower(j))];

        // The caller's own bounds, whatever the scaling made of them.
        foreach (int j in atLower)
        {
            x[j] = bounds[0][j];
        }

        foreach (int j in atUpper)
        {
            x[j] = bounds[1][j];
        }

        string which = status == Status.Success ? "the minimiser" : Invariant($"the best that {most} changes of the active set allow");
        return new()
        {
            Status = status,
            Reason = Invariant($"{which} between the bounds: {atLower.Length} of {x.Length} coefficients are held at their lower bounds and {atUpper.Length} at their upper ones; the largest pull inwards on one of them is {certificate.Dual:0.0e+0} of what a column could exert"),
            X = x,
            Gradient = SolverMath.Back(certificate.Gradient, a.Exponent + b.Exponent),
            Free = [.. all.Except(atLower).Except(atUpper)],
            AtLower = atLower,
            AtUpper = atUpper,
            Iterations = search.Iterations,
            ResidualNorm = T.ScaleB(certificate.ResidualNorm, b.Exponent),
            SolutionNorm = VectorProduct.Norm<T>(x),
            DualInfeasibility = certificate.Dual,
            Stationarity = certificate.Stationarity,
        };
    }
}
