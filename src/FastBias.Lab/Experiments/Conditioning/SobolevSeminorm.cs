using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Sobolev norms by quadrature against their closed forms, and the factor that was dropped.</summary>
internal sealed class SobolevSeminorm : Experiment<SobolevSeminormSpec>
{
    private const string Id = "S1-SOBOLEV";

    public override string Name => "sobolev-seminorm";

    public override string Title => "How wiggly is a function? The Sobolev semi-norm, by quadrature and in closed form";

    public override string About => """
        The semi-norm |u| = (∫_Ω ‖∇u‖²)^½ measures how much a function varies on a region Ω. Constants have semi-norm zero, so functions that differ by a constant cannot be told apart: it is a norm
        on classes of functions. For a linear map u(x) = β·x the gradient is β everywhere, and |u| = |Ω|^½·‖β‖; for a map with several outputs, u(x) = B·x, ‖β‖ becomes the Frobenius norm of B. The
        lecture drops the factor |Ω|^½, which is 1 only for a region of unit volume.

        The integrals are computed by Gauss–Legendre quadrature with gradients by central differences (exact for linear maps), so that they know nothing of the closed forms. So are L^p norms of powers,
        the norm of W^{2,2} as the sum over all derivatives up to order two, and the definition of weak derivatives, ∫ u·D^αφ = (−1)^|α|·∫ φ·D^αu for φ that vanish at the boundary, with u(x) = |x|,
        which has no derivative at 0.

        The figure shows two functions through the same points: the smoother one has the smaller semi-norm.

        Source: L. Evans, Partial Differential Equations, sections 5.2 and 5.3.
        """;

    public override IReadOnlyList<string> Ids => [Id];

    public override ExperimentSpec Quick => new SobolevSeminormSpec { Places = 8, Points = 21 };

    protected override ExperimentResult Run(SobolevSeminormSpec spec, ExperimentContext context)
    {
        GaussLegendre rule = new(spec.Places);
        RandomSource random = new(spec.Seed);
        double[] beta = Synthetic.Gaussian(random, 2);
        Matrix<double> b = Synthetic.Gaussian(random, 3, 2);
        double linear = Seminorm(rule, spec, (x, y) => (beta[0] * x) + (beta[1] * y)), root = Math.Sqrt(spec.Width * spec.Height);
        Claim[] claims = [.. LinearClaims(rule, spec, beta, b, linear, root), .. SpaceClaims(rule), .. WeakClaims(rule), .. InterpolantClaims(rule, spec)];
        return new(claims, [Table(claims)], [InterpolantFigure(rule, spec)]);
    }

    /// <summary>(∫ ‖∇u‖²)^½ over the rectangle, gradients by central differences with step 1/4.</summary>
    private static double Seminorm(GaussLegendre rule, SobolevSeminormSpec spec, Func<double, double, double> u) => Math.Sqrt(rule.Integrate(
        (x, y) =>
        {
            double across = 2 * (u(x + 0.25, y) - u(x - 0.25, y)), along = 2 * (u(x, y + 0.25) - u(x, y - 0.25));
            return (across * across) + (along * along);
        },
        spec.Width,
        spec.Height));

