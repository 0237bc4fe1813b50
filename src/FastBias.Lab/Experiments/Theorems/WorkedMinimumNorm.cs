using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Worked examples 1 and 2: the minimum-norm solution of a 100 × 500 problem by descent, decomposition, conjugate gradients and ridge.</summary>
internal sealed class WorkedMinimumNorm : Experiment<WorkedMinimumNormSpec>
{
    public override string Name => "worked-minimum-norm";

    public override string Title => "A hundred rows, five hundred parameters: four roads to one solution, and their what-ifs";

    public override string About => """
        X is 100 × 500 and standard normal, θ standard normal, y = Xθ + 0.01·noise. The solution of minimum norm w* = X⁺y is the projection of θ on a random space of 100 of 500 dimensions, so
        that ‖w*‖ ≈ √(m/n)·‖θ‖ = √(1/5)·22.4 = 10.0 (m rows, n parameters). The published example expects 5 to 8.

        Gradient descent with α = 0.001, the singular value decomposition and conjugate gradients reach w*; ridge regression, with the penalty λ‖w‖², is always shorter, because
        it multiplies the part of w* along the singular value s of X by s²/(s² + λ) < 1. The published example has it longer by 5%. The what-ifs change the start, the step, the noise and the conditioning.

        Look at the table for the spread over the draws.

        Source: G. Golub and C. Van Loan, Matrix Computations, sections 5.5 and 6.1.
        """;

    public override IReadOnlyList<string> Ids => ["S3-WE1", "S3-WE2"];

    public override ExperimentSpec Quick => new WorkedMinimumNormSpec { Rows = 8, Columns = 40, Draws = 3, Step = 0.01 };

    protected override ExperimentResult Run(WorkedMinimumNormSpec spec, ExperimentContext context)
    {
        WorkedDraw[] draws = context.ForEach(spec.Draws, k => WorkedDraw.Create(spec, new RandomSource(spec.Seed).Split((ulong)k)));
        return new([.. First(spec, draws), .. Second(spec, draws), .. Conditioned(spec)], [Table(draws)], [RidgeFigure(draws)]);
    }

    private static IEnumerable<Claim> First(WorkedMinimumNormSpec spec, WorkedDraw[] draws)
    {
        double law = GaussianRisk.SquaredNorm(spec.Rows, spec.Columns, spec.Columns, spec.Noise * spec.Noise);
        (double mean, double error) = Statistics.MeanWithError([.. draws.Select(draw => draw.Length * draw.Length)]);
        yield return Claim.Between("S3-WE1", "norm", $"The solution of minimum norm w* of {spec.Rows} × {spec.Columns} normal data with standard normal parameters has a norm between 5 and 8: median over the draws", 5, 8, Median(draws, draw => draw.Length)).Because("w* is, up to the little noise, the projection of θ on the row space, m = 100 of n = 500 dimensions: ‖w*‖² ≈ (m/n)·‖θ‖² = 100, ‖w*‖ ≈ 10.");
        yield return Claim.Near("S3-WE1", "norm-law", "The mean of ‖w*‖² is m + σ²·m/(n − m − 1), the share m/n of the mean n of ‖θ‖² and a little noise: within 4 standard errors", law, 4 * error, mean).Law();
        yield return Claim.AtMost("S3-WE1", "limit", $"Gradient descent from 0 with α = {spec.Step} ends at w*: relative distance below 1e-9", 1e-9, draws.Max(draw => draw.DescentDistance));
        yield return Claim.AtMost("S3-WE1", "start", "From the first unit vector e₁ gradient descent ends at the projection of e₁ on the minimisers; its distance from w* is the length of the part of e₁ in the null space, within 1e-9", 1e-9, draws.Max(draw => Math.Abs(draw.StartDistance - draw.NullLengthOfStart)));
        yield return Claim.Near("S3-WE1", "start-distance", "The part of e₁ in the null space has the length √(1 − m/n), within 4 standard errors of the median of the draws", Math.Sqrt(1 - ((double)spec.Rows / spec.Columns)), NullLengthTolerance(spec), Median(draws, draw => draw.StartDistance)).Law();
        yield return Claim.AtLeast("S3-WE1", "diverges", "With α = 0.1 gradient descent diverges, since 0.1 is above 2/λ_max: the quotient of both is at least 1 in every draw", 1, draws.Min(draw => 0.1 * draw.Largest / 2));
        yield return Claim.AtLeast("S3-WE1", "slow", "With a step a thousand times smaller gradient descent is still at least 0.9·‖w*‖ away from w* when with the published step it is within 1e-6·‖w*‖", 0.9, draws.Min(draw => draw.SlowDistance));
        yield return Claim.AtMost("S3-WE1", "ridge", "(XᵀX + 2λI)⁻¹Xᵀy minimises ½‖Xw − y‖² + λ‖w‖²: for λ = 1 the gradient there is below 1e-10 of that at 0", 1e-10, draws.Max(draw => draw.RidgeGradient));
        yield return Claim.AtMost("S3-WE1", "conjugate-gradients", "Conjugate gradients from 0 reach w*: relative distance below 1e-9", 1e-9, draws.Max(draw => draw.ConjugateDistance));
        double louder = GaussianRisk.SquaredNorm(spec.Rows, spec.Columns, spec.Columns, 1);
        (double loud, double loudError) = Statistics.MeanWithError([.. draws.Select(draw => draw.LoudLength * draw.LoudLength)]);
        yield return Claim.Near("S3-WE1", "noise", "With noise of deviation σ = 1 the mean of ‖w*‖² is larger than without noise by m/(n − m − 1) only, within 4 standard errors", louder, 4 * loudError, loud).Law();
    }

