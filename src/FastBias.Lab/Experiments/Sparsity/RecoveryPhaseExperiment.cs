using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="RecoveryPhaseExperiment"/>.</summary>
internal sealed record RecoveryPhaseSpec : ExperimentSpec
{
    /// <summary>d.</summary>
    [Parameter("dimension d", Minimum = 2, Maximum = 2000)]
    public int Dimension { get; init; } = 200;

    /// <summary>r.</summary>
    [Parameter("non-zero places r of the truth", Minimum = 1, Maximum = 100)]
    public int Sparsity { get; init; } = 3;

    /// <summary>n.</summary>
    [Parameter("rows n, rising", Minimum = 1, Maximum = 10000)]
    public IReadOnlyList<int> Rows { get; init; } = [10, 20, 30, 40, 60, 80, 100];

    /// <summary>α.</summary>
    [Parameter("starts: every coordinate of β is α; rising", Minimum = 1e-12, Maximum = 10)]
    public IReadOnlyList<double> Starts { get; init; } = [1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 1];

    /// <summary>η.</summary>
    [Parameter("step size η", Minimum = 1e-4, Maximum = 0.2)]
    public double Step { get; init; } = 0.05;

    /// <summary>T.</summary>
    [Parameter("steps", Minimum = 10, Maximum = 1000000)]
    public int Steps { get; init; } = 2000;

