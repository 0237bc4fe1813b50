using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Three quadratic forms with one condition number and different geometry.</summary>
internal sealed class ConditionGeometry : Experiment<ConditionGeometrySpec>
{
    private const string Id = "S3-A.18";

    public override string Name => "condition-geometry";

    public override string Title => "One condition number, three landscapes";

    public override string About => """
        True or false: the condition number κ of the Hessian determines both how fast gradient descent converges and what the landscape looks like. The book: false, and it is.

        Three diagonal Hessians Λ of order n have eigenvalues from 1 to κ: all but one at κ; all but one at 1; spread evenly on a logarithmic scale. The loss is ½xᵀΛx, the start x = (1, …, 1). κ bounds the rate of the slowest direction,
        (κ − 1)/(κ + 1) with the step 2/(1 + κ), and for all three the bound is reached. But the trace, the loss on the way, and the number of steps that conjugate gradients need differ by factors of more than twenty:
        in exact arithmetic conjugate gradients end after as many steps as there are different eigenvalues. Their steps are counted until the gradient Λx is shorter than 1e-6.

        Look at the first figure: the lines become parallel, but stay far apart.

        Source: G. Golub and C. Van Loan, Matrix Computations, section 11.3; B. Polyak, Introduction to Optimization, section 1.4.
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new ConditionGeometrySpec();

    protected override ExperimentResult Run(ConditionGeometrySpec spec, ExperimentContext context)
    {
        double[] spread = [.. GradedSpectrum.Create(spec.Size, spec.Condition).Select(value => value * spec.Condition)];
        Landscape[] landscapes =
        [
            Measure(spec, "all but one at κ", [1, .. Enumerable.Repeat(spec.Condition, spec.Size - 1)]),
            Measure(spec, "all but one at 1", [.. Enumerable.Repeat(1.0, spec.Size - 1), spec.Condition]),
            Measure(spec, "spread evenly", spread),
        ];
        return new([.. Claims(spec, landscapes)], [Table(spec, landscapes)], [LossFigure(spec, landscapes), SpectrumFigure(landscapes)]);
    }

    private static Landscape Measure(ConditionGeometrySpec spec, string name, double[] eigenvalues)
    {
        double[] x = [.. Enumerable.Repeat(1.0, spec.Size)], losses = new double[spec.Steps + 1];
        for (int t = 0; t <= spec.Steps; t++)
        {
            losses[t] = eigenvalues.Zip(x, (eigenvalue, value) => eigenvalue * value * value).Sum() / 2;
            for (int j = 0; j < x.Length; j++)
            {
                x[j] *= 1 - (RateLaws.BestStep(spec.Condition, 1) * eigenvalues[j]);
            }
        }

        return new(name, eigenvalues, losses, ConjugateSteps(eigenvalues));
    }

    /// <summary>Steps of conjugate gradients on ½xᵀΛx from ones until the gradient is at most 1e-6 long. The way to the minimum solves Λ·d = Λ·1, with the same gradients.</summary>
    private static int ConjugateSteps(double[] eigenvalues)
    {
        ConjugateGradientSolution<double> descent = ConjugateGradientSolver.Solve(new DiagonalOperator<double>(eigenvalues), eigenvalues, new() { RelativeTolerance = 1e-13, KeepHistory = true });
        return descent.History.Where(record => record.ResidualNorm <= 1e-6).Select(record => record.Iteration).FirstOrDefault(descent.Iterations);
    }

    private static IEnumerable<Claim> Claims(ConditionGeometrySpec spec, Landscape[] landscapes)
    {
        double[] losses = [.. landscapes.Select(landscape => landscape.Losses[^1])], traces = [.. landscapes.Select(landscape => landscape.Eigenvalues.Sum())];
        yield return Claim.AtLeast(Id, "loss", "κ does not determine the loss on the way: after the same number of gradient descent steps the largest of three losses is at least 10 times the smallest", 10, losses.Max() / losses.Min());
        yield return Claim.AtLeast(Id, "geometry", "κ does not determine the geometry: the largest of three traces is at least 10 times the smallest", 10, traces.Max() / traces.Min());
        yield return Claim.AtLeast(Id, "conjugate-gradients", "κ does not determine the number of steps of conjugate gradients: the largest of three numbers is at least 10 times the smallest", 10,
            (double)landscapes.Max(landscape => landscape.ConjugateSteps) / landscapes.Min(landscape => landscape.ConjugateSteps));
        double factor = RateLaws.BestFactor(spec.Condition);
        yield return Claim.AtMost(Id, "rate", "With the step 2/(1 + κ) gradient descent multiplies the loss by ((κ − 1)/(κ + 1))² a step where all eigenvalues are 1 or κ: relative difference below 1e-12", 1e-12,
            landscapes.Take(2).Max(landscape => Math.Abs((landscape.Losses[^1] / landscape.Losses[^2] / (factor * factor)) - 1))).Law();
        if (spec is not { Size: 50, Condition: 100, Steps: 50 })
        {
            yield break;
        }

        double[] publishedTraces = [4901, 149, 1105], publishedLosses = [332, 10.1, 7.2];
        double[] publishedSteps = [2, 2, 53];
        for (int i = 0; i < landscapes.Length; i++)
        {
            yield return Claim.Near(Id, $"trace-{i + 1}", $"Order 50, κ = 100, eigenvalues {landscapes[i].Name}: the trace is {publishedTraces[i]}", publishedTraces[i], 0.5, traces[i]).Law();
            yield return Claim.Near(Id, $"loss-{i + 1}", $"Order 50, κ = 100, eigenvalues {landscapes[i].Name}: after 50 steps from ones the loss is {publishedLosses[i]}", publishedLosses[i], i == 0 ? 0.5 : 0.05, losses[i]).Law();
            yield return Claim.Near(Id, $"conjugate-{i + 1}", $"Order 50, κ = 100, eigenvalues {landscapes[i].Name}: conjugate gradients from ones need {publishedSteps[i]} steps to a gradient of 1e-6{(i == 2 ? ", give or take one" : string.Empty)}", publishedSteps[i], i == 2 ? 1 : 0,
                landscapes[i].ConjugateSteps).Law(i == 2 ? "In exact arithmetic the end is reached after 50 steps. Rounding adds some, and how it falls out may move the count by one." : string.Empty);
        }
    }

    private static ResultTable Table(ConditionGeometrySpec spec, Landscape[] landscapes) => new(
        "landscapes",
        $"Three Hessians of order {spec.Size} with κ = {spec.Condition}",
        ["eigenvalues", "trace", $"loss after {spec.Steps} steps of gradient descent", "steps of conjugate gradients to a gradient of 1e-6"],
        [.. landscapes.Select(landscape => (IReadOnlyList<Cell>)[landscape.Name, landscape.Eigenvalues.Sum(), landscape.Losses[^1], landscape.ConjugateSteps])]);

    private static Figure LossFigure(ConditionGeometrySpec spec, Landscape[] landscapes)
    {
        double[] steps = [.. Enumerable.Range(0, landscapes[0].Losses.Length).Select(t => (double)t)];
        double factor = RateLaws.BestFactor(spec.Condition), end = landscapes[^1].Losses[^1];
        return new(
            "loss",
            "Gradient descent with the best step on three landscapes",
            [
                new(
                    new("steps"),
                    new("loss ½xᵀΛx", true),
                    [
                        .. landscapes.Select((landscape, i) => new LineMark(steps, landscape.Losses) { Legend = $"eigenvalues {landscape.Name}", Color = i }),
                        new LineMark(steps, [.. steps.Select(t => end / RateLaws.Power(factor * factor, landscapes[0].Losses.Length - 1 - (int)t))]) { Legend = "theory, the slope ((κ − 1)/(κ + 1))² a step", IsDashed = true, Color = 3 },
                    ]),
            ])
        { Caption = "One condition number: in the end all lines have the slope of theory. Their heights differ." };
    }

    private static Figure SpectrumFigure(Landscape[] landscapes) => new(
        "spectra",
        "Three spectra with one condition number",
        [
            new(
                new("index of the eigenvalue, the smallest first"),
                new("eigenvalue", true),
                [.. landscapes.Select(landscape => new LineMark([.. Enumerable.Range(1, landscape.Eigenvalues.Length).Select(j => (double)j)], [.. landscape.Eigenvalues.Order()]) { Legend = landscape.Name })]),
        ])
    { Caption = "All three spectra have the same smallest and the same largest eigenvalue, and the condition number sees only these two." };

    private sealed record Landscape(string Name, double[] Eigenvalues, double[] Losses, int ConjugateSteps);
}

/// <summary>Parameters of <see cref="ConditionGeometry"/>.</summary>
internal sealed record ConditionGeometrySpec : ExperimentSpec
{
    [Parameter("order of the Hessians", Minimum = 3, Maximum = 1000)]
    public int Size { get; init; } = 50;

    [Parameter("condition number κ", Minimum = 2, Maximum = 1e6)]
    public double Condition { get; init; } = 100;

    [Parameter("steps of gradient descent", Minimum = 2, Maximum = 10000)]
    public int Steps { get; init; } = 50;
}
