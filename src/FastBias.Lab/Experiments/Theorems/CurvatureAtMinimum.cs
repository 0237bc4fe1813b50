using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Around a strict minimum a function is its quadratic, and the worst rise in a ball is ½·λ_max·ρ².</summary>
internal sealed class CurvatureAtMinimum : Experiment<CurvatureAtMinimumSpec>
{
    private static readonly FunctionObjective s_cubic = new(2, Cubic);

    public override string Name => "curvature-at-a-minimum";

    public override string Title => "What the Hessian says about the surroundings of a minimum";

    public override string About => """
        Near a strict minimum ℓ(w + δ) ≈ ℓ(w) + ½δᵀHδ. Along an eigenvector of the Hessian H with the eigenvalue λ the function rises like ½λt², and the largest rise in a ball of radius ρ,
        S(ρ), is about ½·λ_max·ρ². A minimum is called flat where λ_max is small and sharp where it is large; the condition number
        κ = λ_max/λ_min decides how fast gradient descent is.

        The function ½(3x² + y²) + 0.7x³ + 0.2xy² has the eigenvalues 3 and 1 at 0 and a cubic remainder of at most 0.7·‖δ‖³. A symmetric matrix with the eigenvalues 100, 10, 1 and 0.1 shows
        κ and the rate (κ − 1)/(κ + 1). A probe of length ‖δ‖ that raises the loss by Δℓ shows the curvature λ_eff = 2Δℓ/‖δ‖²; sharpness-aware minimisation looks at the point w + ρ·g/‖g‖,
        g the gradient. Both are checked on the published numbers.

        Look at how S(ρ)/(½·λ_max·ρ²) approaches 1 along the predicted line.

        Source: J. Nocedal and S. Wright, Numerical Optimization (2006), ch. 2; N. Keskar et al., ICLR 2017; P. Foret et al., ICLR 2021.
        """;

    public override IReadOnlyList<string> Ids => ["S3-T1.2", "S3-T1.3", "S3-D-SPEC", "S3-D-CURV", "S3-D-FLAT", "S3-D-SHARP", "S3-CX1", "S3-CX2"];

    public override ExperimentSpec Quick => new CurvatureAtMinimumSpec { Directions = 20 };

    protected override ExperimentResult Run(CurvatureAtMinimumSpec spec, ExperimentContext context)
    {
        double[] radii = [.. spec.Radii.OrderDescending()], rises = context.ForEach(radii.Length, k => Sharpness.WorstCase(s_cubic, [0, 0], radii[k]).Rise);
        return new(
            [.. TaylorClaims(spec), .. WorstCaseClaims(radii, rises), .. SpectrumClaims(spec), .. CurvatureClaims(spec), .. FlatClaims(), .. ProbeClaims(), .. SamClaims()],
            [Table(radii, rises)],
            [RatioFigure(radii, rises), SurfaceFigure()]);
    }

    private static IEnumerable<Claim> TaylorClaims(CurvatureAtMinimumSpec spec)
    {
        RandomSource random = new(spec.Seed);
        double remainder = 0;
        for (int k = 0; k < spec.Directions; k++)
        {
            foreach (double radius in spec.Radii)
            {
                double[] delta = Vectors.WithLength(Synthetic.Gaussian(random, 2), radius);
                double quadratic = 0.5 * ((3 * delta[0] * delta[0]) + (delta[1] * delta[1]));
                remainder = Math.Max(remainder, Math.Abs(s_cubic.Value(delta) - quadratic) / (radius * radius * radius));
            }
        }

        yield return Claim.AtMost("S3-T1.2", "remainder", $"For ℓ = ½(3x² + y²) + 0.7x³ + 0.2xy² the remainder |ℓ(δ) − ½δᵀHδ|/‖δ‖³ stays at or below 0.7 for radii down to {spec.Radii.Min()}", 0.7 + 1e-6, remainder);
        foreach ((string name, double[] direction, double eigenvalue) in new[] { ("first", new double[] { 1, 0 }, 3.0), ("second", [0, 1], 1.0) })
        {
            const double T = 0.01;
            double both = s_cubic.Value(Vectors.Times(T, direction)) + s_cubic.Value(Vectors.Times(-T, direction));
            yield return Claim.Near("S3-T1.2", $"parabola-{name}", $"Along the {name} eigenvector of its Hessian ½(3x² + y²) + 0.7x³ + 0.2xy² rises like ½λt² with λ = {eigenvalue} (mean of both sides)", eigenvalue, 1e-10, both / (T * T));
        }
    }

