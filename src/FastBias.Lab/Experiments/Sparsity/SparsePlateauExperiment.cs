using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="SparsePlateauExperiment"/>.</summary>
internal sealed record SparsePlateauSpec : ExperimentSpec
{
    /// <summary>d.</summary>
    [Parameter("dimension d", Minimum = 2, Maximum = 2000)]
    public int Dimension { get; init; } = 200;

    /// <summary>r.</summary>
    [Parameter("non-zero places r of the truth", Minimum = 1, Maximum = 100)]
    public int Sparsity { get; init; } = 3;

    /// <summary>n.</summary>
    [Parameter("rows n", Minimum = 1, Maximum = 10000)]
    public int Rows { get; init; } = 80;

    /// <summary>α.</summary>
    [Parameter("start: every coordinate of β is α", Minimum = 1e-12, Maximum = 1)]
    public double Start { get; init; } = 1e-4;

    /// <summary>η.</summary>
    [Parameter("step size η", Minimum = 1e-4, Maximum = 0.2)]
    public double Step { get; init; } = 0.05;

    /// <summary>T.</summary>
    [Parameter("steps of the long run", Minimum = 1000, Maximum = 1000000)]
    public int Steps { get; init; } = 20000;

    /// <summary>Draws.</summary>
    [Parameter("draws of X and of the support", Minimum = 1, Maximum = 100)]
    public int Repeats { get; init; } = 3;

    /// <summary>n of the comparison with the population.</summary>
    [Parameter("rows of the comparison with the population's descent, rising", Minimum = 1, Maximum = 100000)]
    public IReadOnlyList<int> TrackedRows { get; init; } = [80, 320, 1280];

    /// <inheritdoc/>
    public override string? Problem() =>
        Sparsity >= Dimension ? Invariant($"sparsity: {Sparsity} is not less than the dimension {Dimension}")
        : TrackedRows.Count < 2 ? "tracked-rows: needs at least two" : null;
}

/// <summary>The long run on β⊙β from a small start: no early stopping, the referees LP and lasso, the population's descent beside it (R13.5, R13.8, 13.9).</summary>
internal sealed class SparsePlateauExperiment : Experiment<SparsePlateauSpec>
{
    private static readonly int[] s_stations = [50, 150, 200, 250, 300, 500];

    public override string Name => "sparse-plateau";

    public override string Title => "Gradient descent on squares ends at the sparse truth, and need not be stopped early";

    public override string About => """
        Gradient descent on L̂(β) = (1/4n)·Σ(⟨β⊙β, xᵢ⟩ − yᵢ)² from β = α·1 with α = 1e-4, for a truth θ* of r = 3 ones among
        d = 200 coordinates and n = 80 rows (see the experiment sparse-recovery-phase; ⊙ multiplies entry by entry). Four questions about one run of 20 000 steps:

        Does it have to be stopped early? β = 0 is a critical point, since every partial derivative has the factor βⱼ; near it coordinates off the support hardly move, and after the support has grown to 1 the
        residual is gone, so nothing drives them. The error falls and stays down.

        What does it find? For θ = β⊙β ≥ 0, ‖β‖² = ‖θ‖₁: the interpolant of least ‖β‖ is that of least ‖θ‖₁. Referees: the exact least 1-norm by the simplex method, the lasso as λ → 0, and the minimum 2-norm
        θ = X⁺y, which is dense and whose error is about r(1 − n/d).

        Is it near its start? The end is compared with the β of least norm; since the start is nearly 0, nearest to the start and shortest are the same.

        How near is the path to that of the population loss ¼‖β⊙β − θ*‖², where each coordinate moves alone? The distance of the paths is measured for a growing number of rows. With few rows the
        paths have the same shape but another clock.

        Source: lecture notes on algorithmic regularisation, lecture 13: Remarks 13.5, 13.8, 13.9 and the proof of Theorem 13.4.
        """;

    public override IReadOnlyList<string> Ids => ["S4-R13.5", "S4-R13.8", "S4-LASSO", "S4-STAY", "S4-R13.9"];

    public override ExperimentSpec Quick => new SparsePlateauSpec { Dimension = 30, Sparsity = 1, Rows = 20, Steps = 4000, Repeats = 2, TrackedRows = [20, 40] };

