namespace FastBias.Lab;

/// <summary>Measures of how sharp a function is around a point.</summary>
/// <remarks>
/// <para>Of the spectrum of H = ∇²ℓ(w): λ_max, the k largest, κ, tr H. By probing: 2Δℓ/‖δ‖² of a perturbation, the worst rise in a ball, the mean curvature of random directions, the rise
/// over a 2-D slice. Relative ones divide by ℓ. All of these change when a network is rescaled without changing its function; invariant to that are Σ_l‖W_l‖²·tr H_ll and
/// λ_max(|w|⊙H⊙|w|).</para>
/// <para>Source: N. Keskar et al., ICLR 2017; L. Dinh et al., Sharp minima can generalize, ICML 2017; P. Foret et al., ICLR 2021; J. Kwon et al., ICML 2021; T. Liang et al.,
/// Fisher-Rao metric, AISTATS 2019.</para>
/// </remarks>
public static partial class Sharpness
{
    /// <summary>Below this dimension all of H is formed: n products and a dense eigensolver are then as fast as iterations, and exact.</summary>
    private const int DenseLimit = 64;

    /// <summary>The eigenvalues of H, descending. Cost: n Hessian products and 4n³/3 operations; error ε·‖H‖.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <exception cref="InvalidOperationException">H holds a NaN or an infinity.</exception>
    public static double[] Spectrum(IObjective objective, double[] w) => Dense(new HessianOperator(Require(objective, w), w)).Values;

    /// <summary>The k largest eigenvalues of H, descending.</summary>
    /// <remarks>Lanczos over Hessian products, or the dense matrix for n ≤ 64; the relative residual of Lanczos is at most 1e-10 · largest |λ|.</remarks>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="count">k, from 1 to n.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside 1 … n.</exception>
    /// <exception cref="InvalidOperationException">H holds a NaN or an infinity, or Lanczos did not converge.</exception>
    public static double[] TopEigenvalues(IObjective objective, double[] w, int count) => Top(new HessianOperator(Require(objective, w), w), count).Values;

    /// <summary>λ_max(H), the largest eigenvalue (not magnitude). See <see cref="TopEigenvalues"/>.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <exception cref="InvalidOperationException">As there.</exception>
    public static double LargestEigenvalue(IObjective objective, double[] w) => TopEigenvalues(objective, w, 1)[0];

    /// <summary>A unit eigenvector of λ_max(H).</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <exception cref="InvalidOperationException">As for <see cref="TopEigenvalues"/>.</exception>
    public static double[] SharpestDirection(IObjective objective, double[] w) => Top(new HessianOperator(Require(objective, w), w), 1).Vectors.Column(0);

    /// <summary>κ = λ_max/λ_min over the eigenvalues above <paramref name="relativeCutoff"/>·λ_max: the condition of the directions that are not flat.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="relativeCutoff">From 0 to 1; what is at most this times λ_max counts as flat.</param>
    /// <returns>NaN where no eigenvalue is positive.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is outside [0, 1).</exception>
    public static double Condition(IObjective objective, double[] w, double relativeCutoff = 1e-12)
    {
        if (!(relativeCutoff is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(relativeCutoff), relativeCutoff, "A relative cutoff is at least 0 and less than 1.");
        }

        double[] spectrum = Spectrum(objective, w);
        double[] steep = [.. spectrum.Where(value => value > relativeCutoff * spectrum[0] && value > 0)];
        return steep.Length == 0 ? double.NaN : steep[0] / steep[^1];
    }

    /// <summary>tr H = Σ e_jᵀHe_j, from n Hessian products.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    public static double Trace(IObjective objective, double[] w) => Trace(Require(objective, w), w, 0, w.Length);

