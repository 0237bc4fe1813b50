using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>A diagnosis in sentences.</summary>
internal static class DiagnosisFindings
{
    private const int LongestSum = 6;
    private const int MostDependencies = 10;

    public static IReadOnlyList<string> Describe<T>(DesignDiagnosis<T> diagnosis, RegressionSolution<T> fit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Rank(diagnosis), .. Open(diagnosis), .. Threshold(diagnosis), .. fit.Warnings.Where(warning => warning.StartsWith("nearly", StringComparison.Ordinal)).Select(Sentence), .. Digits(diagnosis), .. Rows(diagnosis), Energy(diagnosis)];

    private static IEnumerable<string> Rank<T>(DesignDiagnosis<T> diagnosis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RankDiagnosis<T> rank = diagnosis.Rank!;
        int missing = diagnosis.Columns - rank.Rank;
        string gap = T.IsInfinity(rank.Gap) ? "nothing near it was cut" : Invariant($"the next singular value is {double.CreateTruncating(rank.Gap):0.0e+0} times smaller");
        yield return missing == 0
            ? Invariant($"All {diagnosis.Columns} coefficients are determined by the data (rank {rank.Rank}, smallest direction {double.CreateTruncating(rank.SmallestKept):0.0e+0} of the largest).")
            : Invariant($"The {diagnosis.Columns} columns span {rank.Rank} dimensions only: {missing} {(missing == 1 ? "direction" : "directions")} of the coefficients can be chosen freely ({gap}).");
        if (!rank.IsClear)
        {
            string others = string.Join(", ", rank.Alternatives.Where(other => other.RelativeCutoff > T.Zero).GroupBy(other => other.Rank).Select(group => Invariant($"{group.Key} from a cutoff of {double.CreateTruncating(group.First().RelativeCutoff):0.0e+0}")));
            yield return $"The rank depends on the cutoff: {others}.";
        }

        foreach (LinearCombination<T> sum in diagnosis.Dependencies.Take(MostDependencies))
        {
            yield return $"These columns repeat each other: {sum.ToString(LongestSum)} = 0.";
        }

        if (diagnosis.Dependencies.Count > MostDependencies)
        {
            yield return Invariant($"Further such sums: {diagnosis.Dependencies.Count - MostDependencies}.");
        }
    }

    private static IEnumerable<string> Open<T>(DesignDiagnosis<T> diagnosis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] free = [.. diagnosis.Coefficients.Where(coefficient => coefficient.Identifiability == Identifiability.Free).Select(coefficient => coefficient.Name)];
        if (free.Length > 0)
        {
            yield return $"Nothing is known about {string.Join(", ", free.Take(MostDependencies))}: {(diagnosis.HasIntercept ? "the column is constant, as the intercept is" : "the column is zero")}.";
        }
    }

    private static IEnumerable<string> Threshold<T>(DesignDiagnosis<T> diagnosis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double ratio = double.CreateTruncating(diagnosis.Threshold!.RowsPerParameter);
        int freedom = diagnosis.Rows - diagnosis.Rank!.Rank - (diagnosis.HasIntercept ? 1 : 0);
        if (freedom <= 0 && diagnosis.Columns > 0)
        {
            yield return "The model interpolates: as many directions as rows, nothing is left to estimate the noise from, and there are no standard errors.";
        }

        if (ratio is > 0.5 and < 2)
        {
            yield return Invariant($"The problem is near the interpolation threshold: {ratio:0.00} rows per parameter; predictions of new rows can be arbitrarily bad there. Take ridge, or far fewer or far more parameters.");
        }
    }

    private static IEnumerable<string> Digits<T>(DesignDiagnosis<T> diagnosis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ConditionDiagnosis<T> condition = diagnosis.Condition!;
        double all = condition.DigitsOfPrecision, qr = condition.DigitsLostByQr, normal = condition.DigitsLostByNormalEquations;
        if (diagnosis.Rank!.Rank > 0)
        {
            string verdict = normal >= all ? "nothing is left" : Invariant($"{all - normal:0} are left");
            yield return Invariant($"Of {all:0} decimal digits QR loses about {qr:0}. Normal equations on the table as it stands lose about {normal:0}: {verdict}; centred and scaled, {condition.DigitsLostByScaledNormalEquations:0}.");
        }
    }

    private static IEnumerable<string> Rows<T>(DesignDiagnosis<T> diagnosis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (diagnosis.Observations.Count == 0)
        {
            yield break;
        }

        double mean = diagnosis.Observations.Average(row => double.CreateTruncating(row.Leverage));
        ObservationDiagnosis<T>[] own = [.. diagnosis.Observations.Where(row => row.Leverage > T.One - T.Sqrt(FactorRange<T>.Epsilon))];
        if (own.Length > 0 && own.Length < diagnosis.Rows)
        {
            yield return Invariant($"{Count(own.Length, "row is", "rows are")} fitted exactly whatever the target is there (row {own[0].Row + 1} first): such a row has a parameter of its own.");
        }

        int high = diagnosis.Observations.Count(row => double.CreateTruncating(row.Leverage) > 3 * mean);
        if (high > 0)
        {
            ObservationDiagnosis<T> top = diagnosis.Observations.MaxBy(row => row.Leverage);
            yield return Invariant($"{Count(high, "row has", "rows have")} more than three times the mean leverage; the largest is {double.CreateTruncating(top.Leverage):0.00}, in row {top.Row + 1}.");
        }

        if (!diagnosis.HasTarget)
        {
            yield break;
        }

        int outliers = diagnosis.Observations.Count(row => T.Abs(row.StudentizedResidual) > T.CreateTruncating(3));
        ObservationDiagnosis<T> worst = diagnosis.Observations.MaxBy(row => T.IsNaN(row.CookDistance) ? -T.One : row.CookDistance);
        if (worst.CookDistance > T.One)
        {
            yield return Invariant($"Row {worst.Row + 1} carries the fit: without it all fitted values shift by more than their uncertainty (Cook's distance {double.CreateTruncating(worst.CookDistance):0.0}).");
        }

        if (outliers > 0)
        {
            yield return Invariant($"{Count(outliers, "row", "rows")} ({100.0 * outliers / diagnosis.Rows:0.0} %) {(outliers == 1 ? "is" : "are")} more than three deviations away from the fit without them; with normal errors 0.3 % would be.");
        }
    }

    private static string Energy<T>(DesignDiagnosis<T> diagnosis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpectrumDiagnosis<T> spectrum = diagnosis.ScaledSpectrum!;
        return Invariant($"90 % of the variation of the columns, each scaled to length one, lies in {spectrum.EnergyRank} of {spectrum.Rank} directions (stable rank {double.CreateTruncating(spectrum.StableRank):0.0}, entropy rank {double.CreateTruncating(spectrum.EntropyRank):0.0}).");
    }

    private static string Count(int count, string one, string many) => Invariant($"{count} {(count == 1 ? one : many)}");

    private static string Sentence(string warning) => $"{char.ToUpperInvariant(warning[0])}{warning[1..]}.";
}
