using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace FastBias.Lab;

/// <summary>Prints, parses and checks the parameters of an experiment.</summary>
/// <param name="type">The record's type.</param>
public sealed class SpecText([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
{
    private readonly (string Name, PropertyInfo Property, ParameterAttribute About)[] _parameters =
    [
        .. type.GetProperties()
            .Select(property => (Property: property, About: property.GetCustomAttribute<ParameterAttribute>()))
            .Where(entry => entry.About is not null)
            .Select(entry => (NameOf(entry.Property.Name), entry.Property, entry.About!))
            .OrderBy(entry => entry.Item1 == "seed").ThenBy(entry => entry.Property.MetadataToken),
    ];

    /// <summary>The names in the order of declaration, the seed last.</summary>
    public IReadOnlyList<string> Names => [.. _parameters.Select(entry => entry.Name)];

    /// <summary>What a parameter is.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="SpecException">There is none of that name.</exception>
    public string Describe(string name) => Find(name).About.Description;

    /// <summary>The value of a parameter as <see cref="With"/> reads it.</summary>
    /// <param name="spec">The parameters.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="SpecException">There is none of that name.</exception>
    public string Value(ExperimentSpec spec, string name) => Print(Find(name).Property.GetValue(spec));

    /// <summary>A copy with one parameter changed.</summary>
    /// <param name="spec">The parameters, which stay as they are.</param>
    /// <param name="name">The name of one of them.</param>
    /// <param name="value">Its value as text; the items of a list are separated by commas.</param>
    /// <exception cref="SpecException">There is none of that name, the text is no such value, or it is outside its range.</exception>
    public ExperimentSpec With(ExperimentSpec spec, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(value);
        (_, PropertyInfo property, ParameterAttribute about) = Find(name);
        object parsed = Parse(property.PropertyType, value.Trim())
            ?? throw new SpecException($"{name}: '{value}' is not {KindOf(property.PropertyType)} ({about.Description})");
        RequireRange(name, parsed, about);
        ExperimentSpec copy = spec.Copy();
        property.SetValue(copy, parsed);
        return copy;
    }

    /// <summary>Checks each range, then the parameters together.</summary>
    /// <param name="spec">The parameters.</param>
    /// <exception cref="SpecException">Names the first that is wrong and its value.</exception>
    public void Validate(ExperimentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        foreach ((string name, PropertyInfo property, ParameterAttribute about) in _parameters)
        {
            RequireRange(name, property.GetValue(spec) ?? throw new SpecException($"{name} has no value"), about);
        }

        if (spec.Problem() is { } problem)
        {
            throw new SpecException(problem);
        }
    }

    /// <summary>One line, <c>name=value name=value</c>, for people and for repeating a run.</summary>
    /// <param name="spec">The parameters.</param>
    public string Line(ExperimentSpec spec) => string.Join(' ', Names.Select(name => $"{name}={Value(spec, name)}"));

    private static string NameOf(string property)
    {
        StringBuilder name = new();
        foreach (char c in property)
        {
            name.Append(char.IsUpper(c) && name.Length > 0 ? "-" : string.Empty).Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }

    private static string Print(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        bool truth => truth ? "true" : "false",
        Enum name => NameOf(name.ToString()),
        IEnumerable items => string.Join(',', items.Cast<object?>().Select(Print)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static object? Parse(Type type, string text)
    {
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        if (type == typeof(int))
        {
            return int.TryParse(text, Whole, CultureInfo.InvariantCulture, out int value) ? value : null;
        }

        if (type == typeof(ulong))
        {
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;
        }

        if (type == typeof(double))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(text, out bool value) ? value : null;
        }

        return type == typeof(string) ? text
            : type.IsEnum ? ParseEnum(type, text)
            : type == typeof(IReadOnlyList<int>) ? ParseList<int>(text)
            : type == typeof(IReadOnlyList<double>) ? ParseList<double>(text)
            : type == typeof(IReadOnlyList<string>) ? ParseList<string>(text)
            : throw new NotSupportedException($"A parameter cannot be a {type.Name}.");
    }

    private static object? ParseEnum(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(name => NameOf(name).Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse(type, known) : null;

    private static T[]? ParseList<T>(string text)
    {
        object?[] items = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => Parse(typeof(T), item))];
        return items.Length > 0 && items.All(item => item is not null) ? [.. items.Cast<T>()] : null;
    }

    private static string KindOf(Type type) => type == typeof(int) ? "a whole number"
        : type == typeof(ulong) ? "a whole number from 0 to 2^64 - 1"
        : type == typeof(double) ? "a number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(IReadOnlyList<int>) ? "a list of whole numbers such as 10,20,50"
        : type == typeof(IReadOnlyList<double>) ? "a list of numbers such as 0.1,1,10"
        : type == typeof(IReadOnlyList<string>) ? "a list of names separated by commas"
        : $"one of {string.Join(", ", Enum.GetNames(type).Select(NameOf))}";

    private static void RequireRange(string name, object value, ParameterAttribute about)
    {
        IEnumerable items = value is IEnumerable list and not string ? list : new[] { value };
        foreach (object item in items)
        {
            if (item is int or double or ulong && Convert.ToDouble(item, CultureInfo.InvariantCulture) is var number && !(number >= about.Minimum && number <= about.Maximum))
            {
                throw new SpecException($"{name}: {Print(item)} is outside {Print(about.Minimum)} … {Print(about.Maximum)} ({about.Description})");
            }
        }
    }

    private (string Name, PropertyInfo Property, ParameterAttribute About) Find(string name) =>
        _parameters.FirstOrDefault(entry => entry.Name == name) is { Name: not null } found
            ? found
            : throw new SpecException($"'{name}' is no parameter; there are {string.Join(", ", Names)}");
}
