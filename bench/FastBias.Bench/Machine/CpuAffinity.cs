using System.Runtime.InteropServices;

namespace FastBias.Bench.Machine;

/// <summary>Pins the calling thread, and every thread that it starts later, to as many cores as threads are timed.</summary>
/// <remarks>Called before OpenBLAS is loaded and before FastBias starts its pool, so that their workers inherit the mask.</remarks>
internal static unsafe partial class CpuAffinity
{
    private const int Words = 16; // 1024 processors, as the C library's cpu_set_t

    /// <summary>Pins to the <paramref name="count"/> highest cores that the process may use (interrupts prefer the lowest).</summary>
    /// <returns>The cores, or nothing where the system cannot pin.</returns>
    internal static IReadOnlyList<int> PinTo(int count)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        ulong* mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        if (GetAffinity(0, Words * sizeof(ulong), mask) != 0)
        {
            return [];
        }

        int[] chosen = [.. Cores(new(mask, Words)).TakeLast(count)];
        return chosen.Length == count && Pin(chosen) ? chosen : [];
    }

    /// <summary>Pins the calling thread to one of the cores that <see cref="PinTo"/> returned.</summary>
    internal static void PinToProcessor(int core) => Pin([core]);

    private static bool Pin(ReadOnlySpan<int> cores)
    {
        ulong* mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        foreach (int core in cores)
        {
            mask[core / 64] |= 1UL << (core % 64);
        }

        return SetAffinity(0, Words * sizeof(ulong), mask) == 0;
    }

    private static List<int> Cores(ReadOnlySpan<ulong> mask)
    {
        List<int> cores = [];
        for (int core = 0; core < mask.Length * 64; core++)
        {
            if ((mask[core / 64] >> (core % 64) & 1) != 0)
            {
                cores.Add(core);
            }
        }

        return cores;
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* mask);
}
