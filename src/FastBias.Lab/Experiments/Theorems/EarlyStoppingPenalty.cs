using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>What penalty stopping gradient descent early is equal to, against four published formulas for it.</summary>
internal sealed class EarlyStoppingPenalty : Experiment<EarlyStoppingPenaltySpec>
{
    public override string Name => "early-stopping-penalty";

    public override string Title => "Stopping after T steps of size α acts like a ridge penalty 1/(αT)";

    public override string About => """
        Gradient descent from 0 that is stopped early acts as if a penalty λ·‖w‖²/2 had been added: that is implicit regularisation. In the direction of the eigenvalue s of XᵀX it has found
        the share 1 − (1 − αs)^T of the solution, ridge regression s/(s + λ). The two are alike for λ = 1/(αT): they differ by at most 0.2036, at αTs = 2.513.

        The published text gives the effective penalty four times, and each time differently (σ the deviation of the noise, B the batch size): ασ²/(2T), σ²/(2α), σ²/(αB) and σ²/(2αT). Here the λ whose ridge solution is nearest to w_T is
        searched, for steps α, times T and noise levels σ, and its exponents in each are fitted. It also says that gradient descent with full batches has no implicit regularisation on convex
        losses, against its own theorem on minimum norm.

        Look at the first figure: all points lie along one curve, a little below 1/(αT).

        Source: L. Yao, L. Rosasco and A. Caponnetto, Constr. Approx. 26 (2007); A. Ali, J. Kolter and R. Tibshirani, AISTATS 2019.
        """;

    public override IReadOnlyList<string> Ids => ["S3-D-IR"];

    public override ExperimentSpec Quick => new EarlyStoppingPenaltySpec { Rows = 15, Columns = 6, Times = [4, 16, 64], Shares = [0.05, 0.1], Noises = [0.5, 1] };

    protected override ExperimentResult Run(EarlyStoppingPenaltySpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] signal = Vectors.Multiply(x, Synthetic.Gaussian(random, spec.Columns)), noise = Synthetic.Gaussian(random, spec.Rows);
        LinearDynamics dynamics = new(x, signal);
        double largest = dynamics.Eigenvalues()[0];
        (double Noise, double Share, int Time)[] settings = [.. spec.Noises.SelectMany(sigma => spec.Shares.SelectMany(share => spec.Times.Select(time => (sigma, share, time))))];
        PenaltyPoint[] points = context.ForEach(settings.Length, k =>
        {
            (double sigma, double share, int time) = settings[k];
            return PenaltyPoint.Fit(dynamics.WithTargets(Vectors.Add(signal, sigma, noise)), sigma, share / largest, time);
        });
        return new([.. Claims(spec, points, dynamics)], [Table(points)], [PenaltyFigure(spec, points), FilterFigure()]);
    }

    private static IEnumerable<Claim> Claims(EarlyStoppingPenaltySpec spec, PenaltyPoint[] points, LinearDynamics dynamics)
    {
        double inStep = Slope(points, point => point.Step, point => (point.Noise, point.Time)), inTime = Slope(points, point => point.Time, point => (point.Noise, point.Step)), inNoise = Slope(points, point => point.Noise, point => (point.Step, point.Time));
        yield return Published("step-over-time", "ασ²/(2T): it grows in proportion to α (exponent 1)", 1, inStep, "The exponent in α is about −1: larger steps go further, and regularise less.");
        yield return Published("no-time", "σ²/(2α): it does not depend on T (exponent 0)", 0, inTime, "The exponent in T is about −1: more steps go further.");
        yield return Published("batch", "σ²/(αB): it does not depend on T (exponent 0 in T), only on step and batch", 0, inTime, "The exponent in T is about −1: more steps go further. And full batches have no B at all.");
        yield return Published("noise", "σ²/(2αT): it grows with the square of the noise (exponent 2 in σ)", 2, inNoise, "The filter 1 − (1 − αs)^T knows nothing of the noise: the exponent in σ is about 0. Without σ² the form is right.");
        yield return Claim.Between("S3-D-IR", "law", "The ridge penalty λ whose solution is nearest to that of T steps of size α is about 1/(αT): the median of λ·αT over all settings is between 0.5 and 2", 0.5, 2, Statistics.Median(points.Select(point => point.Penalty * point.Step * point.Time))).Law();
        yield return Claim.AtMost("S3-D-IR", "law-spread", "In every single setting the nearest penalty λ is within a factor 3 of 1/(αT): the largest factor", 3, points.Max(point => Math.Max(point.Penalty * point.Step * point.Time, 1 / (point.Penalty * point.Step * point.Time)))).Law();
        double gap = Enumerable.Range(1, 4000).Max(k => Math.Abs(Gap(0.005 * k)));
        yield return Claim.Near("S3-D-IR", "filters", "The shares found by early stopping, 1 − e^{−z}, and by ridge regression, z/(1 + z), at z = αTs differ by at most 0.2036", 0.2036, 5e-5, gap).Law();
        double early = Vectors.Norm(dynamics.Descent(0.1 / dynamics.Eigenvalues()[0], spec.Times[0])) / Vectors.Norm(dynamics.Limit());
        yield return Claim.AtLeast("S3-D-IR", "none", $"Full-batch gradient descent on a convex loss has no implicit regularisation: after {spec.Times[0]} steps of 0.1/λ_max its norm is already that of the solution, a quotient of 1", 1, early)
            .Because("Stopped early it is shorter, like ridge regression; and run to the end it still selects the solution of minimum norm among all solutions.");
    }

    private static Claim Published(string part, string formula, double exponent, double measured, string note) =>
        Claim.Near("S3-D-IR", part, $"Stopping early acts like the penalty {formula}", exponent, 0.3, measured).Because(note);

    private static double Gap(double z) => 1 - Elementary.Exp(-z) - (z / (1 + z));

    /// <summary>The mean exponent of the penalty in one quantity, the others fixed.</summary>
    private static double Slope<TKey>(PenaltyPoint[] points, Func<PenaltyPoint, double> of, Func<PenaltyPoint, TKey> others) =>
        points.GroupBy(others).Average(group => Statistics.Exponent([.. group.Select(of)], [.. group.Select(point => point.Penalty)]));

    private static ResultTable Table(PenaltyPoint[] points) => new(
        "penalties", "The ridge penalty whose solution is nearest to that of T steps of size α", ["noise σ", "step α", "steps T", "nearest penalty λ", "1/(αT)", "λ·αT", "distance of the two solutions, ‖w_T − w_λ‖/‖w_T‖"],
        [.. points.Select(point => (IReadOnlyList<Cell>)[point.Noise, point.Step, point.Time, point.Penalty, 1 / (point.Step * point.Time), point.Penalty * point.Step * point.Time, point.Distance])]);

    private static Figure PenaltyFigure(EarlyStoppingPenaltySpec spec, PenaltyPoint[] points)
    {
        double[] ends = [points.Min(point => point.Step * point.Time), points.Max(point => point.Step * point.Time)];
        return new("nearest-penalty", "The nearest ridge penalty", [new(new("αT, step times number of steps", true), new("nearest penalty λ", true), [
            .. spec.Noises.OrderDescending().Select((sigma, k) => (Mark)new ScatterMark([.. points.Where(point => point.Noise == sigma).Select(point => point.Step * point.Time)], [.. points.Where(point => point.Noise == sigma).Select(point => point.Penalty)]) { Legend = $"noise σ = {sigma}", Radius = Math.Max(2, 3 * (spec.Noises.Count - k)) - 1 }),
            new LineMark(ends, [.. ends.Select(end => 1 / end)]) { Legend = "theory 1/(αT)", IsDashed = true },
        ])])
        {
            Caption = "Steps and times of all sizes lie along one curve near 1/(αT), and the noise levels, larger and smaller points, on top of each other: only αT matters.",
        };
    }

    private static Figure FilterFigure()
    {
        double[] z = [.. Vectors.Grid(-2, 2, 81).Select(t => Math.Pow(10, t))];
        return new("filters", "How much of a direction is found", [new(new("z = αT·s = s/λ", true), new("share of the solution that is found"), [
            new LineMark(z, [.. z.Select(value => -Elementary.ExpM1(-value))]) { Legend = "stopped early, 1 − e^{−z}" },
            new LineMark(z, [.. z.Select(value => value / (1 + value))]) { Legend = "ridge, z/(1 + z)" },
            new RuleMark(2.513, "largest difference 0.2036") { IsVertical = true },
        ])])
        {
            Caption = "Share of the solution found along an eigenvector of XᵀX with the eigenvalue s, for λ = 1/(αT). Early stopping and ridge regression agree for small and large s and differ most, by 0.2036, at z = 2.513.",
        };
    }
}

