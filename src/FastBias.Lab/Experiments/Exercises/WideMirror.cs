using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>More unknowns than rows, a sparse truth: the start of exponentiated gradient decides how sparse the solution is.</summary>
internal sealed class WideMirror
{
    private const int Rows = 40;
    private const int Columns = 200;

    private readonly MirrorDescentSpec _spec;
    private readonly double[] _truth;
    private readonly Outcome[] _outcomes;
    private readonly Outcome _projected;
    private readonly Outcome _shortest;
    private readonly double _optimum;

    public WideMirror(MirrorDescentSpec spec, RandomSource random, ExperimentContext context)
    {
        _spec = spec;
        _truth = new double[Columns];
        for (int i = 0; i < 5; i++)
        {
            _truth[i] = 0.5 + Math.Abs(random.Gaussian());
        }

        Matrix<double> x = Synthetic.Gaussian(random, Rows, Columns);
        double[] y = Vectors.Multiply(x, _truth);
        LeastSquaresObjective objective = new(x, y, LossScaling.HalfMean);
        _optimum = BasisPursuitSolver.Solve<double>(x, y).OneNorm;
        _outcomes = context.ForEach(spec.Starts.Count, i =>
        {
            double[] start = [.. Enumerable.Repeat(spec.Starts[i], Columns)];
            return Judge($"exponentiated, α = {spec.Starts[i].ToString("G2", System.Globalization.CultureInfo.InvariantCulture)}", x, y,
                new ExponentiatedGradient().Run(objective, start, new() { Step = spec.Step, MaxIterations = spec.Steps }).Point, spec.Starts[i]);
        }, 0, 0.8);
        _projected = Judge("projected gradient from 0", x, y, new ProjectedGradient(Projections.NonNegative).Run(objective, new double[Columns], new() { Step = 1 / Regression.Curvatures(x)[0], MaxIterations = spec.Steps, GradientTolerance = 1e-12 }).Point, double.NaN);
        _shortest = Judge("minimum norm", x, y, Regression.MinimumNorm(x, y), double.NaN);
    }

    public IEnumerable<Claim> Claims()
    {
        Outcome last = _outcomes[^1];
        yield return Claim.Near("S3-C.15", "sparse-limit", "From the smallest start exponentiated gradient's sum is that of the linear program (least ‖w‖₁ with X·w = y), within 0.1 %", 1, 1e-3, last.OneNorm / _optimum).Law();
        yield return Claim.AtMost("S3-C.15", "recovers", "From the smallest start exponentiated gradient recovers the sparse truth: the distance is below 1 % of its norm", 0.01, last.Error / Vectors.Norm(_truth)).Law();
        yield return Claim.AtMost("S3-C.15", "smaller-start", "A smaller start α gives a smaller sum ‖w‖₁: the number of exceptions is zero", 0, Enumerable.Range(1, _outcomes.Length - 1).Count(i => _outcomes[i].OneNorm > _outcomes[i - 1].OneNorm)).Law();
        yield return Claim.AtMost("S3-C.15", "kkt", "ln(w/α) lies in the row space of X: the part outside is below 1e-9 of it for every start", 1e-9, _outcomes.Max(outcome => outcome.MirrorResidual)).Law();
        yield return Claim.AtLeast("S3-C.15", "projected", "Projected gradient from zero ends with at least 1.3 times the least sum", 1.3, _projected.OneNorm / _optimum).Law("It looks for no sparse solution; it stops at the first it meets.");
    }

    public ResultTable Table() => new(
        "wide",
        $"40 rows, 200 columns, five positive coefficients, no noise; the linear program's least sum is {_optimum.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)}",
        ["method", "distance to the truth", "‖w‖₁", "training error", "entries above 0.01", "part of ln(w/α) outside the row space"],
        [.. _outcomes.Append(_projected).Append(_shortest).Select(outcome => (IReadOnlyList<Cell>)[outcome.Name, outcome.Error, outcome.OneNorm, outcome.Train, outcome.Large, outcome.MirrorResidual])]);

    public Figure Picture(double[] reference)
    {
        double[] starts = [.. _spec.Starts];
        List<Mark> errors = [new LineMark(starts, [.. _outcomes.Select(outcome => outcome.Error)]) { Legend = "exponentiated gradient", HasPoints = true }, new RuleMark(_projected.Error, "projected gradient")];
        if (reference.Length == starts.Length)
        {
            errors.Insert(1, new LineMark(starts, reference) { Legend = "another draw, computed with NumPy", IsDashed = true });
        }

        return new("start", "The start decides how sparse the solution is",
        [
            new Panel(new("start α", true), new("sum of the entries ‖w‖₁", true),
            [
                new LineMark(starts, [.. _outcomes.Select(outcome => outcome.OneNorm)]) { Legend = "exponentiated gradient", HasPoints = true },
                new RuleMark(_optimum, "linear program"), new RuleMark(_projected.OneNorm, "projected gradient"),
            ]) { Title = "The sum falls to the least possible" },
            new Panel(new("start α", true), new("distance to the sparse truth", true), errors) { Title = "The solution approaches the sparse truth" },
        ])
        {
            Caption = "From a large start the result is as dense as that of projected gradient or worse; from a small one it is the sparse solution that the linear program finds.",
        };
    }

    private Outcome Judge(string name, Matrix<double> x, double[] y, double[] w, double start)
    {
        double residual = double.NaN;
        if (!double.IsNaN(start))
        {
            double[] logarithm = [.. w.Select(value => Elementary.Log(value / start))];
            residual = Vectors.Norm(new LinearDynamics(x, y).NullPart(logarithm)) / Vectors.Norm(logarithm);
        }

        return new(name, Vectors.Distance(w, _truth), w.Sum(Math.Abs), Regression.MeanSquare(x, w, y), w.Count(value => Math.Abs(value) > 0.01), residual);
    }

    private sealed record Outcome(string Name, double Error, double OneNorm, double Train, int Large, double MirrorResidual);
}
