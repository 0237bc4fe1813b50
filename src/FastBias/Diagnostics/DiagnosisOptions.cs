using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="DesignDiagnosis"/> looks at.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record DiagnosisOptions<T> : SolverOptions
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the model has a constant term; columns are then centred. Default: true, as in <see cref="LinearRegression"/>.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>Singular values of the design, its columns of one length, at most this times the largest count as zero; max(m, n)·ε (at most √ε) where null.</summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>The columns' names; "x1", "x2" and so on where null.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Rows to predict, for the second factor of the divergence; the rows of X themselves where null.</summary>
    public Matrix<T>? NewRows { get; init; }

    /// <summary>Coefficients taken for the truth (for example of a fit to more data), for the third factor of the divergence; the estimated noise where null.</summary>
    public IReadOnlyList<T>? ReferenceCoefficients { get; init; }
}
