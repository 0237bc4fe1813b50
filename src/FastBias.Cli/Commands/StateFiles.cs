using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary>States by the ending of their file: .fbls binary, .json text.</summary>
internal static class StateFiles
{
    public static LeastSquaresAccumulator<double> Read(string path) => IsJson(path)
        ? AccumulatorJson.Read<double>(ReadText(path), path)
        : AccumulatorFile.Read<double>(path);

    public static long Write(string path, LeastSquaresAccumulator<double> state)
    {
        if (IsJson(path))
        {
            File.WriteAllText(path, AccumulatorJson.Write(state));
        }
        else
        {
            AccumulatorFile.Write(path, state);
        }

        return new FileInfo(path).Length;
    }

    public static void RequireOutput(string path)
    {
        if (!path.EndsWith(".fbls", StringComparison.OrdinalIgnoreCase) && !IsJson(path))
        {
            throw new UsageException($"{path}: states are written as .fbls or .json; give a name that ends so");
        }

        Outputs.RequireFolder(path);
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException error)
        {
            throw new MatrixFileException(path, File.Exists(path) ? $"cannot be read: {error.Message}" : "no such file", innerException: error);
        }
    }
}