    protected override ExperimentResult Run(SparsePlateauSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        LongRun[] runs = context.ForEach(spec.Repeats, i => Descend(SparseProblem.Draw(random.Split(0).Split((ulong)i), spec.Rows, spec.Dimension, spec.Sparsity), spec), 0, 0.6);
        int tracked = spec.TrackedRows.Count;
        double[] distances = context.ForEach(tracked * spec.Repeats, i => Tracking(spec, spec.TrackedRows[i / spec.Repeats], random.Split(1).Split((ulong)i)), 0.6, 1);
        double[] tracking = [.. Enumerable.Range(0, tracked).Select(i => Statistics.Median(distances.Skip(i * spec.Repeats).Take(spec.Repeats)))];
        return new(
            [.. Plateau(spec, runs), .. Referees(spec, runs), .. Stay(spec, runs, tracking)],
            [Stations(runs), RefereeTable(runs), LassoTable(runs), TrackingTable(spec, tracking)],
            [Errors(spec, runs), Path(spec, runs[0]), TrackingFigure(spec, tracking)]);
    }

    private static LongRun Descend(SparseProblem problem, SparsePlateauSpec spec)
    {
        HadamardDescent descent = new(problem, [spec.Start], spec.Step), still = new(problem, [0], spec.Step);
        double atZero = still.GradientNorm(0);
        still.Step();
        double[] population = [.. Enumerable.Repeat(spec.Start, spec.Dimension)];
        List<PathPoint> path = [];
        double[] stations = new double[s_stations.Length + 1];
        double offSupport = 0, worst = 0;
        for (int t = 0; ; t++)
        {
            if (t <= 400 || t % (spec.Steps / 100) == 0)
            {
                double error = problem.Error(descent.Theta(0));
                offSupport = Math.Max(offSupport, problem.OffSupport(descent.Theta(0)));
                worst = t >= spec.Steps / 10 ? Math.Max(worst, error) : 0;
                path.Add(new(t, error, descent.Loss(0), problem.Support.Min(j => Theta(descent, j)), problem.Support.Max(j => Theta(descent, j)), problem.OffSupport(descent.Theta(0)), Square(population[problem.Support[0]])));
            }

            if (Array.IndexOf(s_stations, t) is >= 0 and var place)
            {
                stations[place] = problem.Error(descent.Theta(0));
            }

            if (t == spec.Steps)
            {
                stations[^1] = problem.Error(descent.Theta(0));
                break;
            }

            descent.Step();
            Advance(population, problem.Truth, spec.Step);
        }

        return Judge(problem, spec, descent, path) with { Stations = stations, OffSupport = offSupport, WorstAfter = worst, GradientAtZero = atZero + VectorProduct.Norm(still.Beta(0)) };
    }

    private static double Theta(HadamardDescent descent, int j) => descent.Theta(0)[j];

    private static double Square(double x) => x * x;

    /// <summary>A step on the population loss ¼‖β⊙β − θ*‖².</summary>
    private static void Advance(double[] beta, double[] truth, double step)
    {
        for (int j = 0; j < beta.Length; j++)
        {
            beta[j] += step * (truth[j] - (beta[j] * beta[j])) * beta[j];
        }
    }

    private static LongRun Judge(SparseProblem problem, SparsePlateauSpec spec, HadamardDescent descent, List<PathPoint> path)
    {
        BasisPursuitSolution<double> sparse = BasisPursuitSolver.Solve<double>(problem.X, problem.Y);
        double[] dense = Regression.MinimumNorm(problem.X, problem.Y);
        double[] weights = Vectors.Grid(-1, -6, 11);
        double[] correlations = Vectors.Multiply(problem.X.Transposed, problem.Y);
        double largest = correlations.Max(Math.Abs);
        LassoPathSolution<double> lasso = LassoPathSolver.Solve<double>(problem.X, problem.Y, new() { Lambdas = [.. weights.Select(power => largest * Elementary.Pow(10, power))] });
        double toStart = Vectors.Distance(descent.Beta(0), [.. Enumerable.Repeat(spec.Start, spec.Dimension)]);
        double least = Vectors.Distance([.. sparse.X.Select(theta => Math.Sqrt(Math.Max(0, theta)))], [.. Enumerable.Repeat(spec.Start, spec.Dimension)]);
        return new()
        {
            Path = path,
            SquaredNorm = Vectors.Square(descent.Beta(0)),
            LeastOneNorm = sparse.OneNorm,
            SparseError = problem.Error(sparse.X),
            DenseError = problem.Error(dense),
            DenseOneNorm = Vectors.OneNorm(dense),
            LassoErrors = [.. lasso.Points.Select(point => Math.Sqrt(problem.Error([.. point.X])))],
            LassoWeights = [.. lasso.Points.Select(point => point.Lambda / largest)],
            RightSupports = [.. lasso.Points.Select(point => point.Support.SequenceEqual(problem.Support))],
            DistanceQuotient = toStart / least,
        };
    }

