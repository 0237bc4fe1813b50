using System.Numerics;
using FastBias.Files;

namespace FastBias.Cli;

/// <summary>Reads the matrices of a command line.</summary>
internal static class Inputs
{
    /// <summary>A file may ask for as much as the machine has.</summary>
    public static MatrixFileOptions Options { get; } = new() { MemoryLimit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes };

    /// <summary>Whether to compute in single precision: if every input is an .npy file of f4, as NumPy does.</summary>
    public static bool AreSingle(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (!IsNpy(path) || !NpyFile.ReadHeader(path).IsSingle)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the file holds one dimension, so that a solution for it should too.</summary>
    public static bool IsVector(string path) => IsNpy(path) && NpyFile.ReadHeader(path).IsVector;

    public static Matrix<T> Read<T>(Terminal terminal, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        terminal.Watch($"reading {path}", () => MatrixFile.Read<T>(path, Options));

    private static bool IsNpy(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
}
