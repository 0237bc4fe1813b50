using FastBias.Cli.Commands;
using Spectre.Console;

namespace FastBias.Cli.Diagnosing;

/// <summary>A diagnosis for people at a terminal: the sentences, the coefficients, the rows that matter.</summary>
internal static class DiagnosisText
{
    private const int MostCoefficients = 60;
    private const int MostRows = 8;
    private const int LongestSum = 3;
    private const int LongestVerdict = 56;

    public static void Write(Terminal terminal, FitData data, DesignDiagnosis<double> diagnosis, string? html, TimeSpan elapsed)
    {
        if (diagnosis.Status != Status.Success)
        {
            terminal.WritePairs(("status", $"{diagnosis.Status}: {diagnosis.Reason}"));
            return;
        }

        foreach (string finding in diagnosis.Findings)
        {
            terminal.WritePairs(("*", finding));
        }

        WriteCoefficients(terminal, diagnosis);
        WriteRows(terminal, diagnosis);
        terminal.WritePairs(Figures(data, diagnosis));
        terminal.WritePairs(("written", html ?? "nothing (--html report.html writes the report with pictures)"), ("time", PeopleText.Time(elapsed)));
    }

    /// <summary>How sure the data are about a coefficient, in a few words.</summary>
    public static string Verdict(CoefficientDiagnosis<double> coefficient, int longest) => coefficient.Identifiability switch
    {
        Identifiability.Determined => "yes",
        Identifiability.Free => "not at all",
        _ when coefficient.DeterminedCombination is { } sum => $"only in {sum.ToString(longest)}{(double.IsNaN(sum.Value) ? string.Empty : $" = {PeopleText.Short(sum.Value)}")}",
        _ => "only in combination",
    };

    /// <summary>Short enough for a table on a screen.</summary>
    private static string Cut(string text) => text.Length <= LongestVerdict ? text : $"{text[..(LongestVerdict - 1)]}…";

    private static void WriteCoefficients(Terminal terminal, DesignDiagnosis<double> diagnosis)
    {
        Table table = PeopleText.CreateTable("coefficient", "estimate", "standard error", "VIF", "to y", "to X", "determined by the data");
        foreach (CoefficientDiagnosis<double> coefficient in diagnosis.Coefficients.Take(MostCoefficients))
        {
            table.AddTextRow(
                coefficient.Name,
                PeopleText.Short(coefficient.Estimate),
                PeopleText.Short(coefficient.StandardError),
                PeopleText.Short(coefficient.VarianceInflation),
                PeopleText.Short(coefficient.SensitivityToTarget),
                PeopleText.Short(coefficient.SensitivityToDesign),
                Cut(Verdict(coefficient, LongestSum)));
        }

        terminal.Tables.Write(table);
        if (diagnosis.Coefficients.Count > MostCoefficients)
        {
            terminal.Output.WriteLine($"  and {diagnosis.Coefficients.Count - MostCoefficients} more; --html and --json have all");
        }
    }

    private static void WriteRows(Terminal terminal, DesignDiagnosis<double> diagnosis)
    {
        if (!diagnosis.HasTarget || diagnosis.Observations.Count == 0)
        {
            return;
        }

        Table table = PeopleText.CreateTable("row", "leverage", "residual", "left out", "studentized", "Cook's distance");
        foreach (ObservationDiagnosis<double> row in diagnosis.Observations.OrderByDescending(row => double.IsNaN(row.CookDistance) ? -1 : row.CookDistance).Take(MostRows))
        {
            table.AddTextRow(
                $"{row.Row + 1}", PeopleText.Short(row.Leverage), PeopleText.Short(row.Residual), PeopleText.Short(row.LeaveOneOutResidual), PeopleText.Short(row.StudentizedResidual), PeopleText.Short(row.CookDistance));
        }

        terminal.Tables.Write(table);
    }

    private static IEnumerable<(string Name, string Value)> Figures(FitData data, DesignDiagnosis<double> diagnosis)
    {
        ConditionDiagnosis<double> condition = diagnosis.Condition!;
        ThresholdDiagnosis<double> threshold = diagnosis.Threshold!;
        yield return ("table", $"{diagnosis.Rows} rows, {diagnosis.Columns} columns{(diagnosis.HasIntercept ? " and a constant" : string.Empty)}{(data.DroppedRows > 0 ? $"; {data.DroppedRows} rows with missing values left out" : string.Empty)}");
        yield return ("rank", $"{diagnosis.Rank!.Rank}, gap {PeopleText.Short(diagnosis.Rank.Gap)}, cutoff {PeopleText.Short(diagnosis.Rank.RelativeCutoff)}");
        yield return ("condition", $"{PeopleText.Short(condition.AsGiven)} as given, {PeopleText.Short(condition.Centred)} centred, {PeopleText.Short(condition.Scaled)} with columns of one length");
        yield return ("effective rank", $"90 % energy {diagnosis.ScaledSpectrum!.EnergyRank}, stable {PeopleText.Short(diagnosis.ScaledSpectrum.StableRank)}, entropy {PeopleText.Short(diagnosis.ScaledSpectrum.EntropyRank)}");
        yield return ("interpolation", $"{PeopleText.Short(threshold.RowsPerParameter)} rows per parameter; smallest singular value {PeopleText.Short(threshold.SmallestSingularValue)}, for independent columns about {PeopleText.Short(threshold.GaussianSmallestSingularValue)}");
        if (diagnosis.HasTarget)
        {
            string leftOut = diagnosis.Observations.Count > 0 ? $"{PeopleText.Short(diagnosis.LeaveOneOutError)} (root mean square), " : string.Empty;
            yield return (leftOut.Length > 0 ? "left-out error" : "noise", $"{leftOut}residual error {PeopleText.Short(diagnosis.Fit!.ResidualStandardError)}");
        }
    }
}
