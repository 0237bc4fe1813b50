using System.Numerics;

namespace FastBias;

/// <summary>The options of <see cref="SketchedSolver"/>.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record SketchedOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The relative backward error of the preconditioned problem at which LSQR stops; eps^(3/4) if not given.</summary>
    public T? RelativeTolerance { get; init; }

    /// <summary>The rows of the sketch over min(m, n), more than 1; 4 by default, with which κ of the preconditioned problem is about 3.</summary>
    public double Oversampling { get; init; } = 4;

    /// <summary>The seed of the sketch.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The cap on LSQR's steps, at least 1; some 50 are needed.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Directions in which the sketch is not larger than this times its norm count as zero: 0 ≤ cutoff &lt; 1; max(m, n)·ε (at most √ε) if not given.</summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>Whether the solution keeps a record of every step of LSQR.</summary>
    public bool KeepHistory { get; init; }

    /// <summary>Told of every step of LSQR.</summary>
    public IProgress<IterationRecord<T>>? Progress { get; init; }

    /// <summary>How many threads; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Ends the call early, with <see cref="Status.Cancelled"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}
