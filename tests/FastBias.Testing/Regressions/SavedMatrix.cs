using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FastBias.Testing;

/// <summary>A matrix that a published library failed on: a file of <c>tests/Regressions/Matrices</c>.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Source">The report.</param>
/// <param name="Failure">What happened.</param>
/// <param name="Elements">The elements.</param>
public sealed record SavedMatrix(string Name, string Source, string Failure, double[,] Elements)
{
    /// <summary>The names of all files.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Path.Combine(RegressionFiles.Folder, "Matrices"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Whether every element is finite.</summary>
    public bool IsFinite => Elements.Cast<double>().All(double.IsFinite);

    /// <summary>Reads a file.</summary>
    public static SavedMatrix Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RegressionFiles.Folder, "Matrices", name + ".json")));
        JsonElement root = document.RootElement;
        double[][] rows = [.. root.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(Number).ToArray())];
        double[,] elements = new double[rows.Length, rows[0].Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows[0].Length; j++)
            {
                elements[i, j] = rows[i][j];
            }
        }

        return new SavedMatrix(name, root.GetProperty("source").GetString()!, root.GetProperty("failure").GetString()!, elements);
    }

    /// <summary>The matrix, rounded to an element type.</summary>
    public Matrix<T> As<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new([.. Elements.Cast<double>().Select(T.CreateTruncating)], Elements.GetLength(0), Elements.GetLength(1));

    private static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture) : element.GetDouble();
}
