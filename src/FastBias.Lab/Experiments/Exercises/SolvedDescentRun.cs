using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The published solution's run on NumPy's data: step 0.005/λ_max on ½‖X·w − y‖².</summary>
internal sealed class SolvedDescentRun
{
    private static readonly int[] s_shown = [0, 100, 1000, 5000, 10000, 20000, 23371, 50000];

    private readonly IReadOnlyList<OptimizerRecord> _records;
    private readonly double[] _end;
    private readonly double[] _solution;
    private readonly double _factor;
    private readonly double _truthLength;

    private SolvedDescentRun(IReadOnlyList<OptimizerRecord> records, double[] end, double[] solution, double factor, double truthLength) =>
        (_records, _end, _solution, _factor, _truthLength) = (records, end, solution, factor, truthLength);

    public static SolvedDescentRun Create(StepSizeSpec spec, ExperimentContext context)
    {
        NumPyLegacyRandom random = new((uint)spec.PublishedSeed);
        Matrix<double> x = random.Normal(50, 200);
        double[] truth = [.. random.Normal(5), .. new double[195]];
        double[] y = Regression.Targets(x, truth, random.Normal(50, 0.01));
        double[] sigma = Regression.SingularValues(x);
        double step = 0.005 / (sigma[0] * sigma[0]);
        OptimizerResult run = new GradientDescent().Run(new LeastSquaresObjective(x, y), new double[200], new() { Step = step, MaxIterations = spec.SolvedSteps, RecordEvery = 1, Cancellation = context.Cancellation });
        return new(run.Trajectory, run.Point, Regression.MinimumNorm(x, y), 1 - (step * sigma[^1] * sigma[^1]), Vectors.Norm(truth));
    }

    public IEnumerable<Claim> Claims()
    {
        OptimizerRecord later = _records[Math.Min(10000, _records.Count - 1)];
        double length = Vectors.Norm(_solution);
        yield return Claim.Near("S3-CS.1", "length", "The norm of gradient descent's result is 8.336245", 8.336245, 5e-7, _records[^1].Norm).Because("NumPy's stream gives 0.781791, about √(m/n)·‖w_true‖ = 0.77.");
        yield return PublishedValue.Within("S3-CS.1", "loss", "After 10 000 steps the loss is", 5e-6, 2, later.Value).Because("It falls by 0.99933² in a step, and gets lower than published.");
        yield return PublishedValue.Within("S3-CS.1", "gradient", "After 10 000 steps the gradient's norm ‖∇ℓ‖ is", 1.2e-4, 2, later.GradientNorm).Because("It is about σ·√(2ℓ) with the loss ℓ and a singular value σ of X of about 8: over eighty times the published number, which does not fit the published loss either.");
        yield return Claim.AtLeast("S3-CS.1", "steps", "50 000 steps are needed to ‖∇ℓ‖ < 1e-6 (at least 45 000)", 45000, StepsTo(1e-6)).Because("It takes 23 371. And the step is 200 to 400 times smaller than it may be: with the best one about 60 steps do.");
        yield return Claim.AtMost("S3-CS.1", "minimum-norm", "Gradient descent reaches the solution of minimum norm: the unit vectors of both differ by less than 3.2e-5", 3.2e-5, Vectors.Distance(Vectors.Times(1 / Vectors.Norm(_end), _end), Vectors.Times(1 / length, _solution)))
            .Because("They agree to rounding.");
        yield return Claim.Near("S3-CS.1", "length-digits", "In NumPy's stream of seed 42 the norm of X⁺y is 0.781791", 0.781791, 1e-6, length).Law();
        yield return Claim.Near("S3-CS.1", "steps-digits", "In NumPy's stream of seed 42 the gradient's norm is below 1e-6 from step 23 371 on", 23371, 2, StepsTo(1e-6)).Law("From λ_max by a singular value decomposition; a power iteration ends a little below.");
        yield return Claim.Near("S3-CS.1", "factor", "The slowest factor 1 − α·σ_min² is 0.99933", 0.99933, 5e-6, _factor).Law();
    }

    public ResultTable Table()
    {
        int[] shown = [.. s_shown.Where(t => t < _records.Count)];
        return new(
            "solved",
            "The published solution's run on NumPy's data",
            ["step", "loss ½‖X·w − y‖²", "‖∇ℓ‖", "‖w‖"],
            [.. shown.Select(t => (IReadOnlyList<Cell>)[t, _records[t].Value, _records[t].GradientNorm, _records[t].Norm])]);
    }

    public Figure Picture()
    {
        int stride = Math.Max(1, _records.Count / 500);
        OptimizerRecord[] shown = [.. _records.Where((record, t) => t % stride == 0)];
        double[] t = [.. shown.Select(record => (double)record.Iteration)];
        return new("solved-run", "The published solution's run: a true conclusion with other numbers",
        [
            new Panel(new("step t"), new("norm of the gradient ‖∇ℓ‖", true),
            [
                new LineMark(t, [.. shown.Select(record => record.GradientNorm)]) { Legend = "measured" },
                new LineMark([0, t[^1]], [shown[0].GradientNorm, shown[0].GradientNorm * RateLaws.Power(_factor, (int)t[^1])]) { Legend = "(1 − α·σ_min²)^t", IsDashed = true },
                new RuleMark(1e-6, "1e-6"),
            ]) { Title = "The gradient, against its slowest factor" },
            new Panel(new("step t"), new("norm ‖w‖"),
            [
                new LineMark(t, [.. shown.Select(record => record.Norm)]) { Color = 0 },
                new RuleMark(Vectors.Norm(_solution), "‖X⁺y‖"),
            ]) { Title = "The norm" },
        ])
        {
            Caption = $"With a step hundreds of times smaller than allowed, the gradient falls below 1e-6 at step 23 371 of 50 000. The norm tends to 0.7818, not to the published 8.34, which is more than ‖w_true‖ = {_truthLength.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)}.",
        };
    }

    /// <summary>The first step from which the gradient is smaller; the number of steps done where it never is.</summary>
    private int StepsTo(double gradient) => _records.Where(record => record.GradientNorm < gradient).Select(record => record.Iteration).DefaultIfEmpty(_records[^1].Iteration).First();
}
