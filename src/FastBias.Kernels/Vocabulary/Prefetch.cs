using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FastBias.Kernels;

/// <summary>Asks for memory before it is read; never faults, and does nothing where the processor has no such instruction.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Brings the cache line of an address near: it is read next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>Brings the cache line of an address into the second-level cache: it is read later, and would not stay in the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Later(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(address);
        }
    }
}
