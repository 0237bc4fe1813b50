using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Gradient descent against RMSProp and Adam on quadratics of large condition: what adaptive steps gain, and what they lose.</summary>
internal sealed class IllConditionedQuadratic : Experiment<IllConditionedQuadraticSpec>
{
    public override string Name => "ill-conditioned-quadratic";

    public override string Title => "Adaptive steps even out the axes, do not converge with a fixed step, and lose their gain when the axes are turned";

    public override string About => """
        Minimise ½·θᵀHθ with a diagonal H, whose entries are its eigenvalues λ. Gradient descent shrinks each coordinate by 1 − αλ in a step: the small eigenvalues are slow. RMSProp and Adam divide each coordinate's gradient by its own recent size, so that all coordinates move at
        the same speed, whatever λ is.

        The exercise takes 100 eigenvalues from 0.1 to 100 and starts at θ₀ = 0, which is the minimum: nothing happens. From θ₀ = (1, …, 1) gradient descent with α = 0.01 reaches ‖θ‖ = 1e-7 after 16 111 steps, not 10 000, and the
        best step 2/(100 + 0.1) needs 8233. RMSProp with step 0.1 passes below 1e-7 early and then leaves again: with a fixed step it has no limit but a cycle. Adam arrives at step 291 and stays for thousands of steps, until it too leaves for a moment.

        The published solution (50 eigenvalues, NumPy's seed 42) prints "51 iterations" for both methods: the length of the list of every hundredth state, 5000/100, whatever happens. RMSProp ends in a
        cycle of ±α/2 in every coordinate, ‖θ‖ = 0.005·√50 = 0.035.

        Dividing by coordinates helps along the axes only. Turn H by a random rotation: scaling the diagonal of R·H·Rᵀ to ones, which is nearly the best that a
        diagonal scaling can do (van der Sluis 1969), leaves the condition number where it was, and Adam loses its advantage.

        Look at the heat maps: gradient descent leaves the small eigenvalues (below) behind, RMSProp treats all alike, and all spike together. Memory: RMSProp keeps one further number per coordinate, Adam two.

        Source: D. Kingma, J. Ba, Adam, ICLR 2015; A. van der Sluis, Condition numbers and equilibration of matrices, Numer. Math. 14 (1969).
        """;

    public override IReadOnlyList<string> Ids => ["S3-C.6", "S3-CS.6"];

    public override ExperimentSpec Quick => new IllConditionedQuadraticSpec { Dimension = 20, Steps = 400, LongSteps = 2000, SolvedSteps = 200 };

    protected override ExperimentResult Run(IllConditionedQuadraticSpec spec, ExperimentContext context)
    {
        double[] spectrum = [.. Enumerable.Range(0, spec.Dimension).Select(i => 0.1 + (99.9 * i / (spec.Dimension - 1)))];
        QuadraticObjective axes = QuadraticObjective.Diagonal(spectrum), turned = new(Turn(spectrum, new RandomSource(spec.Seed)));
        double[] ones = [.. Enumerable.Repeat(1.0, spec.Dimension)];
        double best = RateLaws.BestStep(100, 0.1);
        (string Name, Optimizer Method, double Step, int Steps, QuadraticObjective Objective)[] plans =
        [
            ("gradient descent, step 0.01", new GradientDescent(), 0.01, spec.LongSteps, axes),
            ("gradient descent, step 2/100.1", new GradientDescent(), best, spec.LongSteps, axes),
            ("RMSProp, step 0.1, decay 0.999", new RmsProp(0.999), 0.1, spec.Steps, axes),
            ("Adam, step 0.1, decays 0.9, 0.999", new Adam(0.9, 0.999), 0.1, spec.Steps, axes),
            ("Adam, axes turned", new Adam(0.9, 0.999), 0.1, spec.Steps, turned),
            ("gradient descent, step 2/100.1, axes turned", new GradientDescent(), best, spec.LongSteps, turned),
        ];
        QuadraticRun[] runs = context.ForEach(plans.Length, i => new QuadraticRun(plans[i].Name, plans[i].Method, plans[i].Objective, ones, plans[i].Step, plans[i].Steps), 0, 0.8);
        SolvedQuadratic solved = new(spec);
        double scaled = ScaledCondition(turned.Matrix);
        return new([.. StatedClaims(spec, runs, spectrum, scaled), .. solved.Claims()], [Table(runs), solved.Table()], [Norms(runs), Components(spec, runs, spectrum), solved.Picture()]);
    }

