using FastBias.Cli.Json;
using Spectre.Console;

namespace FastBias.Cli.Commands;

/// <summary>A fitted model for people: the coefficients, what is open, the fit, the certificate.</summary>
internal static class FitText
{
    private const int LongestList = 20;
    private const int LongestSum = 8;

    public static void Write(Terminal terminal, FitRequest request, FitData data, RegressionSolution<double> fit, FitReport report)
    {
        if (fit.Status == Status.Success)
        {
            WriteCoefficients(terminal, fit);
            WriteCombinations(terminal, fit);
            terminal.WritePairs(FitPairs(request, data, fit, report));
            terminal.Output.WriteLine();
        }

        terminal.WritePairs([.. CertificateText.Pairs(report), ("written", request.Output is not null && fit.Status == Status.Success ? request.Output : "nothing (-o writes the coefficients)")]);
        foreach (string warning in fit.Warnings)
        {
            terminal.Output.WriteLine($"warning: {warning}");
        }
    }

    private static void WriteCoefficients(Terminal terminal, RegressionSolution<double> fit)
    {
        Table table = PeopleText.CreateTable("coefficient", "estimate", "standard error", "estimate/error", "VIF", "determined by the data");
        foreach (RegressionCoefficient<double> coefficient in fit.Intercept is { } intercept ? fit.Coefficients.Append(intercept) : fit.Coefficients)
        {
            table.AddTextRow(
                coefficient.Name,
                PeopleText.Long(coefficient.Estimate),
                PeopleText.Short(coefficient.StandardError),
                PeopleText.Short(coefficient.Estimate / coefficient.StandardError),
                PeopleText.Short(coefficient.VarianceInflation),
                coefficient.IsDetermined ? "yes" : "only in combination");
        }

        terminal.Tables.Write(table);
    }

    private static void WriteCombinations(Terminal terminal, RegressionSolution<double> fit)
    {
        if (fit.DeterminedCombinations.Count == 0)
        {
            return;
        }

        Table table = PeopleText.CreateTable("determined in combination", "estimate");
        foreach (LinearCombination<double> combination in fit.DeterminedCombinations.Take(LongestList))
        {
            table.AddTextRow(combination.ToString(LongestSum), PeopleText.Long(combination.Value));
        }

        terminal.Tables.Write(table);
        if (fit.DeterminedCombinations.Count > LongestList)
        {
            terminal.Output.WriteLine($"  and {fit.DeterminedCombinations.Count - LongestList} more; --json lists all");
        }
    }

    private static IEnumerable<(string Name, string Value)> FitPairs(FitRequest request, FitData data, RegressionSolution<double> fit, FitReport report)
    {
        yield return ("R2", PeopleText.Long(fit.RSquared));
        yield return ("residual error", $"{PeopleText.Long(fit.ResidualStandardError)} on {PeopleText.Long(fit.DegreesOfFreedom)} degrees of freedom");
        yield return ("leverage", $"mean {PeopleText.Short(report.Leverage.Mean)}, largest {PeopleText.Short(report.Leverage.Largest)} in row {report.Leverage.LargestRow}, {report.Leverage.HighCount} rows above twice the mean");
        if (request.Standardize)
        {
            yield return ("units", "coefficients are per standard deviation of their column");
        }

        if (data.Baselines.Count > 0)
        {
            yield return ("baselines", $"{string.Join(", ", data.Baselines)} left out: the other coefficients of their columns are differences from them");
        }

        if (data.DroppedRows > 0)
        {
            yield return ("missing values", $"{data.DroppedRows} rows left out");
        }

        if (data.FilledCells > 0)
        {
            yield return ("missing values", $"{data.FilledCells} filled with the mean of their column");
        }
    }
}
