using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Double descent of polynomial regression, without noise in the targets.</summary>
internal sealed class PolynomialExperiment : Experiment<PolynomialSpec>
{
    public override string Name => "polynomial-double-descent";

    public override string Title => "Polynomials of higher and higher degree through 15 points: a peak, and no noise";

    public override string About => """
        Fit y = 2x + cos 25x at N = 15 random points of [−1, 1] by P Legendre polynomials: least squares up to P = N, beyond that the shortest of all coefficient vectors that pass through the points. The
        targets have no noise. Yet the test error has an enormous peak at P = N, and falls again beyond: more coefficients than points are better than as many as points.

        What takes the place of noise is the part of cos 25x that P polynomials cannot represent: E = y − (best fit within the class) is not zero, and the small singular values of the features multiply it. A
        target within the class, such as 2x, has E = 0, and the fit is exact for 2 ≤ P ≤ N.

        Drawn are medians over many random sets of points. The second figure shows the fits themselves for one set: at P = N the polynomial oscillates between the points far outside the figure.

        Source: R. Schaeffer et al., Double descent demystified (2023); L. N. Trefethen, Approximation Theory and Approximation Practice (2013), chapter 14, on equal numbers of points and coefficients.
        """;

    public override IReadOnlyList<string> Ids => ["S2-POLY", "S2-NOISELESS"];

    public override ExperimentSpec Quick => new PolynomialSpec { Repeats = 10, Counts = [2, 4, 7, 8, 12, 14, 15, 16, 20, 30, 60], TestPoints = 200 };

    protected override ExperimentResult Run(PolynomialSpec spec, ExperimentContext context)
    {
        double[] places = Vectors.Grid(-1, 1, spec.TestPoints), truth = [.. places.Select(Target)];
        Matrix<double> test = Synthetic.Legendre(places, spec.Counts.Max());
        (double[] Errors, double[] Linear, double[] Smallest)[] draws = context.ForEach(spec.Repeats, repeat => Draw(spec, test, places, truth, repeat));
        double[][] errors = [.. draws.Select(draw => draw.Errors)], linear = [.. draws.Select(draw => draw.Linear)], smallest = [.. draws.Select(draw => draw.Smallest)];
        return new([.. Claims(spec, errors, linear)], [Table(spec, errors, linear, smallest)], [ErrorFigure(spec, errors, linear, smallest), FitFigure(spec, test, places, truth)])
        {
            Notes = ["The basis matters beyond P = N: the shortest coefficients in Legendre's polynomials are others than in powers of x."],
        };
    }

    private static double Target(double x) => (2 * x) + Elementary.Cos(25 * x);

    private static double[] Points(PolynomialSpec spec, int repeat)
    {
        RandomSource random = new RandomSource(spec.Seed).Split((ulong)repeat);
        return [.. Enumerable.Range(0, spec.Rows).Select(_ => (2 * random.Uniform()) - 1)];
    }

    private static (double[] Errors, double[] Linear, double[] Smallest) Draw(PolynomialSpec spec, Matrix<double> test, double[] places, double[] truth, int repeat)
    {
        double[] points = Points(spec, repeat);
        Matrix<double> features = Synthetic.Legendre(points, test.Columns), targets = new(spec.Rows, 2);
        for (int i = 0; i < spec.Rows; i++)
        {
            (targets[i, 0], targets[i, 1]) = (Target(points[i]), 2 * points[i]);
        }

        int count = spec.Counts.Count;
        (double[] Errors, double[] Linear, double[] Smallest) result = (new double[count], new double[count], new double[count]);
        for (int c = 0; c < count; c++)
        {
            (Matrix<double> beta, double sigma) = Fit(features, targets, spec.Counts[c]);
            Matrix<double> predicted = new(test.Rows, 2);
            Product.Multiply<double>(predicted.AsSpan(), test.Slice(0, 0, test.Rows, spec.Counts[c]), beta);
            result.Errors[c] = MeanSquare(predicted.Column(0), truth, 1);
            result.Linear[c] = MeanSquare(predicted.Column(1), places, 2);
            result.Smallest[c] = sigma;
        }

        return result;
    }

