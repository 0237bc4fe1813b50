using System.Globalization;
using System.Reflection;

namespace FastBias.Testing;

/// <summary>Where a change is judged (<c>CI=true</c>), every property begins at a seed of its own that never changes: the judgement is about the change, not about luck.
/// Everywhere else, and in full runs, each run draws new cases.</summary>
public static class FixedSeed
{
    /// <summary>The seed as a replay text; null where cases are to be new.</summary>
    public static string? Of(MethodInfo property) =>
        Environment.GetEnvironmentVariable("CI") == "true" && !TestScale.IsFull ? Text($"{property.DeclaringType?.FullName}.{property.Name}") : null;

    /// <summary>The seed of a name: its FNV-1a hash, the same on every machine.</summary>
    public static string Text(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in name)
        {
            hash = unchecked((hash ^ letter) * 1099511628211);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{hash},{(hash >> 1) | 1}");
    }
}
