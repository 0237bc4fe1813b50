using System.Diagnostics;
using FastBias.Cli.Json;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary>Solves a state and writes the model, for people or as JSON.</summary>
internal static class StateFit
{
    public static int Solve(
        Terminal terminal, LeastSquaresAccumulator<double> state, LeastSquaresOptions<double> options, long droppedRows, string? output, bool json, long start)
    {
        if (state.Targets != 1)
        {
            throw new UsageException($"the state has {state.Targets} targets; this command solves states with one");
        }

        AccumulatedSolution<double> solution = state.Reduce().Solve(options);
        StateFitReport report = StateFitReport.Create(state, solution, droppedRows, Stopwatch.GetElapsedTime(start));
        bool written = output is not null && solution.Status == Status.Success;
        if (written)
        {
            NpyFile.WriteVector<double>(output!, solution.X.Data);
        }

        if (json)
        {
            terminal.WriteJson(report, JsonReports.Default.StateFitReport);
        }
        else
        {
            Write(terminal, report, written ? output! : "nothing (-o writes the coefficients)");
        }

        return ExitCode.Of(solution.Status);
    }

    /// <summary>The column of ones, which commands that add one call so and put behind the others; null if there is none.</summary>
    public static int? Ones(LeastSquaresAccumulator<double> state) => state.Names.Count > 1 && state.Columns > 0 && state.Names[state.Columns - 1] == "intercept" ? state.Columns - 1 : null;

    private static void Write(Terminal terminal, StateFitReport report, string written)
    {
        Spectre.Console.Table table = PeopleText.CreateTable("coefficient", "estimate", "standard error", "determined by the data");
        foreach (CoefficientReport coefficient in report.Coefficients)
        {
            table.AddTextRow(coefficient.Name, PeopleText.Long(coefficient.Estimate), PeopleText.Short(coefficient.StandardError), coefficient.Determined ? "yes" : "only in combination");
        }

        terminal.Tables.Write(table);
        terminal.WritePairs(
            ("status", StatusText.Explain(report.Status, null)),
            ("reason", report.Reason),
            ("rows", $"{report.Rows}, shards {string.Join(", ", report.Shards)}{(report.DroppedRows > 0 ? $"; {report.DroppedRows} rows with missing values left out" : string.Empty)}"),
            ("rank", $"{report.Rank} of {report.Columns}"),
            ("R2", PeopleText.Long(report.RSquared)),
            ("residual error", $"{PeopleText.Long(report.ResidualStandardError)} on {PeopleText.Long(report.DegreesOfFreedom)} degrees of freedom"),
            ("condition", PeopleText.Short(report.ConditionEstimate)),
            ("time", PeopleText.Time(TimeSpan.FromMilliseconds(report.ElapsedMs))),
            ("written", written));
    }
}
