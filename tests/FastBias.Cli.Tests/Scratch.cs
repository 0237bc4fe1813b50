using FastBias.Files;

namespace FastBias.Cli.Tests;

/// <summary>A folder of its own for one test, with small matrices on request; gone at the end.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("fastbias-cli-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    public string Matrix(string name, double[,] elements)
    {
        NpyFile.Write(this[name], new Matrix<double>(elements));
        return this[name];
    }

    public string Text(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public Matrix<double> Read(string name) => NpyFile.Read<double>(this[name]);

    /// <summary>The names of the files that are there.</summary>
    public string[] Files() => [.. Directory.GetFiles(_path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
