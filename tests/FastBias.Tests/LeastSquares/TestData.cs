namespace FastBias.Tests.LeastSquaresTests;

/// <summary>Files under <c>tests/Data</c>.</summary>
internal static class TestData
{
    /// <summary>The full path of a file, by its parts below <c>tests/Data</c>.</summary>
    public static string PathOf(params string[] parts)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FastBias.sln")))
        {
            folder = folder.Parent;
        }

        return folder is null
            ? throw new FileNotFoundException($"No FastBias.sln above {AppContext.BaseDirectory}.")
            : Path.Combine([folder.FullName, "tests", "Data", .. parts]);
    }
}
