using System.Text;

namespace FastBias.Bench.Machine;

/// <summary>The name of the CPU, which every figure in <c>perf-baselines</c> is filed under.</summary>
internal static class CpuName
{
    private static readonly string[] Marks = ["(R)", "(TM)", "(r)", "(tm)", "®", "™"];

    /// <summary>As the system gives it: "Intel(R) Xeon(R) Processor @ 2.50GHz"; with family and model where a virtual machine's name tells none: "AMD EPYC family 26 model 2".</summary>
    internal static string Read()
    {
        const string path = "/proc/cpuinfo";
        return (File.Exists(path) ? FullName([.. File.ReadLines(path)]) : null)
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }

    /// <summary>The name that <c>/proc/cpuinfo</c> gives; a name without a digit, which whole generations share, is completed by family and model.</summary>
    internal static string? FullName(IReadOnlyList<string> lines)
    {
        string? name = Find(lines, "model name");
        return name is not null && !name.Any(char.IsAsciiDigit) && Find(lines, "cpu family") is { } family && Find(lines, "model") is { } model
            ? $"{name} family {family} model {model}"
            : name;
    }

    /// <summary>The first value of <paramref name="key"/> in lines of the form <c>key : value</c>.</summary>
    internal static string? Find(IEnumerable<string> lines, string key)
    {
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(key))
            {
                return line[(colon + 1)..].Trim();
            }
        }

        return null;
    }

    /// <summary>A folder name: lower case, digits and single hyphens: "intel-xeon-processor-2-50ghz".</summary>
    internal static string Slug(string name)
    {
        foreach (string mark in Marks)
        {
            name = name.Replace(mark, " ", StringComparison.Ordinal);
        }

        StringBuilder slug = new();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        string trimmed = slug.ToString().Trim('-');
        return trimmed.Length == 0 ? "unknown-cpu" : trimmed;
    }
}