    /// <summary>R·diag(λ)·Rᵀ with a random rotation R.</summary>
    private static Matrix<double> Turn(double[] spectrum, RandomSource random)
    {
        Matrix<double> q = Qr<double>.Factor(Synthetic.Gaussian(random, spectrum.Length, spectrum.Length)).Q, scaled = q.Clone(), h = new(spectrum.Length, spectrum.Length);
        for (int i = 0; i < spectrum.Length; i++)
        {
            for (int j = 0; j < spectrum.Length; j++)
            {
                scaled[i, j] *= Math.Sqrt(spectrum[j]);
            }
        }

        Product.Gram<double>(h.AsSpan(), scaled.Transposed);
        return h;
    }

    /// <summary>κ(DHD) with D = diag(H)^(−½).</summary>
    private static double ScaledCondition(Matrix<double> h)
    {
        Matrix<double> scaled = h.Clone();
        for (int i = 0; i < h.Rows; i++)
        {
            for (int j = 0; j < h.Columns; j++)
            {
                scaled[i, j] /= Math.Sqrt(h[i, i] * h[j, j]);
            }
        }

        double[] values = SymmetricEigen<double>.Factor(scaled).Values;
        return values.Max() / values.Min();
    }

    private static IEnumerable<Claim> StatedClaims(IllConditionedQuadraticSpec spec, QuadraticRun[] runs, double[] spectrum, double scaled)
    {
        double[] zero = new double[spec.Dimension], gradient = new double[spec.Dimension];
        QuadraticObjective.Diagonal(spectrum).Gradient(zero, gradient);
        yield return Claim.AtLeast("S3-C.6", "start", "At the exercise's start θ₀ = 0 there is something to descend: the gradient is not zero (at least 1e-3)", 1e-3, Vectors.Norm(gradient)).Because("θ₀ = 0 is the minimum; ones are taken in its place.");
        yield return Claim.Near("S3-C.6", "descent-steps", "Gradient descent with α = 0.01 reaches ‖θ‖ = 1e-7 in about 10 000 steps, within 20 %", 10000, 2000, runs[0].FirstBelow).Because("It takes 16 111, ln(1e-7)/ln(1 − 0.001). After 10 000 steps ‖θ‖ is 4.5e-5.");
        yield return Claim.Near("S3-C.6", "rmsprop-steps", "RMSProp reaches ‖θ‖ = 1e-7 in about 2000 steps and stays below: the last step with ‖θ‖ ≥ 1e-7 is between 1000 and 3000", 2000, 1000, runs[2].LastAbove).Because("It passes below 1e-7 early and spikes again and again: a fixed step divided by a vanishing size does not converge.");
        yield return Claim.Near("S3-C.6", "descent-law", "Gradient descent with α = 0.01 needs ln(1e-7)/ln(1 − 0.01·0.1) steps to ‖θ‖ = 1e-7, within one", Math.Ceiling(RateLaws.StepsTo(0.999, 1e-7)), 1, runs[0].FirstBelow).Law();
        yield return Claim.Near("S3-C.6", "best-step", "Gradient descent with α = 2/(100 + 0.1), where both ends of the spectrum have the slowest factor 99.9/100.1, needs ln(1e-7/√2)/ln(99.9/100.1) steps to ‖θ‖ = 1e-7, within one", Math.Ceiling(RateLaws.StepsTo(99.9 / 100.1, 1e-7 / Math.Sqrt(2))), 1, runs[1].FirstBelow).Law();
        yield return Claim.Near("S3-C.6", "adam", "Adam first passes ‖θ‖ = 1e-7 at step 291, within one", 291, 1, runs[3].FirstBelow).Law("For 100 eigenvalues. Adam hardly sees their size: all coordinates start at 1 and H is diagonal.");
        yield return Claim.AtLeast("S3-C.6", "adam-stays", "After that Adam stays below ‖θ‖ = 1e-7 for more than half of its steps in a row", runs[3].Norms.Count / 2, runs[3].LongestBelow).Law("It passes 1e-7 at step 291 while it swings, is below for good from about step 350, and leaves twice later for some hundred steps, when the sizes that it divides by have vanished: a fixed step does not converge.");
        yield return Claim.AtLeast("S3-C.6", "turned-condition", "After a random rotation of H, scaling its diagonal to ones leaves at least 0.8 of the condition number 1000", 0.8 * 1000, scaled).Law();
        yield return Claim.AtLeast("S3-C.6", "turned-adam", "With the axes turned ‖θ‖ is still at least 10 000 times 1e-7 after as many steps as Adam needs to 1e-7 along the axes", 1e4, runs[4].At(Math.Max(1, runs[3].FirstBelow)) / 1e-7).Law();
        yield return Claim.Near("S3-C.6", "turned-descent", "Turning the axes does not change the number of steps that gradient descent needs, within 1 % (measured: the quotient)", 1, 0.01, runs[5].FirstBelow / (double)runs[1].FirstBelow).Law("The start has other components, all of size about one.");
    }

