using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>How stable ridge regression is, and what stability says about its test error.</summary>
internal sealed class RidgeStabilityExperiment : Experiment<RidgeStabilitySpec>
{
    /// <summary>Losses are |residual|, at most this.</summary>
    private const double LossRange = 1;
    private const double Delta = 0.05;

    public override string Name => "ridge-stability";

    public override string Title => "Stability of ridge regression, and the bound that follows from it";

    public override string About => """
        An algorithm is ε-stable if leaving out or replacing one of m examples changes its loss at no point by more than ε. For ridge regression min ‖Xw − y‖² + λ‖w‖² the change of w is known
        exactly: without example i it is A⁻¹x_i·e_i/(1 − h_i) with A = XᵀX + λI, the residual e_i = y_i − x_i·w and h_i = x_iᵀA⁻¹x_i, so no refitting is needed. With λ = μm it is O(1/(mμ)); with λ → 0 and more parameters than rows the algorithm is unstable.

        Bousquet and Elisseeff's theorem: with probability 1 − δ, test ≤ train + 2ε + (4mε + L)·√(ln(1/δ)/2m) for losses in [0, L]. The published form has L·√(ln(1/δ)/2m) without the term
        4mε. (Later work replaces it by a term of order ε·ln m, so the published form is not far from what is true; but it is not this theorem.)

        Rows are unit vectors, |y| ≤ 1, the loss is min(|y − x·w|, 1): then ε ≤ (1/λ)(1 + √(m/λ)) can be proved, and the bound is checked on fresh draws. Look at the slopes of the first figure: w₍₋ᵢ₎ is
        the solution without example i.

        Source: O. Bousquet and A. Elisseeff, JMLR 2 (2002), Theorem 12; O. Bousquet, Y. Klochkov and N. Zhivotovskiy, COLT 2020.
        """;

    public override IReadOnlyList<string> Ids => ["S3-T1.4", "S3-D-STAB", "S3-D-USTAB"];

    public override ExperimentSpec Quick => new RidgeStabilitySpec { RowCounts = [40, 80], Draws = 10, WideRows = 12, TestRows = 200 };

    protected override ExperimentResult Run(RidgeStabilitySpec spec, ExperimentContext context)
    {
        int[] sizes = [.. spec.RowCounts];
        StabilityDraw[][] draws = [.. sizes.Select((m, i) => context.ForEach(spec.Draws, k => StabilityDraw.Create(spec, m, new RandomSource(spec.Seed).Split((ulong)m).Split((ulong)k)), 0.9 * i / sizes.Length, 0.9 * (i + 1) / sizes.Length))];
        double[] wide = WideShifts(spec);
        return new([.. StabilityClaims(spec, sizes, draws, wide), .. BoundClaims(spec, sizes, draws)], [Table(spec, sizes, draws), WideTable(spec, wide)], [SlopeFigure(spec, sizes, draws), BoundFigure(spec, sizes, draws)]);
    }

    private static IEnumerable<Claim> StabilityClaims(RidgeStabilitySpec spec, int[] sizes, StabilityDraw[][] draws, double[] wide)
    {
        double[] m = [.. sizes.Select(size => (double)size)], shifts = [.. draws.Select(size => Statistics.Median(size.Select(draw => draw.MeanShift)))];
        yield return Claim.Between("S3-D-STAB", "rate", "With λ = μm the mean change of the solution of ridge regression when one of m examples is left out falls like 1/m: exponent between −1.15 and −0.85", -1.15, -0.85, Statistics.Exponent(m, shifts));
        yield return Claim.AtMost("S3-D-STAB", "closed-form", "The closed forms for the solution of ridge regression with an example left out or replaced agree with refitting: difference below 1e-10", 1e-10, draws.Max(size => size.Max(draw => draw.RefitDifference)));
        yield return Claim.AtMost("S3-D-STAB", "proved", "No change of the loss of ridge regression at any test point, an example left out, exceeds the proved ε = (1/λ)(1 + √(m/λ)): the largest quotient of both is at most 1", 1, draws.Max(size => size.Max(draw => draw.LossShift / draw.Stability)));
        int rises = Enumerable.Range(1, wide.Length - 1).Count(i => wide[i] > wide[i - 1]);
        yield return Claim.AtMost("S3-D-STAB", "monotone", "The change of the loss of ridge regression at the example left out falls as λ grows: number of rises over the grid of penalties", 0, rises);
        yield return Claim.AtLeast("S3-D-USTAB", "small-penalty", $"With twice as many parameters as rows λ = {ReportNumber.Text(spec.Penalties[0])}·m makes ridge regression at least 10 times less stable than λ = {spec.Penalties[^1]}·m", 10, wide[0] / wide[^1]);
    }

