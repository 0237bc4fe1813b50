namespace FastBias.Lab;

public static partial class Sharpness
{
    /// <summary>2·(ℓ(w + δ) − ℓ(w))/‖δ‖²: the curvature that a perturbation shows, vᵀHv for a small δ along v at a minimum.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="perturbation">δ, n numbers, not zero.</param>
    public static double Probe(IObjective objective, double[] w, double[] perturbation)
    {
        Require(objective, w);
        ArgumentNullException.ThrowIfNull(perturbation);
        ModelCheck.Length(perturbation, w.Length, nameof(perturbation));
        double rise = objective.Value(Vectors.Add(w, perturbation)) - objective.Value(w);
        return ProbeCurvature(rise, VectorProduct.Norm<double>(perturbation));
    }

    /// <summary>2·Δℓ/‖δ‖² from a rise and a length.</summary>
    /// <param name="rise">Δℓ.</param>
    /// <param name="length">‖δ‖, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not positive and finite.</exception>
    public static double ProbeCurvature(double rise, double length) => 2 * rise / (ModelCheck.Positive(length, nameof(length)) * length);

    /// <summary>ε̂ = ρ·g/‖g‖, the perturbation of sharpness-aware minimisation: the worst to first order in a ball of radius ρ; zeros for g = 0.</summary>
    /// <param name="gradient">g.</param>
    /// <param name="radius">ρ, finite, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="radius"/> is negative or not finite.</exception>
    public static double[] SamPerturbation(ReadOnlySpan<double> gradient, double radius) => Vectors.WithLength(gradient, ModelCheck.NonNegative(radius, nameof(radius)));

    /// <summary>ε̂ = ρ·T²g/‖Tg‖ with T = diag|w|: the worst to first order in {ε : ‖T⁻¹ε‖ ≤ ρ}, which moves with every rescaling of coordinates.</summary>
    /// <param name="w">n numbers.</param>
    /// <param name="gradient">g, n numbers.</param>
    /// <param name="radius">ρ, finite, not negative.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="radius"/> is negative or not finite.</exception>
    public static double[] AdaptiveSamPerturbation(ReadOnlySpan<double> w, ReadOnlySpan<double> gradient, double radius)
    {
        ModelCheck.Length(gradient, w.Length, nameof(gradient));
        double[] scaled = gradient.ToArray();
        Vectors.MultiplyBy(scaled, w);
        scaled = Vectors.WithLength(scaled, ModelCheck.NonNegative(radius, nameof(radius)));
        Vectors.MultiplyBy(scaled, w);
        return scaled;
    }

    /// <summary>λ_max/ℓ and S/ℓ: "relative" sharpness. Not invariant to rescaling: ℓ stays and λ_max does not.</summary>
    /// <param name="sharpness">λ_max, S(ρ) or another measure.</param>
    /// <param name="loss">ℓ, not zero.</param>
    public static double Relative(double sharpness, double loss) => sharpness / loss;

    /// <summary>Σ_l ‖W_l‖²·tr H_ll over the layers l, H_ll the diagonal block of H: unchanged by W_l → c·W_l, W_k → W_k/c where the function stays the same.</summary>
    /// <remarks>Cost: one Hessian product for each parameter in a layer. Source: T. Liang et al., AISTATS 2019; Y. Tsuzuku et al., Normalized flat minima, ICML 2020.</remarks>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="layers">The parameters of each layer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A layer reaches outside w.</exception>
    public static double RescalingInvariant(IObjective objective, double[] w, IReadOnlyList<Range> layers)
    {
        Require(objective, w);
        ArgumentNullException.ThrowIfNull(layers);
        double sum = 0;
        foreach (Range layer in layers)
        {
            (int first, int count) = layer.GetOffsetAndLength(w.Length);
            ReadOnlySpan<double> weights = w.AsSpan(first, count);
            sum += VectorProduct.Dot(weights, weights) * Trace(objective, w, first, first + count);
        }

        return sum;
    }

    /// <summary>λ_max(T·H·T) with T = diag|w|, the adaptive sharpness: unchanged by every rescaling w → Dw that leaves the function as it is.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <exception cref="InvalidOperationException">As for <see cref="TopEigenvalues"/>.</exception>
    public static double AdaptiveLargestEigenvalue(IObjective objective, double[] w) =>
        Top(new HessianOperator(Require(objective, w), w, [.. w.Select(Math.Abs)]), 1).Values[0];
}
