namespace FastBias.Lab;

/// <summary>w_j ← w_j − α·sign(∂_jℓ(w)): steps of fixed size in every coordinate; with a fixed α it ends in a cycle of width α.</summary>
public sealed class SignDescent : Optimizer
{
    private protected override OptimizerRule Begin(ReadOnlySpan<double> start) => new Rule();

    private sealed class Rule : OptimizerRule
    {
        public override void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective)
        {
            for (int j = 0; j < w.Length; j++)
            {
                w[j] -= gradient[j] > 0 ? step : gradient[j] < 0 ? -step : 0;
            }
        }
    }
}

/// <summary>s ← βs + (1 − β)g², w ← w − α·g/(√s + ε).</summary>
/// <remarks>With a fixed α every coordinate ends in a cycle of about ±α/2 on a quadratic: uniform progress, no convergence. Source: T. Tieleman, G. Hinton, Lecture 6.5 (2012).</remarks>
/// <param name="decay">β, at least 0 and less than 1.</param>
/// <param name="epsilon">ε, positive.</param>
public sealed class RmsProp(double decay = 0.9, double epsilon = 1e-8) : Optimizer
{
    private readonly double _decay = ModelCheck.Decay(decay, nameof(decay));
    private readonly double _epsilon = ModelCheck.Positive(epsilon, nameof(epsilon));

    private protected override OptimizerRule Begin(ReadOnlySpan<double> start) => new Rule(start.Length, _decay, _epsilon);

    private sealed class Rule(int dimension, double decay, double epsilon) : OptimizerRule
    {
        private readonly double[] _square = new double[dimension];

        public override void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective)
        {
            for (int j = 0; j < w.Length; j++)
            {
                _square[j] = (decay * _square[j]) + ((1 - decay) * gradient[j] * gradient[j]);
                w[j] -= step * gradient[j] / (Math.Sqrt(_square[j]) + epsilon);
            }
        }
    }
}

/// <summary>m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g², w ← w − α·m̂/(√ŝ + ε), both divided by 1 − βᵗ for their start at zero.</summary>
/// <remarks>Source: D. Kingma, J. Ba, Adam, ICLR 2015.</remarks>
/// <param name="first">β₁, at least 0 and less than 1.</param>
/// <param name="second">β₂, at least 0 and less than 1.</param>
/// <param name="epsilon">ε, positive.</param>
public sealed class Adam(double first = 0.9, double second = 0.999, double epsilon = 1e-8) : Optimizer
{
    private readonly double _first = ModelCheck.Decay(first, nameof(first));
    private readonly double _second = ModelCheck.Decay(second, nameof(second));
    private readonly double _epsilon = ModelCheck.Positive(epsilon, nameof(epsilon));

    private protected override OptimizerRule Begin(ReadOnlySpan<double> start) => new Rule(start.Length, _first, _second, _epsilon);

    private sealed class Rule(int dimension, double first, double second, double epsilon) : OptimizerRule
    {
        private readonly double[] _mean = new double[dimension];
        private readonly double[] _square = new double[dimension];
        private double _firstPower = 1;
        private double _secondPower = 1;

        public override void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective)
        {
            _firstPower *= first;
            _secondPower *= second;
            for (int j = 0; j < w.Length; j++)
            {
                _mean[j] = (first * _mean[j]) + ((1 - first) * gradient[j]);
                _square[j] = (second * _square[j]) + ((1 - second) * gradient[j] * gradient[j]);
                w[j] -= step * (_mean[j] / (1 - _firstPower)) / (Math.Sqrt(_square[j] / (1 - _secondPower)) + epsilon);
            }
        }
    }
}