    private static IEnumerable<Claim> BoundClaims(RidgeStabilitySpec spec, int[] sizes, StabilityDraw[][] draws)
    {
        int m = sizes[0];
        double stability = draws[0][0].Stability, confidence = Math.Sqrt(-Elementary.Log(Delta) / (2.0 * m));
        double theorem = StabilityBound.BousquetElisseeff(0, stability, LossRange, m, Delta) - (2 * stability);
        yield return Claim.Near("S3-T1.4", "form", $"The term of the stability theorem that depends on the probability 1 − δ is L·√(ln(1/δ)/2m): its value at m = {m}, δ = {Delta}, L = {LossRange}", LossRange * confidence, 1e-9, theorem)
            .Because("Bousquet and Elisseeff have (4mε + L)·√(ln(1/δ)/2m). For ε of order 1/m the missing 4mε is a constant factor; for larger ε it is most of the bound.");
        yield return Claim.AtMost("S3-T1.4", "bound", "test ≤ train + 2ε + (4mε + L)·√(ln(1/δ)/2m) holds with probability 1 − δ: the share of draws that violate it is at most δ", Delta, draws.SelectMany(size => size).Average(draw => draw.Test > draw.Bound ? 1.0 : 0)).Law();
        yield return Claim.AtMost("S3-T1.4", "expected-gap", "The mean gap between test and training error of an ε-stable algorithm is at most 2ε: the largest quotient of both is at most 1", 1, Enumerable.Range(0, sizes.Length).Max(i => draws[i].Average(draw => draw.Test - draw.Train) / (2 * draws[i][0].Stability))).Law();
    }

    /// <summary>Mean change of the squared loss at the example left out, over a grid of penalties, twice as many parameters as rows.</summary>
    private static double[] WideShifts(RidgeStabilitySpec spec)
    {
        double[] sums = new double[spec.Penalties.Count];
        for (int draw = 0; draw < 10; draw++)
        {
            RandomSource random = new RandomSource(spec.Seed).Split(ulong.MaxValue).Split((ulong)draw);
            Matrix<double> x = Synthetic.Gaussian(random, spec.WideRows, 2 * spec.WideRows);
            double[] y = Draw.WithNoise(random, Vectors.Multiply(x, Vectors.Times(1 / Math.Sqrt(2.0 * spec.WideRows), Synthetic.Gaussian(random, 2 * spec.WideRows))), 0.5);
            for (int i = 0; i < sums.Length; i++)
            {
                RidgeStability stability = new(x, y, spec.Penalties[i] * spec.WideRows);
                sums[i] += Enumerable.Range(0, spec.WideRows).Average(k => Square(stability.LeaveOneOutResidual(k)) - Square(stability.Residuals[k])) / 10;
            }
        }

        return sums;
    }

    private static double Square(double value) => value * value;