    private static IEnumerable<Claim> Second(WorkedMinimumNormSpec spec, WorkedDraw[] draws)
    {
        yield return Claim.AtMost("S3-WE2", "descent", "After 10 000 steps of the published size gradient descent is within 1e-6·‖w*‖ of w*", 1e-6, draws.Max(draw => draw.DescentDistance));
        yield return Claim.AtLeast("S3-WE2", "iterations", "Gradient descent with the published step takes 10 000 steps or more to get within 1e-6·‖w*‖ of w*: median over the draws", 10_000, Median(draws, draw => draw.Steps)).Because("The slowest direction is multiplied by 1 − αλ_min a step, λ_min the smallest eigenvalue of XXᵀ, with αλ_min about 0.16: that makes less than a hundred steps, and fewer with a better step.");
        yield return Claim.AtMost("S3-WE2", "iterations-best", "At the step 2/(λ_max + λ_min) gradient descent needs at most 1 + ln(1e-6)/ln((κ − 1)/(κ + 1)) steps to get within 1e-6·‖w*‖, κ = λ_max/λ_min: the quotient of both numbers is at most 1", 1, draws.Max(draw => draw.BestSteps / (1 + RateLaws.StepsTo(RateLaws.BestFactor(draw.Condition), 1e-6)))).Law();
        yield return Claim.Near("S3-WE2", "ridge-norm", "Ridge regression with λ = 0.001 has 1.05 times the norm of w*", 1.05, 0.01, Median(draws, draw => draw.RidgeRatios[0])).Because("Ridge multiplies the part of w* along the singular value s of X by s²/(s² + λ) < 1: it is always shorter, here by some parts in a million.");
        yield return Claim.AtLeast("S3-WE2", "ridge-shorter", "For λ = 0.001, 10 and 100 ridge regression is shorter than w* in every draw: 1 − ‖w_λ‖/‖w*‖ is at least 1e-9", 1e-9, draws.Min(draw => 1 - draw.RidgeRatios.Max())).Law();
        yield return Claim.AtMost("S3-WE2", "orthonormal", "If XXᵀ = I then w* = Xᵀy: relative difference below 1e-13", 1e-13, draws.Max(draw => draw.OrthonormalDifference));
        yield return Claim.AtMost("S3-WE2", "perturbation", "Changing X by a small E changes w* by at most √2·‖E‖·‖w*‖/s_min to first order, s_min the smallest singular value of X: the quotient of change and bound is at most 1", 1.001, draws.Max(draw => draw.PerturbationShare));
        yield return Claim.Near("S3-WE2", "half-step", "At small step sizes halving the size doubles the number of steps needed: by 2 within 0.1", 2, 0.1, Median(draws, draw => draw.HalfStepRatio));
        yield return Claim.AtMost("S3-WE2", "triple-noise", "Tripling σ triples the part of w* that is due to the noise, relative difference below 1e-11", 1e-11, draws.Max(draw => draw.TripleNoise));
    }

