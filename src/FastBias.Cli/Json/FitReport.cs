namespace FastBias.Cli.Json;

/// <summary>A coefficient of a model.</summary>
internal sealed record CoefficientReport
{
    public required string Name { get; init; }

    public required double Estimate { get; init; }

    public required double StandardError { get; init; }

    public required bool Determined { get; init; }
}

/// <summary>A combination of coefficients that the data determine.</summary>
internal sealed record CombinationReport(string Combination, double Estimate);

/// <summary>What <c>fit</c> found: the certificate, and the model.</summary>
internal sealed record FitReport : SolveReport
{
    public required IReadOnlyList<CoefficientReport> Coefficients { get; init; }

    /// <summary>Null without an intercept: the field is always there.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)]
    public required double? Intercept { get; init; }

    public double? InterceptStandardError { get; init; }

    public bool? InterceptDetermined { get; init; }

    public required double RSquared { get; init; }

    public required double ResidualStandardError { get; init; }

    public required double DegreesOfFreedom { get; init; }

    public required LeverageReport Leverage { get; init; }

    public required IReadOnlyList<CombinationReport> DeterminedCombinations { get; init; }

    public required int DroppedRows { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>How the rows share the influence on the fit; rows are counted from 1 behind the header.</summary>
internal sealed record LeverageReport(double Mean, double Largest, int LargestRow, int HighCount);
