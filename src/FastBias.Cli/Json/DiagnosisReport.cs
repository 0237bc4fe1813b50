using FastBias.Cli.Commands;

namespace FastBias.Cli.Json;

/// <summary>A rank by another cutoff.</summary>
internal sealed record RankAlternativeReport(double Cutoff, int Rank, string Origin);

/// <summary>The rank and its decision.</summary>
internal sealed record RankReport(int Rank, double Cutoff, double Gap, double SmallestKept, double LargestCut, bool IsClear, IReadOnlyList<RankAlternativeReport> Alternatives);

/// <summary>Singular values and effective ranks.</summary>
internal sealed record SpectrumReport(IReadOnlyList<double> SingularValues, double Condition, int EnergyRank, double StableRank, double EntropyRank)
{
    public static SpectrumReport Create(SpectrumDiagnosis<double> spectrum) =>
        new(spectrum.SingularValues, spectrum.Condition, spectrum.EnergyRank, spectrum.StableRank, spectrum.EntropyRank);
}

/// <summary>Condition numbers and the digits that they cost.</summary>
internal sealed record ConditionReport(double AsGiven, double Centred, double Scaled, double DigitsLostByQr, double DigitsLostByNormalEquations, double DigitsLostByScaledNormalEquations);

/// <summary>What the data say about one coefficient.</summary>
internal sealed record CoefficientDiagnosisReport
{
    public required string Name { get; init; }

    /// <summary>determined, inCombination or free.</summary>
    public required string Identifiability { get; init; }

    public string? DeterminedCombination { get; init; }

    public double? DeterminedValue { get; init; }

    public required double Estimate { get; init; }

    public required double StandardError { get; init; }

    public required double VarianceInflation { get; init; }

    public required double SensitivityToTarget { get; init; }

    public required double SensitivityToDesign { get; init; }

    public static CoefficientDiagnosisReport Create(CoefficientDiagnosis<double> coefficient) => new()
    {
        Name = coefficient.Name,
        Identifiability = coefficient.Identifiability switch
        {
            FastBias.Identifiability.Determined => "determined",
            FastBias.Identifiability.Free => "free",
            _ => "inCombination",
        },
        DeterminedCombination = coefficient.DeterminedCombination?.ToString(),
        DeterminedValue = coefficient.DeterminedCombination?.Value,
        Estimate = coefficient.Estimate,
        StandardError = coefficient.StandardError,
        VarianceInflation = coefficient.VarianceInflation,
        SensitivityToTarget = coefficient.SensitivityToTarget,
        SensitivityToDesign = coefficient.SensitivityToDesign,
    };
}

/// <summary>Every row, in columns.</summary>
internal sealed record ObservationsReport(
    IReadOnlyList<double> Leverage, IReadOnlyList<double> Residual, IReadOnlyList<double> LeaveOneOutResidual, IReadOnlyList<double> StudentizedResidual, IReadOnlyList<double> CookDistance)
{
    public static ObservationsReport Create(IReadOnlyList<ObservationDiagnosis<double>> rows) => new(
        [.. rows.Select(row => row.Leverage)],
        [.. rows.Select(row => row.Residual)],
        [.. rows.Select(row => row.LeaveOneOutResidual)],
        [.. rows.Select(row => row.StudentizedResidual)],
        [.. rows.Select(row => row.CookDistance)]);
}

/// <summary>The distance from interpolation; one entry of each list for each singular direction.</summary>
internal sealed record ThresholdReport(
    double RowsPerParameter, double SmallestSingularValue, double GaussianSmallestSingularValue, double PredictionError, IReadOnlyList<double> InverseSigma, IReadOnlyList<double> Projection, IReadOnlyList<double> ErrorProjection)
{
    public static ThresholdReport Create(ThresholdDiagnosis<double> threshold) => new(
        threshold.RowsPerParameter,
        threshold.SmallestSingularValue,
        threshold.GaussianSmallestSingularValue,
        threshold.PredictionError,
        [.. threshold.Modes.Select(mode => mode.InverseSigma)],
        [.. threshold.Modes.Select(mode => mode.Projection)],
        [.. threshold.Modes.Select(mode => mode.ErrorProjection)]);
}

/// <summary>What <c>diagnose</c> found.</summary>
internal sealed record DiagnosisReport
{
    public required string Status { get; init; }

    public required string Reason { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int DroppedRows { get; init; }

    public required bool HasTarget { get; init; }

    public required bool HasIntercept { get; init; }

    public Place? FirstNonFinite { get; init; }

    public RankReport? Rank { get; init; }

    public SpectrumReport? Spectrum { get; init; }

    public SpectrumReport? ScaledSpectrum { get; init; }

    public ConditionReport? Condition { get; init; }

    public required IReadOnlyList<string> Dependencies { get; init; }

    public required IReadOnlyList<CoefficientDiagnosisReport> Coefficients { get; init; }

    public required double LeaveOneOutError { get; init; }

    public double? SensitivityToTarget { get; init; }

    public double? SensitivityToDesign { get; init; }

    public ThresholdReport? Threshold { get; init; }

    public required ObservationsReport Observations { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    public required double ElapsedMs { get; init; }

    public static DiagnosisReport Create(DesignDiagnosis<double> diagnosis, FitData data, TimeSpan elapsed) => new()
    {
        Status = diagnosis.Status.ToString(),
        Reason = diagnosis.Reason,
        Rows = diagnosis.Rows,
        Columns = diagnosis.Columns,
        DroppedRows = data.DroppedRows,
        HasTarget = diagnosis.HasTarget,
        HasIntercept = diagnosis.HasIntercept,
        FirstNonFinite = diagnosis.FirstNonFinite is { } place ? new Place(place.Row, place.Column, place.Operand) : null,
        Rank = diagnosis.Rank is { } rank
            ? new(rank.Rank, rank.RelativeCutoff, rank.Gap, rank.SmallestKept, rank.LargestCut, rank.IsClear, [.. rank.Alternatives.Select(other => new RankAlternativeReport(other.RelativeCutoff, other.Rank, other.Origin))])
            : null,
        Spectrum = diagnosis.Spectrum is { } spectrum ? SpectrumReport.Create(spectrum) : null,
        ScaledSpectrum = diagnosis.ScaledSpectrum is { } scaled ? SpectrumReport.Create(scaled) : null,
        Condition = diagnosis.Condition is { } condition
            ? new(condition.AsGiven, condition.Centred, condition.Scaled, condition.DigitsLostByQr, condition.DigitsLostByNormalEquations, condition.DigitsLostByScaledNormalEquations)
            : null,
        Dependencies = [.. diagnosis.Dependencies.Select(sum => $"{sum} = 0")],
        Coefficients = [.. diagnosis.Coefficients.Select(CoefficientDiagnosisReport.Create)],
        LeaveOneOutError = diagnosis.LeaveOneOutError,
        SensitivityToTarget = diagnosis.Sensitivity?.ToTarget,
        SensitivityToDesign = diagnosis.Sensitivity?.ToDesign,
        Threshold = diagnosis.Threshold is { } threshold ? ThresholdReport.Create(threshold) : null,
        Observations = ObservationsReport.Create(diagnosis.Observations),
        Findings = diagnosis.Findings,
        ElapsedMs = elapsed.TotalMilliseconds,
    };
}
