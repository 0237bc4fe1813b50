using System.Diagnostics.CodeAnalysis;

namespace FastBias.Lab;

/// <summary>How an <see cref="Optimizer"/> runs.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The step α, positive.</summary>
    public required double Step { get; init; }

    /// <summary>Multiplies the step of iteration t = 0, 1, …; 1 if not given. <c>t =&gt; 1 / Math.Sqrt(t + 1.0)</c> is a decaying step.</summary>
    public Func<int, double>? Schedule { get; init; }

    /// <summary>The cap on iterations (with batches: on updates), not negative.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>The run ends when the norm of the gradient (for constrained methods of the projected gradient) is at most this; 0 runs to the cap.</summary>
    public double GradientTolerance { get; init; }

    /// <summary>Iterations whose number is a multiple of this are recorded, and the last; 0 records none but the last.</summary>
    public int RecordEvery { get; init; }

    /// <summary>Further iterations to record, such as places that are even on a logarithmic axis.</summary>
    public IReadOnlyCollection<int>? RecordAt { get; init; }

    /// <summary>Whether records hold a copy of w.</summary>
    public bool KeepPoints { get; init; }

    /// <summary>Gradients of batches in place of full ones; needs an <see cref="IMeanObjective"/>. Tolerance and observer are then looked at where a record is kept.</summary>
    public MiniBatches? Batches { get; init; }

    /// <summary>Is shown every record and its point, and ends the run by returning false.</summary>
    public OptimizerObserver? Observer { get; init; }

    /// <summary>Ends the run.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Sees a recorded iteration; false ends the run.</summary>
/// <param name="record">Its numbers.</param>
/// <param name="w">Its point, to be read during the call only.</param>
public delegate bool OptimizerObserver(OptimizerRecord record, ReadOnlySpan<double> w);

/// <summary>The state after some iterations.</summary>
/// <param name="Iteration">Steps done; 0 is the start.</param>
/// <param name="Value">ℓ(w) over all examples.</param>
/// <param name="GradientNorm">‖∇ℓ(w)‖ over all examples; for constrained methods the norm of the projected gradient.</param>
/// <param name="Norm">‖w‖.</param>
public readonly record struct OptimizerRecord(int Iteration, double Value, double GradientNorm, double Norm)
{
    /// <summary>w, where <see cref="OptimizerOptions.KeepPoints"/> asks for it; else null.</summary>
    public IReadOnlyList<double>? Point { get; init; }
}

/// <summary>Why a run ended.</summary>
public enum OptimizerStop
{
    /// <summary>The gradient is within the tolerance.</summary>
    GradientSmall,

    /// <summary>The cap was reached.</summary>
    MaxIterations,

    /// <summary>Value or gradient left the range of numbers.</summary>
    Diverged,

    /// <summary>The observer ended it.</summary>
    Observer,
}

/// <summary>Where a run ended, and how it went.</summary>
public sealed class OptimizerResult
{
    internal OptimizerResult(double[] point, OptimizerStop stop, OptimizerRecord final, IReadOnlyList<OptimizerRecord> trajectory) =>
        (Point, Stop, Final, Trajectory) = (point, stop, final, trajectory);

    /// <summary>The last w.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public double[] Point { get; }

    /// <summary>Why it ended.</summary>
    public OptimizerStop Stop { get; }

    /// <summary>The numbers of the last point.</summary>
    public OptimizerRecord Final { get; }

    /// <summary>Steps done.</summary>
    public int Iterations => Final.Iteration;

    /// <summary>The recorded iterations in order, the last among them.</summary>
    public IReadOnlyList<OptimizerRecord> Trajectory { get; }
}
