using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>One method: how w moves in a step.</summary>
internal abstract class FirstOrderRule<T>(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The iterate.</summary>
    public T[] W { get; } = (T[])problem.Start.Clone();

    protected FirstOrderProblem<T> Problem { get; } = problem;

    protected T Rate { get; } = prediction.Step;

    protected T Momentum { get; } = prediction.Momentum;

    /// <summary>The rule of a method.</summary>
    public static FirstOrderRule<T> Create(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction) => problem.Options.Method switch
    {
        FirstOrderMethod.GradientDescent or FirstOrderMethod.HeavyBall or FirstOrderMethod.Nesterov => new MomentumRule<T>(problem, prediction),
        FirstOrderMethod.CyclicSgd or FirstOrderMethod.ShuffledSgd => new StochasticRule<T>(problem, prediction),
        FirstOrderMethod.Kaczmarz => new KaczmarzRule<T>(problem, prediction),
        FirstOrderMethod.ExponentiatedGradient => new ExponentiatedRule<T>(problem, prediction),
        FirstOrderMethod.SignDescent => new SignRule<T>(problem, prediction),
        _ => new AdamRule<T>(problem, prediction),
    };

    /// <summary>One step (epoch, round); <paramref name="gradient"/> is the full gradient at W.</summary>
    public abstract void Step(ReadOnlySpan<T> gradient);
}

/// <summary>v = β·v − α·g, w = w + v; Nesterov's takes g at w + β·v.</summary>
internal sealed class MomentumRule<T>(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction) : FirstOrderRule<T>(problem, prediction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _v = new T[problem.X.Columns];
    private readonly T[] _ahead = new T[problem.X.Columns];
    private readonly T[] _gradientAhead = new T[problem.X.Columns];

    public override void Step(ReadOnlySpan<T> gradient)
    {
        if (Problem.Options.Method == FirstOrderMethod.Nesterov && Momentum > T.Zero)
        {
            W.CopyTo(_ahead, 0);
            VectorKernels.Axpy<T>(_ahead, Momentum, _v);
            Problem.Gradient(_gradientAhead, _ahead);
            gradient = _gradientAhead;
        }

        VectorKernels.Scale<T>(_v, Momentum);
        VectorKernels.Axpy(_v, -Rate, gradient);
        VectorKernels.Axpy<T>(W, T.One, _v);
    }
}

/// <summary>w_j = w_j − α·sign(g_j).</summary>
internal sealed class SignRule<T>(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction) : FirstOrderRule<T>(problem, prediction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Step(ReadOnlySpan<T> gradient)
    {
        for (int j = 0; j < W.Length; j++)
        {
            W[j] -= gradient[j] > T.Zero ? Rate : gradient[j] < T.Zero ? -Rate : T.Zero;
        }
    }
}

/// <summary>m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g², w = w − α·m̂/(√v̂ + ε), both corrected for their start at zero.</summary>
internal sealed class AdamRule<T>(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction) : FirstOrderRule<T>(problem, prediction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _mean = new T[problem.X.Columns];
    private readonly T[] _square = new T[problem.X.Columns];
    private T _meanPower = T.One;
    private T _squarePower = T.One;

    public override void Step(ReadOnlySpan<T> gradient)
    {
        T second = Problem.Options.SecondMomentum;
        _meanPower *= Momentum;
        _squarePower *= second;
        for (int j = 0; j < W.Length; j++)
        {
            _mean[j] = (Momentum * _mean[j]) + ((T.One - Momentum) * gradient[j]);
            _square[j] = (second * _square[j]) + ((T.One - second) * gradient[j] * gradient[j]);
            T mean = _mean[j] / (T.One - _meanPower), square = _square[j] / (T.One - _squarePower), size = T.Sqrt(square) + Problem.Options.Epsilon;
            W[j] -= mean == T.Zero ? T.Zero : Rate * mean / size;
        }
    }
}

/// <summary>w_j = w_j·exp(−α·g_j). The exponential is the platform's: its last bit may differ between platforms.</summary>
internal sealed class ExponentiatedRule<T>(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction) : FirstOrderRule<T>(problem, prediction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Step(ReadOnlySpan<T> gradient)
    {
        for (int j = 0; j < W.Length; j++)
        {
            W[j] *= T.Exp(-Rate * gradient[j]);
        }
    }
}
