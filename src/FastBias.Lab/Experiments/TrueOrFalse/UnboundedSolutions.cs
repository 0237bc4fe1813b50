using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Implicit bias with an unbounded set of solutions.</summary>
internal sealed class UnboundedSolutions : Experiment<UnboundedSolutionsSpec>
{
    private const string Id = "S3-A.9";

    public override string Name => "unbounded-solutions";

    public override string Title => "Implicit bias does not need a bounded set of solutions";

    public override string About => """
        True or false: gradient descent has an implicit bias toward one solution if and only if the set of solutions is bounded. The book: false, and so it is.

        With 50 rows and 200 columns the solutions of X·w = y are an affine space of dimension 150, as unbounded as can be: from one of them one can walk any distance along the null space. Yet gradient descent from any
        start in the row space, whatever its size, ends at the same one of them, X⁺y.

        The reason given for the statement speaks of strictly convex losses with many minima. There are none: a strictly convex function has at most one minimum. With a ridge penalty, which makes the loss strictly
        convex, gradient descent ends at the same point from every start, also from outside the row space, and no bias is needed to say which.

        Source: S. Boyd and L. Vandenberghe, Convex Optimization, section 4.2.1; why descent stays in the row space is shown in the experiment roads-to-minimum-norm.
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new UnboundedSolutionsSpec { Rows = 4, Columns = 16, Starts = 3 };

    protected override ExperimentResult Run(UnboundedSolutionsSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] truth = Synthetic.SparseTruth(random, spec.Columns, Math.Min(10, spec.Columns)), y = Synthetic.Linear(random, x, truth, 0.01), shortest = Regression.MinimumNorm(x, y);
        double[] distances = context.ForEach(spec.Starts, i => Vectors.Distance(Descend(x, y, InRowSpace(x, random.Split((ulong)i), i)), shortest), 0, 0.5);
        (double Spread, double[] Ends) ridge = Ridge(spec, x, y, random.Split(5000));
        double[] walks = [.. Enumerable.Range(0, 7).Select(k => WalkResidual(x, y, shortest, Elementary.Pow(10, k)))];
        return new([.. Claims(spec, shortest, distances, walks, ridge.Spread)], [Table(spec, x, distances, random)], [Figure(walks, shortest, distances, spec)]);
    }

    /// <summary>A random vector of the row space of norm 10^(i/starts·3).</summary>
    private static double[] InRowSpace(Matrix<double> x, RandomSource random, int index)
    {
        double[] u = Synthetic.Gaussian(random, x.Rows);
        return Vectors.WithLength(Vectors.Multiply(x.Transposed, u), 1 + (10.0 * index));
    }

    private static double[] Descend(Matrix<double> x, double[] y, double[] start) => FirstOrderSolver.Solve<double>(x, y, new() { Start = start, RelativeTolerance = 1e-15, MaxIterations = 2000 }).W;

    /// <summary>The largest distance between ends of gradient descent with a ridge penalty from random starts.</summary>
    private static (double Spread, double[] Ends) Ridge(UnboundedSolutionsSpec spec, Matrix<double> x, double[] y, RandomSource random)
    {
        Matrix<double> stacked = new(x.Rows + x.Columns, x.Columns);
        x.AsSpan().CopyTo(stacked.Slice(0, 0, x.Rows, x.Columns));
        double root = Math.Sqrt(spec.Ridge);
        for (int j = 0; j < x.Columns; j++)
        {
            stacked[x.Rows + j, j] = root;
        }

        double[] target = [.. y, .. new double[x.Columns]], first = Synthetic.Gaussian(random, x.Columns), second = Synthetic.Gaussian(random, x.Columns);
        double[] end = Descend(stacked, target, first), other = Descend(stacked, target, second);
        return (Vectors.Distance(end, other), end);
    }

    /// <summary>The relative residual of a solution that is a distance away along the null space.</summary>
    private static double WalkResidual(Matrix<double> x, double[] y, double[] shortest, double distance)
    {
        double[] far = Vectors.Add(shortest, distance, Svd<double>.Factor(x).NullSpace().Column(0));
        return Vectors.Distance(Vectors.Multiply(x, far), y) / (Svd<double>.Factor(x).S[0] * Vectors.Norm(far));
    }

    private static IEnumerable<Claim> Claims(UnboundedSolutionsSpec spec, double[] shortest, double[] distances, double[] walks, double spread)
    {
        yield return Claim.AtMost(Id, "bounded-needed", "An unbounded set of solutions does not prevent the bias: from every start in the row space gradient descent ends within 1e-10 of X⁺y", 1e-10, distances.Max());
        yield return Claim.AtMost(Id, "unbounded", "The set of solutions of X·w = y is unbounded: 10⁶ away along the null space the equations still hold, relative residual below 1e-14", 1e-14, walks[^1]).Law();
        yield return Claim.AtLeast(Id, "dimension", "The set of solutions of X·w = y has the dimension columns − rows, at least 1", 1, spec.Columns - spec.Rows).Law();
        yield return Claim.AtLeast(Id, "strictly-convex", "A strictly convex loss can have many minima: with a ridge penalty two random starts end at least 1e-6·‖X⁺y‖ apart", 1e-6 * Vectors.Norm(shortest), spread).Because(
            "A strictly convex function has at most one minimum, so both starts end at it; the premise of the argument is void.");
    }

    private static ResultTable Table(UnboundedSolutionsSpec spec, Matrix<double> x, double[] distances, RandomSource random) => new(
        "starts",
        "Gradient descent from starts in the row space",
        ["length of the start", "distance of its end from X⁺y"],
        [.. distances.Select((distance, i) => (IReadOnlyList<Cell>)[Vectors.Norm(InRowSpace(x, random.Split((ulong)i), i)), distance])]);

    private static Figure Figure(double[] walks, double[] shortest, double[] distances, UnboundedSolutionsSpec spec) => new(
        "unbounded",
        "Solutions everywhere, one of them found",
        [
            new(
                new("distance from X⁺y along the null space", true),
                new("relative residual ‖Xw − y‖/(‖X‖·‖w‖)", true) { Low = 1e-18, High = 1e-10 },
                [new LineMark([.. Enumerable.Range(0, walks.Length).Select(k => Elementary.Pow(10, k))], walks) { HasPoints = true }])
            { Title = "The set of solutions has no end" },
            new(
                new("length of the start"),
                new("distance of the end from X⁺y", true) { Low = 1e-18, High = 1e-10 },
                [new LineMark([.. Enumerable.Range(0, spec.Starts).Select(i => 1 + (10.0 * i))], distances) { HasPoints = true }])
            { Title = "Every start in the row space ends at X⁺y" },
        ])
    { Caption = $"Left: points at any distance solve the equations, up to rounding. Right: gradient descent ends at the one of length {Vectors.Norm(shortest):G3}, wherever in the row space it starts." };
}

/// <summary>Parameters of <see cref="UnboundedSolutions"/>.</summary>
internal sealed record UnboundedSolutionsSpec : ExperimentSpec
{
    [Parameter("rows, fewer than columns", Minimum = 2, Maximum = 200)]
    public int Rows { get; init; } = 50;

    [Parameter("columns", Minimum = 3, Maximum = 1000)]
    public int Columns { get; init; } = 200;

    [Parameter("starts in the row space", Minimum = 2, Maximum = 1000)]
    public int Starts { get; init; } = 10;

    [Parameter("penalty λ of the strictly convex loss", Minimum = 5, Maximum = 1e6)]
    public double Ridge { get; init; } = 20;

    public override string? Problem() => 4 * Rows > Columns ? $"rows: {Rows} must be at most a quarter of columns ({Columns})" : null;
}
