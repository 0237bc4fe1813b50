using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>An epoch of stochastic gradients: w = w − α·c·(m/|b|)·X_bᵀ(X_b·w − y_b) for every batch b.</summary>
internal sealed class StochasticRule<T>(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction) : FirstOrderRule<T>(problem, prediction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RandomSource _random = new(problem.Options.Seed);
    private readonly int[] _order = [.. Enumerable.Range(0, problem.X.Rows)];
    private readonly T[] _residual = new T[Math.Min(problem.Options.BatchSize, problem.X.Rows)];

    public override void Step(ReadOnlySpan<T> gradient)
    {
        if (Problem.Options.Method == FirstOrderMethod.ShuffledSgd)
        {
            _random.Shuffle<int>(_order);
        }

        int m = _order.Length;
        for (int first = 0; first < m; first += _residual.Length)
        {
            ReadOnlySpan<int> batch = _order.AsSpan(first, Math.Min(_residual.Length, m - first));
            for (int i = 0; i < batch.Length; i++)
            {
                _residual[i] = VectorKernels.Dot<T>(Problem.X.Row(batch[i]), W) - Problem.Y[batch[i]];
            }

            T weight = Rate * Problem.Options.LossFactor * T.CreateTruncating(m) / T.CreateTruncating(batch.Length);
            for (int i = 0; i < batch.Length; i++)
            {
                VectorKernels.Axpy<T>(W, -weight * _residual[i], Problem.X.Row(batch[i]));
            }
        }
    }
}

/// <summary>m projections w = w + ω·(y_i − x_i·w)/‖x_i‖²·x_i, each row drawn with a probability proportional to ‖x_i‖².</summary>
internal sealed class KaczmarzRule<T> : FirstOrderRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RandomSource _random;
    private readonly double[] _cumulative;
    private readonly T[] _norms;

    public KaczmarzRule(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction)
        : base(problem, prediction)
    {
        _random = new RandomSource(problem.Options.Seed);
        _norms = new T[problem.X.Rows];
        _cumulative = new double[problem.X.Rows];
        double sum = 0, largest = double.CreateTruncating(VectorKernels.Norm<T>(problem.X.Data));
        for (int i = 0; i < _norms.Length; i++)
        {
            _norms[i] = VectorKernels.Norm<T>(problem.X.Row(i));
            double share = largest == 0 ? 0 : double.CreateTruncating(_norms[i]) / largest;
            sum += share * share;
            _cumulative[i] = sum;
        }
    }

    public override void Step(ReadOnlySpan<T> gradient)
    {
        for (int k = 0; k < _norms.Length && _cumulative[^1] > 0; k++)
        {
            int i = Draw();
            T residual = Problem.Y[i] - VectorKernels.Dot<T>(Problem.X.Row(i), W);
            VectorKernels.Axpy<T>(W, Rate * (residual / _norms[i] / _norms[i]), Problem.X.Row(i));
        }
    }

    /// <summary>The first row whose cumulative share is above a uniform number: never one of norm zero.</summary>
    private int Draw()
    {
        double target = _random.Uniform() * _cumulative[^1];
        int low = 0, high = _cumulative.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _cumulative[middle] > target ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
