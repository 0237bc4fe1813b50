namespace FastBias.Lab;

/// <summary>What a run may use, and whom it tells: threads, progress, cancellation.</summary>
public sealed class ExperimentContext
{
    /// <summary>One thread, nobody told, never cancelled.</summary>
    public static ExperimentContext Default { get; } = new();

    /// <summary>How many threads may be used; the result has the same bits whatever the value.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Is told the share that is done, from 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Ends the run.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Independent items, computed by all threads and returned in order.</summary>
    /// <remarks>
    /// Item i must depend on i only (its own stream: <see cref="RandomSource.Split"/>), so that the result is the same for any number of threads; sums over items belong after the call, in order.
    /// Calls inside should be serial. Progress goes from <paramref name="from"/> to <paramref name="to"/>.
    /// </remarks>
    /// <typeparam name="TItem">What an item gives.</typeparam>
    /// <param name="count">The number of items, not negative.</param>
    /// <param name="item">Computes one.</param>
    /// <param name="from">The share of the experiment that is done before.</param>
    /// <param name="to">The share that is done after.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TItem[] ForEach<TItem>(int count, Func<int, TItem> item, double from = 0, double to = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(item);
        TItem[] results = new TItem[count];
        int done = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = Parallelism.MaxThreads, CancellationToken = Cancellation };
        try
        {
            Parallel.For(0, count, options, i =>
            {
                Cancellation.ThrowIfCancellationRequested();
                results[i] = item(i);
                Report(from + ((to - from) * Interlocked.Increment(ref done) / count));
            });
        }
        catch (AggregateException errors) when (errors.InnerException is { } first)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }

        return results;
    }

    /// <summary>Tells how far the run is, and ends it if it was cancelled.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Report(double share)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Report(share);
    }
}
