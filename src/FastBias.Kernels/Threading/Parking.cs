using System.Diagnostics;

namespace FastBias.Kernels;

/// <summary>Where one thread waits for something: it looks for a while, since a wake-up by the system takes longer than most waits, and sleeps then.</summary>
/// <param name="isReady">What is waited for. Who makes it true does so by an interlocked operation, and then calls <see cref="Wake"/>.</param>
internal sealed class Parking(Func<bool> isReady) : IDisposable
{
    /// <summary>How long a thread looks: 100 microseconds, several times what it takes to be woken. Nobody would come on a single processor.</summary>
    private static readonly long s_patience = Environment.ProcessorCount > 1 ? Stopwatch.Frequency / 10_000 : 0;

    private readonly SemaphoreSlim _wake = new(0);
    private int _isParked;
    private WakeElsewhere? _elsewhere;

    /// <summary>Returns when what is waited for is true.</summary>
    public void Wait()
    {
        long begin = Stopwatch.GetTimestamp();
        while (!isReady())
        {
            if (Stopwatch.GetTimestamp() - begin < s_patience)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Sleep();
            }
        }
    }

    /// <summary>From now on the calling thread, which is the one that waits here, is not woken on the processor of the thread that wakes it.</summary>
    public void StayAwayFromWaker() => _elsewhere = WakeElsewhere.OfThisThread();

    /// <summary>Wakes the thread if it sleeps.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _isParked) == 1 && Interlocked.Exchange(ref _isParked, 0) == 1)
        {
            _elsewhere?.AvoidThisProcessor();
            _wake.Release();
        }
    }

    public void Dispose() => _wake.Dispose();

    /// <summary>Says that it sleeps before it looks for the last time: whoever made it true in between either is seen, or sees the sleeper.</summary>
    private void Sleep()
    {
        Interlocked.Exchange(ref _isParked, 1);
        if (!isReady() || Interlocked.Exchange(ref _isParked, 0) == 0)
        {
            _wake.Wait();
        }
    }
}
