namespace FastBias.Testing;

/// <summary>What a call allocates on the managed heap.</summary>
public static class Allocations
{
    private const int Calls = 10;

    /// <summary>The bytes of a call on this thread, once the compiled code, the pools and the scratch memory are warm.</summary>
    /// <remarks>The least of ten calls: what the call allocates, each of them shows. A single count does not tell, since a collection that
    /// another thread starts in its course closes this thread's allocation buffer, and the buffer's unused rest may be counted in.</remarks>
    public static long OfACall(Action call)
    {
        call();
        call();
        long least = long.MaxValue;
        for (int i = 0; i < Calls; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
