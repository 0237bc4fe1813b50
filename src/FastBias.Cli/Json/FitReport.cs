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

    public static FitReport Create(RegressionSolution<double> fit, int droppedRows, TimeSpan elapsed) => new()
    {
        Status = fit.Status.ToString(),
        Method = MethodNames.Of(fit.Method),
        Reason = fit.Reason,
        Rows = fit.Rows,
        Columns = fit.Columns,
        Rank = fit.Rank,
        RankGap = fit.RankGap,
        NullSpaceDimension = fit.NullSpaceDimension,
        ResidualNorm = fit.ResidualNorm,
        SolutionNorm = fit.SolutionNorm,
        ConditionEstimate = fit.ConditionEstimate,
        BackwardError = fit.BackwardError,
        ForwardErrorBound = fit.ForwardErrorBound,
        IsMinimumNorm = fit.IsMinimumNorm,
        ElapsedMs = elapsed.TotalMilliseconds,
        FirstNonFinite = Place.Of(fit.FirstNonFinite),
        Coefficients = [.. fit.Coefficients.Select(coefficient => new CoefficientReport
        {
            Name = coefficient.Name,
            Estimate = coefficient.Estimate,
            StandardError = coefficient.StandardError,
            Determined = coefficient.IsDetermined,
        })],
        Intercept = fit.Intercept?.Estimate,
        InterceptStandardError = fit.Intercept?.StandardError,
        InterceptDetermined = fit.Intercept?.IsDetermined,
        RSquared = fit.RSquared,
        ResidualStandardError = fit.ResidualStandardError,
        DegreesOfFreedom = fit.DegreesOfFreedom,
        Leverage = LeverageReport.Create(fit.Leverages),
        DeterminedCombinations = [.. fit.DeterminedCombinations.Select(combination => new CombinationReport(combination.ToString(), combination.Value))],
        DroppedRows = droppedRows,
        Warnings = fit.Warnings,
    };
}

/// <summary>How the rows share the influence on the fit; rows are counted from 1 behind the header.</summary>
internal sealed record LeverageReport(double Mean, double Largest, int LargestRow, int HighCount)
{
    public static LeverageReport Create(IReadOnlyList<double> leverages)
    {
        if (leverages.Count == 0)
        {
            return new(double.NaN, double.NaN, 0, 0);
        }

        double mean = leverages.Average();
        int largest = 0;
        for (int i = 1; i < leverages.Count; i++)
        {
            largest = leverages[i] > leverages[largest] ? i : largest;
        }

        return new(mean, leverages[largest], largest + 1, leverages.Count(leverage => leverage > 2 * mean));
    }
}