    private static ResultTable Table(RidgeStabilitySpec spec, int[] sizes, StabilityDraw[][] draws) => new(
        "stability", $"Ridge regression with λ = {spec.Regularization}·m; medians over the draws, δ = {Delta}", ["rows m", "mean ‖w − w₍₋ᵢ₎‖", "largest change of the loss", "proved ε", "training error", "test error", "bound of the theorem", "published form, train + ε + L·√(ln(1/δ)/2m)"],
        [.. sizes.Select((m, i) => (IReadOnlyList<Cell>)[m, Median(draws[i], d => d.MeanShift), Median(draws[i], d => d.LossShift), draws[i][0].Stability, Median(draws[i], d => d.Train), Median(draws[i], d => d.Test), Median(draws[i], d => d.Bound), Median(draws[i], d => d.Published(m))])]);

    private static ResultTable WideTable(RidgeStabilitySpec spec, double[] wide) => new(
        "penalties", $"{spec.WideRows} rows, {2 * spec.WideRows} parameters: mean change of the squared loss at the example left out", ["λ/m", "mean change"], [.. wide.Select((shift, i) => (IReadOnlyList<Cell>)[spec.Penalties[i], shift])]);

    private static Figure SlopeFigure(RidgeStabilitySpec spec, int[] sizes, StabilityDraw[][] draws)
    {
        double[] m = [.. sizes.Select(size => (double)size)];
        double start = Median(draws[0], d => d.MeanShift) * m[0];
        return new("stability-by-rows", "Stability by the number of rows", [new(new("rows m", true), new("change when one example is left out", true), [
            new LineMark(m, [.. draws.Select(size => size[0].Stability)]) { Legend = "proved ε", IsDashed = true },
            new LineMark(m, [.. draws.Select(size => Median(size, d => d.LossShift))]) { Legend = "largest change of the loss", HasPoints = true },
            new LineMark(m, [.. draws.Select(size => Median(size, d => d.MeanShift))]) { Legend = "mean change of w", HasPoints = true },
            new LineMark(m, [.. m.Select(size => start / size)]) { Legend = "slope −1", IsDashed = true },
        ])])
        {
            Caption = "The proved bound, the largest change of the loss and the mean change of w all fall like 1/m where the penalty grows like m.",
        };
    }

    private static Figure BoundFigure(RidgeStabilitySpec spec, int[] sizes, StabilityDraw[][] draws)
    {
        double[] m = [.. sizes.Select(size => (double)size)];
        return new("stability-bound", "Test error and the bounds", [new(new("rows m", true), new("mean loss min(|y − x·w|, 1)"), [
            new ScatterMark(m, [.. draws.Select(size => Median(size, d => d.Train))]) { Legend = "training error", Radius = 6 },
            new LineMark(m, [.. draws.Select(size => Median(size, d => d.Test))]) { Legend = "test error", HasPoints = true },
            new LineMark(m, [.. draws.Select(size => Median(size, d => d.Bound))]) { Legend = "bound of the theorem", IsDashed = true },
            new LineMark(m, [.. draws.Select((size, i) => Median(size, d => d.Published(sizes[i])))]) { Legend = "published form", IsDashed = true },
            new RuleMark(LossRange, "largest possible loss"),
        ])])
        {
            Caption = "Training and test error lie on each other. The theorem's bound is loose, mostly by the term 4mε, and above the largest possible loss it says nothing; the published form leaves that term out.",
        };
    }

    private static double Median(StabilityDraw[] draws, Func<StabilityDraw, double> of) => Statistics.Median(draws.Select(of));
}

/// <summary>One training set: its stability, its errors, its bound.</summary>
internal sealed record StabilityDraw(double MeanShift, double LossShift, double RefitDifference, double Stability, double Train, double Test, double Bound)
{
    private const int Parameters = 10;

