using System.Reflection;

namespace FastBias.Testing;

/// <summary>A case of a property that failed once: a line of <c>tests/Regressions/properties.csv</c>.</summary>
/// <param name="Suite">The test project.</param>
/// <param name="Property">The end of the class's full name, and the method.</param>
/// <param name="Seed">Seed and gamma, as a failing property prints them.</param>
/// <param name="Size">The size.</param>
public sealed record SavedProperty(string Suite, string Property, string Seed, int Size)
{
    /// <summary>All lines.</summary>
    public static IReadOnlyList<SavedProperty> All { get; } = [.. File.ReadLines(Path.Combine(RegressionFiles.Folder, "properties.csv")).Skip(1).Select(Parse)];

    /// <summary>Those of a suite.</summary>
    public static IEnumerable<SavedProperty> Of(Assembly suite) => All.Where(saved => saved.Suite == suite.GetName().Name);

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It has not four fields, or the size is no number.</exception>
    public static SavedProperty Parse(string line)
    {
        string[] fields = line.Split(';');
        return fields.Length == 4 && int.TryParse(fields[3], out int size)
            ? new SavedProperty(fields[0], fields[1], fields[2], size)
            : throw new FormatException($"A saved property is \"suite;property;seed;size\", not \"{line}\".");
    }

    /// <summary>Runs exactly this case.</summary>
    /// <param name="suite">The assembly of the suite.</param>
    /// <exception cref="PropertyFailedException">It fails.</exception>
    /// <exception cref="MissingMethodException">There is no such property: whoever renames one changes its lines.</exception>
    public void Replay(Assembly suite)
    {
        string type = "." + Property[..Property.LastIndexOf('.')], name = Property[(Property.LastIndexOf('.') + 1)..];
        MethodInfo method = suite.GetTypes().Where(candidate => ("." + candidate.FullName).EndsWith(type, StringComparison.Ordinal))
            .Select(candidate => candidate.GetMethod(name)).SingleOrDefault(candidate => candidate?.GetCustomAttribute<PropertyAttribute>() is not null)
            ?? throw new MissingMethodException(Suite, Property);
        PropertySettings settings = method.GetCustomAttribute<PropertyAttribute>()!.Over(method.DeclaringType!.GetCustomAttribute<PropertiesAttribute>());
        PropertyCheck.Run(method, method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!), settings with { Replay = $"{Seed},{Size}" });
    }
}