    private static IEnumerable<Claim> Conditioned(WorkedMinimumNormSpec spec)
    {
        RandomSource random = new RandomSource(spec.Seed).Split(ulong.MaxValue);
        int m = Math.Min(spec.Rows, 20);
        double[] sigma = [.. Enumerable.Range(0, m).Select(k => Elementary.Exp(-(Elementary.Log(10) * 10 * k) / (m - 1)))];
        Matrix<double> x = Draw.Spectral(Draw.OrthonormalRows(random, m, m).Transposed, sigma, Draw.OrthonormalRows(random, m, 2 * m));
        LinearDynamics known = new(x, new double[m]);
        double[] anywhere = Synthetic.Gaussian(random, 2 * m), truth = Vectors.Subtract(anywhere, known.NullPart(anywhere)), y = Vectors.Multiply(x, truth);
        double[] limit = new LinearDynamics(x, y).Limit(), point = new GradientDescent().Run(new LeastSquaresObjective(x, y), new double[2 * m], new() { Step = 1, MaxIterations = 10_000 }).Point;
        yield return Claim.AtLeast("S3-WE2", "ill-conditioned", "With κ(X) = 1e10 gradient descent is still at least 0.1·‖w*‖ away after 10 000 steps", 0.1, Vectors.Distance(point, truth) / Vectors.Norm(truth));
        yield return Claim.AtMost("S3-WE2", "ill-conditioned-decomposition", "With κ(X) = 1e10 the singular value decomposition gives w* with a relative error of at most κ·m·ε, ε = 2⁻⁵²", 1e10 * m * Math.ScaleB(1, -52), Vectors.Distance(limit, truth) / Vectors.Norm(truth)).Law();
    }

    /// <summary>‖P_null·e₁‖² follows a Beta law with the mean 1 − m/n and the variance 2(m/n)(1 − m/n)/(n + 2); a median has 1.2533 times the error of a mean.</summary>
    private static double NullLengthTolerance(WorkedMinimumNormSpec spec)
    {
        double share = (double)spec.Rows / spec.Columns, deviation = Math.Sqrt(2 * share * (1 - share) / (spec.Columns + 2)) / (2 * Math.Sqrt(1 - share));
        return 4 * 1.2533 * deviation / Math.Sqrt(spec.Draws);
    }

    private static double Median(WorkedDraw[] draws, Func<WorkedDraw, double> of) => Statistics.Median(draws.Select(of));

    private static ResultTable Table(WorkedDraw[] draws) => new(
        "draws", "Each draw", ["draw", "‖w*‖", "λ_max", "κ of XXᵀ", "steps to 1e-6 at the published step", "at the best step", "distance of e₁'s limit from w*", "1 − ‖w_λ‖/‖w*‖, λ = 0.001", "‖w_λ‖/‖w*‖, λ = 10", "‖w_λ‖/‖w*‖, λ = 100"],
        [.. draws.Select((draw, k) => (IReadOnlyList<Cell>)[k, draw.Length, draw.Largest, draw.Condition, draw.Steps, draw.BestSteps, draw.StartDistance, 1 - draw.RidgeRatios[0], draw.RidgeRatios[1], draw.RidgeRatios[2]])]);

    private static Figure RidgeFigure(WorkedDraw[] draws) => new("ridge-norm", "The norm of ridge regression against that of w*", [new(new("penalty λ", true), new("‖w_λ‖/‖w*‖"), [
        new LineMark(WorkedDraw.RidgeGrid, [.. Enumerable.Range(0, WorkedDraw.RidgeGrid.Count).Select(i => Statistics.Median(draws.Select(draw => draw.RidgeCurve[i])))]) { Legend = "median of the draws", HasPoints = true },
        new RuleMark(1, "length of w*"),
        new ScatterMark([0.001], [1.05]) { Legend = "published for λ = 0.001", Radius = 5 },
    ])])
    {
        Caption = "Ridge regression approaches w* from below as λ falls; no penalty makes it longer.",
    };
}

/// <summary>Parameters of <see cref="WorkedMinimumNorm"/>.</summary>
internal sealed record WorkedMinimumNormSpec : ExperimentSpec
{
    public WorkedMinimumNormSpec() => Seed = 13;

    [Parameter("rows m of X, at most half the columns", Minimum = 4, Maximum = 300)]
    public int Rows { get; init; } = 100;

    [Parameter("columns n of X", Minimum = 8, Maximum = 1500)]
    public int Columns { get; init; } = 500;

    [Parameter("standard deviation σ of the noise", Minimum = 1e-6, Maximum = 10)]
    public double Noise { get; init; } = 0.01;

    [Parameter("step α of gradient descent", Minimum = 1e-5, Maximum = 0.1)]
    public double Step { get; init; } = 0.001;

    [Parameter("draws of the data", Minimum = 2, Maximum = 1000)]
    public int Draws { get; init; } = 10;

    public override string? Problem() => 2 * Rows <= Columns ? null : $"rows: {Rows} must be at most half of columns ({Columns})";
}
