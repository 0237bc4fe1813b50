using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Whether momentum changes which interpolating solution is found.</summary>
internal sealed class OptimizerBias : Experiment<OptimizerBiasSpec>
{
    private const string Id = "S3-A.16";

    private static readonly (string Name, FirstOrderMethod Method, bool IsLinear)[] s_methods =
    [
        ("gradient descent", FirstOrderMethod.GradientDescent, true), ("heavy ball", FirstOrderMethod.HeavyBall, true), ("Nesterov", FirstOrderMethod.Nesterov, true),
        ("cyclic SGD", FirstOrderMethod.CyclicSgd, true), ("Adam", FirstOrderMethod.Adam, false), ("sign descent", FirstOrderMethod.SignDescent, false),
    ];

    public override string Name => "optimizer-bias";

    public override string Title => "Momentum keeps the minimum-norm bias; Adam and sign descent do not";

    public override string About => """
        True or false: gradient descent with momentum has the same bias toward low norm as plain gradient descent. The book's key says false, since momentum changes the path.

        For least squares the key is wrong. Every step of gradient descent, heavy ball, Nesterov's method and stochastic gradients adds a combination of rows of X. Started at zero they stay in the row space,
        and the row space holds exactly one interpolating solution, X⁺y. The path differs, the end does not. Adam and sign descent multiply each coordinate by its own factor, leave the row space, and end
        at another solution.

        Adam and sign descent have a step of fixed size, so they end about one step from a solution, not at it. The figure has each method's distance from X⁺y: four fall to rounding, two stay away.

        Source: S. Gunasekar, J. Lee, D. Soudry and N. Srebro, Characterizing implicit bias in terms of optimization geometry, ICML 2018.
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new OptimizerBiasSpec { Rows = 4, Columns = 10, Steps = 2000, Stride = 100 };

    protected override ExperimentResult Run(OptimizerBiasSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] y = Synthetic.Gaussian(random, spec.Rows);
        FirstOrderSolution<double>[] solutions = context.ForEach(s_methods.Length, i => FirstOrderSolver.Solve<double>(x, y, Options(spec, s_methods[i].Method)));
        double length = LeastSquares.Solve(x, y).SolutionNorm;
        return new([.. Claims(spec, solutions, x, y, length)], [Table(solutions, x, y)], [Paths(solutions)]);
    }

    private static FirstOrderOptions<double> Options(OptimizerBiasSpec spec, FirstOrderMethod method) => new()
    {
        Method = method,
        Step = method is FirstOrderMethod.Adam ? spec.AdamStep : method is FirstOrderMethod.SignDescent ? spec.SignStep : null,
        RelativeTolerance = 0,
        MaxIterations = spec.Steps,
        HistoryStride = spec.Stride,
    };

    private static IEnumerable<Claim> Claims(OptimizerBiasSpec spec, FirstOrderSolution<double>[] solutions, Matrix<double> x, double[] y, double length)
    {
        double ball = Vectors.Distance(solutions[1].W, solutions[0].W) / length;
        yield return Claim.AtLeast(Id, "momentum-changes", "On least squares momentum changes which solution is found: heavy ball ends at least 1e-6·‖X⁺y‖ away from where gradient descent ends", 1e-6, ball).Because(
            "Its steps are combinations of rows of X as well, so it stays in the row space and ends at X⁺y. The key would be right for losses whose minimiser depends on the path.");
        foreach (int i in Enumerable.Range(0, solutions.Length).Where(i => s_methods[i].IsLinear))
        {
            yield return Claim.AtMost(Id, s_methods[i].Name.Replace(' ', '-').ToLowerInvariant(), $"On least squares {s_methods[i].Name} from 0 ends at the solution of minimum norm X⁺y: relative distance below 1e-12", 1e-12, solutions[i].Final.DistanceToMinimumNorm / length).Law();
        }

        yield return Claim.AtLeast(Id, "adam", "On least squares Adam from 0 ends elsewhere than at X⁺y: at least 0.05·‖X⁺y‖ away", 0.05, solutions[4].Final.DistanceToMinimumNorm / length);
        yield return Claim.AtLeast(Id, "sign", "On least squares sign descent from 0 ends elsewhere than at X⁺y: at least 0.05·‖X⁺y‖ away", 0.05, solutions[5].Final.DistanceToMinimumNorm / length);
        double scale = Math.Sqrt(x.Columns) * Regression.SingularValues(x)[0] / Vectors.Norm(y);
        const string Reason = "A step moves each of the n weights by about α at most, so it is at most about α·√n long and changes the residual by at most ‖X‖ times that. Sign descent, whose steps never get shorter, stays about that far from a solution.";
        yield return Claim.AtMost(Id, "adam-interpolates", "Adam ends within one step of a solution: relative residual at most α·√n·‖X‖/‖y‖", spec.AdamStep * scale, Residual(solutions[4], x, y)).Law(Reason);
        yield return Claim.AtMost(Id, "sign-interpolates", "Sign descent ends within one step of a solution: relative residual at most α·√n·‖X‖/‖y‖", spec.SignStep * scale, Residual(solutions[5], x, y)).Law(Reason);
    }

    private static double Residual(FirstOrderSolution<double> solution, Matrix<double> x, double[] y) => Vectors.Distance(Vectors.Multiply(x, solution.W), y) / Vectors.Norm(y);

    private static ResultTable Table(FirstOrderSolution<double>[] solutions, Matrix<double> x, double[] y) => new(
        "methods",
        "Where each method ends",
        ["method", "‖w‖", "distance to X⁺y", "relative residual ‖Xw − y‖/‖y‖", "length of w's part in the null space"],
        [.. s_methods.Select((method, i) => (IReadOnlyList<Cell>)[method.Name, solutions[i].Final.SolutionNorm, solutions[i].Final.DistanceToMinimumNorm, Residual(solutions[i], x, y), solutions[i].NullSpaceDrift])]);

    private static Figure Paths(FirstOrderSolution<double>[] solutions) => new(
        "distances",
        "Distance to the shortest solution",
        [
            new(
                new("steps (epochs for cyclic SGD)", true),
                new("distance to X⁺y", true) { Low = 1e-16 },
                [.. s_methods.Select((method, i) => Path(method.Name, solutions[i]))]),
        ])
    { Caption = "Methods whose steps are combinations of rows reach the shortest solution, whatever their path; Adam and sign descent, the two lines at the top, scale coordinates and end elsewhere." };

    private static LineMark Path(string name, FirstOrderSolution<double> solution)
    {
        FirstOrderRecord<double>[] shown = [.. solution.History.Where(record => record.Iteration > 0)];
        return new([.. shown.Select(record => (double)record.Iteration)], [.. shown.Select(record => record.DistanceToMinimumNorm)]) { Legend = name };
    }
}

/// <summary>Parameters of <see cref="OptimizerBias"/>.</summary>
internal sealed record OptimizerBiasSpec : ExperimentSpec
{
    [Parameter("rows of X, fewer than columns", Minimum = 2, Maximum = 200)]
    public int Rows { get; init; } = 20;

    [Parameter("columns of X", Minimum = 3, Maximum = 400)]
    public int Columns { get; init; } = 50;

    [Parameter("steps", Minimum = 100, Maximum = 1000000)]
    public int Steps { get; init; } = 10000;

    [Parameter("Adam's step", Minimum = 1e-5, Maximum = 0.1)]
    public double AdamStep { get; init; } = 1e-3;

    [Parameter("sign descent's step", Minimum = 1e-6, Maximum = 0.1)]
    public double SignStep { get; init; } = 1e-3;

    [Parameter("steps between records", Minimum = 1, Maximum = 10000)]
    public int Stride { get; init; } = 5;

    public override string? Problem() => Rows < Columns ? null : $"rows: {Rows} must be less than columns ({Columns})";
}