    public static StabilityDraw Create(RidgeStabilitySpec spec, int rows, RandomSource random)
    {
        double[] truth = Synthetic.Gaussian(random, Parameters);
        (Matrix<double> x, double[] y) = Examples(random, truth, rows);
        (Matrix<double> testX, double[] testY) = Examples(random, truth, spec.TestRows);
        double lambda = spec.Regularization * rows, proved = (1 + Math.Sqrt(rows / lambda)) / lambda;
        RidgeStability stability = new(x, y, lambda);
        double[] before = Losses(testX, testY, stability.Weights);
        double lossShift = 0;
        for (int i = 0; i < rows; i += Math.Max(1, rows / 40))
        {
            double[] after = Losses(testX, testY, stability.WithoutExample(i));
            lossShift = Math.Max(lossShift, before.Zip(after, (a, b) => Math.Abs(a - b)).Max());
        }

        double train = Losses(x, y, stability.Weights).Average();
        return new(Enumerable.Range(0, rows).Average(stability.LeaveOneOutShift), lossShift, Refit(x, y, lambda, stability, testX.Row(0).ToArray(), testY[0]), proved, train, before.Average(), StabilityBound.BousquetElisseeff(train, proved, 1, rows, 0.05));
    }

    /// <summary>train + ε + L·√(ln(1/δ)/2m).</summary>
    public double Published(int rows) => Train + Stability + Math.Sqrt(-Elementary.Log(0.05) / (2.0 * rows));

    private static (Matrix<double> X, double[] Y) Examples(RandomSource random, double[] truth, int rows)
    {
        Matrix<double> x = Synthetic.Gaussian(random, rows, Parameters);
        for (int i = 0; i < rows; i++)
        {
            Vectors.WithLength(x.Row(i), 1).CopyTo(x.Row(i));
        }

        double[] y = Draw.WithNoise(random, Vectors.Multiply(x, truth), 0.5);
        return (x, [.. y.Select(value => Math.Clamp(value, -1, 1))]);
    }

    private static double[] Losses(Matrix<double> x, double[] y, double[] w) => [.. Vectors.Subtract(Vectors.Multiply(x, w), y).Select(residual => Math.Min(Math.Abs(residual), 1))];

    private static double Refit(Matrix<double> x, double[] y, double lambda, RidgeStability stability, double[] example, double target)
    {
        Matrix<double> replaced = x.Clone(), without = Matrix<double>.Copy(x.Slice(1, 0, x.Rows - 1, x.Columns));
        example.CopyTo(replaced.Row(0));
        double left = Vectors.Distance(stability.WithoutExample(0), new RidgeStability(without, y[1..], lambda).Weights);
        return Math.Max(left, Vectors.Distance(stability.WithReplacement(0, example, target), new RidgeStability(replaced, [target, .. y[1..]], lambda).Weights));
    }
}

/// <summary>Parameters of <see cref="RidgeStabilityExperiment"/>.</summary>
internal sealed record RidgeStabilitySpec : ExperimentSpec
{
    public RidgeStabilitySpec() => Seed = 16;

    [Parameter("numbers of rows m, rising, at least two", Minimum = 20, Maximum = 20000)]
    public IReadOnlyList<int> RowCounts { get; init; } = [50, 100, 200, 400, 800, 1600];

    [Parameter("μ of the penalty λ = μ·m", Minimum = 1e-3, Maximum = 100)]
    public double Regularization { get; init; } = 0.5;

    [Parameter("draws for each size", Minimum = 2, Maximum = 10000)]
    public int Draws { get; init; } = 50;

    [Parameter("test rows", Minimum = 50, Maximum = 100000)]
    public int TestRows { get; init; } = 1000;

    [Parameter("rows of the wide problem; it has twice as many parameters", Minimum = 5, Maximum = 300)]
    public int WideRows { get; init; } = 100;

    [Parameter("penalties λ/m of the wide problem, rising, at least two", Minimum = 1e-9, Maximum = 1e9)]
    public IReadOnlyList<double> Penalties { get; init; } = [1e-6, 0.01, 0.1, 1, 10, 100];

    public override string? Problem() =>
        RowCounts.Count < 2 || RowCounts.Zip(RowCounts.Skip(1)).Any(pair => pair.First >= pair.Second) ? "row-counts: at least two numbers, rising"
        : Penalties.Count < 2 || Penalties.Zip(Penalties.Skip(1)).Any(pair => pair.First >= pair.Second) ? "penalties: at least two numbers, rising"
        : null;
}