    /// <summary>The largest distance ‖θₜ − θₜ(population)‖ on the way.</summary>
    private static double Tracking(SparsePlateauSpec spec, int rows, RandomSource random)
    {
        SparseProblem problem = SparseProblem.Draw(random, rows, spec.Dimension, spec.Sparsity);
        HadamardDescent descent = new(problem, [spec.Start], spec.Step);
        double[] population = [.. Enumerable.Repeat(spec.Start, spec.Dimension)];
        double largest = 0;
        for (int t = 0; t < 400; t++)
        {
            descent.Step();
            Advance(population, problem.Truth, spec.Step);
            largest = Math.Max(largest, Vectors.Distance(descent.Theta(0), [.. population.Select(Square)]));
        }

        return largest;
    }

    private static IEnumerable<Claim> Plateau(SparsePlateauSpec spec, LongRun[] runs)
    {
        yield return Claim.Near("S4-R13.5", "zero-is-critical", "β = 0 is a critical point: the gradient there is exactly 0, and descent from it does not move", 0, 0, runs.Max(run => run.GradientAtZero));
        yield return Claim.AtMost("S4-R13.5", "no-early-stopping", Invariant($"No early stopping is needed: from step {spec.Steps / 10} to step {spec.Steps} the squared error never exceeds α√d in any draw: largest quotient"), 1,
            runs.Max(run => run.WorstAfter) / (spec.Start * Math.Sqrt(spec.Dimension)))
                .Because("A run with few rows may still be on its way after a tenth of the steps.");
        yield return Claim.AtMost("S4-R13.5", "error-falls", Invariant($"The error after {spec.Steps} steps is not above that after {s_stations[^1]}: largest quotient of the two"), 1, runs.Max(run => run.Stations[^1] / run.Stations[^2]));
    }

    private static IEnumerable<Claim> Referees(SparsePlateauSpec spec, LongRun[] runs)
    {
        double share = 1 - ((double)spec.Rows / spec.Dimension), expected = spec.Sparsity * share;
        yield return Claim.AtMost("S4-R13.8", "least-one-norm", "Gradient descent ends at the least ‖β‖² = ‖θ‖₁ among the interpolants: it exceeds the exact optimum of the linear program by at most 1e-3 of it", 1e-3,
            runs.Max(run => Math.Abs(run.SquaredNorm - run.LeastOneNorm) / run.LeastOneNorm))
                .Because("A run with few rows is slow at its end.");
        yield return Claim.AtMost("S4-R13.8", "linear-program", "The interpolant of least 1-norm is the sparse truth: its squared error is at most 1e-20", 1e-20, runs.Max(run => run.SparseError)).Law();
        yield return Claim.Near("S4-R13.8", "minimum-norm", "The interpolant of minimum 2-norm is not the truth: its squared error, on average over the draws, is r(1 − n/d), within 4.5 standard errors", expected, MinimumNormTolerance(spec, share),
            Statistics.Mean([.. runs.Select(run => run.DenseError)])).Law();
        yield return Claim.AtMost("S4-LASSO", "support", "From λ = λ_max/100 (λ_max: where all coefficients become zero) down to λ_max·1e-6 the lasso has exactly the support of the truth: number of λ's with another one, over all draws", 0, runs.Sum(run => run.RightSupports.Skip(2).Count(isRight => !isRight)));
        yield return Claim.Near("S4-LASSO", "linear-in-lambda", "From λ = λ_max/1000 down the lasso's distance to the truth is proportional to λ: exponent of λ fitted to the median over the draws", 1, 0.01,
            Statistics.Exponent(runs[0].LassoWeights.Skip(4), Enumerable.Range(4, runs[0].LassoWeights.Length - 4).Select(i => Statistics.Median(runs.Select(run => run.LassoErrors[i]))))).Law();
        yield return Claim.Near("S4-R13.9", "nearest-to-start", "Gradient descent on β⊙β ends, approximately, at the interpolant nearest to its start: its distance to α·1 divided by that of the interpolant of least ‖β‖, median over the draws", 1, 1e-3, Statistics.Median(runs.Select(run => run.DistanceQuotient)))
            .Because("Approximately, and for small starts: the lecture itself says that this is no universal law.");
    }

