namespace FastBias.Bench.Results;

/// <summary>One row in two runs.</summary>
/// <param name="Key">The row.</param>
/// <param name="Before">Its geometric mean in the baseline; null if it is new.</param>
/// <param name="After">Its geometric mean now; null if it is gone.</param>
/// <param name="Factor">After / before over the shapes that both have.</param>
/// <param name="Floor">A factor inside [1/(1 + floor), 1 + floor] is noise.</param>
/// <param name="Shapes">Shapes that moved beyond their own floor, with their factors.</param>
internal sealed record RowChange(string Key, double? Before, double? After, double? Factor, double Floor, IReadOnlyList<(string Shape, double Factor)> Shapes)
{
    /// <summary>Slower against the same peer, beyond the noise.</summary>
    internal bool IsSlower => Factor is { } factor && factor < 1 / (1 + Floor);

    /// <summary>Faster against the same peer, beyond the noise.</summary>
    internal bool IsFaster => Factor is { } factor && factor > 1 + Floor;
}

/// <summary>What moved between a committed baseline and a run, in ratios and never in seconds.</summary>
/// <remarks>
/// Ratios of two machines do not compare: other CPU names, vector widths or thread counts are refused.
/// The noise floor of a row is the larger of <see cref="DefaultFloor"/> and what the two runs themselves show: the
/// root mean square, over the row's shapes, of the distance between the ratio of bests and the ratio of medians.
/// A single shape has to move by twice the floor, or twice its own noise, to be named.
/// </remarks>
internal static class Comparison
{
    /// <summary>5 %: what back-to-back runs on a shared machine differ by.</summary>
    internal const double DefaultFloor = 0.05;

    /// <summary>Compares row by row, in the order of the later run.</summary>
    /// <param name="before">The baseline.</param>
    /// <param name="after">The later run.</param>
    /// <param name="floor">The least noise assumed.</param>
    /// <param name="row">What the later run's rows were chosen by: others of the baseline are not missing.</param>
    /// <exception cref="InvalidDataException">The runs are not comparable.</exception>
    internal static IReadOnlyList<RowChange> Compare(RunResult before, RunResult after, double floor = DefaultFloor, string? row = null)
    {
        RequireSame("CPU", before.Machine.Cpu, after.Machine.Cpu);
        RequireSame("vector width", before.Isa, after.Isa);
        RequireSame("thread count", $"{before.Threads}", $"{after.Threads}");
        Dictionary<string, RowResult> old = before.Rows.ToDictionary(then => then.Key);
        List<RowChange> changes = [.. after.Rows.Select(now => old.Remove(now.Key, out RowResult? earlier) ? Change(earlier, now, floor) : new(now.Key, null, now.GeometricMean, null, floor, []))];
        HashSet<string> measured = [.. after.Rows.Select(now => now.Suite)];
        changes.AddRange(old.Values
            .Where(gone => measured.Contains(gone.Suite) && (row is null || gone.Name.Contains(row, StringComparison.OrdinalIgnoreCase)))
            .Select(gone => new RowChange(gone.Key, gone.GeometricMean, null, null, floor, [])));
        return changes;
    }

    private static RowChange Change(RowResult before, RowResult after, double floor)
    {
        Dictionary<string, CaseResult> old = before.Cases.Where(c => c.Ratio is not null).ToDictionary(c => c.Shape);
        (CaseResult Old, CaseResult New)[] both =
            [.. after.Cases.Where(c => c.Ratio is not null && old.ContainsKey(c.Shape)).Select(c => (old[c.Shape], c))];
        if (both.Length == 0)
        {
            return new(after.Key, before.GeometricMean, after.GeometricMean, null, floor, []);
        }

        double rowFloor = Math.Max(floor, Math.Sqrt(both.Average(pair => Square(pair.Old.Noise) + Square(pair.New.Noise))));
        List<(string, double)> moved = [];
        foreach ((CaseResult o, CaseResult n) in both)
        {
            double factor = n.Ratio!.Value / o.Ratio!.Value;
            if (Math.Abs(Math.Log(factor)) > 2 * Math.Log(1 + Math.Max(floor, Math.Max(o.Noise, n.Noise))))
            {
                moved.Add((n.Shape, factor));
            }
        }

        double mean = Measure.Statistics.GeometricMean(both.Select(pair => pair.New.Ratio!.Value / pair.Old.Ratio!.Value));
        return new(after.Key, before.GeometricMean, after.GeometricMean, mean, rowFloor, moved);
    }

    private static double Square(double x) => x * x;

    private static void RequireSame(string what, string before, string after)
    {
        if (before != after)
        {
            throw new InvalidDataException($"The baseline's {what} is '{before}', this run's is '{after}': their ratios do not compare.");
        }
    }
}
