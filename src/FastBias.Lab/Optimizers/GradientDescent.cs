namespace FastBias.Lab;

/// <summary>w ← w − α·∇ℓ(w); normalised: w ← w − α·∇ℓ(w)/‖∇ℓ(w)‖.</summary>
/// <remarks>
/// On a quadratic with eigenvalues λ it converges iff 0 &lt; α &lt; 2/λ_max, by the factor max|1 − αλ| a step, fastest at α = 2/(λ_max + λ_min). The normalised form reaches the direction
/// of the largest margin of logistic regression at the rate ln t/√t in place of 1/ln t. Source: M. Nacson et al., Convergence of gradient descent on separable data, AISTATS 2019.
/// </remarks>
public sealed class GradientDescent : Optimizer
{
    /// <summary>Whether steps have length α.</summary>
    public bool IsNormalized { get; init; }

    private protected override OptimizerRule Begin(ReadOnlySpan<double> start) => new Rule(IsNormalized);

    private sealed class Rule(bool isNormalized) : OptimizerRule
    {
        public override void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective)
        {
            double norm = isNormalized ? VectorProduct.Norm<double>(gradient) : 1;
            if (norm > 0)
            {
                VectorProduct.AddScaled<double>(w, -step / norm, gradient);
            }
        }
    }
}

/// <summary>v ← βv − α·∇ℓ(w), w ← w + v (Polyak's momentum).</summary>
/// <remarks>On a quadratic it converges iff 0 ≤ β &lt; 1 and 0 &lt; α &lt; 2(1 + β)/λ_max. Source: B. Polyak, Introduction to Optimization (1987), 3.2.</remarks>
/// <param name="momentum">β, at least 0 and less than 1.</param>
public sealed class HeavyBall(double momentum = 0.9) : Optimizer
{
    private readonly double _momentum = ModelCheck.Decay(momentum, nameof(momentum));

    private protected override OptimizerRule Begin(ReadOnlySpan<double> start) => new MomentumRule(start.Length, _momentum, isNesterov: false);
}

/// <summary>v ← βv − α·∇ℓ(w + βv), w ← w + v (Nesterov's momentum with a fixed factor).</summary>
/// <remarks>On a quadratic it converges iff 0 &lt; α &lt; (2 + 2β)/((1 + 2β)λ_max). Two gradients a step, of which one is for the record. Source: Y. Nesterov (1983).</remarks>
/// <param name="momentum">β, at least 0 and less than 1.</param>
public sealed class Nesterov(double momentum = 0.9) : Optimizer
{
    private readonly double _momentum = ModelCheck.Decay(momentum, nameof(momentum));

    private protected override OptimizerRule Begin(ReadOnlySpan<double> start) => new MomentumRule(start.Length, _momentum, isNesterov: true);
}

/// <summary>The two momenta.</summary>
internal sealed class MomentumRule(int dimension, double momentum, bool isNesterov) : OptimizerRule
{
    private readonly double[] _velocity = new double[dimension];

    public override void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective)
    {
        if (isNesterov)
        {
            objective.Gradient(Vectors.Add(w, momentum, _velocity), gradient);
        }

        Vectors.Scale(_velocity, momentum);
        VectorProduct.AddScaled<double>(_velocity, -step, gradient);
        VectorProduct.AddScaled<double>(w, 1, _velocity);
    }
}
