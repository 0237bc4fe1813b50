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
/// A region costs a wake-up, some tens of microseconds, so callers stay serial below about 100 microseconds of work. A caller that finds the
/// pool busy, and a part that asks for parallelism itself, simply does everything alone: the result is the same, and cores are never
/// oversubscribed by this library.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The one pool lives as long as the process.")]
internal sealed class WorkerPool
{
    private static readonly WorkerPool s_shared = new();

    [ThreadStatic]
    private static bool t_insideRegion;

    private readonly Lock _region = new();
    private readonly List<SemaphoreSlim> _wake = [];
    private readonly SemaphoreSlim _done = new(0);
    private IParallelJob? _job;
    private int _parts;
    private int _next;

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
        while (_wake.Count < workers)
        {
            AddWorker();
        }

        _job = job;
        _parts = parts;
        Volatile.Write(ref _next, 0);
        for (int i = 0; i < workers; i++)
        {
            _wake[i].Release();
        }

        t_insideRegion = true;
        TakeParts(job);
        t_insideRegion = false;
        for (int i = 0; i < workers; i++)
        {
            _done.Wait();
        }

        _job = null;
    }

    private void TakeParts(IParallelJob job)
    {
        for (int part = Interlocked.Increment(ref _next) - 1; part < _parts; part = Interlocked.Increment(ref _next) - 1)
        {
            job.Execute(part);
        }
    }

    private void AddWorker()
    {
        SemaphoreSlim wake = new(0);
        Thread thread = new(() => Work(wake)) { IsBackground = true, Name = $"FastBias worker {_wake.Count + 1}" };
        _wake.Add(wake);
        thread.Start();
    }

    private void Work(SemaphoreSlim wake)
    {
        t_insideRegion = true;
        while (true)
        {
            wake.Wait();
            TakeParts(_job!);
            _done.Release();
        }
    }
}