    /// <summary>Hutchinson's estimate of tr H: the mean of zᵀHz over random signs z, with its standard error. See <see cref="TraceEstimator"/>.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="samples">Hessian products, at least 1.</param>
    /// <param name="seed">The seed of the signs.</param>
    public static TraceEstimate<double> HutchinsonTrace(IObjective objective, double[] w, int samples, ulong seed = 1) =>
        TraceEstimator.Hutchinson(new HessianOperator(Require(objective, w), w), samples, seed);

    /// <summary>Mean and standard error of vᵀHv over uniform unit vectors v; its expectation is tr H/n.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="directions">At least 2.</param>
    /// <param name="seed">The seed of the directions.</param>
    public static (double Mean, double StandardError) RandomCurvature(IObjective objective, double[] w, int directions, ulong seed = 1)
    {
        Require(objective, w);
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 2);
        RandomSource random = new(seed);
        double[] v = new double[w.Length], image = new double[w.Length];
        RunningMean mean = new();
        for (int k = 0; k < directions; k++)
        {
            random.FillGaussian<double>(v);
            objective.HessianVector(w, v, image);
            mean.Add(VectorProduct.Dot<double>(v, image) / Vectors.Square(v));
        }

        return mean.Result();
    }

    /// <summary>vᵀHv/‖v‖², the curvature along a direction.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="direction">v, n numbers, not zero.</param>
    public static double Curvature(IObjective objective, double[] w, double[] direction)
    {
        Require(objective, w);
        ArgumentNullException.ThrowIfNull(direction);
        ModelCheck.Length(direction, w.Length, nameof(direction));
        double[] image = new double[w.Length];
        objective.HessianVector(w, direction, image);
        return VectorProduct.Dot<double>(direction, image) / VectorProduct.Dot<double>(direction, direction);
    }

    private static IObjective Require(IObjective objective, double[] w)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(w);
        ModelCheck.Length(w, objective.Dimension, nameof(w));
        return objective;
    }

    private static double Trace(IObjective objective, double[] w, int first, int last)
    {
        double[] unit = new double[w.Length], image = new double[w.Length];
        double trace = 0;
        for (int j = first; j < last; j++)
        {
            unit[j] = 1;
            objective.HessianVector(w, unit, image);
            trace += image[j];
            unit[j] = 0;
        }

        return trace;
    }

    /// <summary>All eigenpairs, descending.</summary>
    private static (double[] Values, Matrix<double> Vectors) Dense(HessianOperator hessian)
    {
        SymmetricEigen<double> eigen = SymmetricEigen<double>.Factor(hessian.ToMatrix());
        if (eigen.Status != Status.Success)
        {
            throw new InvalidOperationException($"The Hessian's eigenvalues: {eigen.Status}.");
        }

        int[] order = [.. Enumerable.Range(0, eigen.Size).OrderByDescending(i => eigen.Values[i])];
        Matrix<double> vectors = new(eigen.Size, eigen.Size);
        for (int j = 0; j < order.Length; j++)
        {
            for (int i = 0; i < eigen.Size; i++)
            {
                vectors[i, j] = eigen.Vectors[i, order[j]];
            }
        }

        return ([.. order.Select(i => eigen.Values[i])], vectors);
    }

    private static (double[] Values, Matrix<double> Vectors) Top(HessianOperator hessian, int count)
    {
        if (count < 1 || count > hessian.Rows)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {hessian.Rows} eigenvalues.");
        }

        if (hessian.Rows <= DenseLimit)
        {
            (double[] values, Matrix<double> vectors) = Dense(hessian);
            return (values[..count], Matrix<double>.Copy(vectors.Slice(0, 0, hessian.Rows, count)));
        }

        DominantEigenpairs<double> pairs = Lanczos.Eigenpairs(hessian, count, new LanczosOptions { End = SpectrumEnd.Largest, RelativeTolerance = 1e-10 });
        return pairs.Status == Status.Success ? (pairs.Values, pairs.Vectors) : throw new InvalidOperationException($"The Hessian's largest eigenvalues: {pairs.Status} after {pairs.Iterations} steps.");
    }
}
