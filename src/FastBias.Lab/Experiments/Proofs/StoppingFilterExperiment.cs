using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="StoppingFilterExperiment"/>.</summary>
internal sealed record StoppingFilterSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m of X", Minimum = 2, Maximum = 2000)]
    public int Rows { get; init; } = 100;

    /// <summary>n.</summary>
    [Parameter("columns n of X", Minimum = 1, Maximum = 1000)]
    public int Columns { get; init; } = 50;

    /// <summary>T.</summary>
    [Parameter("steps T, rising; the step size is 1/(2λ_max) of XᵀX", Minimum = 1, Maximum = 1000000)]
    public IReadOnlyList<int> Times { get; init; } = [1, 2, 5, 10, 20, 50, 100, 500, 1000, 5000];

    /// <summary>σ.</summary>
    [Parameter("noise levels σ of y, rising", Minimum = 1e-3, Maximum = 100)]
    public IReadOnlyList<double> Noises { get; init; } = [0.1, 0.5, 2];

    /// <summary>Draws.</summary>
    [Parameter("draws", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 20;

    /// <inheritdoc/>
    public override string? Problem() => Times.Count < 2 || Noises.Count < 2 ? "times and noises: need at least two values each" : null;
}

/// <summary>Proof problems B.12 and B.15: stopping after T steps is like ridge with λ = 1/(αT), whatever the noise.</summary>
internal sealed class StoppingFilterExperiment : Experiment<StoppingFilterSpec>
{
    private const int Ladder = 161;

    public override string Name => "stopping-filter";

    public override string Title => "Stopping after T steps is nearly ridge regression with λ = 1/(αT)";

    public override string About => """
        Gradient descent with step α from 0 on ½‖Xw − y‖² finds, after T steps, the share 1 − (1 − ασ²)^T of the least-squares solution along a direction with singular value σ. Ridge regression with weight λ finds the share
        σ²/(σ² + λ). With λ = 1/(αT) and x = ασ²T these are nearly 1 − e^(−x) and x/(1 + x), whose largest difference is 0.2036, at x = 2.513: near, and not equal. So the risk (the expected ‖w − θ‖², θ the true coefficients) of one is near that of the other; for gradient flow, the limit of small steps, it is at most
        1.6862 times that of ridge (Ali, Kolter, Tibshirani 2019).

        Proof problem B.15 prints the implicit penalty as σ²/(2αT)·‖θ − θ₀‖² with the noise variance σ². But descent does not know the noise: the penalty is 1/(2αT)·‖θ − θ₀‖². This is tested by looking for the λ whose ridge
        solution is nearest to w_T, for several noise levels: it must stay near 1/(αT).

        Source: textbook on implicit bias, chapter 11, proof problems B.12 and B.15; A. Ali, J. Z. Kolter, R. Tibshirani, AISTATS 2019.
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.12", "S3-B.15"];

    public override ExperimentSpec Quick => new StoppingFilterSpec { Rows = 12, Columns = 5, Times = [1, 10, 100], Noises = [0.1, 1], Repeats = 2 };

    protected override ExperimentResult Run(StoppingFilterSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Sample[] samples = context.ForEach(spec.Repeats * spec.Noises.Count, i => Draw(spec, spec.Noises[i % spec.Noises.Count], random.Split((ulong)(i / spec.Noises.Count))));
        Sample[] Of(int noise) => [.. Enumerable.Range(0, spec.Repeats).Select(repeat => samples[(repeat * spec.Noises.Count) + noise])];
        int times = spec.Times.Count, middle = spec.Noises.Count / 2;
        double[] distances = [.. Enumerable.Range(0, times).Select(t => Statistics.Median(Of(middle).Select(sample => sample.Distances[t])))];
        double[] risks = [.. Enumerable.Range(0, times).Select(t => Statistics.Median(Of(middle).Select(sample => sample.RiskRatios[t])))];
        double[][] best = [.. Enumerable.Range(0, spec.Noises.Count).Select(k => (double[])[.. Enumerable.Range(0, times).Select(t => Statistics.Median(Of(k).Select(sample => sample.BestPenalties[t])))])];
        int early = Math.Max(1, Enumerable.Range(0, times).Count(t => Statistics.Median(samples.Select(sample => sample.SlowestShares[t])) < 0.5));
        (double place, double gap) = LargestGap();
        return new(
            [.. Filters(spec, place, gap, distances, risks, samples), .. Penalty(spec, best, early)],
            [
                new("stopping", Invariant($"Stopping after T steps and ridge with λ = 1/(αT); medians over {spec.Repeats} draws, noise {spec.Noises[middle]}"),
                    ["steps T", "‖w_T − w_λ‖/‖w_T‖", "risk of stopping / risk of ridge"], [.. Enumerable.Range(0, times).Select(t => (IReadOnlyList<Cell>)[spec.Times[t], distances[t], risks[t]])]),
                new("best-penalty", "The λ whose ridge solution is nearest to w_T, times αT (searched from 0.01 to 100)", ["steps T", .. spec.Noises.Select(noise => Invariant($"noise σ = {noise}"))],
                    [.. Enumerable.Range(0, times).Select(t => (IReadOnlyList<Cell>)[spec.Times[t], .. best.Select(row => (Cell)row[t])])]),
            ],
            [FilterFigure(place, gap), PenaltyFigure(spec, best, risks, early)]);
    }

    private static double Gap(double x) => -Elementary.ExpM1(-x) - (x / (1 + x));

    /// <summary>The largest gap between the two filters, by golden section on (1, 5), where it has one maximum.</summary>
    private static (double Place, double Gap) LargestGap()
    {
        double low = 1, high = 5, ratio = (Math.Sqrt(5) - 1) / 2;
        for (int i = 0; i < 80; i++)
        {
            double left = high - (ratio * (high - low)), right = low + (ratio * (high - low));
            (low, high) = Gap(left) < Gap(right) ? (left, high) : (low, right);
        }

        return ((low + high) / 2, Gap((low + high) / 2));
    }

    private static Sample Draw(StoppingFilterSpec spec, double noise, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns);
        double[] truth = Synthetic.Gaussian(random.Split(1), spec.Columns, 1 / Math.Sqrt(spec.Columns));
        double[] y = Vectors.Add(Vectors.Multiply(x, truth), noise, Synthetic.Gaussian(random.Split(2), spec.Rows));
        LinearDynamics dynamics = new(x, y);
        double step = 0.5 / dynamics.Eigenvalues()[0];
        int times = spec.Times.Count;
        double[] distances = new double[times], risks = new double[times], best = new double[times], slowest = new double[times];
        double flow = 0;
        for (int t = 0; t < times; t++)
        {
            double penalty = RateLaws.EarlyStoppingPenalty(step, spec.Times[t]);
            double[] stopped = dynamics.Descent(step, spec.Times[t]), ridge = dynamics.Ridge(penalty);
            distances[t] = Vectors.Distance(stopped, ridge) / VectorProduct.Norm<double>(stopped);
            risks[t] = Vectors.Square(Vectors.Subtract(stopped, truth)) / Vectors.Square(Vectors.Subtract(ridge, truth));
            double[] factors = Vectors.GeometricGrid(0.01, 100, Ladder);
            best[t] = factors.MinBy(factor => Vectors.Distance(stopped, dynamics.Ridge(penalty * factor)));
            slowest[t] = RateLaws.EarlyStoppingFilter(dynamics.Eigenvalues()[^1], step, spec.Times[t]);
            flow = Math.Max(flow, BayesRatio(dynamics, truth, noise, step * spec.Times[t]));
        }

        return new(distances, risks, best, slowest, flow);
    }

    /// <summary>The expected risk of the flow at time t over that of ridge with λ = 1/t, averaged over noise and over signs of the truth with its size.</summary>
    private static double BayesRatio(LinearDynamics dynamics, double[] truth, double noise, double time)
    {
        double size = Vectors.Square(truth) / truth.Length, flow = 0, ridge = 0;
        foreach (double value in dynamics.Eigenvalues())
        {
            flow += Risk(-Elementary.ExpM1(-value * time), value, size, noise);
            ridge += Risk(RateLaws.RidgeFilter(value, 1 / time), value, size, noise);
        }

        return flow / ridge;
    }

    private static double Risk(double filter, double value, double size, double noise) => ((1 - filter) * (1 - filter) * size) + (filter * filter * noise * noise / value);

    private static IEnumerable<Claim> Filters(StoppingFilterSpec spec, double place, double gap, double[] distances, double[] risks, Sample[] samples)
    {
        yield return Claim.Near("S3-B.12", "filter-gap", "The filters 1 − e^(−x) and x/(1 + x) have 0.2036 as their largest difference", 0.2036, 5e-5, gap);
        yield return Claim.Near("S3-B.12", "filter-gap-place", "The filters 1 − e^(−x) and x/(1 + x) differ most at x = 2.513", 2.513, 5e-4, place);
        yield return Claim.AtMost("S3-B.12", "near", Invariant($"Stopping after T steps is nearly ridge regression with λ = 1/(αT): ‖w_T − w_λ‖/‖w_T‖ is at most 0.3 for every T from {spec.Times[0]} to {spec.Times[^1]} (median over draws; w_λ is the ridge solution)"), 0.3, distances.Max())
            .Because("Near, not equal: the two filters differ most, by a fifth, for directions that are nearly found.");
        yield return Claim.Between("S3-B.12", "risk", "The risk of stopping is between 0.7 and 1.5 times that of ridge at every T (measured: the median quotient that is farthest from 1)", 0.7, 1.5, risks.MaxBy(risk => Math.Abs(Elementary.Log(risk))));
        yield return Claim.AtMost("S3-B.12", "flow-risk", "Averaged over the noise and the signs of the true coefficients, the risk of gradient flow at time t is at most 1.6862 times that of ridge with λ = 1/t (measured: the largest quotient)", 1.6862, samples.Max(sample => sample.FlowRatio)).Law();
    }

    private static IEnumerable<Claim> Penalty(StoppingFilterSpec spec, double[][] best, int early)
    {
        double[] typical = [.. best.Select(row => Statistics.Median(row.Take(early)))];
        yield return Claim.Near("S3-B.15", "printed-penalty", "The implicit penalty is σ²/(2αT)·‖θ − θ₀‖²: the λ nearest to w_T grows as σ², so that the exponent fitted over the noise levels is 2 up to 0.5", 2, 0.5, Statistics.Exponent(spec.Noises, typical))
            .Because("Descent does not know the noise. The penalty is 1/(2αT)·‖θ − θ₀‖²; a σ² belongs in the choice of the best T, not in what T steps do.");
        yield return Claim.Near("S3-B.15", "no-noise-level", "The λ nearest to w_T does not depend on the noise: the exponent fitted over the noise levels is 0 up to 0.1", 0, 0.1, Statistics.Exponent(spec.Noises, typical)).Law();
        yield return Claim.Between("S3-B.15", "penalty", "As long as less than half of the slowest direction is found, the λ nearest to w_T is 1/(αT) within a factor of 3 at every noise level (measured: αTλ, median over T, that is farthest from 1)", 1.0 / 3, 3, typical.MaxBy(value => Math.Abs(Elementary.Log(value))))
            .Law("Later the comparison loses its sense (the smallest factor tried, 0.01, is then the best): stopping then approaches X⁺y exponentially, ridge only as λ.");
    }

    private static Figure FilterFigure(double place, double gap)
    {
        double[] x = Vectors.GeometricGrid(0.01, 100, 121);
        return new("filters", "What T steps find of a direction, and what ridge finds",
            [
                new(new("x = ασ²T", true), new("share that is found"),
                    [
                        new LineMark(x, [.. x.Select(value => -Elementary.ExpM1(-value))]) { Legend = "stopping: 1 − e^(−x)", Color = 0 },
                        new LineMark(x, [.. x.Select(value => value / (1 + value))]) { Legend = "ridge: x/(1 + x)", Color = 1 },
                        new LineMark(x, [.. x.Select(Gap)]) { Legend = "difference", IsDashed = true, Color = 2 },
                        new RuleMark(place, Invariant($"{gap:F4} at x = {place:F3}")) { IsVertical = true },
                    ]),
            ])
        { Caption = "Both begin as x and end at 1. In between stopping has found more of a direction than ridge, by at most a fifth." };
    }

    private static Figure PenaltyFigure(StoppingFilterSpec spec, double[][] best, double[] risks, int early)
    {
        double[] times = [.. spec.Times.Select(t => (double)t)];
        return new("implicit-penalty", "The ridge weight that T steps are like",
            [
                new(new("steps T", true), new("nearest λ times αT", true) { Low = 0.1, High = 10 },
                    [.. best.Select((row, k) => new LineMark([.. times.Take(early)], [.. row.Take(early)]) { Legend = Invariant($"noise σ = {spec.Noises[k]}"), HasPoints = true, Color = k }), new RuleMark(1, "λ = 1/(αT)")]) { Title = "The nearest λ has no noise level in it" },
                new(new("steps T", true), new("risk of stopping / risk of ridge, median"),
                    [new LineMark(times, risks) { HasPoints = true, Color = 0 }, new RuleMark(1, "equal")]) { Title = "Nearly the same risk" },
            ])
        { Caption = "Left: whatever the noise, the nearest ridge weight is about 1/(αT); σ²/(αT) would put the curves apart by the squares of the noise ratios. Right: the risks differ by less than half." };
    }

    private sealed record Sample(double[] Distances, double[] RiskRatios, double[] BestPenalties, double[] SlowestShares, double FlowRatio);
}