    private static ResultTable Table(QuadraticRun[] runs) => new(
        "stated",
        "100 eigenvalues from 0.1 to 100, from θ₀ = (1, …, 1)",
        ["method", "steps run", "first step with ‖θ‖ < 1e-7 (the last step if none)", "last step with ‖θ‖ ≥ 1e-7", "‖θ‖ after 2000 steps", "‖θ‖ in the end", "numbers kept per coordinate"],
        [.. runs.Select(run => (IReadOnlyList<Cell>)[run.Name, run.Norms.Count - 1, run.FirstBelow, run.LastAbove, run.At(2000), run.Norms[^1], run.Name.StartsWith("Adam", StringComparison.Ordinal) ? 3 : run.Name.StartsWith("RMS", StringComparison.Ordinal) ? 2 : 1])]);

    private static Figure Norms(QuadraticRun[] runs) => new("norms", "Steps of the methods, along the axes and turned",
    [
        new Panel(new("step t", true), new("distance ‖θ‖", true) { Low = 1e-9, High = 100 }, [.. runs.Take(4).Select((run, i) => run.Line(i)), new RuleMark(1e-7, "1e-7")]) { Title = "H diagonal: adaptive steps are faster" },
        new Panel(new("step t", true), new("distance ‖θ‖", true) { Low = 1e-9, High = 100 }, [runs[4].Line(3), runs[5].Line(1), new RuleMark(1e-7, "1e-7")]) { Title = "H turned: they are not" },
    ])
    {
        Caption = "Left: RMSProp comes close and leaves again and again; Adam arrives, and leaves twice near the end. Right: with the same eigenvalues along other directions Adam's advantage is gone, while gradient descent does not notice.",
    };

    private static Figure Components(IllConditionedQuadraticSpec spec, QuadraticRun[] runs, double[] spectrum)
    {
        int[] chosen = [.. new[] { 0, spec.Dimension / 4, spec.Dimension / 2, 3 * spec.Dimension / 4, spec.Dimension - 1 }.Distinct()];
        QuadraticRun descent = runs[0], adaptive = runs[2];
        List<Mark> lines = [];
        for (int k = 0; k < chosen.Length; k++)
        {
            double factor = Math.Abs(1 - (0.01 * spectrum[chosen[k]]));
            int index = chosen[k];
            (int Step, double Size)[] early = [.. descent.Early.Select(entry => (entry.Step, Math.Abs(entry.State[index])))];
            double[] t = [.. early.Select(entry => (double)entry.Step)];
            lines.Add(new ScatterMark(t, [.. early.Select(entry => entry.Size)]) { Legend = $"λ = {spectrum[index].ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)}", Color = k });
            lines.Add(new LineMark(t, [.. early.Select(entry => RateLaws.Power(factor, entry.Step))]) { IsDashed = true, Color = k });
        }

        return new("components", "One coordinate for each eigenvalue",
        [
            new Panel(new("step t", true), new("component |θ_i|", true) { Low = 1e-10, High = 2 }, lines) { Title = "Gradient descent; dashed: (1 − αλ)^t" },
            Heat("Gradient descent, step 0.01", descent, spectrum),
            Heat("RMSProp, step 0.1", adaptive, spectrum),
        ])
        {
            PanelsPerRow = 3,
            Caption = "Left and middle: gradient descent clears the large eigenvalues at once (λ = 100 in a single step) and leaves the smallest. Right: RMSProp treats all eigenvalues alike; all fall below 1e-15 early, and all come back (bright) more and more often.",
        };
    }

    private static Panel Heat(string title, QuadraticRun run, double[] spectrum) => new(
        new("step t"),
        new("eigenvalue λ"),
        [new HeatMark([.. run.Shown.Select(step => (double)step)], spectrum, [.. Enumerable.Range(0, spectrum.Length).SelectMany(i => run.States.Select(state => Math.Max(1e-16, Math.Abs(state[i]))))], "component |θ_i|") { IsLogarithmic = true }])
    { Title = title };
}

/// <summary>Parameters of <see cref="IllConditionedQuadratic"/>.</summary>
internal sealed record IllConditionedQuadraticSpec : ExperimentSpec
{
    [Parameter("eigenvalues, evenly from 0.1 to 100", Minimum = 5, Maximum = 500)]
    public int Dimension { get; init; } = 100;

    [Parameter("steps of RMSProp and Adam", Minimum = 10, Maximum = 1000000)]
    public int Steps { get; init; } = 10000;

    [Parameter("steps of gradient descent", Minimum = 10, Maximum = 1000000)]
    public int LongSteps { get; init; } = 17000;

    [Parameter("steps of the published solution", Minimum = 10, Maximum = 1000000)]
    public int SolvedSteps { get; init; } = 5000;

    [Parameter("seed of NumPy's stream for the published solution", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;
}
