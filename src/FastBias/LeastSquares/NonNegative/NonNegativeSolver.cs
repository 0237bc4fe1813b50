using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>Non-negative least squares, min ‖A·x − b‖ subject to x ≥ 0 (SciPy: <c>optimize.nnls</c>).</summary>
public static class NonNegativeSolver
{
    /// <summary>x = arg min over x ≥ 0 of ‖A·x − b‖.</summary>
    /// <remarks>
    /// <para>Method: Lawson's and Hanson's active set. A coefficient with wⱼ = aⱼᵀ(b − A·x) &gt; 0 is freed, the free ones are fitted by QR, and those that would become negative are held at zero
    /// again. A tall A is first reduced to the triangle of its QR. A column that depends on the free ones is passed over, so that rank-deficient problems end too, at one of their solutions.</para>
    /// <para>Shapes: any m, n and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>: both certificates are at rounding level; <see cref="Status.NotConverged"/>: the cap was reached, x is feasible and the certificates say how far it
    /// is from optimal; <see cref="Status.RankDeficient"/> if the solution leaves the range of <typeparamref name="T"/>; <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: x is zero.</para>
    /// <para>Accuracy: the fit of the free coefficients is backward stable. Powers of two in A and b move the results exactly. Cost: 2mn² once for m &gt; n, and 2·min(m, n)·k² for each change with k free.</para>
    /// <para>Source: C. Lawson and R. Hanson, Solving Least Squares Problems, chapter 23.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m elements.</param>
    /// <param name="options">The cap.</param>
    /// <exception cref="ArgumentException">b has not m elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cap is negative.</exception>
    public static NonNegativeSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> b, NonNegativeOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSide(a, b);
        int most = options.MaxIterations ?? ((10 * a.Columns) + 30);
        ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(options));
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("b", b);
        return input.Run(a.Rows, a.Columns, () => Solve(input, left, right, most));
    }

    private static NonNegativeSolution<T> Solve<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, int most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] infinite = new T[a.Matrix.Columns];
        Array.Fill(infinite, T.PositiveInfinity);
        ActiveSet<T> search = new(input, a.Matrix, b.Matrix, new T[infinite.Length], infinite);
        Status status = search.Run(most);
        ActiveSetCertificate<T> certificate = search.Certify(a.Matrix, b.Matrix);
        T[] x = search.X;
        int[] support = [.. Enumerable.Range(0, x.Length).Where(j => x[j] > T.Zero)];
        string which = status == Status.Success ? "the minimiser" : Invariant($"the best that {most} changes of the active set allow");
        return new()
        {
            Status = status,
            Reason = Invariant($"{which} under x >= 0: {support.Length} of {x.Length} coefficients are positive; the others are held at zero, and the largest pull on one of them is {certificate.Dual:0.0e+0} of what a column could exert"),
            X = SolverMath.Back(x, b.Exponent - a.Exponent),
            Gradient = SolverMath.Back(certificate.Gradient, a.Exponent + b.Exponent),
            Support = support,
            Iterations = search.Iterations,
            ResidualNorm = T.ScaleB(certificate.ResidualNorm, b.Exponent),
            SolutionNorm = T.ScaleB(VectorProduct.Norm<T>(x), b.Exponent - a.Exponent),
            DualInfeasibility = certificate.Dual,
            Stationarity = certificate.Stationarity,
        };
    }
}
