using FastBias.Drawing;

namespace FastBias.Tests.DrawingTests;

/// <summary>Figures of every kind, with all that makes a drawing hard: long words, many points, gaps, extreme ranges.</summary>
internal static class FigureGallery
{
    public static IReadOnlyList<Figure> Figures { get; } =
        [Sweep(), Bars(), ManyBars(), Geometry(), Heat(), HeatLogarithmic(), Scatters(), LargeLine(), LogarithmicAxes(), LongWords(), SingleValues(), Empty(), ManySeries()];

    /// <summary>Test error over the number of rows, on a logarithmic axis, with a band, theory and a rule.</summary>
    private static Figure Sweep()
    {
        double[] rows = Range(2, 60, 59), median = [.. rows.Select(n => 0.1 + (3 / (1 + Math.Abs(n - 20)) * 8))], theory = [.. rows.Select(n => n == 20 ? double.NaN : 0.12 + (20 / Math.Abs(n - 20)))];
        return new("sweep", "Test error over the number of training rows: it falls, diverges where rows and parameters are equal in number, and falls again", [
            new(new("training rows N"), new("test mean squared error", IsLogarithmic: true), [
                new BandMark(rows, [.. median.Select(m => m / 3)], [.. median.Select(m => m * 4)]) { Legend = "10 % to 90 % of 200 draws", Color = 0 },
                new LineMark(rows, median) { Legend = "median", Color = 0, HasPoints = true },
                new LineMark(rows, theory) { Legend = "theory σ²D/(N−D−1)", IsDashed = true },
                new RuleMark(20, "N = D: interpolation threshold") { IsVertical = true },
                new RuleMark(0.1, "noise floor σ² = 10⁻¹")])]) { Caption = "The peak is at N = D." };
    }

    private static Figure Bars() => new("bars", "Error of three solvers", [
        new(new("matrix") { Categories = ["well conditioned", "Hilbert 8", "collinear columns", "rank deficient"] }, new("relative error ‖x − x*‖₂ / ‖x*‖₂", IsLogarithmic: true), [
            new BarMark([1e-16, 3e-6, 2e-9, double.NaN]) { Legend = "normal equations" },
            new BarMark([2e-16, 4e-11, 3e-13, 5e-2]) { Legend = "QR" },
            new BarMark([3e-16, 5e-11, 4e-13, 1e-15]) { Legend = "SVD with cutoff" }])]);

    private static Figure ManyBars() => new("many-bars", "Coefficients", [
        new(new("feature") { Categories = [.. Enumerable.Range(1, 24).Select(i => $"a feature with a long name, number {i}")] }, new("coefficient"), [
            new BarMark([.. Range(0, 23, 24).Select(i => Math.Sin(i) * 120000)])]),
        new(new("feature") { Categories = ["age", "sex", "bmi", "bp", "s1", "s2", "s3"] }, new("coefficient (mmHg)"), [
            new BarMark([-3, -22, -5, -1, -8, -4, -2]) { Legend = "ordinary" }, new BarMark([-2, -12, -6, -2, -4, -3, -1]) { Legend = "ridge" }])]);

    private static Figure Geometry()
    {
        double[] turn = Range(0, 2 * Math.PI, 100), x = Range(-2, 2, 61), y = Range(-1, 3, 61);
        double[] values = [.. y.SelectMany(b => x.Select(a => (a * a) + (10 * (b - 1) * (b - 1)) + (2 * a * (b - 1))))];
        Panel Path(string title, double rate) => new(new("w₁"), new("w₂"), [
            new ContourMark(x, y, values, [0.2, 1, 3, 8, 20]),
            new LineMark([.. Range(0, 30, 31).Select(k => -1.7 * Math.Pow(1 - rate, k))], [.. Range(0, 30, 31).Select(k => 1 + (1.5 * Math.Pow(1 - (10 * rate), k)))]) { Legend = "gradient descent", HasArrow = true, HasPoints = true },
            new LineMark([.. turn.Select(Math.Cos)], [.. turn.Select(t => 1 + Math.Sin(t))]) { Legend = "‖w‖ = 1", IsDashed = true },
            new ScatterMark([0], [1]) { Legend = "minimum", Radius = 5 },
            new TextMark(0, 1, "w* = X⁺y"),
            new TextMark(-1.7, 2.5, "start")]) { Title = title, IsEqualScale = true };
        return new("geometry", "Paths of gradient descent in a valley", [Path("step 0.05", 0.05), Path("step 0.19: it goes from side to side", 0.19)]);
    }

    private static Figure Heat()
    {
        double[] x = Range(0, 1, 40), y = Range(-1, 1, 30);
        return new("heat", "A difference of two errors", [
            new(new("share of noise"), new("correlation ρ"), [
                new HeatMark(x, y, [.. y.SelectMany(b => x.Select(a => a < 0.1 && b > 0.8 ? double.NaN : (a * a) - (b / 2)))], "difference of errors") { IsDiverging = true },
                new ContourMark(x, y, [.. y.SelectMany(b => x.Select(a => (a * a) - (b / 2)))], [0]),
                new TextMark(0.5, 0.5, "equal on the line")]),
            new(new("share of noise"), new("correlation ρ"), [
                new HeatMark(x, y, [.. y.SelectMany(b => x.Select(a => Math.Exp(-a) * (1 + b)))], "error") , new LineMark([0, 1], [-1, 1]) { Legend = "a line" }]) { Title = "The error itself" }]);
    }

