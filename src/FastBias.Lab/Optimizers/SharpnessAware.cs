namespace FastBias.Lab;

/// <summary>Sharpness-aware minimisation: a step of another method with the gradient at w + ε̂, ε̂ = ρ·g/‖g‖; adaptive: ε̂ = ρ·T²g/‖Tg‖, T = diag|w|.</summary>
/// <remarks>Two gradients a step. Source: P. Foret et al., ICLR 2021; J. Kwon et al., ASAM, ICML 2021.</remarks>
/// <param name="radius">ρ, finite, not negative; 0 is the other method.</param>
/// <param name="inner">The other method; plain gradient descent if not given.</param>
public sealed class SharpnessAware(double radius, Optimizer? inner = null) : Optimizer
{
    private readonly double _radius = ModelCheck.NonNegative(radius, nameof(radius));

    /// <summary>Whether the perturbation is scaled by |w|, which makes it invariant to rescaling.</summary>
    public bool IsAdaptive { get; init; }

    private protected override OptimizerRule Begin(ReadOnlySpan<double> start) => new Rule(BeginOf(inner ?? new GradientDescent(), start), _radius, IsAdaptive);

    private sealed class Rule(OptimizerRule inner, double radius, bool isAdaptive) : OptimizerRule
    {
        public override void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective)
        {
            double[] point = isAdaptive ? Sharpness.AdaptiveSamPerturbation(w, gradient, radius) : Sharpness.SamPerturbation(gradient, radius);
            VectorProduct.AddScaled<double>(point, 1, w);
            objective.Gradient(point, gradient);
            inner.Advance(w, gradient, step, objective);
        }

        public override double Stationarity(ReadOnlySpan<double> w, ReadOnlySpan<double> gradient, double step) => inner.Stationarity(w, gradient, step);
    }
}
