using System.Numerics;

namespace FastBias;

/// <summary>What the data say about one coefficient.</summary>
public enum Identifiability
{
    /// <summary>Every least-squares solution has the same value.</summary>
    Determined,

    /// <summary>Only sums with other coefficients are determined.</summary>
    InCombination,

    /// <summary>Nothing: the column is zero (or constant beside an intercept), any value fits equally well.</summary>
    Free,
}

/// <summary>One coefficient: whether, and how well, the data determine it.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record CoefficientDiagnosis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the data determine it.</summary>
    public required Identifiability Identifiability { get; init; }

    /// <summary>A sum with this coefficient that the data do determine, with its value; null unless it is determined in combination only.</summary>
    public LinearCombination<T>? DeterminedCombination { get; init; }

    /// <summary>The estimate; of several the one of the shortest solution. NaN without y.</summary>
    public T Estimate { get; init; } = T.NaN;

    /// <summary>Its standard error; NaN without y or where it is not determined.</summary>
    public T StandardError { get; init; } = T.NaN;

    /// <summary>How many times larger its variance is than if the column were orthogonal to the others (VIF); infinite where it is not determined.</summary>
    public required T VarianceInflation { get; init; }

    /// <summary>First order: the relative change of the estimate for a relative change of y of size one, at most. NaN without y or where it is not determined.</summary>
    public T SensitivityToTarget { get; init; } = T.NaN;

    /// <summary>First order: the relative change of the estimate for a change of each (centred) column by as much as its own length, at most. NaN as above.</summary>
    public T SensitivityToDesign { get; init; } = T.NaN;
}
