using FastBias.Bench.Machine;

namespace FastBias.Bench.Results;

/// <summary>The folder of committed results: <c>perf-baselines/&lt;cpu-name&gt;/</c>.</summary>
/// <remarks>
/// <code>
///   gemm.json  qr.json  svd.json  lstsq.json    the widest vectors of the CPU, one thread
///   gemm-v256.json                              forced to another width
///   gemm-2t.json                                two threads
///   table.md                                    all of them as tables
///   versions.txt                                CPU, kernel, runtime, peers
/// </code>
/// </remarks>
internal sealed class BaselineFolder(string root, string cpu)
{
    /// <summary>The folder.</summary>
    internal string Folder { get; } = Path.Combine(root, "perf-baselines", CpuName.Slug(cpu));

    /// <summary>The repository's root: the nearest folder upwards that holds FastBias.sln.</summary>
    internal static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FastBias.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {start} holds FastBias.sln.");
    }

    /// <summary>The file of one suite.</summary>
    internal string PathOf(string suite, string isa, string bestIsa, int threads) =>
        Path.Combine(Folder, suite + (isa == bestIsa ? "" : $"-{isa}") + (threads == 1 ? "" : $"-{threads}t") + ".json");

    /// <summary>Writes each suite of a run into its file, then the table of every file and the versions.</summary>
    internal void Save(RunResult run)
    {
        foreach (IGrouping<string, RowResult> suite in run.Rows.GroupBy(row => row.Suite))
        {
            ResultJson.Write(run with { Rows = [.. suite] }, PathOf(suite.Key, run.Isa, run.Machine.BestIsa, run.Threads));
        }

        RunResult[] all = [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(ResultJson.Read)];
        File.WriteAllText(Path.Combine(Folder, "table.md"), MarkdownTable.Write(all));
        File.WriteAllText(Path.Combine(Folder, "versions.txt"), Versions.Write(run));
    }
}
