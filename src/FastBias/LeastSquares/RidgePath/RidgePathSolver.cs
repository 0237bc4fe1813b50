using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>Ridge for hundreds of λ from one decomposition, with exact leave-one-out errors (scikit-learn: <c>RidgeCV</c>).</summary>
public static class RidgePathSolver
{
    /// <summary>x_λ = V·diag(σ/(σ² + λ))·Uᵀ·b for each λ, and the λ with the least error on rows left out.</summary>
    /// <remarks>
    /// <para>Leave-one-out without refitting: with gₖ = λ/(σₖ² + λ), the residual of row i is (b − UUᵀb)ᵢ + Σₖ uᵢₖ·gₖ·(Uᵀb)ₖ, one minus its leverage is (1 − Σₖ uᵢₖ²) + Σₖ uᵢₖ²·gₖ, and the error
    /// of the fit without it is their quotient. Nothing is subtracted from one but the row's share outside the range of A; where that is rounding only (m ≤ n), it is left out, and the
    /// quotient stays exact down to λ = 0: the leave-one-out error of the interpolant of minimum norm.</para>
    /// <para>Shapes: any m, n, p and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>; <see cref="Status.RankDeficient"/> if the solution or the default grid leaves the range of <typeparamref name="T"/>; <see cref="Status.NotConverged"/>, <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: without rows every error is zero,
    /// and x is zero.</para>
    /// <para>Accuracy: as of the SVD. Multiplying A by 2^k and λ by 4^k moves the results exactly. Cost: one SVD, and 4m·r operations per λ and right-hand side, in matrix products.</para>
    /// <para>Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2nd ed., sections 3.4.1 and 7.10; G. Golub, M. Heath, G. Wahba, Technometrics 21 (1979).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="options">The λ's, the constant term, the criterion.</param>
    /// <exception cref="ArgumentException">B has not m rows, or the list of λ's is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative or not finite, the count is less than 1, or the cutoff is not in [0, 1).</exception>
    public static RidgePathSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, RidgePathOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        Require(options);
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, a.Columns);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b);
        return input.Run(a.Rows, a.Columns, () => Walk(input, left, right, options, cutoff));
    }

    private static void Require<T>(RidgePathOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1, nameof(options));
        SolverCheck.Defined(options.Criterion, nameof(options));
        if (options.Lambdas is { Count: 0 })
        {
            throw new ArgumentException("The list of lambdas is empty.", nameof(options));
        }

        foreach (T lambda in options.Lambdas ?? [])
        {
            SolverCheck.NotNegative(lambda, nameof(options.Lambdas));
        }
    }

    private static RidgePathSolution<T> Walk<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, RidgePathOptions<T> options, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RidgePathSpectrum<T> spectrum = new(input, a, b, options.Intercept, cutoff);
        T[] lambdas = options.Lambdas is { } given ? [.. given] : spectrum.Grid(options.Count);
        RidgePathPoint<T>[] points = new RidgePathErrors<T>(input, spectrum).Points(lambdas);
        bool byRow = options.Criterion == RidgePathCriterion.LeaveOneOut;
        int choice = Choose([.. points.Select(point => byRow ? point.LeaveOneOutError : point.GcvError)], lambdas);
        points = [.. points.Select(point => point with
        {
            LeaveOneOutError = T.ScaleB(point.LeaveOneOutError, 2 * b.Exponent),
            GcvError = T.ScaleB(point.GcvError, 2 * b.Exponent),
        })];
        T lambda = lambdas[choice];
        bool edge = lambdas.Length > 1 && (lambda == lambdas.Min() || lambda == lambdas.Max());
        (Matrix<T> x, IReadOnlyList<T> intercepts) = spectrum.At(lambda);
        string criterion = byRow ? "leave-one-out error" : "error of generalised cross-validation";
        T error = byRow ? points[choice].LeaveOneOutError : points[choice].GcvError;
        return new()
        {
            Status = spectrum.Form.Svd.Status,
            Reason = Invariant($"lambda = {lambda:0.0e+0} of {lambdas.Length} has the least {criterion}, {error:0.0e+0}, at {points[choice].EffectiveDegrees:0.0} effective degrees of freedom")
                + (edge ? "; it lies at the edge of the path, and a better one may lie outside" : string.Empty),
            Points = points,
            Choice = choice,
            Lambda = lambda,
            IsChoiceAtEdge = edge,
            X = x,
            Intercepts = intercepts,
            SingularValues = SolverMath.Back(spectrum.Form.S, a.Exponent),
            Rank = spectrum.Form.Rank,
            Spectrum = spectrum,
        };
    }

    /// <summary>The least error; of equal ones that of the largest λ. NaN is never chosen unless there is nothing else.</summary>
    private static int Choose<T>(T[] errors, T[] lambdas)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = 0;
        for (int i = 1; i < errors.Length; i++)
        {
            bool better = errors[i] < errors[best] || (errors[i] == errors[best] && lambdas[i] > lambdas[best]) || (T.IsNaN(errors[best]) && !T.IsNaN(errors[i]));
            best = better ? i : best;
        }

        return best;
    }
}
