namespace FastBias.Lab;

/// <summary>The parameters of an experiment: a record whose properties have a <see cref="ParameterAttribute"/>.</summary>
/// <remarks>
/// A property is an <see cref="int"/>, <see cref="ulong"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, an enum, or an <see cref="IReadOnlyList{T}"/> of int, double or string.
/// Its name on the command line is the property's in lower case with hyphens: <c>TrainingRows</c> is <c>training-rows</c>. <see cref="SpecText"/> prints and parses.
/// </remarks>
public abstract record ExperimentSpec
{
    /// <summary>The seed of all random numbers.</summary>
    [Parameter("seed of all random numbers")]
    public ulong Seed { get; init; }

    /// <summary>What is wrong with the parameters together, or null; the ranges of single ones are checked before.</summary>
    public virtual string? Problem() => null;

    /// <summary>A copy, of the same type.</summary>
    internal ExperimentSpec Copy() => this with { };
}

/// <summary>Says what a parameter of an experiment is, and its range.</summary>
/// <param name="description">What it is, with its unit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string description) : Attribute
{
    /// <summary>What it is.</summary>
    public string Description { get; } = description;

    /// <summary>The smallest value; of a list, of each item.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value; of a list, of each item.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;
}
