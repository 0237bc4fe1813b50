using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using FastBias.Cli.Json;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias info [--json]</c></summary>
internal static class InfoCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = SharedOptions.Json();
        Command command = new("info", "The instruction set, caches, cores and measured peak of this machine.") { json };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, bool json)
    {
        InfoReport report = Measure();
        if (json)
        {
            terminal.WriteJson(report, JsonReports.Default.InfoReport);
            return ExitCode.Success;
        }

        terminal.WritePairs(
            ("version", $"{report.Version} on {report.Runtime}"),
            ("instruction set", $"{report.Isa}, {report.VectorBits} bits (FASTBIAS_ISA forces scalar, v128, v256 or v512)"),
            ("processor", $"{report.Processor}, {report.Cores} logical cores"),
            ("caches", $"L1 {report.Caches.L1 >> 10} KiB, L2 {report.Caches.L2 >> 10} KiB, L3 {report.Caches.L3 >> 10} KiB"),
            ("peak, double", $"{report.PeakDouble:0.0} GFLOP/s on one core, measured"),
            ("peak, single", $"{report.PeakSingle:0.0} GFLOP/s on one core, measured"));
        return ExitCode.Success;
    }

    private static InfoReport Measure()
    {
        string version = typeof(InfoCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return new InfoReport
        {
            Version = version.Split('+')[0],
            Runtime = RuntimeInformation.FrameworkDescription,
            Isa = Machine.Isa.ToString(),
            VectorBits = Machine.VectorBits,
            Cores = Machine.Cores,
            Processor = Machine.ProcessorName,
            Caches = new(Machine.Caches.L1, Machine.Caches.L2, Machine.Caches.L3),
            PeakDouble = Machine.MeasurePeak<double>(),
            PeakSingle = Machine.MeasurePeak<float>(),
        };
    }
}
