namespace FastBias;

/// <summary>How many threads a call may use. The result has the same bits whatever the value.</summary>
/// <remarks>The default value is <see cref="Serial"/>: an embedded library takes no core that it was not given.</remarks>
public readonly record struct Parallelism
{
    private readonly int _threads;

    private Parallelism(int threads) => _threads = threads;

    /// <summary>The calling thread alone.</summary>
    public static Parallelism Serial => default;

    /// <summary>Up to one thread per logical processor that the process may use.</summary>
    public static Parallelism All => new(Environment.ProcessorCount);

    /// <summary>The largest number of threads, at least 1.</summary>
    public int MaxThreads => Math.Max(1, _threads);

    /// <summary>Up to <paramref name="threads"/> threads, the caller's included.</summary>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than 1.</exception>
    public static Parallelism Threads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new(threads);
    }
}