    private static Figure HeatLogarithmic()
    {
        double[] x = [.. Range(-4, 4, 300).Select(p => Math.Pow(10, p))], y = Range(1, 6, 6);
        return new("heat-logarithmic", "Condition number", [
            new(new("λ", IsLogarithmic: true), new("columns") { Categories = ["one", "two", "three", "four", "five and a half", "six"] }, [
                new HeatMark(x, Range(0, 5, 6), [.. y.SelectMany(b => x.Select(a => (1e8 * b) / (1 + (a * 1e4))))], "condition number") { IsLogarithmic = true }])]);
    }

    private static Figure Scatters()
    {
        RandomSource random = new(3);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Gaussian())];
        return new("scatters", "Points", [
            new(new("x₁"), new("x₂"), [new ScatterMark(Draw(100_000), Draw(100_000)) { Legend = "100 000 draws", Radius = 1.5 }, new ScatterMark([3], [3]) { Legend = "outlier" }]),
            new(new("x₁"), new("x₂"), [new ScatterMark(Draw(40), Draw(40)) { Legend = "class +1" }, new ScatterMark(Draw(40), Draw(40)) { Legend = "class −1" }, new ScatterMark([0.5], [0.5]) { Legend = "both", Tips = ["a <tip>"] }]),
            new(new("x₁"), new("x₂"), [new LineMark([0, 1, 2], [0, 1, double.NaN]) { Legend = "class +1" }])]) { PanelsPerRow = 3 };
    }

    private static Figure LargeLine()
    {
        double[] step = Range(0, 1e6, 100_001);
        return new("large-line", "A long run", [
            new(new("iteration"), new("loss"), [
                new LineMark(step, [.. step.Select(s => 2e-5 * (1 + Math.Exp(-s / 2e5) + (0.3 * Math.Sin(s / 700))))]) { Legend = "loss" },
                new LineMark(step, [.. step.Select(s => 2e-5 * (1 + Math.Exp(-s / 2e5)))]) { Legend = "trend", IsDashed = true }])]);
    }

    private static Figure LogarithmicAxes() => new("logarithmic-axes", "Few and many decades", [
        new(new("half a decade", IsLogarithmic: true), new("twenty decades", IsLogarithmic: true), [new LineMark([3, 4, 8], [1e-15, 1, 1e5])]),
        new(new("one decade and a half", IsLogarithmic: true), new("two decades", IsLogarithmic: true), [new LineMark([0.02, 0.1, 0.9], [0.3, 1, 50])]),
        new(new("six decades", IsLogarithmic: true), new("percents", IsLogarithmic: true), [new LineMark([1e-3, 1, 1e3], [1.02, 1, 1.05])]),
        new(new("six hundred decades", IsLogarithmic: true), new("negative"), [new LineMark([1e-300, 1, 1e300], [-5e6, -2e6, -1e6])])]);

    private static Figure LongWords() => new("long-words", "A title that goes on and on until it has said everything that there is to say about this figure, and which nobody would ever read to its end, let alone understand", [
        new(
            new("an axis with a label that is far longer than any label should be, so that it has to be broken into lines below the numbers of the axis (in units that nobody has ever heard of)"),
            new("a vertical axis with a label that is far longer than any label should be, so that it has to be broken too"),
            [
                new LineMark([0, 1], [0, 1]) { Legend = "a name in the legend that is so long that it does not fit into one line of the legend above the plot, whatever the width of the plot may be" },
                new LineMark([0, 1], [1, 0]) { Legend = "another" },
                new RuleMark(0.98, "a rule with a long word about it") { IsVertical = true },
                new RuleMark(0.97, "another rule, near the first one") { IsVertical = true },
                new RuleMark(1, "at the upper end"),
                new RuleMark(0, "at the lower end"),
                new TextMark(1, 1, "in the corner, where there is little room"),
                new TextMark(1, 0, "in the other corner")]) { Title = "The title of a panel that is longer than the panel is wide, as titles tend to be when nobody looks" },
        new(new("x"), new("y"), [new LineMark([0, 1], [0, 1])])]);

    private static Figure SingleValues() => new("single-values", "One value", [
        new(new("x"), new("y"), [new ScatterMark([7], [1e-12])]),
        new(new("x", IsLogarithmic: true), new("y", IsLogarithmic: true), [new ScatterMark([7], [1e-12])]),
        new(new("x") { Low = 0, High = 1 }, new("y") { Low = 5 }, [new LineMark([-1, 2], [0, 1])]),
        new(new("place") { Categories = ["only"] }, new("y"), [new BarMark([0])])]);

    private static Figure Empty() => new("empty", "Nothing", [
        new(new("x"), new("y"), []),
        new(new("x", IsLogarithmic: true), new("y"), [new LineMark([], []), new ScatterMark([-1], [double.NaN]), new BandMark([1], [1], [2]), new LineMark([double.NaN], [1]) { HasArrow = true }])]);

    private static Figure ManySeries() => new("many-series", "Ten curves", [
        new(new("x"), new("y"), [.. Enumerable.Range(0, 10).Select(k => new LineMark(Range(0, 10, 50), [.. Range(0, 10, 50).Select(x => Math.Cos(x / 3) + (k / 3.0))]) { Legend = $"k = {k}" })])]);

    private static double[] Range(double from, double to, int count) => [.. Enumerable.Range(0, count).Select(i => from + ((to - from) * i / (count - 1)))];
}
