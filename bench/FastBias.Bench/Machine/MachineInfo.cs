using System.Runtime.InteropServices;

namespace FastBias.Bench.Machine;

/// <summary>Everything about the machine that a figure depends on; recorded with every result.</summary>
internal sealed record MachineInfo(string Cpu, string BestIsa, IReadOnlyList<string> Flags, int Cores, CacheSizes Caches, string Kernel, string Runtime)
{
    /// <summary>The flags worth recording: those that choose code paths, here and in the peers.</summary>
    private static readonly string[] Relevant = ["sse4_2", "avx", "avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16", "asimd", "sve"];

    /// <summary>This machine.</summary>
    internal static MachineInfo Read() => new(
        CpuName.Read(),
        VectorWidth.Best,
        ReadFlags(),
        Environment.ProcessorCount,
        CacheSizes.Read(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string[] ReadFlags()
    {
        const string path = "/proc/cpuinfo";
        if (!File.Exists(path))
        {
            return [];
        }

        string? flags = CpuName.Find(File.ReadLines(path), "flags") ?? CpuName.Find(File.ReadLines(path), "Features");
        HashSet<string> present = [.. (flags ?? "").Split(' ')];
        return [.. Relevant.Where(present.Contains)];
    }
}
