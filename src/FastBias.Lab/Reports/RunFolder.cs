using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FastBias.Drawing;
using FastBias.Files;

namespace FastBias.Lab;

/// <summary>The files of runs.</summary>
public static class RunFolder
{
    /// <summary>Letters beyond ASCII as they are: the file is UTF-8 and stands alone.</summary>
    private static readonly RunJson s_json = new(new(RunJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes <c>run.json</c>, <c>results.csv</c>, one SVG per figure and <c>report.html</c> into a folder, which is made if it is not there.</summary>
    /// <remarks>Each file is written beside its place and renamed, so that a reader never sees half of one; SVG files of an earlier run that this one does not have are removed. The report comes last.</remarks>
    /// <param name="folder">Where; its parent must exist or be possible to make.</param>
    /// <param name="run">The run.</param>
    /// <param name="index">The address of the page that lists all runs; no link where null.</param>
    /// <exception cref="ArgumentException">A figure does not fit together; nothing was written.</exception>
    /// <exception cref="MatrixFileException">The folder cannot be made, or a file in it not be written or removed.</exception>
    public static void Write(string folder, ExperimentRun run, string? index = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(run);
        string page = ReportPage.Create(run, index);
        (string Name, string Svg)[] figures = [.. run.Result.Figures.Select(figure => ($"{figure.Name}.svg", FigureSvg.Create(figure)))];
        Try(folder, "made", () => Directory.CreateDirectory(folder));
        foreach (string old in Directory.GetFiles(folder, "*.svg").Where(path => !figures.Any(figure => figure.Name == Path.GetFileName(path))))
        {
            Try(old, "removed", () => File.Delete(old));
        }

        WriteText(Path.Combine(folder, "run.json"), JsonSerializer.Serialize(RunRecord.Create(run), s_json.RunRecord) + "\n");
        WriteText(Path.Combine(folder, "results.csv"), ResultCsv.Create(run.Result));
        foreach ((string name, string svg) in figures)
        {
            WriteText(Path.Combine(folder, name), svg);
        }

        WriteText(Path.Combine(folder, "report.html"), page);
    }

    /// <summary>Writes <c>index.html</c>, which links to <c>NAME/report.html</c>.</summary>
    /// <param name="folder">The folder that has the runs' folders.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="skipped">Those that did not run.</param>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void WriteIndex(string folder, IReadOnlyList<ExperimentRun> runs, IReadOnlyList<SkippedRun> skipped)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Try(folder, "made", () => Directory.CreateDirectory(folder));
        WriteText(Path.Combine(folder, "index.html"), IndexPage.Create(runs, skipped));
    }

    /// <summary>Writes the catalogue of claims.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="skipped">Those that did not run.</param>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void WriteClaims(string path, IReadOnlyList<ExperimentRun> runs, IReadOnlyList<SkippedRun> skipped) =>
        WriteText(path, ClaimCatalogue.Create(runs, skipped));

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static void Try(string path, string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MatrixFileException(path, $"cannot be {what}: {error.Message}", innerException: error);
        }
    }
}
