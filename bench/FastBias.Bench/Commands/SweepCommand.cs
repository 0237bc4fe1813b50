using System.CommandLine;
using System.Globalization;
using System.Text;
using FastBias.Bench.Contests;
using FastBias.Bench.Machine;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Results;
using FastBias.Bench.Rows;
using FastBias.Drawing;
using Spectre.Console;

namespace FastBias.Bench.Commands;

/// <summary><c>sweep</c>: the rate of square products over their size, FastBias, its peers and the peak, as a picture and as numbers.</summary>
internal static class SweepCommand
{
    private const int Largest = 1100;

    /// <summary>Math.NET takes part up to here: a call of a quarter of a second.</summary>
    private const double MathNetLimit = 600.0 * 600 * 600;

    private static readonly RaceOptions s_race = new(0.001, 0.05, 5, 2, 0.02);

    /// <summary>The command with its options.</summary>
    internal static Command Create()
    {
        Option<string> type = new("--type") { Description = "double or float.", DefaultValueFactory = _ => "double" };
        type.AcceptOnlyFromAmong("double", "float");
        Option<string?> folder = new("--out") { Description = "The folder for sweep-TYPE.svg and .csv; perf-baselines/<cpu-name>/ of this repository unless given." };
        Command command = new("sweep", "Draws GFLOP/s of square products for n = 1 to 1100, one thread.") { type, folder };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(type), parsed.GetValue(folder)));
        return command;
    }

    /// <summary>Every n up to 16, then steps of about 5 %, and both sides of the sizes where tiles, vectors and pages end.</summary>
    internal static IReadOnlyList<int> Sizes()
    {
        SortedSet<int> sizes = [.. Enumerable.Range(1, 16), Largest];
        for (int n = 17; n < Largest; n += Math.Max(1, n / 20))
        {
            sizes.Add(n);
        }

        for (int edge = 32; edge <= 1024; edge *= 2)
        {
            sizes.UnionWith([edge - 1, edge, edge + 1, (3 * edge / 2) - 1, 3 * edge / 2, (3 * edge / 2) + 1]);
        }

        sizes.RemoveWhere(n => n > Largest);
        return [.. sizes];
    }

    private static int Run(string type, string? folder)
    {
        CpuAffinity.PinTo(1);
        string cpu = CpuName.Read();
        string target = folder ?? new BaselineFolder(BaselineFolder.FindRoot(Directory.GetCurrentDirectory()), cpu).Folder;
        Directory.CreateDirectory(target);
        PeerSet peers = new(1, MathNetLimit);
        AnsiConsole.WriteLine(peers.Message);
        FmaPeak peak = new(VectorWidth.Current);
        Dictionary<string, List<(int Size, double Rate)>> rates = [];
        AnsiConsole.Progress().HideCompleted(true).Start(progress =>
        {
            IReadOnlyList<int> sizes = Sizes();
            ProgressTask task = progress.AddTask("sizes", maxValue: sizes.Count);
            foreach (int n in sizes)
            {
                peak.Measure(type, 5);
                Measure(n, type, peers, rates);
                task.Increment(1);
            }
        });

        string path = Path.Combine(target, $"sweep-{type}");
        File.WriteAllText(path + ".csv", Table(rates, peak.Best[type]));
        File.WriteAllText(path + ".svg", FigureSvg.Create(Draw(cpu, type, rates, peak.Best[type])));
        AnsiConsole.WriteLine($"Written: {path}.svg and .csv");
        return 0;
    }

    private static void Measure(int n, string type, PeerSet peers, Dictionary<string, List<(int Size, double Rate)>> rates)
    {
        using Contest contest = ContestCatalogue.Create("gemm", new Shape(n, n, n), type, peers);
        if (contest.Check?.Invoke() is { Holds: false } wrong)
        {
            throw new InvalidDataException($"n = {n}: results differ by {wrong.Error:E1}, allowed {wrong.Tolerance:E1}");
        }

        if (rates.Count == 0)
        {
            Race.Prime(contest.Contestants, s_race);
        }

        foreach (Timing timing in Race.Run(contest.Contestants, s_race))
        {
            rates.TryAdd(timing.Name, []);
            rates[timing.Name].Add((n, contest.Flops / timing.Best / 1e9));
        }
    }

    private static string Table(Dictionary<string, List<(int Size, double Rate)>> rates, double peak)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"n,{string.Join(',', rates.Keys)},peak");
        Dictionary<string, Dictionary<int, double>> bySize = rates.ToDictionary(pair => pair.Key, pair => pair.Value.ToDictionary(point => point.Size, point => point.Rate));
        foreach (int n in rates.Values.First().Select(point => point.Size))
        {
            IEnumerable<string> row = bySize.Values.Select(points => points.TryGetValue(n, out double rate) ? rate.ToString("F2", CultureInfo.InvariantCulture) : string.Empty);
            text.AppendLine(CultureInfo.InvariantCulture, $"{n},{string.Join(',', row)},{peak:F1}");
        }

        return text.ToString();
    }

    private static Figure Draw(string cpu, string type, Dictionary<string, List<(int Size, double Rate)>> rates, double peak)
    {
        IEnumerable<Mark> lines = rates.Select(pair => new LineMark([.. pair.Value.Select(point => (double)point.Size)], [.. pair.Value.Select(point => point.Rate)]) { Legend = pair.Key });
        Drawing.Panel panel = new(
            new FigureAxis("n", IsLogarithmic: true) { Low = 1, High = Largest },
            new FigureAxis("rate (GFLOP/s)") { Low = 0 },
            [.. lines, new RuleMark(peak, string.Create(CultureInfo.InvariantCulture, $"FMA peak of a core: {peak:F1}"))]);
        return new Figure($"sweep-{type}", $"C = A·B, n x n, {type}, one thread, {VectorWidth.Current}", [panel]) { Caption = cpu };
    }
}
