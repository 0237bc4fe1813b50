namespace FastBias.Drawing;

/// <summary>Leaves out points that would not be seen beside others: a drawing is not larger than its pixels.</summary>
internal static class PointThinning
{
    /// <summary>Fewer points than these are all drawn.</summary>
    private const int Few = 2000;

    /// <summary>The runs of a line between places that it has not; of many points in one column of pixels the first, the lowest, the highest and the last.</summary>
    public static List<IReadOnlyList<(double X, double Y)>> Line(IEnumerable<(double X, double Y)> points)
    {
        List<IReadOnlyList<(double X, double Y)>> runs = [];
        List<(double X, double Y)> run = [];
        foreach ((double X, double Y) point in points)
        {
            if (double.IsFinite(point.X) && double.IsFinite(point.Y))
            {
                run.Add(point);
            }
            else if (run.Count > 0)
            {
                runs.Add(Columns(run));
                run = [];
            }
        }

        if (run.Count > 0)
        {
            runs.Add(Columns(run));
        }

        return runs;
    }

    /// <summary>Points, each once; of many those that fall on an occupied pixel are left out.</summary>
    public static List<(double X, double Y)> Dots(IEnumerable<(double X, double Y)> points)
    {
        List<(double X, double Y)> kept = [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        for (double pixel = 0.5; kept.Count > Few && pixel <= 2; pixel *= 2)
        {
            HashSet<(long, long)> occupied = [];
            kept.RemoveAll(point => !occupied.Add(((long)Math.Floor(point.X / pixel), (long)Math.Floor(point.Y / pixel))));
        }

        return kept;
    }

    private static List<(double X, double Y)> Columns(List<(double X, double Y)> run)
    {
        if (run.Count <= Few)
        {
            return run;
        }

        List<(double X, double Y)> kept = [];
        for (int start = 0, end; start < run.Count; start = end)
        {
            int low = start, high = start;
            for (end = start + 1; end < run.Count && Math.Floor(run[end].X) == Math.Floor(run[start].X); end++)
            {
                low = run[end].Y < run[low].Y ? end : low;
                high = run[end].Y > run[high].Y ? end : high;
            }

            kept.AddRange(new SortedSet<int> { start, low, high, end - 1 }.Select(index => run[index]));
        }

        return kept;
    }
}