    private static (Matrix<double> Beta, double Smallest) Fit(Matrix<double> features, Matrix<double> targets, int count)
    {
        Svd<double> svd = Svd<double>.Factor(features.Slice(0, 0, features.Rows, count));
        Matrix<double> beta = new(count, targets.Columns);
        svd.Solve(beta.AsSpan(), targets);
        return (beta, svd.S[svd.Rank() - 1]);
    }

    private static double MeanSquare(double[] predicted, double[] truth, double scale)
    {
        double sum = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            double difference = predicted[i] - (scale * truth[i]);
            sum += difference * difference;
        }

        return sum / truth.Length;
    }

    private static IEnumerable<Claim> Claims(PolynomialSpec spec, double[][] errors, double[][] linear)
    {
        double[] medians = SweepFigure.Medians(errors), exact = SweepFigure.Medians(linear);
        int n = spec.Rows;
        double At(int count) => medians[spec.Counts.ToList().IndexOf(count)];
        yield return Claim.Near("S2-POLY", "place", $"The median test error is largest at P = N = {n} polynomials, give or take one", n, 1, spec.Counts[Array.IndexOf(medians, medians.Max())]);
        yield return Claim.AtLeast("S2-POLY", "peak", "The median test error at P = N is more than 1e5 times that at P = 8: quotient of the two", 1e5, At(n) / At(8));
        yield return Claim.AtMost("S2-POLY", "back", "At P = 30 the median test error is back below 1", 1, At(30));
        yield return Claim.AtMost("S2-NOISELESS", "noise-free", "With targets that have no noise the median test error at P = N is still more than 1000 times that at P = 2N: the quotient of the smaller and the larger is below 1/1000", 1e-3, At(2 * n) / At(n));
        yield return Claim.AtMost("S2-NOISELESS", "within-class", "With the target 2x, which every model with P ≥ 2 contains, the median test error is below 1e-10 for every 2 ≤ P ≤ N: the largest", 1e-10, spec.Counts.Index().Where(count => count.Item >= 2 && count.Item <= n).Max(count => exact[count.Index]))
            .Law("E = 0: there is nothing for the small singular values to multiply but rounding.");
        if (spec is { Rows: 15, Repeats: >= 50 })
        {
            yield return Claim.Near("S2-POLY", "value-30", "At P = 30 the median test error is 0.43", 0.43, 0.1, At(30)).Law("NumPy's median over 20 to 30 other sets of points.");
            yield return Claim.Between("S2-POLY", "value-15", "At P = N = 15 the decimal logarithm of the median test error is between 5 and 9 (NumPy: 7.1)", 5, 9, Elementary.Log(At(n)) / Elementary.Log(10))
                .Law("From one set of points to the next the logarithm varies with a standard deviation of about 3, so that the median of 20 to 30 sets, which NumPy gives, is uncertain by about 0.75; the range is ±2.5 of these.");
        }
    }

    private static ResultTable Table(PolynomialSpec spec, double[][] errors, double[][] linear, double[][] smallest)
    {
        double[] median = SweepFigure.Medians(errors), low = SweepFigure.Quantiles(errors, 0.1), high = SweepFigure.Quantiles(errors, 0.9), exact = SweepFigure.Medians(linear), sigma = SweepFigure.Medians(smallest);
        return new(
            "degrees",
            $"Test errors over {spec.Repeats} random sets of {spec.Rows} points",
            ["P", "median test error", "10 % quantile", "90 % quantile", "median test error for the target 2x", "median smallest non-zero singular value"],
            [.. spec.Counts.Select((count, c) => (IReadOnlyList<Cell>)[count, median[c], low[c], high[c], exact[c], sigma[c]])]);
    }

    private static Figure ErrorFigure(PolynomialSpec spec, double[][] errors, double[][] linear, double[][] smallest)
    {
        double[] counts = [.. spec.Counts.Select(count => (double)count)];
        FigureAxis axis = new("number of polynomials P", true);
        RuleMark threshold = new(spec.Rows, "P = N") { IsVertical = true };
        return new("test-error", "Polynomial regression without noise",
        [
            new(axis, new("mean squared test error", true),
            [
                new BandMark(counts, SweepFigure.Quantiles(errors, 0.1), SweepFigure.Quantiles(errors, 0.9)) { Color = 0 },
                new LineMark(counts, SweepFigure.Medians(errors)) { Legend = "target 2x + cos 25x", Color = 0 },
                new LineMark(counts, SweepFigure.Medians(linear)) { Legend = "target 2x", Color = 1 },
                threshold,
            ]) { Title = "Test error" },
            new(axis, new("smallest non-zero singular value", true), [new LineMark(counts, SweepFigure.Medians(smallest)) { Color = 0 }, threshold]) { Title = "Smallest singular value of the features, median" },
        ])
        {
            Caption = "Medians; the band reaches from the 10 % to the 90 % quantile. Left: the peak at P = N, and the descent beyond it; the target 2x lies in the class, and its error is rounding up to P = N. Right: the smallest singular value of the features has its dip there.",
        };
    }

    private static Figure FitFigure(PolynomialSpec spec, Matrix<double> test, double[] places, double[] truth)
    {
        double[] points = Points(spec, 0), targets = [.. points.Select(Target)];
        Matrix<double> features = Synthetic.Legendre(points, test.Columns);
        int[] counts = [.. spec.Counts.Where(count => count == 8 || count == spec.Rows || count == 2 * spec.Rows), spec.Counts.Max()];
        return new("fits", "The fits to one set of points", [.. counts.Distinct().Select(count => FitPanel(count))]) { Caption = $"Dashed: the target. With as many polynomials as points (P = {spec.Rows}) the curve leaves the figure between them; with many more it comes back, and passes through the points by small spikes." };

        Panel FitPanel(int count)
        {
            (Matrix<double> beta, _) = Fit(features, new(targets, targets.Length, 1), count);
            double[] curve = Vectors.Multiply(test.Slice(0, 0, test.Rows, count), beta.Data);
            return new(new("x"), new("y") { Low = -5, High = 5 },
            [
                new LineMark(places, truth) { Legend = "target", IsDashed = true, Color = 2 },
                new LineMark(places, curve) { Legend = "fit", Color = 0 },
                new ScatterMark(points, targets) { Legend = "training points", Color = 1 },
            ])
            {
                Title = $"P = {count}",
            };
        }
    }
}

/// <summary>Parameters of <see cref="PolynomialExperiment"/>.</summary>
internal sealed record PolynomialSpec : ExperimentSpec
{
    public PolynomialSpec() => Seed = 1;

    [Parameter("N, the number of training points", Minimum = 3, Maximum = 1000)]
    public int Rows { get; init; } = 15;

    [Parameter("P, the numbers of polynomials; 8, 30, N and 2N among them", Minimum = 1, Maximum = 2000)]
    public IReadOnlyList<int> Counts { get; init; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 27, 30, 35, 40, 50, 70, 100, 150, 200, 300, 500];

    [Parameter("random sets of training points", Minimum = 2, Maximum = 100000)]
    public int Repeats { get; init; } = 100;

    [Parameter("test points, equally spaced", Minimum = 2, Maximum = 100000)]
    public int TestPoints { get; init; } = 1000;

    public override string? Problem() =>
        !Counts.SequenceEqual(Counts.Distinct().Order()) ? "counts: must rise"
        : ((int[])[8, 30, Rows, 2 * Rows]).FirstOrDefault(count => !Counts.Contains(count)) is var missing and > 0 ? $"counts: {missing} must be among them" : null;
}
