using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Among the functions through the data, the one of minimum norm is the smoothest, if the norm is the right one.</summary>
internal sealed class SimplestInterpolant : Experiment<SimplestInterpolantSpec>
{
    public override string Name => "simplest-interpolant";

    public override string Title => "Occam: the minimum-norm interpolant varies least, if the features are measured in the right units";

    public override string About => """
        Many functions go through the data. "The minimum-norm solution is the simplest" is a theorem for linear maps: the semi-norm of x ↦ w·x on a region Ω is √|Ω|·‖w‖ (see the experiment sobolev-seminorm), so the shortest w
        is the map that varies least.

        For other features it depends on their units. Through n points on [0, 1] we lay u = c + Σ w_k·φ_k, k = 1 … K. With φ_k = √2·cos(kπx)/(kπ) the derivatives are orthonormal, ∫ (u′)² = ‖w‖², and the
        minimum-norm interpolant is the smoothest there is. With the plain cosines cos(kπx), ‖w‖ does not know that a high k wiggles more: the shortest w goes through the points by narrow spikes. Adding a random
        vector of the null space to either gives other interpolants, always longer.

        The table has for each interpolant ‖w‖, the semi-norm by quadrature, and the number of times the slope changes sign.

        Source: G. Wahba, Spline Models for Observational Data, chapter 1.
        """;

    public override IReadOnlyList<string> Ids => ["S1-OCCAM"];

    public override ExperimentSpec Quick => new SimplestInterpolantSpec { Features = 16, Others = 5, Points = 41 };

    protected override ExperimentResult Run(SimplestInterpolantSpec spec, ExperimentContext context)
    {
        InterpolationProblem problem = new(spec);
        (int[] linearExceptions, double linearError) = Linear(spec);
        Interpolant[] others = context.ForEach(spec.Others, i => problem.Other(new RandomSource(spec.Seed).Split((ulong)i + 10)));
        Interpolant smooth = problem.Smooth, plain = problem.Plain;
        return new([.. Claims(linearExceptions, linearError, smooth, plain, others)], [Table(smooth, plain, others)], [Curves(spec, problem, smooth, plain, others[0]), SeminormFigure(smooth, plain, others)]);
    }

    /// <summary>For random wide problems: which other solutions have a smaller semi-norm √|Ω|·‖w‖ by quadrature, and the largest relative error of that formula.</summary>
    private static (int[] Exceptions, double Error) Linear(SimplestInterpolantSpec spec)
    {
        GaussLegendre rule = new(4);
        RandomSource random = new RandomSource(spec.Seed).Split(1);
        Matrix<double> x = new(1, 2);
        double error = 0;
        List<int> exceptions = [];
        for (int i = 0; i < spec.Others; i++)
        {
            random.FillGaussian<double>(x.Data);
            double[] shortest = LeastSquares.Solve(x, new double[] { random.Gaussian() }).X.Data, other = Vectors.Add(shortest, random.Gaussian(), Svd<double>.Factor(x).NullSpace().Column(0));
            double least = Seminorm(rule, shortest), more = Seminorm(rule, other);
            error = Math.Max(error, Math.Abs((least / (Math.Sqrt(6) * Vectors.Norm(shortest))) - 1));
            if (more < least)
            {
                exceptions.Add(i);
            }
        }

        return ([.. exceptions], error);
    }

    /// <summary>(∫ ‖∇(w·x)‖²)^½ over [0, 2] × [0, 3], the gradient by differences.</summary>
    private static double Seminorm(GaussLegendre rule, double[] w) => Math.Sqrt(rule.Integrate(
        (x, y) =>
        {
            double across = ((w[0] * (x + 1)) + (w[1] * y)) - ((w[0] * x) + (w[1] * y)), along = ((w[0] * x) + (w[1] * (y + 1))) - ((w[0] * x) + (w[1] * y));
            return (across * across) + (along * along);
        },
        2,
        3));

