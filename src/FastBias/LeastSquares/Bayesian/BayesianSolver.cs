using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>The Bayesian reading of ridge and of minimum norm (scikit-learn: <c>BayesianRidge</c> with fixed precisions).</summary>
public static class BayesianSolver
{
    /// <summary>The posterior of x for b = A·x + e, e ~ N(0, s²·I), x ~ N(0, τ²·I) or flat.</summary>
    /// <remarks>
    /// <para>Formula: N((AᵀA + λI)⁻¹Aᵀb, s²·(AᵀA + λI)⁻¹) with λ = s²/τ², from the singular values. For τ → ∞ the mean tends to A⁺b, and the variance to s²·(AᵀA)⁺ in the row space and
    /// without bound outside: the flat posterior is proper only at full column rank.</para>
    /// <para>Shapes: any m, n and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>; <see cref="Status.RankDeficient"/> if mean or covariance leave the range of <typeparamref name="T"/>; <see cref="Status.NotConverged"/>, <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: without rows the posterior is the prior.</para>
    /// <para>Accuracy: as of the SVD; the covariance is a Gram matrix, symmetric and never indefinite. Multiplying A by 2^i, b and s by 2^j and τ by 2^(j − i) moves mean and covariance
    /// exactly. Cost: one SVD, 2n³ operations for the covariance.</para>
    /// <para>Source: D. MacKay, Neural Computation 4 (1992); T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, section 3.4.1.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m elements.</param>
    /// <param name="noiseDeviation">s.</param>
    /// <param name="options">The prior and the cutoff.</param>
    /// <exception cref="ArgumentException">b has not m elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A deviation is not positive and finite, or the cutoff is not in [0, 1).</exception>
    public static BayesianSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> b, T noiseDeviation, BayesianOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSide(a, b);
        SolverCheck.Positive(noiseDeviation, nameof(noiseDeviation));
        if (options.PriorDeviation is T prior)
        {
            SolverCheck.Positive(prior, nameof(options.PriorDeviation));
        }

        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, a.Columns);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("b", b);
        return input.Run(a.Rows, a.Columns, () => Solve(input, left, right, noiseDeviation, options.PriorDeviation, cutoff));
    }

    private static BayesianSolution<T> Solve<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, T noise, T? prior, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The noise is in the units of b: the larger of the two sets them.
        int unit = Math.Max(b.Exponent, T.ILogB(noise));
        b = new(SolverMath.Back(b.Matrix, b.Exponent - unit), unit);
        SpectralForm<T> form = new(input, a.Matrix, b.Matrix, cutoff);
        int rank = form.Rank, n = a.Matrix.Columns, back = b.Exponent - a.Exponent;
        T s = T.ScaleB(noise, -b.Exponent), ratio = prior is T given ? s / T.ScaleB(given, -back) : T.Zero, lambda = ratio * ratio;
        T[] sigma = form.S;
        Matrix<T> mean = form.Solve(rank, (k, c) => c / (sigma[k] + (lambda / sigma[k]))), flat = form.Solve(rank, (k, c) => c / sigma[k]);

        // λ may leave the range, its root does not: the data say nothing then.
        Matrix<T> away = form.Solve(rank, (k, c) => T.IsInfinity(lambda / sigma[k]) ? c / sigma[k] : lambda / sigma[k] / (sigma[k] + (lambda / sigma[k])) * (c / sigma[k]));
        Matrix<T> open = form.Svd.NullSpace(cutoff);
        Matrix<T> root = Root(form, open, s, ratio, prior is T tau ? T.ScaleB(tau, -back) : T.Zero), covariance = new(n, n);
        Product.Gram<T>(covariance.AsSpan(), root.Transposed, input.Parallelism, input.Factor.CancellationToken);
        T degrees = T.Zero;
        for (int k = 0; k < rank; k++)
        {
            degrees += sigma[k] / (sigma[k] + (lambda / sigma[k]));
        }

        bool proper = prior is not null || rank == n;
        T whole = prior is T deviation ? noise / deviation : T.Zero;
        return new()
        {
            Status = form.Svd.Status,
            Reason = prior is null
                ? Invariant($"flat prior: the mean is the least-squares solution of minimum norm, {(proper ? "and every coefficient is determined" : Invariant($"and {n - rank} directions stay open"))}; rank {rank}, gap {form.RankGap:0.0e+0}")
                : Invariant($"Gaussian prior: the mean is ridge with lambda = {whole * whole:0.0e+0}; the data determine {degrees:0.0} of {n} coefficients"),
            Mean = SolverMath.Back(mean.Data, back),
            Covariance = SolverMath.Back(covariance, 2 * back),
            Deviations = SolverMath.Back(Deviations(root, prior is null ? open : new Matrix<T>(n, 0)), back),
            Lambda = whole * whole,
            IsProper = proper,
            Rank = rank,
            EffectiveDegrees = degrees,
            FlatLimit = SolverMath.Back(flat.Data, back),
            DistanceToFlatLimit = T.ScaleB(VectorProduct.Norm<T>(away.Data), back),
            LogEvidence = prior is null ? T.NaN : LogEvidence(form, b, s, s / ratio),
            Posterior = (SolverMath.Back(root, back), prior is null ? open : new Matrix<T>(n, 0), noise),
        };
    }

    /// <summary>W = [V₁·diag(s/√(σ² + λ)), τ·V₂], so that W·Wᵀ is the covariance.</summary>
    private static Matrix<T> Root<T>(SpectralForm<T> form, Matrix<T> open, T s, T rootLambda, T tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = form.Svd.Columns;
        Matrix<T> root = new(n, tau > T.Zero ? form.Rank + open.Columns : form.Rank);
        for (int k = 0; k < root.Columns; k++)
        {
            T scale = k < form.Rank ? s / ElementaryReflector.Hypotenuse(form.S[k], rootLambda) : tau;
            for (int i = 0; i < n; i++)
            {
                root[i, k] = scale * (k < form.Rank ? form.Svd.Vt[k, i] : open[i, k - form.Rank]);
            }
        }

        return root;
    }

    private static T[] Deviations<T>(Matrix<T> root, Matrix<T> open)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] deviations = new T[root.Rows];
        T tolerance = T.Sqrt(FactorRange<T>.Epsilon);
        for (int i = 0; i < deviations.Length; i++)
        {
            deviations[i] = VectorProduct.Norm<T>(open.Row(i)) > tolerance ? T.PositiveInfinity : VectorProduct.Norm<T>(root.Row(i));
        }

        return deviations;
    }

    /// <summary>−½·(m·ln 2π + Σ ln(s² + τ²σₖ²) + Σ cₖ²/(s² + τ²σₖ²)), directions outside the range with σ = 0, and the units of b.</summary>
    private static T LogEvidence<T>(SpectralForm<T> form, ScaledMatrix<T> b, T s, T tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = b.Matrix.Rows;
        ReadOnlyMatrixSpan<T> range = form.Range(form.Rank);
        T outside = VectorProduct.Norm<T>(SolverMath.Residual<T>(range, form.C.Slice(0, 0, form.Rank, 1), b.Matrix, default).Data) / s;
        T two = T.CreateTruncating(2), logs = T.CreateTruncating(m - form.Rank) * T.Log(s), squares = outside * outside;
        for (int k = 0; k < form.Rank; k++)
        {
            T deviation = ElementaryReflector.Hypotenuse(s, tau * form.S[k]), share = form.C[k, 0] / deviation;
            logs += T.Log(deviation);
            squares += share * share;
        }

        T unit = T.CreateTruncating(m) * ((T.CreateTruncating(b.Exponent) * T.Log(two)) + (T.Log(two * T.Pi) / two));
        return -(logs + unit + (squares / two));
    }
}
