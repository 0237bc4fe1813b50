namespace FastBias.Cli;

/// <summary>Checks where results go before anything is computed.</summary>
internal static class Outputs
{
    /// <summary>A file that ends in .npy, in a folder that exists.</summary>
    public static void RequireFile(string path)
    {
        if (!path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"{path}: results are written as .npy; give a name that ends so");
        }

        RequireFolder(path);
    }

    /// <summary>A file that ends in .html or .htm, in a folder that exists.</summary>
    public static void RequireHtml(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".htm"))
        {
            throw new UsageException($"{path}: the report is written as .html; give a name that ends so");
        }

        RequireFolder(path);
    }

    /// <summary>The start of several names, in a folder that exists.</summary>
    public static void RequirePrefix(string prefix)
    {
        if (prefix.Length == 0 || prefix.EndsWith('/') || prefix.EndsWith(Path.DirectorySeparatorChar))
        {
            throw new UsageException($"'{prefix}' is not the start of a file name; give one such as results/run1");
        }

        RequireFolder(prefix);
    }

    public static void RequireFolder(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{path}: cannot be written: the folder '{folder}' does not exist");
        }
    }
}
