using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="LinearRegression.Fit{T}"/> works.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record RegressionOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the model has a constant term. Default: true. A ridge never penalises it.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>
    /// Whether each column is first made (x − mean)/deviation, with the deviation of the population (divided by m, as
    /// scikit-learn's StandardScaler): coefficients are then per standard deviation. Default: false.
    /// </summary>
    public bool Standardize { get; init; }

    /// <summary>λ of the ridge ‖X·β − y‖² + λ‖β‖² (scikit-learn: alpha); null or zero for least squares. Not negative, finite.</summary>
    public T? Lambda { get; init; }

    /// <summary>Singular values of the design, its columns scaled, at most this times the largest count as zero; max(m, n)·eps (at most √eps) where null.</summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>The columns' names for messages and combinations; "x1", "x2" and so on where null.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>How many threads; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Ends long work.</summary>
    public CancellationToken CancellationToken { get; init; }
}
