using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The exercise as stated: more rows than columns, so that there is one non-negative solution and nothing to choose.</summary>
internal sealed class TallMirror
{
    private readonly double[] _truth;
    private readonly double[] _reference;
    private readonly double[] _projected;
    private readonly double[] _exponentiated;

    public TallMirror(MirrorDescentSpec spec, RandomSource random)
    {
        _truth = [.. Enumerable.Range(0, 20).Select(i => i < 10 ? Math.Abs(random.Gaussian()) : 0)];
        Matrix<double> x = Synthetic.Gaussian(random, 50, 20);
        double[] y = Regression.Targets(x, _truth, Synthetic.Gaussian(random, 50, 0.1));
        _reference = NonNegativeSolver.Solve<double>(x, y).X;
        LeastSquaresObjective objective = new(x, y, LossScaling.HalfMean);
        double step = 1 / Regression.Curvatures(x)[0];
        _projected = new ProjectedGradient(Projections.NonNegative).Run(objective, [.. Enumerable.Repeat(0.1, 20)], new() { Step = step, MaxIterations = spec.TallSteps, GradientTolerance = 1e-13 }).Point;
        _exponentiated = new ExponentiatedGradient().Run(objective, [.. Enumerable.Repeat(0.1, 20)], new() { Step = 0.3 * step, MaxIterations = spec.TallSteps }).Point;
    }

    public IEnumerable<Claim> Claims()
    {
        const string Unique = "With more rows than columns the non-negative least squares problem has one solution, and both methods end there.";
        yield return Claim.AtMost("S3-C.15", "sparser", "Exponentiated gradient is sparser than projected gradient: it has at most two thirds as many entries above 0.01", 2.0 / 3, (double)Large(_exponentiated) / Large(_projected)).Because(Unique);
        yield return Claim.AtMost("S3-C.15", "smaller-sum", "Exponentiated gradient's L1 norm is about half (12 against 25): at most 0.6 of that of projected gradient", 0.6, _exponentiated.Sum() / _projected.Sum()).Because(Unique);
        yield return Claim.AtMost("S3-C.15", "same-projected", "Projected gradient ends at the solution of the non-negative least squares solver, within 1e-10", 1e-10, Vectors.Distance(_projected, _reference)).Law();
        yield return Claim.AtMost("S3-C.15", "same-exponentiated", "Exponentiated gradient ends at that solution too, within 1e-3 (it approaches zeros slowly)", 1e-3, Vectors.Distance(_exponentiated, _reference)).Law();
        yield return Claim.AtLeast("S3-C.15", "exact-zeros", "Projected gradient has at least one entry that is exactly zero", 1, _projected.Count(value => value == 0)).Law();
        yield return Claim.AtMost("S3-C.15", "no-zeros", "Exponentiated gradient has no entry that is exactly zero", 0, _exponentiated.Count(value => value == 0)).Law();
    }

    public ResultTable Table() => new(
        "tall",
        "As stated: 50 rows, 20 columns, w ≥ 0, σ = 0.1",
        ["method", "‖w‖₁", "‖w‖", "entries below 0.01", "entries exactly zero", "distance to the non-negative least squares solution", "distance to the truth"],
        [.. Methods.Select(method => (IReadOnlyList<Cell>)
            [method.Name, method.W.Sum(), Vectors.Norm(method.W), method.W.Count(value => value < 0.01), method.W.Count(value => value == 0), Vectors.Distance(method.W, _reference), Vectors.Distance(method.W, _truth)])]);

    public Figure Picture() => new("one-solution", "With more rows than columns both methods end at the same point",
    [
        new Panel(new("coefficient") { Categories = [.. Enumerable.Range(1, 20).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))] }, new("value of the coefficient"),
            [new BarMark(_projected) { Legend = "projected gradient" }, new BarMark(_exponentiated) { Legend = "exponentiated gradient" }]) { Title = "Coefficients" },
        new Panel(new("projected gradient"), new("exponentiated gradient"), [new LineMark([0, _projected.Max()], [0, _projected.Max()]) { Legend = "equal", IsDashed = true }, new ScatterMark(_projected, _exponentiated) { Legend = "coefficients" }]) { Title = "One against the other" },
    ])
    {
        Caption = "50 rows, 20 columns: the coefficients of the two methods coincide, because there is only one solution.",
    };

    private (string Name, double[] W)[] Methods => [("non-negative least squares", _reference), ("projected gradient", _projected), ("exponentiated gradient", _exponentiated)];

    private static int Large(double[] w) => w.Count(value => value >= 0.01);
}
