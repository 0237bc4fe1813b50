using System.Text;

namespace FastBias.Bench.Results;

/// <summary>What a run depended on, as lines of <c>key: value</c>.</summary>
internal static class Versions
{
    /// <summary>The text of <c>versions.txt</c> and the head of every table.</summary>
    internal static string Write(RunResult run)
    {
        StringBuilder text = new();
        void Line(string key, object? value) => text.Append(key).Append(": ").Append(value).Append('\n');
        Line("cpu", run.Machine.Cpu);
        Line("flags", string.Join(' ', run.Machine.Flags));
        Line("widest vectors", run.Machine.BestIsa);
        Line("cores", run.Machine.Cores);
        Line("caches", $"L1d {run.Machine.Caches.Level1 >> 10} KiB, L2 {run.Machine.Caches.Level2 >> 10} KiB, L3 {run.Machine.Caches.Level3 >> 10} KiB");
        Line("kernel", run.Machine.Kernel);
        Line("runtime", run.Machine.Runtime);
        Line("openblas", run.Peers.OpenBlas ?? "absent");
        Line("openblas core", run.Peers.OpenBlasCore ?? "absent");
        Line("native call", run.Peers.NativeCallNanoseconds is { } ns ? $"{ns:F1} ns" : "absent");
        Line("math.net", run.Peers.MathNet);
        return text.ToString();
    }
}