    /// <summary>4.5 standard errors of the mean error: for a random null space ‖P_null·θ*‖²/r has a beta distribution of mean p = 1 − n/d and variance 2p(1 − p)/(d + 2).</summary>
    private static double MinimumNormTolerance(SparsePlateauSpec spec, double share) =>
        4.5 * spec.Sparsity * Math.Sqrt(2 * share * (1 - share) / ((spec.Dimension + 2) * spec.Repeats));

    private static IEnumerable<Claim> Stay(SparsePlateauSpec spec, LongRun[] runs, double[] tracking)
    {
        double root = Math.Sqrt(spec.Sparsity);
        yield return Claim.AtMost("S4-STAY", "off-support", "The path stays near the sparse set: in no draw does a coordinate of θ off the support ever exceed 0.01, where those on it go to 1", 0.01, runs.Max(run => run.OffSupport));
        yield return Claim.AtMost("S4-STAY", "reference", "The largest coordinate off the support is near 4e-4 (an independent NumPy run): the median over the draws is within a factor of 3 of it, |log₁₀| of the quotient at most 0.48", 0.48,
            Math.Abs(Elementary.Log(Statistics.Median(runs.Select(run => run.OffSupport)) / 4e-4)) / Elementary.Log(10)).Law();
        yield return Claim.AtMost("S4-STAY", "tracks", Invariant($"With {spec.TrackedRows[^1]} rows the path tracks that of the population loss: the largest distance ‖θ − θ(population)‖ is at most 0.4·‖θ*‖, median over the draws"), 0.4 * root, tracking[^1]).Because("The distance falls as the number of rows grows; it needs many.");
        yield return Claim.AtMost("S4-STAY", "few-rows-another-clock", Invariant($"With {spec.TrackedRows[0]} rows, too, the path tracks that of the population loss: the largest distance ‖θ − θ(population)‖ is at most 0.4·‖θ*‖, median over the draws"), 0.4 * root, tracking[0])
            .Because("The paths have one shape and two clocks: with few rows the rates on the support differ from 1 by about the isometry constant, and ln(1/α) multiplies the delay. It is the end points that agree.");
        yield return Claim.AtMost("S4-STAY", "tracks-with-rows", Invariant($"With more rows the paths come together: going from {spec.TrackedRows[0]} to {spec.TrackedRows[^1]} rows shrinks the largest distance to at most 0.6 of it"), 0.6, tracking[^1] / tracking[0]).Law();
    }

    private static ResultTable Stations(LongRun[] runs) => new("errors-on-the-way", "Squared error ‖β⊙β − θ*‖² after some steps, one row for each draw",
        ["draw", .. s_stations.Select(t => Invariant($"step {t}")), "last step", "largest θ off the support"],
        [.. runs.Select((run, i) => (IReadOnlyList<Cell>)[i, .. run.Stations.Select(value => (Cell)value), run.OffSupport])]);

    private static ResultTable RefereeTable(LongRun[] runs) => new("referees", "What gradient descent, the linear program and the minimum 2-norm find, one row for each draw",
        ["draw", "‖β‖² of gradient descent", "least ‖θ‖₁", "squared error of gradient descent", "squared error of least 1-norm", "squared error of minimum 2-norm", "‖θ‖₁ of minimum 2-norm"],
        [.. runs.Select((run, i) => (IReadOnlyList<Cell>)[i, run.SquaredNorm, run.LeastOneNorm, run.Stations[^1], run.SparseError, run.DenseError, run.DenseOneNorm])]);

