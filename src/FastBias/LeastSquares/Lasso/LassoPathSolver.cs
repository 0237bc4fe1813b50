using System.Numerics;
using FastBias.Kernels;
using static System.FormattableString;

namespace FastBias;

/// <summary>The lasso, min ½‖A·x − b‖² + λ‖x‖₁, for many λ with certified gaps (scikit-learn: <c>lasso_path</c> with alpha = λ/m).</summary>
public static class LassoPathSolver
{
    /// <summary>x_λ = arg min ½‖A·x − b‖² + λ‖x‖₁ for each λ.</summary>
    /// <remarks>
    /// <para>Method: coordinate descent from the solution for the λ before, in sweeps over the coefficients that are not zero between sweeps over all; where the signs have settled, one QR
    /// solves for them exactly. A solution is accepted by its duality gap alone: with θ = s·(b − A·x) scaled to ‖Aᵀθ‖_∞ ≤ λ, the gap is ½(1 − s)²‖r‖² + Σⱼ(λ|xⱼ| − s·xⱼ·aⱼᵀr), whose terms
    /// are not negative, so that nothing cancels. A tall A is first reduced to the triangle of its QR.</para>
    /// <para>Shapes: any m, n and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>: every gap is at most <see cref="LassoPathOptions{T}.RelativeGap"/>; <see cref="Status.NotConverged"/>: a cap was reached, each gap says how far that solution came;
    /// <see cref="Status.RankDeficient"/> if a solution leaves the range of <typeparamref name="T"/>; <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: x is zero. Where columns repeat each other the coefficients are one of many solutions; the fit is the same in all.</para>
    /// <para>Accuracy: the objective to the gap. Multiplying A by 2^i, b by 2^j and λ by 2^(i + j) moves the results exactly. Cost: 4·min(m, n)·n operations a sweep.</para>
    /// <para>Source: J. Friedman, T. Hastie, R. Tibshirani, J. Stat. Softw. 33 (2010); S.-J. Kim et al., IEEE J. Sel. Top. Signal Process. 1 (2007) for the dual point.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m elements.</param>
    /// <param name="options">The λ's, the constant term, the tolerance and the cap.</param>
    /// <exception cref="ArgumentException">b has not m elements, or the list of λ's is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite, or an option is outside its range.</exception>
    public static LassoPathSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> b, LassoPathOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSide(a, b);
        Require(options);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("b", b);
        return input.Run(a.Rows, a.Columns, () => Walk(input, left, right, options));
    }

    private static void Require<T>(LassoPathOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSweeps, 1, nameof(options));
        if (!(options.Ratio > T.Zero && options.Ratio < T.One))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Ratio, "Ratio lies between 0 and 1.");
        }

        if (options.RelativeGap is T gap && !(gap > T.Zero && gap < T.One))
        {
            throw new ArgumentOutOfRangeException(nameof(options), gap, "RelativeGap lies between 0 and 1.");
        }

        if (options.Lambdas is { Count: 0 })
        {
            throw new ArgumentException("The list of lambdas is empty.", nameof(options));
        }

        foreach (T lambda in options.Lambdas ?? [])
        {
            SolverCheck.Positive(lambda, nameof(options.Lambdas));
        }
    }

    private static LassoPathSolution<T> Walk<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, LassoPathOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Matrix<T> left, T[] meansA) = Centering.Columns(a.Matrix, options.Intercept);
        (Matrix<T> right, T[] meansB) = Centering.Columns(b.Matrix, options.Intercept);
        T norm = VectorProduct.Norm<T>(right.Data), unit = norm * norm / T.CreateTruncating(2);
        T tolerance = (options.RelativeGap ?? (T.CreateTruncating(10_000) * FactorRange<T>.Epsilon)) * unit;
        CoordinateDescent<T> descent = new(input, left, right);
        int exponent = a.Exponent + b.Exponent;
        T largest = descent.LargestLambda, start = largest > T.Zero ? largest : T.One;

        // A λ far beyond the largest, where x is zero, may leave the range in these units.
        T most = T.BitDecrement(T.PositiveInfinity);
        T[] lambdas = options.Lambdas is { } given ? [.. given.Select(lambda => T.Min(T.ScaleB(lambda, -exponent), most))] : GeometricGrid.Descending(start, start * options.Ratio, options.Count);
        LassoPoint<T>[] points = new LassoPoint<T>[lambdas.Length];
        T worst = T.Zero;
        for (int i = 0; i < lambdas.Length; i++)
        {
            (T gap, int sweeps) = descent.Solve(lambdas[i], tolerance, options.MaxSweeps);
            worst = T.Max(worst, gap);
            points[i] = Point(input, a, b, left, right, descent.X, options.Intercept ? (meansA, meansB) : null, options.Lambdas?[i] ?? T.ScaleB(lambdas[i], exponent), T.ScaleB(gap, 2 * b.Exponent), sweeps);
            options.Progress?.Report(i + 1);
        }

        bool certified = worst <= tolerance;
        T relative = worst == T.Zero ? T.Zero : worst / unit;
        return new()
        {
            Status = certified ? Status.Success : Status.NotConverged,
            Reason = Invariant($"{points.Length} lambdas, {points[^1].Support.Count} of {left.Columns} coefficients at the last; no solution misses its minimum by more than {relative:0.0e+0} of half the square of b")
                + (certified ? string.Empty : "; the cap on sweeps was reached"),
            Points = points,
            LargestLambda = T.ScaleB(largest, exponent),
            LargestRelativeGap = relative,
        };
    }

    private static LassoPoint<T> Point<T>(
        SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, Matrix<T> left, Matrix<T> right, T[] x, (T[] A, T[] B)? means, T lambda, T gap, int sweeps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> column = new((T[])x.Clone(), x.Length, 1);
        T constant = means is { } each ? Centering.Intercepts(column, each.A, each.B)[0] : T.Zero;
        T residual = VectorProduct.Norm<T>(SolverMath.Residual<T>(left, column, right, input.Parallelism).Data);
        T[] back = SolverMath.Back(x, b.Exponent - a.Exponent);
        int[] support = [.. Enumerable.Range(0, x.Length).Where(j => x[j] != T.Zero)];
        T one = support.Aggregate(T.Zero, (sum, j) => sum + T.Abs(back[j]));
        return new(lambda, back, T.ScaleB(constant, b.Exponent), support, T.ScaleB(residual, b.Exponent), one, gap, sweeps);
    }
}