    private static IEnumerable<Claim> WorstCaseClaims(double[] radii, double[] rises)
    {
        yield return Claim.Near("S3-T1.3", "ratio", "The largest rise S(ρ) in a ball, over ½·λ_max·ρ², tends to 1: it is within 1e-3 at the smallest radius", 1, 1e-3, rises[^1] / (1.5 * radii[^1] * radii[^1]));
        double worst = radii.Zip(rises, (radius, rise) => Math.Abs(((rise - (1.5 * radius * radius)) / (radius * radius * radius)) - 0.7)).Max();
        yield return Claim.AtMost("S3-T1.3", "remainder", "(S(ρ) − ½·λ_max·ρ²)/ρ³ is 0.7, the cubic term along the sharpest direction, at every radius: largest difference 1e-3", 1e-3, worst).Law();
    }

    private static IEnumerable<Claim> SpectrumClaims(CurvatureAtMinimumSpec spec)
    {
        double[] eigenvalues = [100, 10, 1, 0.1];
        QuadraticObjective objective = new(Draw.WithEigenvalues(new RandomSource(spec.Seed).Split(1), eigenvalues));
        double[] spectrum = Sharpness.Spectrum(objective, new double[4]);
        yield return Claim.AtMost("S3-D-SPEC", "eigenvalues", "The spectrum of the example's Hessian is 100, 10, 1, 0.1, within 1e-12", 1e-12, Vectors.Distance(spectrum, eigenvalues));
        yield return Claim.Near("S3-D-SPEC", "condition", "The Hessian with the eigenvalues 100, 10, 1, 0.1 has the condition number 1000", 1000, 1e-8, Sharpness.Condition(objective, new double[4]));
        yield return Claim.Near("S3-D-SPEC", "power-iteration", "Power iteration over Hessian products finds the largest eigenvalue, 100, of the example's Hessian, within 1e-6", 100, 1e-6, PowerIteration.Dominant(new HessianOperator(objective, new double[4])).Value);

        // At the best step the first and the last direction alternate with the same factor: two late iterations in the same phase.
        double step = RateLaws.BestStep(100, 0.1);
        double[] start = [1, 1, 1, 1];
        double[] early = new GradientDescent().Run(objective, start, new() { Step = step, MaxIterations = 2000 }).Point, late = new GradientDescent().Run(objective, start, new() { Step = step, MaxIterations = 4000 }).Point;
        double factor = Elementary.Exp(Elementary.Log(Vectors.Norm(late) / Vectors.Norm(early)) / 2000);
        yield return Claim.Near("S3-D-SPEC", "rate", "At the step 2/(λ_max + λ_min) each step of gradient descent multiplies the distance by (κ − 1)/(κ + 1), κ = 1000", RateLaws.BestFactor(1000), 1e-9, factor);
    }

