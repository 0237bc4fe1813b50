using FastBias.Cli.Json;

namespace FastBias.Cli;

/// <summary>The certificate of a solution, for people.</summary>
internal static class CertificateText
{
    public static IEnumerable<(string Name, string Value)> Pairs(SolveReport report)
    {
        yield return ("status", StatusText.Explain(report.Status, report.FirstNonFinite));
        yield return ("method", report.Reason.Length > 0 ? $"{report.Method}: {report.Reason}" : report.Method);
        yield return ("system", $"{report.Rows}x{report.Columns}");
        if (report.Status != nameof(Status.Success))
        {
            yield break;
        }

        yield return ("rank", $"{report.Rank} of {Math.Min(report.Rows, report.Columns)}, gap {PeopleText.Short(report.RankGap)}");
        yield return ("null space", report.NullSpaceDimension == 0
            ? "dimension 0: the solution is the only one"
            : $"dimension {report.NullSpaceDimension}: {(report.IsMinimumNorm ? "of infinitely many solutions this is the shortest" : "this is one of infinitely many solutions")}");
        yield return ("residual norm", PeopleText.Long(report.ResidualNorm));
        yield return ("solution norm", PeopleText.Long(report.SolutionNorm));
        yield return ("condition", PeopleText.Short(report.ConditionEstimate));
        yield return ("backward error", PeopleText.Short(report.BackwardError));
        yield return ("forward error", $"at most about {PeopleText.Short(report.ForwardErrorBound)}");
        yield return ("time", PeopleText.Time(TimeSpan.FromMilliseconds(report.ElapsedMs)));
    }
}
