using System.Runtime.CompilerServices;

namespace FastBias.Generators.Tests;

/// <summary>Where this project and the repository lie.</summary>
internal static class Repository
{
    /// <summary>The folder of this test project.</summary>
    public static string Project { get; } = Path.GetDirectoryName(Path.GetDirectoryName(ThisFile()))!;

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Path.GetDirectoryName(Path.GetDirectoryName(Project))!;

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