    private static IEnumerable<Claim> Claims(int[] linearExceptions, double linearError, Interpolant smooth, Interpolant plain, Interpolant[] others)
    {
        yield return Claim.AtMost("S1-OCCAM", "linear", "Among the linear maps through the data the one of minimum norm has the smallest semi-norm: the number of exceptions among other interpolants is zero", 0, linearExceptions.Length);
        yield return Claim.AtMost("S1-OCCAM", "linear-law", "The semi-norm of the linear map x ↦ w·x of minimum norm is √|Ω|·‖w‖, relative difference below 1e-12", 1e-12, linearError).Law();
        yield return Claim.AtMost("S1-OCCAM", "orthonormal-slopes", "With features whose derivatives are orthonormal no other interpolant has a smaller semi-norm: the number of exceptions is zero", 0,
            others.Append(plain).Count(other => other.Seminorm < smooth.Seminorm * (1 - 1e-12))).Law();
        yield return Claim.AtMost("S1-OCCAM", "norm-is-seminorm", "With features whose derivatives are orthonormal ∫ (u′)² is ‖w‖², relative difference below 1e-9", 1e-9, Math.Abs((smooth.Seminorm / smooth.Length) - 1)).Law();
        yield return Claim.AtMost("S1-OCCAM", "any-features", "With any features the interpolant of minimum norm is the smoothest: with plain cosines its semi-norm is at most that of the smoothest interpolant, within 1%", 1.01 * smooth.Seminorm, plain.Seminorm)
            .Because("The norm of the coefficients of plain cosines does not know that a high frequency varies more. Minimum norm is smoothest only where the norm measures variation: for linear maps, or for features with orthonormal derivatives.");
        yield return Claim.AtMost("S1-OCCAM", "wiggles", "The smoothest interpolant changes direction less often than the others do in the median, and than minimum norm in plain cosines does", Math.Min(plain.Turns, Statistics.Median(others.Select(other => (double)other.Turns))), smooth.Turns);
    }

    private static ResultTable Table(Interpolant smooth, Interpolant plain, Interpolant[] others) => new(
        "norms",
        "Interpolants of the same data; the others are the first with a random vector of the null space added",
        ["interpolant", "‖w‖, orthonormal derivatives", "semi-norm √∫ (u′)²", "changes of direction"],
        [
            ["minimum norm, orthonormal derivatives", smooth.Length, smooth.Seminorm, smooth.Turns],
            ["minimum norm, plain cosines", plain.Length, plain.Seminorm, plain.Turns],
            ["others (medians)", Statistics.Median(others.Select(other => other.Length)), Statistics.Median(others.Select(other => other.Seminorm)), Statistics.Median(others.Select(other => (double)other.Turns))],
        ]);

    private static Figure Curves(SimplestInterpolantSpec spec, InterpolationProblem problem, Interpolant smooth, Interpolant plain, Interpolant other)
    {
        double[] grid = Vectors.Grid(0, 1, spec.Points);
        return new("interpolants", "Three functions through the same points",
            [
                new(
                    new("x"),
                    new("u(x)"),
                    [
                        new LineMark(grid, InterpolationProblem.Values(other, grid)) { Legend = "another interpolant", Color = 6 },
                        new LineMark(grid, InterpolationProblem.Values(plain, grid)) { Legend = "minimum norm, plain cosines", Color = 1 },
                        new LineMark(grid, InterpolationProblem.Values(smooth, grid)) { Legend = "minimum norm, orthonormal derivatives", Color = 0 },
                        new ScatterMark(problem.Places, problem.Data) { Legend = "data", Radius = 5, Color = 2 },
                    ]),
            ])
        { Caption = "With orthonormal derivatives minimum norm joins the points almost by straight lines, the smoothest way there is; with plain cosines it passes through each point by a spike." };
    }

    private static Figure SeminormFigure(Interpolant smooth, Interpolant plain, Interpolant[] others)
    {
        double[] ends = [smooth.Length, plain.Length];
        return new("length-and-variation", "Length of the coefficients and variation of the function",
        [
            new(
                new("‖w‖, orthonormal derivatives", true),
                new("semi-norm √∫ (u′)²", true),
                [
                    new ScatterMark([.. others.Select(other => other.Length)], [.. others.Select(other => other.Seminorm)]) { Legend = "other interpolants" },
                    new ScatterMark([plain.Length], [plain.Seminorm]) { Legend = "minimum norm, plain cosines", Radius = 6 },
                    new ScatterMark([smooth.Length], [smooth.Seminorm]) { Legend = "minimum norm, orthonormal derivatives", Radius = 6 },
                    new LineMark(ends, ends) { Legend = "semi-norm = ‖w‖", IsDashed = true },
                ]),
        ])
        { Caption = "In the units of the cosines with orthonormal derivatives, length and semi-norm are the same number: all lie on the dashed line, and the shortest interpolant is at its lower left end. The one of minimum norm in plain cosines is far up." };
    }
}

/// <summary>Parameters of <see cref="SimplestInterpolant"/>.</summary>
internal sealed record SimplestInterpolantSpec : ExperimentSpec
{
    [Parameter("cosines k = 1 … K", Minimum = 12, Maximum = 200)]
    public int Features { get; init; } = 40;

    [Parameter("other interpolants", Minimum = 1, Maximum = 10000)]
    public int Others { get; init; } = 60;

    [Parameter("places at which the functions are drawn", Minimum = 11, Maximum = 2001)]
    public int Points { get; init; } = 401;
}