    private static IEnumerable<Claim> LinearClaims(GaussLegendre rule, SobolevSeminormSpec spec, double[] beta, Matrix<double> b, double linear, double root)
    {
        double length = Vectors.Norm(beta);
        yield return Claim.Near(Id, "linear-published", "The semi-norm of u(x) = β·x on Ω is ‖β‖: their quotient is 1 within 1e-12", 1, 1e-12, linear / length)
            .Because($"The quotient is |Ω|^½. Here |Ω| = {spec.Width}·{spec.Height}; the statement is true only for a region of unit volume.");
        yield return Claim.Near(Id, "linear", "The semi-norm of u(x) = β·x on Ω is |Ω|^½·‖β‖, relative difference below 1e-12", 1, 1e-12, linear / (root * length)).Law();
        double sum = Enumerable.Range(0, b.Rows).Sum(i => Square(Seminorm(rule, spec, (x, y) => (b[i, 0] * x) + (b[i, 1] * y))));
        yield return Claim.Near(Id, "matrix", "The semi-norm of u(x) = B·x is |Ω|^½ times the Frobenius norm of B, relative difference below 1e-12", 1, 1e-12, Math.Sqrt(sum) / (root * Vectors.Norm(b.Data))).Law();
        yield return Claim.AtMost(Id, "constants", "Constants have semi-norm zero", 0, Seminorm(rule, spec, (_, _) => 7));
        double shifted = Seminorm(rule, spec, (x, y) => (beta[0] * x) + (beta[1] * y) + 7);
        yield return Claim.Near(Id, "classes", "u and u + 7 have the same semi-norm, relative difference below 1e-12, so it is a norm on classes of functions only", 1, 1e-12, shifted / linear);
    }

    private static double Square(double x) => x * x;

    /// <summary>L^p norms of xⁿ on [0, 1], and the W^{2,2} norm of x²y on the unit square.</summary>
    private static IEnumerable<Claim> SpaceClaims(GaussLegendre rule)
    {
        double one = rule.Integrate(x => x * x * x, 0, 1), two = Math.Sqrt(rule.Integrate(x => Square(x * x * x), 0, 1)), four = Math.Sqrt(Math.Sqrt(rule.Integrate(x => Square(Square(x * x * x)), 0, 1)));
        double error = new[] { Math.Abs(one - (1.0 / 4)), Math.Abs(two - Math.Sqrt(1.0 / 7)), Math.Abs(four - Math.Sqrt(Math.Sqrt(1.0 / 13))) }.Max();
        yield return Claim.AtMost(Id, "lp-norms", "‖x³‖ in L^p(0, 1) is (3p + 1)^(−1/p) for p = 1, 2, 4: largest difference below 1e-13", 1e-13, error);
        double sum = new Func<double, double, double>[] { (x, y) => x * x * y, (x, y) => 2 * x * y, (x, _) => x * x, (_, y) => 2 * y, (x, _) => 2 * x, (_, _) => 0 }
            .Sum(derivative => rule.Integrate((x, y) => Square(derivative(x, y)), 1, 1));
        double closed = (1.0 / 15) + (4.0 / 9) + (1.0 / 5) + (4.0 / 3) + (4.0 / 3);
        yield return Claim.Near(Id, "w22", "‖x²y‖² in W^{2,2} of the unit square, the sum over all derivatives up to order 2, is 1/15 + 4/9 + 1/5 + 4/3 + 4/3, within 1e-13", closed, 1e-13, sum);
    }

    /// <summary>∫ u·φ′ = −∫ u′·φ for u = |x| and φ = (1 − x²)²(1 + x); ∫ u·φ″ = ∫ u″·φ for u = x⁴ and φ = (1 − x²)³.</summary>
    private static IEnumerable<Claim> WeakClaims(GaussLegendre rule)
    {
        double left = Split(rule, x => Math.Abs(x) * (Square(1 - (x * x)) - (4 * x * (1 - (x * x)) * (1 + x))));
        double right = Split(rule, x => Math.Sign(x) * Square(1 - (x * x)) * (1 + x));
        yield return Claim.AtMost(Id, "weak-first", "The sign function is the weak derivative of |x|: ∫ |x|·φ′ + ∫ sign(x)·φ = 0 for φ = (1 − x²)²(1 + x), within 1e-13", 1e-13, Math.Abs(left + right));
        double second = Split(rule, x => x * x * x * x * ((-6 * Square(1 - (x * x))) + (24 * x * x * (1 - (x * x)))));
        double other = Split(rule, x => 12 * x * x * (1 - (x * x)) * Square(1 - (x * x)));
        yield return Claim.AtMost(Id, "weak-second", "For |α| = 2 the sign is +: ∫ x⁴·φ″ = ∫ 12x²·φ for φ = (1 − x²)³, within 1e-13", 1e-13, Math.Abs(second - other));
    }