    private static IEnumerable<Claim> CurvatureClaims(CurvatureAtMinimumSpec spec)
    {
        QuadraticObjective example = QuadraticObjective.Diagonal(100, 1);
        yield return Claim.Near("S3-D-CURV", "first-axis", "The curvature of diag(100, 1) along the first axis is 100", 100, 1e-12, Sharpness.Curvature(example, [0, 0], [1, 0]));
        yield return Claim.Near("S3-D-CURV", "second-axis", "The curvature of diag(100, 1) along the second axis is 1", 1, 1e-14, Sharpness.Curvature(example, [0, 0], [0, 1]));
        RandomSource random = new RandomSource(spec.Seed).Split(2);
        Matrix<double> matrix = Draw.WithEigenvalues(random, 7, 3, 1, -2);
        SymmetricEigen<double> eigen = SymmetricEigen<double>.Factor(matrix);
        double worst = 0;
        for (int k = 0; k < spec.Directions; k++)
        {
            double[] v = Vectors.WithLength(Synthetic.Gaussian(random, 4), 1), along = Vectors.Multiply(eigen.Vectors.Transposed, v);
            double sum = eigen.Values.Zip(along, (value, part) => value * part * part).Sum();
            worst = Math.Max(worst, Math.Abs(sum - Sharpness.Curvature(new QuadraticObjective(matrix), new double[4], v)));
        }

        yield return Claim.AtMost("S3-D-CURV", "sum", "The curvature vᵀHv is Σλᵢ(v·eᵢ)² over the eigenvectors eᵢ of H, for random unit vectors v: within 1e-13", 1e-13, worst);
    }

    private static IEnumerable<Claim> FlatClaims()
    {
        double Rise(double eigenvalue) => Sharpness.WorstCase(QuadraticObjective.Diagonal(eigenvalue, 0.5), [0, 0], 0.1).Rise;
        yield return Claim.Near("S3-D-FLAT", "ball", "At a flat minimum with λ_max = 1 the loss in a ball of radius 0.1 rises to ½·1·0.1² = 0.005", 0.005, 1e-15, Rise(1));
        yield return Claim.Near("S3-D-SHARP", "ball", "At a sharp minimum with λ_max = 100 the loss in a ball of radius 0.1 rises to ½·100·0.1² = 0.5", 0.5, 1e-13, Rise(100));
    }

    private static IEnumerable<Claim> ProbeClaims()
    {
        double low = Sharpness.ProbeCurvature(0.004, 0.01), high = Sharpness.ProbeCurvature(0.012, 0.01);
        yield return Claim.Near("S3-CX1", "first", "A probe of length 0.01 that raises the loss by 0.004 shows the curvature λ_eff = 80", 80, 1e-12, low);
        yield return Claim.Near("S3-CX1", "second", "A probe of length 0.01 that raises the loss by 0.012 shows the curvature λ_eff = 240", 240, 1e-12, high);
        yield return Claim.Near("S3-CX1", "ratio", "The curvatures shown by probes that raise the loss by 0.012 and by 0.004 have the ratio 3", 3, 1e-13, high / low);

        // Two functions with these curvatures and cubic terms of opposite sign.
        FunctionObjective Curve(double curvature, double cubic) => new(1, (w, gradient) =>
        {
            gradient[0] = (curvature * w[0]) + (3 * cubic * w[0] * w[0]);
            return (0.5 * curvature * w[0] * w[0]) + (cubic * w[0] * w[0] * w[0]);
        });
        double doubled = Sharpness.Probe(Curve(240, -500), [0], [0.02]) / Sharpness.Probe(Curve(80, 500), [0], [0.02]);
        yield return Claim.AtLeast("S3-CX1", "ranking", "The sharper of two minima, of curvatures 240 and 80, still looks sharper to a probe of twice the length, also with cubic terms ±500t³ that work against it: ratio at least 1", 1, doubled);
    }

