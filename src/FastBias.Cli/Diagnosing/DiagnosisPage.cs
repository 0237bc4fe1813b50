using System.Text;
using FastBias.Cli.Commands;
using FastBias.Lab;

namespace FastBias.Cli.Diagnosing;

/// <summary>What a report is about.</summary>
internal sealed record DiagnosisSubject(TableRequest Request, FitData Data, DesignDiagnosis<double> Diagnosis);

/// <summary>The report as one HTML file: no script, no other file, pictures inside.</summary>
internal static class DiagnosisPage
{
    private const int MostRows = 15;
    private const int LongestSum = 8;

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --faint: #d0d4d9; --head: #f2f4f6; --note: #5c636b; --bad: #b00020; }
        @media (prefers-color-scheme: dark) { :root { --ink: #dfe3e8; --paper: #15181c; --faint: #3a4047; --head: #20252b; --note: #9aa2ab; --bad: #ff8a80; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid var(--faint); }
        table { border-collapse: collapse; margin: .6rem 0; font-variant-numeric: tabular-nums; }
        th, td { padding: .15rem .7rem; text-align: right; border-bottom: 1px solid var(--faint); } th:first-child, td:first-child, .left { text-align: left; }
        th { background: var(--head); position: sticky; top: 0; } svg.fb { max-width: 100%; height: auto; display: block; margin: .8rem 0; }
        .note { color: var(--note); font-size: .9rem; } .bad { color: var(--bad); } li { margin: .3rem 0; }
        """;

    public static void Write(string path, DiagnosisSubject subject)
    {
        try
        {
            File.WriteAllText(path, Create(subject));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: cannot be written: {error.Message}");
        }
    }

    public static string Create(DiagnosisSubject subject)
    {
        DesignDiagnosis<double> diagnosis = subject.Diagnosis;
        string file = Path.GetFileName(subject.Request.Table), target = subject.Request.Target is { } name ? $", target {name}" : string.Empty;
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append($"<title>Diagnosis of {E(file)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");
        page.Append($"<h1>Diagnosis of {E(file)}{E(target)}</h1>\n<p>{diagnosis.Rows} rows, {diagnosis.Columns} columns{(diagnosis.HasIntercept ? " and a constant" : string.Empty)}.");
        page.Append(subject.Data.DroppedRows > 0 ? $" {subject.Data.DroppedRows} rows with missing values were left out." : string.Empty);
        page.Append(subject.Data.Baselines.Count > 0 ? $" Baselines: {E(string.Join(", ", subject.Data.Baselines))}." : string.Empty);
        page.Append("</p>\n<h2>What to know first</h2>\n<ul>\n");
        foreach (string finding in diagnosis.Findings)
        {
            page.Append($"<li>{E(finding)}</li>\n");
        }

        page.Append("</ul>\n");
        Rank(page, diagnosis);
        Coefficients(page, diagnosis);
        Dependencies(page, diagnosis);
        Rows(page, diagnosis);
        Threshold(page, diagnosis);
        page.Append("<p class=\"note\">Made by <code>fastbias diagnose</code>.</p>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Rank(StringBuilder page, DesignDiagnosis<double> diagnosis)
    {
        RankDiagnosis<double> rank = diagnosis.Rank!;
        ConditionDiagnosis<double> condition = diagnosis.Condition!;
        page.Append("<h2>Rank and conditioning</h2>\n");
        if (diagnosis.ScaledSpectrum!.SingularValues.Count > 0)
        {
            page.Append(DiagnosisPictures.Spectrum(diagnosis));
        }

        page.Append($"<p>Rank {rank.Rank}, decided at a cutoff of {S(rank.RelativeCutoff)}; the last singular value kept is {S(rank.SmallestKept)} of the largest, the first cut {S(rank.LargestCut)} (gap {S(rank.Gap)}).</p>\n");
        Table(page, ["cutoff", "rank", "whose it is"], rank.Alternatives.Select(other => (string[])[S(other.RelativeCutoff), $"{other.Rank}", E(other.Origin)]), left: 2);
        Table(
            page,
            ["condition number", "value", "digits lost by normal equations", "by QR"],
            [
                ["of the table as given", S(condition.AsGiven), D(condition.DigitsLostByNormalEquations), D(condition.DigitsLostByQr)],
                ["columns centred", S(condition.Centred), D(2 * Math.Log10(Math.Max(1, condition.Centred))), D(condition.DigitsLostByQr)],
                ["and of one length", S(condition.Scaled), D(condition.DigitsLostByScaledNormalEquations), D(condition.DigitsLostByQr)],
            ]);
        page.Append($"<p class=\"note\">Effective rank: 90 % of the energy in {diagnosis.ScaledSpectrum.EnergyRank} directions, stable rank {S(diagnosis.ScaledSpectrum.StableRank)}, entropy rank {S(diagnosis.ScaledSpectrum.EntropyRank)}. ");
        page.Append("QR does not see the scaling of columns, normal equations do, and they square the condition number.</p>\n");
    }

    private static void Coefficients(StringBuilder page, DesignDiagnosis<double> diagnosis)
    {
        page.Append("<h2>Coefficients</h2>\n");
        Table(
            page,
            ["coefficient", "estimate", "standard error", "VIF", "sensitivity to y", "to X", "determined by the data"],
            diagnosis.Coefficients.Select(coefficient => (string[])
            [
                E(coefficient.Name), S(coefficient.Estimate), S(coefficient.StandardError), S(coefficient.VarianceInflation), S(coefficient.SensitivityToTarget), S(coefficient.SensitivityToDesign),
                coefficient.Identifiability == Identifiability.Determined ? "yes" : $"<span class=\"bad\">{E(DiagnosisText.Verdict(coefficient, LongestSum))}</span>",
            ]),
            left: 6);
        page.Append("<p class=\"note\">VIF: how many times larger the variance of an estimate is than if its column were orthogonal to the others. Sensitivity: by how many per cent the estimate changes, to first order and at most, when y, or every column, changes by one per cent of its length.</p>\n");
    }

    private static void Dependencies(StringBuilder page, DesignDiagnosis<double> diagnosis)
    {
        if (diagnosis.Dependencies.Count == 0)
        {
            return;
        }

        page.Append("<h2>Columns that repeat each other</h2>\n").Append(DiagnosisPictures.NullVectors(diagnosis)).Append("<ul>\n");
        foreach (LinearCombination<double> sum in diagnosis.Dependencies)
        {
            page.Append($"<li>{E(sum.ToString(LongestSum))} = 0</li>\n");
        }

        page.Append("</ul>\n<p class=\"note\">Each sum of columns is zero in every row, so its factors can be added to the coefficients without changing a single fitted value. Leave one column of each sum out, or read the coefficients only in the combinations named above.</p>\n");
    }

    private static void Rows(StringBuilder page, DesignDiagnosis<double> diagnosis)
    {
        if (diagnosis.Observations.Count == 0)
        {
            return;
        }

        page.Append("<h2>Rows</h2>\n").Append(DiagnosisPictures.Leverage(diagnosis));
        if (diagnosis.HasTarget && diagnosis.Observations.Any(row => double.IsFinite(row.StudentizedResidual)))
        {
            page.Append(DiagnosisPictures.Influence(diagnosis));
        }

        if (DiagnosisPictures.IsThinned(diagnosis))
        {
            page.Append("<p class=\"note\">The pictures show the most extreme rows and an even selection of the others.</p>\n");
        }

        if (diagnosis.HasTarget)
        {
            page.Append($"<p>Predicting each row from the others misses it by {S(diagnosis.LeaveOneOutError)} (root mean square); the residual standard error is {S(diagnosis.Fit!.ResidualStandardError)}, R² {S(diagnosis.Fit.RSquared)}.</p>\n");
            Table(
                page,
                ["row", "leverage", "residual", "error when left out", "studentized", "Cook's distance"],
                diagnosis.Observations.OrderByDescending(row => double.IsNaN(row.CookDistance) ? -1 : row.CookDistance).Take(MostRows)
                    .Select(row => (string[])[$"{row.Row + 1}", S(row.Leverage), S(row.Residual), S(row.LeaveOneOutResidual), S(row.StudentizedResidual), S(row.CookDistance)]));
            page.Append("<p class=\"note\">Rows are counted from 1 behind the header (rows left out are not counted). Cook's distance: how far all fitted values move when the row is left out, in units of their uncertainty; above 1 is a lot.</p>\n");
        }
    }

    private static void Threshold(StringBuilder page, DesignDiagnosis<double> diagnosis)
    {
        ThresholdDiagnosis<double> threshold = diagnosis.Threshold!;
        page.Append($"<h2>Distance from interpolation</h2>\n<p>{S(threshold.RowsPerParameter)} rows per parameter. The smallest singular value of the standardised columns is {S(threshold.SmallestSingularValue)}; for as many independent columns it would be about {S(threshold.GaussianSmallestSingularValue)}.</p>\n");
        if (threshold.Modes.Count > 1)
        {
            page.Append(DiagnosisPictures.Modes(diagnosis));
        }

        page.Append("<p class=\"note\">Where rows and parameters are equal in number the smallest singular value comes close to zero and the error of a prediction, Σ (1/σ)·(x·v)·(u·E), close to infinity: the fewer rows per parameter above 1, the worse; well below 1 it falls again.</p>\n");
    }

    private static void Table(StringBuilder page, string[] headers, IEnumerable<string[]> rows, int left = 0)
    {
        string Side(int column) => column == left && left > 0 ? " class=\"left\"" : string.Empty;
        page.Append("<table>\n<tr>").AppendJoin(string.Empty, headers.Select((header, j) => $"<th{Side(j)}>{E(header)}</th>")).Append("</tr>\n");
        foreach (string[] row in rows)
        {
            page.Append("<tr>").AppendJoin(string.Empty, row.Select((cell, j) => $"<td{Side(j)}>{cell}</td>")).Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string S(double value) => PeopleText.Short(value);

    private static string D(double digits) => digits.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    private static string E(string text) => HtmlText.Escape(text);
}
