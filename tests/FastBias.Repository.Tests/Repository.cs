using System.Runtime.CompilerServices;

namespace FastBias.Repository.Tests;

/// <summary>The files of the repository that this suite looks at.</summary>
internal static class Repository
{
    /// <summary>The root: the folder that holds FastBias.sln, found from where this file was compiled or else from the tests' folder upwards.</summary>
    public static string Root { get; } = Find(Path.GetDirectoryName(ThisFile())) ?? Find(AppContext.BaseDirectory)
        ?? throw new DirectoryNotFoundException("FastBias.sln is in no folder above the tests.");

    /// <summary>The path of a file or folder, from the root.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The hand-written C# files below a folder.</summary>
    public static IEnumerable<string> CSharpFiles(string folder) => Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Segments(file).Intersect(["bin", "obj", "Snapshots"]).Any())
        .Order(StringComparer.Ordinal);

    /// <summary>A path from the root, with forward slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string[] Segments(string file) => Relative(file).Split('/');

    private static string? Find(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "FastBias.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
