namespace FastBias.Lab;

/// <summary>A first-order method over an <see cref="IObjective"/>: full gradients, or with <see cref="OptimizerOptions.Batches"/> stochastic ones.</summary>
/// <remarks>
/// <para>w₀ = start; w_{t+1} = rule(w_t, ∇ℓ(w_t), α_t). Numerical outcomes are the result's <see cref="OptimizerResult.Stop"/>; a NaN or infinity ends as <see cref="OptimizerStop.Diverged"/>.
/// The bits depend on the arguments alone. Cost: one gradient an iteration (Nesterov and sharpness-aware steps: two), and with batches a full gradient for each record.</para>
/// <para>For ½‖Xw − y‖² and its multiples <see cref="FirstOrderSolver"/> has the same methods with the step bound, the rate and the limit that the spectrum predicts; the elementary updates
/// are the same there and here.</para>
/// </remarks>
public abstract class Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>Runs it.</summary>
    /// <param name="objective">ℓ.</param>
    /// <param name="start">w₀, n numbers.</param>
    /// <param name="options">Step, caps, records, batches.</param>
    /// <exception cref="ArgumentException">The start does not fit, is outside the method's domain, or batches are asked of an objective that is no mean.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive and finite, or a count is negative.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public OptimizerResult Run(IObjective objective, ReadOnlySpan<double> start, OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(options);
        ModelCheck.Length(start, objective.Dimension, nameof(start));
        ModelCheck.Positive(options.Step, "options.Step");
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxIterations);
        ArgumentOutOfRangeException.ThrowIfNegative(options.RecordEvery);
        IMeanObjective? mean = objective as IMeanObjective;
        if (options.Batches is not null && mean is null)
        {
            throw new ArgumentException($"Batches need an objective that is a mean over examples; {objective.GetType().Name} is none.", nameof(options));
        }

        return new OptimizerRun(objective, options, Begin(start)).Complete(start, options.Batches is { } batches ? new BatchObjective(mean!, batches.Start(mean!.Examples)) : null);
    }

    /// <summary>The state of the method at the start of a run.</summary>
    private protected abstract OptimizerRule Begin(ReadOnlySpan<double> start);

    /// <summary>The state of another method, for methods made of others.</summary>
    private protected static OptimizerRule BeginOf(Optimizer optimizer, ReadOnlySpan<double> start) => optimizer.Begin(start);
}

/// <summary>A method's state during a run.</summary>
internal abstract class OptimizerRule
{
    /// <summary>Moves w.</summary>
    /// <param name="w">The point, changed.</param>
    /// <param name="gradient">∇ℓ(w) of this step; may be overwritten.</param>
    /// <param name="step">α of this step.</param>
    /// <param name="objective">ℓ of this step, for methods that look at other points.</param>
    public abstract void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective);

    /// <summary>What vanishes at a solution: ‖∇ℓ‖ unless there are constraints.</summary>
    public virtual double Stationarity(ReadOnlySpan<double> w, ReadOnlySpan<double> gradient, double step) => VectorProduct.Norm(gradient);
}

/// <summary>The loop that all methods share.</summary>
internal sealed class OptimizerRun(IObjective objective, OptimizerOptions options, OptimizerRule rule)
{
    private readonly HashSet<int> _recordAt = [.. options.RecordAt ?? []];
    private readonly List<OptimizerRecord> _trajectory = [];

    public OptimizerResult Complete(ReadOnlySpan<double> start, BatchObjective? batch)
    {
        double[] w = start.ToArray(), gradient = new double[w.Length];
        for (int iteration = 0; ; iteration++)
        {
            bool isRecorded = iteration == options.MaxIterations || (options.RecordEvery > 0 && iteration % options.RecordEvery == 0) || _recordAt.Contains(iteration);
            double step = options.Step * (options.Schedule?.Invoke(iteration) ?? 1);
            if (batch is null || isRecorded)
            {
                double value = objective.Gradient(w, gradient);
                OptimizerRecord record = new(iteration, value, rule.Stationarity(w, gradient, step), VectorProduct.Norm<double>(w));
                OptimizerStop? stop = StopOf(record);
                if ((isRecorded || stop is not null) && !Keep(record, w))
                {
                    stop ??= OptimizerStop.Observer;
                }

                if (stop is { } end)
                {
                    return new(w, end, record, _trajectory);
                }
            }

            options.Cancellation.ThrowIfCancellationRequested();
            if (batch is not null)
            {
                batch.MoveOn();
                batch.Gradient(w, gradient);
            }

            rule.Advance(w, gradient, step, batch ?? objective);
        }
    }

    private OptimizerStop? StopOf(OptimizerRecord record) =>
        !double.IsFinite(record.Value) || !double.IsFinite(record.GradientNorm) ? OptimizerStop.Diverged
        : record.GradientNorm <= options.GradientTolerance ? OptimizerStop.GradientSmall
        : record.Iteration == options.MaxIterations ? OptimizerStop.MaxIterations
        : null;

    private bool Keep(OptimizerRecord record, double[] w)
    {
        _trajectory.Add(options.KeepPoints ? record with { Point = (double[])w.Clone() } : record);
        return options.Observer?.Invoke(record, w) ?? true;
    }
}

/// <summary>The objective of the current batch.</summary>
internal sealed class BatchObjective(IMeanObjective objective, BatchSequence batches) : IObjective
{
    private int[] _batch = [];

    public int Dimension => objective.Dimension;

    public void MoveOn() => _batch = batches.Next().ToArray();

    public double Value(ReadOnlySpan<double> w) => Gradient(w, new double[Dimension]);

    public double Gradient(ReadOnlySpan<double> w, Span<double> gradient) => objective.Gradient(w, _batch, gradient);

    public void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result) => FiniteDifferences.HessianVector(this, w, v, result);
}
