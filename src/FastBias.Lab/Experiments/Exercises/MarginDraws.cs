using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Many draws of the exercise's data, and the largest margin of each.</summary>
internal sealed class MarginDraws
{
    private readonly double[] _margins;
    private readonly RandomSource _random;
    private readonly MarginSpec _spec;

    public MarginDraws(MarginSpec spec, ExperimentContext context)
    {
        _spec = spec;
        _random = new RandomSource(spec.Seed).Split(3);
        _margins = context.ForEach(spec.Draws, i =>
        {
            (Matrix<double> points, double[] labels) = Data(_random.Split((ulong)i), spec.Points);
            return HardMarginSvm.Solve(points, labels).Margin;
        }, 0, 0.2);
    }

    /// <summary>The largest margins of the draws that are separable.</summary>
    public IReadOnlyList<double> Margins => [.. _margins.Where(margin => margin > 0)];

    /// <summary>The draw whose margin is nearest to 0.2: an ordinary one, not an easy one.</summary>
    public int Chosen => Enumerable.Range(0, _margins.Length).MinBy(i => _margins[i] > 0 ? Math.Abs(_margins[i] - 0.2) : double.PositiveInfinity);

    /// <summary>The share of test points of the chosen draw that a run gets wrong.</summary>
    public double TestErrors(MarginRun run)
    {
        (Matrix<double> points, double[] labels) = Data(_random.Split((ulong)Chosen).Split(1), _spec.TestPoints);
        return run.Errors(points, labels);
    }

    public MarginRun Descend(MarginSpec spec, bool isNormalised)
    {
        (Matrix<double> points, double[] labels) = Data(_random.Split((ulong)Chosen), spec.Points);
        return new(points, labels, new() { IsNormalized = isNormalised }, LossScaling.HalfMean, isNormalised ? spec.NormalisedStep : spec.Step, spec.Steps, [0.01, 0.01, 0], [20000]);
    }

    public ResultTable Table() => new(
        "draws",
        "The stated data, draw by draw",
        ["draws", "separable", "smallest margin", "median margin", "largest margin"],
        [[_margins.Length, Margins.Count, Margins.DefaultIfEmpty(double.NaN).Min(), Margins.Count > 0 ? Statistics.Median(Margins) : double.NaN, Margins.DefaultIfEmpty(double.NaN).Max()]]);

    public Figure Picture()
    {
        const int Bins = 12;
        double[] counts = new double[Bins + 1];
        counts[0] = _margins.Length - Margins.Count;
        foreach (double margin in Margins)
        {
            counts[1 + Math.Min(Bins - 1, (int)(margin * 10))]++;
        }

        string[] names = ["none", .. Enumerable.Range(0, Bins).Select(bin => (0.1 * bin).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture))];
        return new("margins", "The largest margin differs widely from draw to draw", [new Panel(new("largest margin (from this value to the next)") { Categories = names }, new("number of draws"), [new BarMark(counts)])])
        {
            Caption = "100 points in a class around ±(2, 2). \"None\": no line separates the classes. A single published value says little.",
        };
    }

    private static (Matrix<double> Points, double[] Labels) Data(RandomSource random, int points)
    {
        Matrix<double> x = Synthetic.Gaussian(random, 2 * points, 2);
        double[] labels = [.. Enumerable.Repeat(1.0, points), .. Enumerable.Repeat(-1.0, points)];
        MarginRun.Shift(x, labels);
        return (x, labels);
    }
}
