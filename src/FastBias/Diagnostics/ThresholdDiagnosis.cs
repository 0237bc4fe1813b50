using System.Numerics;

namespace FastBias;

/// <summary>The three factors by which one singular direction of the design makes the error of a new prediction large.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="InverseSigma">1/σₖ.</param>
/// <param name="Projection">The root mean square of x·vₖ over the rows to predict.</param>
/// <param name="ErrorProjection">|uₖ·E|, what the model misses along the direction: E from reference coefficients, or the noise s, its expected size.</param>
/// <param name="Contribution">Their product: the error of a typical new prediction that comes from this direction.</param>
/// <param name="Share">Contribution² over the sum of all of them.</param>
public readonly record struct DivergenceMode<T>(T InverseSigma, T Projection, T ErrorProjection, T Contribution, T Share)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>How far the problem is from the interpolation threshold, where rows and parameters are equal in number and test errors diverge.</summary>
/// <remarks>Source: R. Schaeffer et al., Double Descent Demystified (2023), whose three factors these are; columns are centred (with an intercept) and not scaled.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record ThresholdDiagnosis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>N/P: rows (one fewer with an intercept) over columns; infinite without columns. Near 1 is the threshold.</summary>
    public required T RowsPerParameter { get; init; }

    /// <summary>The smallest singular value that is not zero, columns standardised to variance one; NaN at rank zero.</summary>
    public required T SmallestSingularValue { get; init; }

    /// <summary>|√N − √P|, about what it is for independent Gaussian columns: far below that, the columns are collinear.</summary>
    public required T GaussianSmallestSingularValue { get; init; }

    /// <summary>One entry for each direction of the range, by descending σ.</summary>
    public required IReadOnlyList<DivergenceMode<T>> Modes { get; init; }

    /// <summary>√ of the sum of the squared contributions: the error of a typical new prediction that comes from the estimate; NaN without y.</summary>
    public required T PredictionError { get; init; }
}