    private static IEnumerable<Claim> SamClaims()
    {
        double[] gradient = [3, 0, 4], small = Sharpness.SamPerturbation(gradient, 0.05), large = Sharpness.SamPerturbation(gradient, 0.1);
        yield return Claim.AtMost("S3-CX2", "perturbation", "With ‖g‖ = 5 and ρ = 0.05 the perturbation of sharpness-aware minimisation is 0.01·g, within 1e-16", 1e-16, Vectors.Distance(small, Vectors.Times(0.01, gradient)));
        yield return Claim.Near("S3-CX2", "norm", "The perturbation of sharpness-aware minimisation with ρ = 0.05 has the norm 0.05", 0.05, 1e-16, Vectors.Norm(small));
        yield return Claim.AtMost("S3-CX2", "doubled", "ρ = 0.1 doubles the perturbation of ρ = 0.05, within 1e-16", 1e-16, Vectors.Distance(large, Vectors.Times(2, small)));
    }

    private static ResultTable Table(double[] radii, double[] rises) => new(
        "worst-rise", "The largest rise S(ρ) in a ball of radius ρ", ["radius ρ", "S(ρ)", "½·λ_max·ρ²", "ratio", "difference/ρ³"],
        [.. radii.Zip(rises, (radius, rise) => (IReadOnlyList<Cell>)[radius, rise, 1.5 * radius * radius, rise / (1.5 * radius * radius), (rise - (1.5 * radius * radius)) / (radius * radius * radius)])]);

    private static Figure RatioFigure(double[] radii, double[] rises) => new("worst-rise-ratio", "The largest rise in a ball against ½·λ_max·ρ²", [new(new("radius ρ", true), new("S(ρ)/(½·λ_max·ρ²) − 1", true), [
        new LineMark(radii, [.. radii.Zip(rises, (radius, rise) => (rise / (1.5 * radius * radius)) - 1)]) { Legend = "measured", HasPoints = true },
        new LineMark(radii, [.. radii.Select(radius => 1.4 * radius / 3)]) { Legend = "theory 1.4ρ/3", IsDashed = true, Color = 0 },
    ])])
    {
        Caption = "The difference from the quadratic law is the cubic term along the sharpest direction, 0.7ρ³, relative to 1.5ρ²: it vanishes in proportion to ρ.",
    };

    private static Figure SurfaceFigure()
    {
        double[] places = Vectors.Grid(-0.5, 0.5, 81), values = [.. places.SelectMany(y => places.Select(x => s_cubic.Value([x, y])))], quadratic = [.. places.SelectMany(y => places.Select(x => (1.5 * x * x) + (0.5 * y * y)))];
        double[] levels = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4];
        Panel Lines(string title, double[] grid) => new(new("x"), new("y"), [new ContourMark(places, places, grid, levels)]) { Title = title, IsEqualScale = true };
        return new("surface", "The function and its quadratic", [Lines("½(3x² + y²) + 0.7x³ + 0.2xy²", values), Lines("½(3x² + y²)", quadratic)])
        {
            Caption = $"Lines of equal loss {string.Join(", ", levels.Select(level => $"{level}"))}, from the minimum outwards. Close to it both have the same ellipses; further out the cubic term makes the right side steeper than the left.",
        };
    }

    private static double Cubic(ReadOnlySpan<double> w, Span<double> gradient)
    {
        double x = w[0], y = w[1];
        gradient[0] = (3 * x) + (2.1 * x * x) + (0.2 * y * y);
        gradient[1] = y + (0.4 * x * y);
        return (0.5 * ((3 * x * x) + (y * y))) + (0.7 * x * x * x) + (0.2 * x * y * y);
    }
}

/// <summary>Parameters of <see cref="CurvatureAtMinimum"/>.</summary>
internal sealed record CurvatureAtMinimumSpec : ExperimentSpec
{
    public CurvatureAtMinimumSpec() => Seed = 12;

    [Parameter("random directions for the remainders", Minimum = 1, Maximum = 100000)]
    public int Directions { get; init; } = 1000;

    [Parameter("radii of the balls", Minimum = 1e-4, Maximum = 0.3)]
    public IReadOnlyList<double> Radii { get; init; } = [0.1, 0.03, 0.01, 0.003, 0.001];
}
