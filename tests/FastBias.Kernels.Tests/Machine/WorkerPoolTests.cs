using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>The pool of workers: every part once, nested and concurrent regions too, and never more threads than asked for.</summary>
[Collection(Alone.Name)]
public class WorkerPoolTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    [InlineData(3, 16)]
    [InlineData(1000, 3)]
    [InlineData(300, 600)]
    public void Every_part_is_done_once_by_no_more_threads_than_allowed(int parts, int threads)
    {
        for (int round = 0; round < 20; round++)
        {
            Counting job = new(parts);
            WorkerPool.Run(job, parts, threads);
            job.AssertEachOnce();
            Assert.InRange(job.Threads, Math.Min(1, parts), Math.Min(threads, Math.Max(1, parts)));
        }
    }

    [Fact]
    public void Parts_really_run_at_the_same_time()
    {
        using Barrier all = new(4);
        Counting job = new(4, _ => Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(60)), "nobody came"));
        WorkerPool.Run(job, 4, 4);
        job.AssertEachOnce();
        Assert.Equal(4, job.Threads);
    }

    [Fact]
    public void A_region_inside_a_region_runs_on_the_thread_that_asked_for_it()
    {
        Counting[] inner = [.. Enumerable.Range(0, 8).Select(_ => new Counting(5))];
        Counting outer = new(8, part => WorkerPool.Run(inner[part], 5, 4));
        WorkerPool.Run(outer, 8, 4);
        outer.AssertEachOnce();
        Assert.All(inner, job =>
        {
            job.AssertEachOnce();
            Assert.Equal(1, job.Threads);
        });
    }

    [Fact]
    public void Many_callers_at_once_get_all_their_parts()
    {
        Counting[] jobs = [.. Enumerable.Range(0, 400).Select(_ => new Counting(7))];
        Thread[] callers = [.. Enumerable.Range(0, 8).Select(caller => new Thread(() =>
        {
            for (int i = caller; i < jobs.Length; i += 8)
            {
                WorkerPool.Run(jobs[i], 7, 3);
            }
        }))];
        foreach (Thread caller in callers)
        {
            caller.Start();
        }

        foreach (Thread caller in callers)
        {
            caller.Join();
        }

        Assert.All(jobs, job => job.AssertEachOnce());
    }

    [Fact]
    public void A_thread_stays_off_the_processor_of_the_one_that_wakes_it()
    {
        using ManualResetEventSlim ready = new(), woken = new();
        WakeElsewhere? own = null;
        bool met = false;
        Thread sleeper = new(() =>
        {
            own = WakeElsewhere.OfThisThread();
            ready.Set();
            woken.Wait();
            for (int i = 0; i < 1000 && own is not null; i++)
            {
                met |= WakeElsewhere.ThisProcessor == own.Avoided;
                Thread.Yield();
            }
        });
        sleeper.Start();
        ready.Wait();
        own?.AvoidThisProcessor();
        woken.Set();
        sleeper.Join();
        Assert.False(met);
        Assert.Equal(OperatingSystem.IsLinux() && Environment.ProcessorCount > 1, own?.Avoided >= 0);
    }

    /// <summary>Regions at once after one another, and after pauses in which the workers went to sleep, or were about to.</summary>
    [Fact]
    public void No_region_is_lost_whether_workers_look_out_or_sleep()
    {
        Random random = new(1);
        for (int round = 0; round < 20_000; round++)
        {
            int parts = 1 + random.Next(9);
            Sum job = new();
            WorkerPool.Run(job, parts, 2 + random.Next(3));
            Assert.Equal((1L << parts) - 1, job.Total);
            if (round % 10 == 0)
            {
                Thread.SpinWait(random.Next(3000));
            }
        }
    }

    [Fact]
    public void A_caller_that_finds_the_pool_busy_does_everything_alone()
    {
        using ManualResetEventSlim entered = new(), leave = new();
        Counting first = new(2, _ =>
        {
            entered.Set();
            leave.Wait(TimeSpan.FromSeconds(60));
        });
        Thread other = new(() => WorkerPool.Run(first, 2, 2));
        other.Start();
        Assert.True(entered.Wait(TimeSpan.FromSeconds(60)));
        Counting second = new(6);
        WorkerPool.Run(second, 6, 4);
        second.AssertEachOnce();
        Assert.Equal(1, second.Threads);
        leave.Set();
        other.Join();
        first.AssertEachOnce();
    }

    private sealed class Sum : IParallelJob
    {
        private long _total;

        public long Total => Volatile.Read(ref _total);

        public void Execute(int part) => Interlocked.Add(ref _total, 1L << part);
    }

    private sealed class Counting(int parts, Action<int>? onPart = null) : IParallelJob
    {
        private readonly int[] _done = new int[parts];
        private readonly HashSet<int> _threads = [];

        public int Threads => _threads.Count;

        public void Execute(int part)
        {
            Interlocked.Increment(ref _done[part]);
            lock (_threads)
            {
                _threads.Add(Environment.CurrentManagedThreadId);
            }

            onPart?.Invoke(part);
        }

        public void AssertEachOnce() => Assert.All(_done, times => Assert.Equal(1, times));
    }
}
