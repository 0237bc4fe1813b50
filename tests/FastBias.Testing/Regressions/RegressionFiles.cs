using System.Runtime.CompilerServices;

namespace FastBias.Testing;

/// <summary>The files of <c>tests/Regressions</c>.</summary>
internal static class RegressionFiles
{
    /// <summary>The folder, from where this file was compiled.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "Regressions");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
