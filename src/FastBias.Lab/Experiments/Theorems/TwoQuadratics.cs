using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Worked example 3: gradient descent on two quadratics, one ill and one well conditioned.</summary>
internal sealed class TwoQuadratics : Experiment<TwoQuadraticsSpec>
{
    public override string Name => "two-quadratics";

    public override string Title => "A sharp and a flat quadratic under the same step";

    public override string About => """
        Gradient descent on ½θᵀAθ from θ₀ = (1, 1) with A₁ = diag(1, 10) and A₂ = 0.1·I: in the direction of the eigenvalue λ each step of size α multiplies θ by 1 − αλ. With α = 0.1 the sharp direction λ = 10
        of A₁ is done in one step, its flat direction falls by 0.9, and everything of A₂ by 0.99.

        The losses therefore are ½·0.81^t for A₁ (from t = 1 on) and 0.1·0.99^{2t} for A₂. The published text writes 0.99^{2t} for the second, without its factor 0.1, and calls direction 1
        of A₁ the sharp one. The what-ifs change the step, precondition with A⁻¹, and spread the spectrum over five orders of magnitude.

        Source: B. Polyak, Introduction to Optimization (1987), section 1.4.
        """;

    public override IReadOnlyList<string> Ids => ["S3-WE3"];

    public override ExperimentSpec Quick => new TwoQuadraticsSpec { Steps = 20 };

    protected override ExperimentResult Run(TwoQuadraticsSpec spec, ExperimentContext context)
    {
        QuadraticObjective sharp = QuadraticObjective.Diagonal(1, 10), flat = QuadraticObjective.Diagonal(0.1, 0.1);
        OptimizerResult first = Descend(sharp, [1, 1], 0.1, spec.Steps), second = Descend(flat, [1, 1], 0.1, spec.Steps);
        return new([.. LossClaims(first, second), .. WhatIfClaims(sharp), .. SpectrumClaims()], [Table(first, second)], [LossFigure(first, second)]);
    }

    private static IEnumerable<Claim> LossClaims(OptimizerResult first, OptimizerResult second)
    {
        yield return Claim.AtMost("S3-WE3", "first-loss", "With α = 0.1 the loss of A₁ is ½·0.81^t from t = 1 on, relative difference below 1e-12", 1e-12, Worst(first, t => 0.5 * RateLaws.Power(0.81, t)));
        yield return Claim.AtMost("S3-WE3", "second-loss", "With α = 0.1 the loss of A₂ is 0.99^{2t}, relative difference below 1e-12", 1e-12, Worst(second, t => RateLaws.Power(0.99, 2 * t)))
            .Because("The loss at the start, ½·0.1·(1² + 1²) = 0.1, is missing as a factor.");
        yield return Claim.AtMost("S3-WE3", "second-loss-law", "With α = 0.1 the loss of A₂ is 0.1·0.99^{2t}, relative difference below 1e-12", 1e-12, Worst(second, t => 0.1 * RateLaws.Power(0.99, 2 * t))).Law();
        QuadraticObjective sharp = QuadraticObjective.Diagonal(1, 10);
        yield return Claim.AtLeast("S3-WE3", "sharp-direction", "Direction 1 of A₁ = diag(1, 10) is the sharp one: its curvature is at least that of direction 2", Sharpness.Curvature(sharp, [0, 0], [0, 1]), Sharpness.Curvature(sharp, [0, 0], [1, 0]))
            .Because("Direction 1 has the curvature 1 and is the flat one. Direction 2, with the curvature 10, is the sharp one: with α = 0.1 it is done in one step.");
    }

    private static IEnumerable<Claim> WhatIfClaims(QuadraticObjective sharp)
    {
        double[] Factors(double step) => [.. Descend(sharp, [1, 1], step, 1).Point];
        yield return Claim.AtMost("S3-WE3", "half-step", "With α = 0.05 the directions of A₁ are multiplied by 0.95 and 0.5: distance below 1e-15", 1e-15, Vectors.Distance(Factors(0.05), [0.95, 0.5]));
        yield return Claim.AtMost("S3-WE3", "double-step", "With α = 0.2 the directions of A₁ are multiplied by 0.8 and −1: distance below 1e-15", 1e-15, Vectors.Distance(Factors(0.2), [0.8, -1]));
        yield return Claim.Near("S3-WE3", "oscillation", "With α = 0.2 the second direction of A₁ oscillates between 1 and −1 for ever: θ₂ is −1 after 1001 steps", -1, 1e-12, Descend(sharp, [1, 1], 0.2, 1001).Point[1]);

        // A⁻¹-preconditioned: descent in the coordinates A^{1/2}θ, where the quadratic is the unit one.
        double[] preconditioned = Descend(QuadraticObjective.Diagonal(1, 1), [1, Math.Sqrt(10)], 0.1, 1).Point;
        yield return Claim.AtMost("S3-WE3", "preconditioned", "Preconditioned with A⁻¹ gradient descent multiplies every direction by 1 − α: distance below 1e-15 for α = 0.1", 1e-15, Vectors.Distance(preconditioned, [0.9, 0.9 * Math.Sqrt(10)]));
    }

