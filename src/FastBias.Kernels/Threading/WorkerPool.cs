using System.Diagnostics.CodeAnalysis;

namespace FastBias.Kernels;

/// <summary>Work in numbered parts that may run at the same time and in any order.</summary>
internal interface IParallelJob
{
    /// <summary>Does one part; never throws.</summary>
    void Execute(int part);
}

/// <summary>The library's threads: background, created when first wanted, parked when idle, one parallel region at a time.</summary>
/// <remarks>
/// The caller takes parts as the workers do and waits for none that has not begun: a worker that comes late finds nothing to do. A worker that has
/// just ended one region looks out for the next before it sleeps, so that a sequence of regions pays about a microsecond for each; the first one,
/// or one after a pause, pays a call of the system to wake it. A caller that finds the pool busy, and a part that asks for parallelism itself, simply
/// does everything alone: the result is the same, and cores are never oversubscribed by this library.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The one pool lives as long as the process.")]
internal sealed class WorkerPool
{
    private static readonly WorkerPool s_shared = new();

    [ThreadStatic]
    private static bool t_insideRegion;

    private readonly Lock _region = new();
    private readonly List<Parking> _workers = [];
    private readonly Parking _end;
    private IParallelJob? _job;
    private int _parts;
    private int _wanted;
    private int _ended;

    /// <summary>The number of the region in the upper half, the next part to be taken in the lower: whoever takes one knows that no field has changed since it was read.</summary>
    private long _ticket = int.MaxValue;

    private WorkerPool() => _end = new(() => Volatile.Read(ref _ended) == _parts);

    /// <summary>Runs all parts on up to <paramref name="threads"/> threads, the caller's included, and returns when the last has ended.</summary>
    public static void Run(IParallelJob job, int parts, int threads)
    {
        int workers = Math.Min(Math.Min(threads, parts), 256) - 1;
        if (workers > 0 && !t_insideRegion && s_shared._region.TryEnter())
        {
            try
            {
                s_shared.RunRegion(job, parts, workers);
            }
            finally
            {
                s_shared._region.Exit();
            }

            return;
        }

        for (int part = 0; part < parts; part++)
        {
            job.Execute(part);
        }
    }

    private void RunRegion(IParallelJob job, int parts, int workers)
    {
        while (_workers.Count < workers)
        {
            AddWorker();
        }

        long region = (_ticket >> 32) + 1;
        Interlocked.Exchange(ref _ticket, (region << 32) | int.MaxValue);
        (_job, _parts, _wanted, _ended) = (job, parts, workers, 0);
        Interlocked.Exchange(ref _ticket, region << 32);
        for (int i = 0; i < workers; i++)
        {
            _workers[i].Wake();
        }

        t_insideRegion = true;
        while (TakePart(0))
        {
        }

        t_insideRegion = false;
        _end.Wait();
        _job = null;
    }

    /// <summary>Does the next part, if there is one for this thread.</summary>
    private bool TakePart(int worker)
    {
        long ticket = Volatile.Read(ref _ticket);
        (IParallelJob? job, int part, int parts) = (_job, (int)ticket, _parts);
        if (part >= parts || worker >= _wanted)
        {
            return false;
        }

        if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) == ticket)
        {
            job!.Execute(part);
            if (Interlocked.Increment(ref _ended) == parts)
            {
                _end.Wake();
            }
        }

        return true;
    }

    private void AddWorker()
    {
        int worker = _workers.Count;
        Parking parking = new(() => (int)Volatile.Read(ref _ticket) < _parts && worker < _wanted);
        Thread thread = new(() => Work(worker, parking)) { IsBackground = true, Name = $"FastBias worker {worker + 1}" };
        _workers.Add(parking);
        thread.Start();
    }

    private void Work(int worker, Parking parking)
    {
        t_insideRegion = true;
        parking.StayAwayFromWaker();
        while (true)
        {
            parking.Wait();
            while (TakePart(worker))
            {
            }
        }
    }
}