    /// <summary>Draws.</summary>
    [Parameter("draws of X and of the support", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 9;

    /// <summary>From where on the theorem is tested.</summary>
    [Parameter("rows from which on recovery is expected", Minimum = 1, Maximum = 10000)]
    public int EnoughRows { get; init; } = 60;

    /// <inheritdoc/>
    public override string? Problem() =>
        Sparsity > Dimension ? Invariant($"sparsity: {Sparsity} is more than the dimension {Dimension}")
        : Enumerable.Range(1, Rows.Count - 1).Any(i => Rows[i] <= Rows[i - 1]) ? "rows: must rise"
        : Enumerable.Range(1, Starts.Count - 1).Any(i => Starts[i] <= Starts[i - 1]) ? "starts: must rise"
        : Rows[^1] < EnoughRows ? Invariant($"enough-rows: {EnoughRows} is more than the largest of rows, {Rows[^1]}")
        : null;
}

/// <summary>When gradient descent on β⊙β recovers a sparse truth: number of rows against size of the start (Theorem 13.4).</summary>
internal sealed class RecoveryPhaseExperiment : Experiment<RecoveryPhaseSpec>
{
    /// <summary>What an independent NumPy run gives for d = 200, r = 3, n = 80, η = 0.05: the squared error for each start.</summary>
    private static readonly Dictionary<double, double> s_reference = new() { [1] = 150, [1e-1] = 0.03, [1e-2] = 9e-5, [1e-3] = 3e-6, [1e-4] = 2e-7, [1e-6] = 1e-10 };

    public override string Name => "sparse-recovery-phase";

    public override string Title => "Sparse recovery by gradient descent alone: rows against the size of the start";

    public override string About => """
        The model is f(x) = ⟨β⊙β, x⟩ (⊙ multiplies entry by entry): linear in θ = β⊙β, but trained in β. The truth θ* = β*⊙β* has r ones, its support, and d − r zeros, there are n rows x ~ N(0, I), fewer than d, and no noise. The loss is
        L̂(β) = (1/4n)·Σ(yᵢ − f(xᵢ))² with gradient (1/n)·Σ(f(xᵢ) − yᵢ)·xᵢ⊙β; gradient descent starts at β = α·1 and there is no penalty.

        Theorem 13.4: with n ≥ c·r²·log²d rows and a small α, ‖β⊙β − θ*‖² ≤ O(α√d) from about log(d/α)/η steps on. A small start makes coordinates that are not needed stay small, because each step multiplies
        a coordinate by a factor near 1; a large start (α = 1) is the lazy regime, in which β hardly moves and nothing sparse is found.

        All starts are run together as rows of a matrix, so that a step is two products of matrices. Look at the heat map: dark in the corner of many rows and small starts, with an edge near
        n = 30 that no small α helps over.

        Source: lecture notes on algorithmic regularisation, lecture 13, section 13.2; Y. Li, T. Ma, H. Zhang, COLT 2018; T. Vaškevičius, V. Kanade, P. Rebeschini, NeurIPS 2019.
        """;

    public override IReadOnlyList<string> Ids => ["S4-HADAMARD", "S4-T13.4"];

    public override ExperimentSpec Quick => new RecoveryPhaseSpec { Dimension = 30, Sparsity = 1, Rows = [3, 20, 25], Starts = [1e-4, 1e-2, 1], Steps = 400, Repeats = 2, EnoughRows = 20 };

    protected override ExperimentResult Run(RecoveryPhaseSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        SparseProblem[] problems = context.ForEach(spec.Repeats, i => SparseProblem.Draw(random.Split((ulong)i), spec.Rows[^1], spec.Dimension, spec.Sparsity), 0, 0.02);
        int cells = spec.Rows.Count * spec.Repeats;
        Cells[] runs = context.ForEach(cells, i => Descend(problems[i % spec.Repeats].Take(spec.Rows[i / spec.Repeats]), spec), 0.02, 1);
        Cells At(int row, int repeat) => runs[(row * spec.Repeats) + repeat];
        double[,] median = new double[spec.Starts.Count, spec.Rows.Count];
        for (int k = 0; k < spec.Starts.Count; k++)
        {
            for (int i = 0; i < spec.Rows.Count; i++)
            {
                median[k, i] = Statistics.Median(Enumerable.Range(0, spec.Repeats).Select(repeat => At(i, repeat).WindowError[k]));
            }
        }

        return new([.. Hadamard(spec, At, median), .. Theorem(spec, median)], [Table(spec, At, median)], [HeatMap(spec, median), Paths(spec, At(spec.Rows.Count - 1, 0)), Bound(spec, median)]);
    }

    /// <summary>From where on a start must have arrived: twice ln(d/α)/η, but the last tenth of the steps at the latest.</summary>
    private static int WindowStart(RecoveryPhaseSpec spec, double start) =>
        (int)Math.Min(2 * Elementary.Log(spec.Dimension / start) / spec.Step, 0.9 * spec.Steps);

    private static Cells Descend(SparseProblem problem, RecoveryPhaseSpec spec)
    {
        HadamardDescent descent = new(problem, spec.Starts, spec.Step);
        int count = spec.Starts.Count, stride = Math.Max(1, spec.Steps / 150);
        double[] window = new double[count], first = [.. Enumerable.Range(0, count).Select(k => problem.Error(descent.Theta(k)))];
        List<double>[] paths = [.. Enumerable.Range(0, count).Select(_ => new List<double>())];
        for (int t = 0; ; t++)
        {
            if (t % stride == 0 || t == spec.Steps)
            {
                for (int k = 0; k < count; k++)
                {
                    double error = problem.Error(descent.Theta(k));
                    paths[k].Add(error);
                    window[k] = t >= WindowStart(spec, spec.Starts[k]) ? Worse(window[k], error) : 0;
                }
            }

            if (t == spec.Steps)
            {
                return new(window, first, [.. Enumerable.Range(0, count).Select(k => FindsSupport(problem, descent.Theta(k)))], [.. Enumerable.Range(0, count).Select(descent.Loss)], paths, stride);
            }

            descent.Step();
        }
    }

    /// <summary>The larger one; what is not finite is the worst.</summary>
    private static double Worse(double a, double b) => double.IsFinite(a) && double.IsFinite(b) ? Math.Max(a, b) : double.PositiveInfinity;

    private static bool FindsSupport(SparseProblem problem, ReadOnlySpan<double> theta)
    {
        double[] values = theta.ToArray();
        return problem.Support.SequenceEqual(Enumerable.Range(0, values.Length).OrderByDescending(j => values[j]).Take(problem.Support.Length).Order());
    }

    private static IEnumerable<Claim> Hadamard(RecoveryPhaseSpec spec, Func<int, int, Cells> at, double[,] median)
    {
        int last = spec.Rows.Count - 1, repeats = spec.Repeats, lazy = spec.Starts.Count - 1;
        int[] enough = [.. Enumerable.Range(0, spec.Rows.Count).Where(i => spec.Rows[i] >= spec.EnoughRows)];
        yield return Claim.AtMost("S4-HADAMARD", "small-start", Invariant($"From α = {ReportNumber.Text(spec.Starts[0])} and {spec.Rows[last]} rows gradient descent recovers β*⊙β*: the median squared error is at most α"), spec.Starts[0], median[0, last]);
        yield return Claim.AtLeast("S4-HADAMARD", "lazy", Invariant($"From α = {ReportNumber.Text(spec.Starts[lazy])} gradient descent stays near its start: the median squared error is at least a quarter of that of the start: quotient of the two"), 0.25,
            median[lazy, last] / at(last, 0).FirstError[lazy])
                .Because("The more coordinates there are beside the rows, the nearer it stays; where rows are nearly as many, even a large start is drawn to the truth.");
        yield return Claim.AtMost("S4-HADAMARD", "smaller-is-better", Invariant($"From {spec.EnoughRows} rows on, the median error falls whenever α does: number of exceptions"), 0,
            enough.Sum(i => Statistics.Rises([.. Enumerable.Range(0, spec.Starts.Count).Select(k => median[spec.Starts.Count - 1 - k, i])])));
        yield return Claim.AtMost("S4-HADAMARD", "support", Invariant($"From {spec.EnoughRows} rows and α ≤ 0.01 on, the r largest coordinates of θ are the support of the truth: number of runs in which they are not"), 0,
            enough.Sum(i => Enumerable.Range(0, repeats).Sum(repeat => Enumerable.Range(0, spec.Starts.Count).Count(k => spec.Starts[k] <= 0.01 && !at(i, repeat).Support[k]))));
        int reference = spec.Rows.ToList().IndexOf(80);
        double[] quotients = reference < 0 ? [] : [.. Enumerable.Range(0, spec.Starts.Count).Where(k => s_reference.ContainsKey(spec.Starts[k])).Select(k => Math.Abs(Elementary.Log(MedianAtEnd(spec, at, reference, k) / s_reference[spec.Starts[k]])) / Elementary.Log(10))];
        yield return Claim.AtMost("S4-HADAMARD", "reference", "At n = 80 the median errors at the end agree with those of an independent NumPy run (150, 0.03, 9e-5, 3e-6, 2e-7, 1e-10 for α = 1 … 1e-6) to within a factor of 10: largest |log₁₀| of the quotients", 1,
            quotients.Length == 0 ? double.NaN : quotients.Max())
                .Law(quotients.Length == 0 ? "These parameters have no run with 80 rows." : "Other draws of X: medians move by a small factor.");
    }

    private static IEnumerable<Claim> Theorem(RecoveryPhaseSpec spec, double[,] median)
    {
        double Quotient(int i) => Enumerable.Range(0, spec.Starts.Count).Where(k => spec.Starts[k] <= 0.01).Max(k => median[k, i] / (spec.Starts[k] * Math.Sqrt(spec.Dimension)));
        double worst = Enumerable.Range(0, spec.Rows.Count).Where(i => spec.Rows[i] >= spec.EnoughRows).Max(Quotient);
        yield return Claim.AtMost("S4-T13.4", "bound", Invariant($"With at least {spec.EnoughRows} rows and α ≤ 0.01, ‖β⊙β − θ*‖² ≤ α√d from step 2·ln(d/α)/η to the end, in the median over the draws: largest quotient of the two"), 1, worst)
            .Because("The median, because near the edge a draw now and then has a slow coordinate and is still on its way: see the column of the largest errors.");
        int edge = spec.Rows.ToList().IndexOf(40), start = spec.Starts.ToList().IndexOf(1e-4);
        yield return Claim.AtMost("S4-T13.4", "edge", "With 40 rows and α = 1e-4, at the edge, the median error is still at most α√d: quotient of the two", 1, edge < 0 || start < 0 ? double.NaN : median[start, edge] / (1e-4 * Math.Sqrt(spec.Dimension)))
            .Because(edge < 0 || start < 0 ? "These parameters have no such run." : "Just below: a draw more or less decides it; with 60 rows all is clear.");
        yield return Claim.AtMost("S4-T13.4", "few-rows", Invariant($"With {spec.Rows[0]} rows, too, ‖β⊙β − θ*‖² ≤ α√d for every α ≤ 0.01, in the median over the draws: largest quotient of the two"), 1, Quotient(0))
            .Because("The theorem needs n ≥ c·r²·log²d: with too few rows other sparse or nearly sparse θ fit the data, and a small start does not help.");
    }

    /// <summary>The median over the draws of the squared error after the last step.</summary>
    private static double MedianAtEnd(RecoveryPhaseSpec spec, Func<int, int, Cells> at, int row, int start) =>
        Statistics.Median(Enumerable.Range(0, spec.Repeats).Select(repeat => at(row, repeat).Paths[start][^1]));

    private static ResultTable Table(RecoveryPhaseSpec spec, Func<int, int, Cells> at, double[,] median) => new(
        "recovery", Invariant($"Squared error ‖β⊙β − θ*‖²: the largest from step 2·ln(d/α)/η on, and at the end; {spec.Repeats} draws of X and θ*"),
        ["rows n", "start α", "median over draws of the largest error", "largest error of all draws", "α√d", "draws with the right support", "median squared error at the end", "median loss L̂ at the end"],
        [
            .. Enumerable.Range(0, spec.Rows.Count).SelectMany(i => Enumerable.Range(0, spec.Starts.Count).Select(k => (IReadOnlyList<Cell>)
            [
                spec.Rows[i], spec.Starts[k], median[k, i], Enumerable.Range(0, spec.Repeats).Max(repeat => at(i, repeat).WindowError[k]), spec.Starts[k] * Math.Sqrt(spec.Dimension),
                Enumerable.Range(0, spec.Repeats).Count(repeat => at(i, repeat).Support[k]), MedianAtEnd(spec, at, i, k), Statistics.Median(Enumerable.Range(0, spec.Repeats).Select(repeat => at(i, repeat).Loss[k])),
            ])),
        ]);

    private static Figure HeatMap(RecoveryPhaseSpec spec, double[,] median) => new("phase", "Where gradient descent on β⊙β recovers the sparse truth",
        [
            new(new("rows n"), new("start α", true),
                [
                    new HeatMark([.. spec.Rows.Select(n => (double)n)], spec.Starts, [.. median.Cast<double>()], "median squared error ‖β⊙β − θ*‖²") { IsLogarithmic = true },
                    new RuleMark(spec.EnoughRows, Invariant($"{spec.EnoughRows} rows")) { IsVertical = true },
                ]),
        ])
    { Caption = Invariant($"d = {spec.Dimension}, r = {spec.Sparsity}. With enough rows (the claims are about those right of the dotted line) the error falls with the start; with few rows no start helps, and a start of 1 fails always.") };

    private static Figure Paths(RecoveryPhaseSpec spec, Cells run) => new("error-paths", Invariant($"The error on the way, n = {spec.Rows[^1]}"),
        [
            new(new("step"), new("squared error ‖β⊙β − θ*‖²", true),
                [.. run.Paths.Select((path, k) => new LineMark([.. path.Select((_, i) => (double)Math.Min(i * run.Stride, spec.Steps))], path) { Legend = $"α = {ReportNumber.Text(spec.Starts[k])}" })]),
        ])
    { Caption = "A smaller start waits longer, by ln(1/α)/η steps, and then ends closer. Nothing has to be stopped: the error stays down." };

    private static Figure Bound(RecoveryPhaseSpec spec, double[,] median) => new("error-against-start", "The error follows the start",
        [
            new(new("start α", true), new("median squared error ‖β⊙β − θ*‖²", true),
                [
                    .. Enumerable.Range(0, spec.Rows.Count).Where(i => i % 2 == 1 || i == 0).Select(i => new LineMark(spec.Starts, [.. Enumerable.Range(0, spec.Starts.Count).Select(k => median[k, i])]) { Legend = Invariant($"n = {spec.Rows[i]}"), HasPoints = true }),
                    new LineMark(spec.Starts, [.. spec.Starts.Select(a => a * Math.Sqrt(spec.Dimension))]) { Legend = "α√d", IsDashed = true },
                ]),
        ])
    { Caption = "Dashed: the theorem's order α√d. With 80 rows the error lies far below it, with 10 and 20 rows far above; 40 rows are at the edge." };

    private sealed record Cells(double[] WindowError, double[] FirstError, bool[] Support, double[] Loss, List<double>[] Paths, int Stride);
}