    /// <summary>∫ over [−1, 1] in two halves, so that a corner at 0 does no harm.</summary>
    private static double Split(GaussLegendre rule, Func<double, double> f) => rule.Integrate(f, -1, 0) + rule.Integrate(f, 0, 1);

    /// <summary>x and x + a·sin(6πx)/2 agree at the multiples of 1/6; ∫ of the squared derivative is 1 and 1 + (3πa)²/2.</summary>
    private static IEnumerable<Claim> InterpolantClaims(GaussLegendre rule, SobolevSeminormSpec spec)
    {
        double smooth = Math.Sqrt(rule.Integrate(_ => 1, 0, 1, 12)), wiggly = Math.Sqrt(rule.Integrate(x => Square(WigglySlope(spec, x)), 0, 1, 12));
        yield return Claim.AtMost(Id, "smoother", "Of two functions through the same seven points, x and x + a·sin(6πx)/2, the smoother has the smaller semi-norm", wiggly, smooth);
        double law = Math.Sqrt(1 + (Square(3 * Math.PI * spec.Amplitude) / 2));
        yield return Claim.Near(Id, "wiggly", "The wiggly one has the semi-norm √(1 + (3πa)²/2), relative difference below 1e-10", 1, 1e-10, wiggly / law).Law();
    }

    private static double WigglySlope(SobolevSeminormSpec spec, double x) => 1 + (3 * Math.PI * spec.Amplitude * Elementary.Cos(6 * Math.PI * x));

    private static ResultTable Table(Claim[] claims) => new(
        "checks",
        "Quadrature against closed forms",
        ["statement", "measured", "expected"],
        [.. claims.Select(claim => (IReadOnlyList<Cell>)[claim.Statement, claim.Measured, claim.Expected])]);

    private static Figure InterpolantFigure(GaussLegendre rule, SobolevSeminormSpec spec)
    {
        double[] grid = Vectors.Grid(0, 1, spec.Points), points = Vectors.Grid(0, 1, 7);
        double wiggly = Math.Sqrt(rule.Integrate(x => Square(WigglySlope(spec, x)), 0, 1, 12));
        return new("interpolants", "Two functions through the same points",
            [
                new(
                    new("x"),
                    new("u(x)"),
                    [
                        new LineMark(grid, grid) { Legend = "x: semi-norm 1" },
                        new LineMark(grid, [.. grid.Select(x => x + (spec.Amplitude * Elementary.Sin(6 * Math.PI * x) / 2))]) { Legend = $"x + a·sin(6πx)/2: semi-norm {wiggly:F2}" },
                        new ScatterMark(points, points) { Legend = "the points", Radius = 5 },
                    ]),
            ])
        { Caption = "Both go through all the points; the semi-norm tells the straight one from the wiggly one." };
    }
}

/// <summary>Parameters of <see cref="SobolevSeminorm"/>.</summary>
internal sealed record SobolevSeminormSpec : ExperimentSpec
{
    [Parameter("width of the rectangle Ω", Minimum = 0.01, Maximum = 100)]
    public double Width { get; init; } = 2;

    [Parameter("height of the rectangle Ω", Minimum = 0.01, Maximum = 100)]
    public double Height { get; init; } = 3;

    [Parameter("places of the quadrature along each axis", Minimum = 8, Maximum = 100)]
    public int Places { get; init; } = 16;

    [Parameter("amplitude a of the wiggles", Minimum = 0.01, Maximum = 10)]
    public double Amplitude { get; init; } = 0.4;

    [Parameter("places at which the functions are drawn", Minimum = 2, Maximum = 2001)]
    public int Points { get; init; } = 201;
}
