using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Compares text with a committed file; <c>FASTBIAS_SNAPSHOT=update</c> writes the file instead.</summary>
internal static class Snapshot
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("FASTBIAS_SNAPSHOT") == "update";

    public static string Folder { get; } = Path.Combine(Repository.Project, "Snapshots");

    public static void Verify(string name, string actual)
    {
        string path = Path.Combine(Folder, name + ".verified.cs");
        if (Update)
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"There is no {path}: set FASTBIAS_SNAPSHOT=update, run, read the new file, commit it.");
        string expected = File.ReadAllText(path).ReplaceLineEndings("\n");
        Assert.True(expected == actual, Difference(name, expected.Split('\n'), actual.Split('\n')));
    }

    /// <summary>The first lines that differ, with the two before them.</summary>
    public static string Difference(string name, string[] expected, string[] actual)
    {
        int first = 0;
        while (first < Math.Min(expected.Length, actual.Length) && expected[first] == actual[first])
        {
            first++;
        }

        IEnumerable<string> Lines(string mark, string[] from, int start, int count) =>
            from.Skip(start).Take(count).Select(line => mark + line);
        return string.Join(
            "\n",
            Lines("  ", expected, Math.Max(0, first - 2), Math.Min(2, first))
                .Concat(Lines("- ", expected, first, 5)).Concat(Lines("+ ", actual, first, 5))
                .Prepend($"{name} differs from its snapshot at line {first + 1} (FASTBIAS_SNAPSHOT=update accepts):"));
    }
}
