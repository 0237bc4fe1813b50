namespace FastBias.Drawing;

/// <summary>Finds the place for a word in the plot where it covers the least.</summary>
/// <param name="plot">Where words may be.</param>
internal sealed class LabelPlacement(Box plot)
{
    /// <summary>How far apart the points of a line are that words keep away from.</summary>
    private const double Step = 6;

    private readonly List<(double X, double Y)> _data = [];
    private readonly List<Box> _words = [];

    /// <summary>Data that words should not cover.</summary>
    public void Avoid(IReadOnlyList<(double X, double Y)> points, bool isLine)
    {
        for (int i = 0; i < points.Count; i++)
        {
            _data.Add(points[i]);
            if (!isLine || i == 0)
            {
                continue;
            }

            (double x, double y) = points[i - 1];
            double across = points[i].X - x, down = points[i].Y - y;
            int parts = (int)Math.Min(200, Math.Sqrt((across * across) + (down * down)) / Step);
            for (int part = 1; part < parts; part++)
            {
                _data.Add((x + (across * part / parts), y + (down * part / parts)));
            }
        }
    }

    /// <summary>The best of several places, which is then taken; the first of equally good ones.</summary>
    public Box Choose(IEnumerable<Box> candidates)
    {
        Box best = candidates.MinBy(Cost);
        _words.Add(best);
        return best;
    }

    private double Cost(Box box) =>
        (plot.Contains(box) ? 0 : 1e4) + (1e5 * _words.Count(box.Overlaps)) + _data.Count(box.Contains);
}