    private static ResultTable LassoTable(LongRun[] runs) => new("lasso", "The lasso as its penalty λ falls: distance to the truth and agreement of the supports",
        ["λ/λ_max", "median ‖θ − θ*‖", "draws with the support of the truth"],
        [.. runs[0].LassoWeights.Select((weight, i) => (IReadOnlyList<Cell>)[weight, Statistics.Median(runs.Select(run => run.LassoErrors[i])), runs.Count(run => run.RightSupports[i])])]);

    private static ResultTable TrackingTable(SparsePlateauSpec spec, double[] tracking) => new("tracking", "The largest distance between the path and the population's, median over the draws",
        ["rows n", "max over steps of ‖θ − θ(population)‖"], [.. spec.TrackedRows.Select((n, i) => (IReadOnlyList<Cell>)[n, tracking[i]])]);

    private static Figure Errors(SparsePlateauSpec spec, LongRun[] runs) => new("plateau", "The error falls and stays down",
        [
            new(new("step", true), new("squared error ‖β⊙β − θ*‖²", true),
                [
                    .. runs.Select((run, i) => Line(run, point => point.Error) with { Color = i }),
                    new RuleMark(spec.Start * Math.Sqrt(spec.Dimension), "α√d"),
                ]) { Title = "Squared error" },
            new(new("step", true), new("loss L̂", true), [.. runs.Select((run, i) => Line(run, point => point.Loss) with { Color = i })]) { Title = "Training loss" },
        ])
    { Caption = "One colour for each draw of X and of the support; dotted: the bound α√d. After the support has grown, neither rises again: no early stopping." };

    private static LineMark Line(LongRun run, Func<PathPoint, double> value) =>
        new([.. run.Path.Where(point => point.Step > 0).Select(point => (double)point.Step)], [.. run.Path.Where(point => point.Step > 0).Select(value)]);

    private static Figure Path(SparsePlateauSpec spec, LongRun run)
    {
        LongRun early = run with { Path = [.. run.Path.Where(point => point.Step <= 400)] };
        return new("path", "Coordinates on and off the support",
            [
                new(new("step"), new("coordinate of θ = β⊙β", true),
                    [
                        Line(early, point => point.Lowest) with { Legend = "support, slowest", Color = 0 },
                        Line(early, point => point.Highest) with { Legend = "support, fastest", Color = 1 },
                        Line(early, point => point.OffSupport) with { Legend = "off the support, largest", Color = 2 },
                        Line(early, point => point.Population) with { Legend = "population, on the support", Color = 3, IsDashed = true },
                    ]),
            ])
        { Caption = Invariant($"First draw, n = {spec.Rows}. All start at α². The support grows exponentially to 1; the rest is left behind by three orders of magnitude.") };
    }

    private static Figure TrackingFigure(SparsePlateauSpec spec, double[] tracking)
    {
        double[] rows = [.. spec.TrackedRows.Select(n => (double)n)];
        return new("tracking-rows", "More rows bring the path to the population's",
            [
                new(new("rows n", true), new("largest ‖θ − θ(population)‖ on the way", true),
                    [
                        new LineMark(rows, tracking) { HasPoints = true, Legend = "median over the draws", Color = 0 },
                        new LineMark(rows, [.. rows.Select(n => tracking[^1] * Math.Sqrt(rows[^1] / n))]) { IsDashed = true, Legend = "∝ 1/√n", Color = 1 },
                    ]),
            ])
        { Caption = "With few rows the two clocks differ by many steps, and on the way the paths are as far apart as the support is large; with more rows they come together. The dashed line falls as 1/√n and is drawn through the last point: it says how fast, not how far." };
    }

    private readonly record struct PathPoint(int Step, double Error, double Loss, double Lowest, double Highest, double OffSupport, double Population);

    private sealed record LongRun
    {
        public IReadOnlyList<PathPoint> Path { get; init; } = [];

        public double[] Stations { get; init; } = [];

        public double OffSupport { get; init; }

        public double WorstAfter { get; init; }

        public double GradientAtZero { get; init; }

        public double SquaredNorm { get; init; }

        public double LeastOneNorm { get; init; }

        public double SparseError { get; init; }

        public double DenseError { get; init; }

        public double DenseOneNorm { get; init; }

        public double[] LassoErrors { get; init; } = [];

        public double[] LassoWeights { get; init; } = [];

        public bool[] RightSupports { get; init; } = [];

        public double DistanceQuotient { get; init; }
    }
}
