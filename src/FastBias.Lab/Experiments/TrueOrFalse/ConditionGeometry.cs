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

        Three diagonal Hessians of order n have the eigenvalues 1 to κ: all but one at κ; all but one at 1; spread evenly on a logarithmic scale. κ bounds the rate of the slowest direction,
        (κ − 1)/(κ + 1) with the step 2/(1 + κ), and for all three the bound is reached. But the trace, the loss on the way, and the steps that conjugate gradients need differ by factors of thirty. Conjugate gradients
        end after as many steps as there are different eigenvalues.

        Look at the figure: the lines are parallel, but far apart.

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
        return new([.. Claims(spec, landscapes)], [Table(spec, landscapes)], [LossFigure(landscapes), SpectrumFigure(landscapes)]);
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

        double[] ones = [.. Enumerable.Repeat(1.0, spec.Size)];
        ConjugateGradientSolution<double> descent = ConjugateGradientSolver.Solve(new DiagonalOperator<double>(eigenvalues), ones, new() { RelativeTolerance = 1e-10, KeepHistory = true });
        return new(name, eigenvalues, losses, descent.Iterations);
    }

    private static IEnumerable<Claim> Claims(ConditionGeometrySpec spec, Landscape[] landscapes)
    {
        double[] losses = [.. landscapes.Select(landscape => landscape.Losses[^1])], traces = [.. landscapes.Select(landscape => landscape.Eigenvalues.Sum())];
        yield return Claim.AtLeast(Id, "loss", "κ does not determine the loss on the way: after the same number of steps the largest is at least 10 times the smallest", 10, losses.Max() / losses.Min());
        yield return Claim.AtLeast(Id, "geometry", "κ does not determine the geometry: the largest trace is at least 10 times the smallest", 10, traces.Max() / traces.Min());
        yield return Claim.AtLeast(Id, "conjugate-gradients", "κ does not determine the steps of conjugate gradients: the most are at least 10 times the fewest", 10,
            (double)landscapes.Max(landscape => landscape.ConjugateSteps) / landscapes.Min(landscape => landscape.ConjugateSteps));
        double factor = RateLaws.BestFactor(spec.Condition);
        yield return Claim.AtMost(Id, "rate", "In the end each loss falls by ((κ − 1)/(κ + 1))² a step in the first two, exactly: relative difference below 1e-12", 1e-12,
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
            yield return Claim.Near(Id, $"conjugate-{i + 1}", $"Order 50, κ = 100, eigenvalues {landscapes[i].Name}: conjugate gradients need {publishedSteps[i]} steps{(i == 2 ? ", give or take 12" : string.Empty)}", publishedSteps[i], i == 2 ? 12 : 0,
                landscapes[i].ConjugateSteps).Law(i == 2 ? "In exact arithmetic at most 50; rounding adds some, and the count depends on the stopping rule." : string.Empty);
        }
    }

    private static ResultTable Table(ConditionGeometrySpec spec, Landscape[] landscapes) => new(
        "landscapes",
        $"Three Hessians of order {spec.Size} with κ = {spec.Condition}",
        ["eigenvalues", "trace", $"loss after {spec.Steps} steps", "steps of conjugate gradients"],
        [.. landscapes.Select(landscape => (IReadOnlyList<Cell>)[landscape.Name, landscape.Eigenvalues.Sum(), landscape.Losses[^1], landscape.ConjugateSteps])]);

    private static Figure LossFigure(Landscape[] landscapes) => new(
        "loss",
        "Gradient descent with the best step on three landscapes",
        [
            new(
                new("step"),
                new("loss", true),
                [.. landscapes.Select(landscape => new LineMark([.. Enumerable.Range(0, landscape.Losses.Length).Select(t => (double)t)], landscape.Losses) { Legend = landscape.Name })]),
        ])
    { Caption = "One condition number: the slopes agree in the end. The heights do not." };

    private static Figure SpectrumFigure(Landscape[] landscapes) => new(
        "spectra",
        "Three spectra with one condition number",
        [
            new(
                new("index of the eigenvalue"),
                new("eigenvalue", true),
                [.. landscapes.Select(landscape => new LineMark([.. Enumerable.Range(1, landscape.Eigenvalues.Length).Select(j => (double)j)], [.. landscape.Eigenvalues.Order()]) { Legend = landscape.Name })]),
        ])
    { Caption = "The condition number sees only the two ends." };

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
