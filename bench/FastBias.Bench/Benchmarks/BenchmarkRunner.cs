using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FastBias.Bench.Benchmarks;

/// <summary><c>bdn …</c>: the BenchmarkDotNet suites; every argument after it goes to BenchmarkSwitcher.</summary>
internal static class BenchmarkRunner
{
    private static readonly Type[] Suites = [typeof(GemmBenchmarks<>), typeof(GemvBenchmarks<>), typeof(QrBenchmarks<>), typeof(SvdBenchmarks<>), typeof(LeastSquaresBenchmarks<>)];

    /// <summary>Runs what the arguments select (<c>--filter *Gemm*</c>, <c>--list flat</c>, <c>--job short</c>, …).</summary>
    /// <remarks>In this process: a generated project would inherit the repository's build settings, and the peers are found here already.</remarks>
    internal static int Run(string[] arguments)
    {
        ManualConfig config = ManualConfig.Create(DefaultConfig.Instance).WithOptions(ConfigOptions.JoinSummary);
        if (arguments.Any(argument => argument is "--job" or "-j"))
        {
            // A job of the command line is added to those of the configuration, not put in their place.
            arguments = [.. arguments, "--inProcess"];
        }
        else
        {
            config.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
        }

        _ = BenchmarkSwitcher.FromTypes(Suites).Run(arguments, config).ToArray();
        return 0;
    }
}