/// <summary>The penalty nearest to one stopped run.</summary>
internal sealed record PenaltyPoint(double Noise, double Step, int Time, double Penalty, double Distance)
{
    /// <summary>Golden-section search over ln λ; the distance has one minimum.</summary>
    public static PenaltyPoint Fit(LinearDynamics dynamics, double noise, double step, int time)
    {
        double[] stopped = dynamics.Descent(step, time);
        double center = -Elementary.Log(step * time), low = center - 8, high = center + 8, ratio = (Math.Sqrt(5) - 1) / 2;
        double Of(double logarithm) => Vectors.Distance(dynamics.Ridge(Elementary.Exp(logarithm)), stopped);
        double left = high - (ratio * (high - low)), right = low + (ratio * (high - low)), atLeft = Of(left), atRight = Of(right);
        for (int i = 0; i < 60; i++)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (ratio * (high - low));
                atLeft = Of(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (ratio * (high - low));
                atRight = Of(right);
            }
        }

        double best = 0.5 * (low + high);
        return new(noise, step, time, Elementary.Exp(best), Of(best) / Vectors.Norm(stopped));
    }
}

/// <summary>Parameters of <see cref="EarlyStoppingPenalty"/>.</summary>
internal sealed record EarlyStoppingPenaltySpec : ExperimentSpec
{
    public EarlyStoppingPenaltySpec() => Seed = 18;

    [Parameter("rows m", Minimum = 5, Maximum = 1000)]
    public int Rows { get; init; } = 60;

    [Parameter("columns n", Minimum = 2, Maximum = 500)]
    public int Columns { get; init; } = 30;

    [Parameter("numbers of steps T, rising, at least two", Minimum = 1, Maximum = 1000000)]
    public IReadOnlyList<int> Times { get; init; } = [3, 10, 30, 100];

    [Parameter("steps α·λ_max, at least two", Minimum = 1e-3, Maximum = 1)]
    public IReadOnlyList<double> Shares { get; init; } = [0.025, 0.05, 0.1, 0.2];

    [Parameter("noise levels σ, at least two", Minimum = 1e-3, Maximum = 10)]
    public IReadOnlyList<double> Noises { get; init; } = [0.25, 0.5, 1];

    public override string? Problem() => Times.Distinct().Count() < 2 || Shares.Distinct().Count() < 2 || Noises.Distinct().Count() < 2 ? "times, shares and noises: at least two different values each, to fit exponents" : null;
}
