using System.Globalization;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>The largest test ratios of each suite, committed as worst-ratios.txt beside this file: accuracy that is lost below the limits shows too.</summary>
/// <remarks>
/// A line is <c>suite | ratio | value | case</c>. Bits are the same on every instruction set, so that a value is too, but for libm's share in a few test matrices. What grows by design
/// is written anew by <see cref="Update"/>, and seen in the diff. Thinned and full runs look at other cases; they are held to the limits only.
/// </remarks>
internal static class RatioRecord
{
    private const string Update = "FASTBIAS_SNAPSHOT=update dotnet test tests/FastBias.Tests -c Release --filter \"FullyQualifiedName~Ratio|FullyQualifiedName~Factorizations\"";

    /// <summary>Growth up to this factor, or to one unit, is another order of roundings and no loss.</summary>
    private const double Factor = 1.25, Unit = 1;

    private static readonly Lock s_lock = new();

    private static readonly string s_path = FindPath();

    /// <summary>Fails where a ratio of a suite has grown, or is not in the record.</summary>
    public static void Settle(string suite, IReadOnlyDictionary<string, (double Ratio, string Case)> worst)
    {
        if (TestScale.Factor != 1)
        {
            return;
        }

        lock (s_lock)
        {
            SortedDictionary<string, string> record = Read();
            if (Environment.GetEnvironmentVariable("FASTBIAS_SNAPSHOT") == "update")
            {
                Write(record, suite, worst);
                return;
            }

            foreach ((string ratio, (double value, string description)) in worst)
            {
                string key = Key(suite, ratio);
                Assert.True(record.TryGetValue(key, out string? line), $"'{key}' is not in {s_path}. To add it: {Update}");
                double known = double.Parse(line.Split('|')[0], CultureInfo.InvariantCulture);
                Assert.True(value <= Math.Max(known * Factor, Unit), $"{key} has grown from {line} to {value:F2} on {description}. If that is meant: {Update}");
            }
        }
    }

    private static string Key(string suite, string ratio) => $"{suite} | {ratio}";

    private static SortedDictionary<string, string> Read()
    {
        SortedDictionary<string, string> record = new(StringComparer.Ordinal);
        foreach (string line in File.Exists(s_path) ? File.ReadAllLines(s_path) : [])
        {
            string[] parts = line.Split(" | ", 3);
            record.Add(Key(parts[0], parts[1]), parts[2]);
        }

        return record;
    }

    private static void Write(SortedDictionary<string, string> record, string suite, IReadOnlyDictionary<string, (double Ratio, string Case)> worst)
    {
        foreach (string key in record.Keys.Where(key => key.StartsWith(suite + " | ", StringComparison.Ordinal)).ToList())
        {
            record.Remove(key);
        }

        foreach ((string ratio, (double value, string description)) in worst)
        {
            record[Key(suite, ratio)] = string.Create(CultureInfo.InvariantCulture, $"{value:F2} | {description}");
        }

        File.WriteAllLines(s_path, record.Select(entry => $"{entry.Key} | {entry.Value}"));
    }

    private static string FindPath()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FastBias.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests", "FastBias.Tests", "Factorizations", "worst-ratios.txt");
    }
}
