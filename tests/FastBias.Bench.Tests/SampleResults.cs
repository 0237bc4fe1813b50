using FastBias.Bench.Machine;
using FastBias.Bench.Results;

namespace FastBias.Bench.Tests;

/// <summary>Results made up for the tests.</summary>
internal static class SampleResults
{
    internal static RunResult Run(params RowResult[] rows) => new(
        RunResult.CurrentSchema, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), false, 1, "v512",
        new("Some CPU", "v512", ["avx2", "fma"], 2, new(32 << 10, 1 << 20, 32 << 20), "Linux", ".NET 10.0"),
        new("OpenBLAS 0.3.21", "Zen", 8.5, "5.0.0 (managed)"),
        new Dictionary<string, double> { ["double"] = 100, ["float"] = 200 }, rows);

    internal static RowResult Row(string name, double must, double? aim, params CaseResult[] cases) =>
        new("gemm", name, "double", "OpenBLAS", must, aim, 0.9, null, null, 0, cases);

    internal static CaseResult Case(string shape, double ratio, double? median = null, double? share = null, int size = 10) =>
        new(shape, size, new Dictionary<string, double> { ["FastBias"] = 1e-6, ["OpenBLAS"] = ratio * 1e-6 }, ratio, median ?? ratio, 50, share, 1e-16);
}