    private static IEnumerable<Claim> SpectrumClaims()
    {
        double[] spectrum = [.. Enumerable.Range(0, 6).Select(k => 100 / RateLaws.Power(10, k))], start = [1, 1, 1, 1, 1, 1];
        double step = 1 / spectrum[0];
        const int Steps = 5000;
        double[] point = Descend(QuadraticObjective.Diagonal(spectrum), start, step, Steps).Point;
        double worst = Enumerable.Range(0, 6).Max(k => Math.Abs(point[k] - RateLaws.Power(1 - (step * spectrum[k]), Steps)));
        yield return Claim.AtMost("S3-WE3", "wide-spectrum", "With the spectrum 100, 10, …, 0.001 and α = 1/λ_max every coordinate follows (1 − αλ)^t over 5000 steps, within 1e-10", 1e-10, worst);
        yield return Claim.AtLeast("S3-WE3", "wide-spectrum-slow", "With the spectrum 100, 10, …, 0.001 and α = 1/λ_max the flattest coordinate still has 95% of its start after 5000 steps", 0.95, point[^1]).Law();
    }

    private static OptimizerResult Descend(QuadraticObjective objective, double[] start, double step, int steps) =>
        new GradientDescent().Run(objective, start, new() { Step = step, MaxIterations = steps, RecordEvery = 1 });

    private static double Worst(OptimizerResult run, Func<int, double> law) => run.Trajectory.Skip(1).Max(record => Math.Abs((record.Value / law(record.Iteration)) - 1));

    private static ResultTable Table(OptimizerResult first, OptimizerResult second) => new(
        "losses", "The two losses after t steps with α = 0.1, and the formulas for them", ["t", "A₁ = diag(1, 10)", "½·0.81^t", "A₂ = 0.1·I", "0.1·0.99^{2t}", "published 0.99^{2t}"],
        [.. first.Trajectory.Zip(second.Trajectory).Where(pair => pair.First.Iteration < 5 || pair.First.Iteration % 10 == 0).Select(pair =>
            (IReadOnlyList<Cell>)[pair.First.Iteration, pair.First.Value, 0.5 * RateLaws.Power(0.81, pair.First.Iteration), pair.Second.Value, 0.1 * RateLaws.Power(0.99, 2 * pair.First.Iteration), RateLaws.Power(0.99, 2 * pair.First.Iteration)])]);

    private static Figure LossFigure(OptimizerResult first, OptimizerResult second)
    {
        double[] t = [.. first.Trajectory.Select(record => (double)record.Iteration)];
        return new("two-losses", "Loss by step, α = 0.1", [new(new("steps t"), new("loss ½θᵀAθ", true), [
            new LineMark(t, [.. first.Trajectory.Select(record => record.Value)]) { Legend = "A₁ = diag(1, 10)", HasPoints = t.Length < 40, Color = 0 },
            new LineMark(t, [.. t.Select(k => 0.5 * RateLaws.Power(0.81, (int)k))]) { Legend = "½·0.81^t", IsDashed = true, Color = 3 },
            new LineMark(t, [.. second.Trajectory.Select(record => record.Value)]) { Legend = "A₂ = 0.1·I", Color = 1 },
            new LineMark(t, [.. t.Select(k => 0.1 * RateLaws.Power(0.99, 2 * (int)k))]) { Legend = "0.1·0.99^{2t}", IsDashed = true, Color = 4 },
            new LineMark(t, [.. t.Select(k => RateLaws.Power(0.99, 2 * (int)k))]) { Legend = "published 0.99^{2t}", IsDashed = true, Color = 2 },
        ])])
        {
            Caption = "The first step removes the sharp direction of A₁; then both losses fall along the straight lines of theory. The published line of A₂ has the right slope and starts ten times too high.",
        };
    }
}

/// <summary>Parameters of <see cref="TwoQuadratics"/>.</summary>
internal sealed record TwoQuadraticsSpec : ExperimentSpec
{
    [Parameter("steps of the descent", Minimum = 2, Maximum = 1000)]
    public int Steps { get; init; } = 100;
}
