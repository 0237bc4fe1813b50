using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Scaling the weights of a linear model: the loss changes, the curvature does not, and their quotient is no invariant.</summary>
internal sealed class ScaleAndCurvature : Experiment<ScaleAndCurvatureSpec>
{
    public override string Name => "scale-and-curvature";

    public override string Title => "λ_max/ℓ is not invariant under scaling the weights; it is the loss that changes, not the curvature";

    public override string About => """
        Is the "sharpness" λ_max, the largest eigenvalue of the Hessian, or λ_max divided by the loss, independent of the scale of the weights? Two published solutions test it on least squares ℓ(w) = ‖X·w − y‖²/2m by scaling w to c·w.

        The Hessian XᵀX/m does not depend on w, so that λ_max is the same for every c. The loss is a parabola in c: with the least squares solution w_ls,
        ℓ(c·w_ls) = ℓ(0) − (2c − c²)(ℓ(0) − ℓ(w_ls)). It is c²·ℓ(w) only where y = 0. The quotient λ_max/ℓ therefore changes with c wherever the loss does.

        What does change the curvature without changing the function is another parametrisation: with w = c·u the same predictions, at u = w/c, have the Hessian c²·XᵀX/m. At equal loss
        λ_max is proportional to c²; so neither λ_max nor λ_max/ℓ says how flat a function is unless the scale is fixed.

        Data are NumPy's of seed 42. For the second solution (100 rows, 30 columns divided by √30, random targets, w = w_ls) the stream gives all the digits. For the first (100 rows, 20 columns) it gives λ_max = 2.004;
        the text says only that w is on the way to the least squares solution, so w = w_ls/2 is taken.

        Source: L. Dinh, R. Pascanu, S. Bengio, Y. Bengio, Sharp minima can generalize for deep nets, ICML 2017.
        """;

    public override IReadOnlyList<string> Ids => ["S3-CS.7", "S3-CS.19"];

    public override ExperimentSpec Quick => new ScaleAndCurvatureSpec { Scales = [0.5, 1, 2] };

    protected override ExperimentResult Run(ScaleAndCurvatureSpec spec, ExperimentContext context)
    {
        Line halfway = Line.Create(spec, 20, 1, 0.5), scaled = Line.Create(spec, 30, 1 / Math.Sqrt(30), 1);
        context.Report(0.5);
        return new([.. HalfwayClaims(halfway), .. ScaledClaims(spec, scaled)], [Table("half-way", "The first solution: 100 rows, 20 columns, w half-way to the least squares solution w_ls", spec, halfway), Table("least-squares", "The second solution: 100 rows, 30 columns, w = w_ls", spec, scaled)], [Picture(spec, halfway, scaled)]);
    }

    private static IEnumerable<Claim> HalfwayClaims(Line line)
    {
        const string Parabola = "For targets that are not zero ℓ(c·w) is a parabola in c with its minimum elsewhere, not c²·ℓ(w).";
        yield return Claim.Near("S3-CS.7", "curvature", "On the first solution's data λ_max of XᵀX/m is 12.35", 12.35, 0.005, line.Curvature).Because("NumPy's stream gives 2.004; for 100 × 20 normal numbers the limit law is (1 + √0.2)² = 2.09.");
        yield return Claim.Near("S3-CS.7", "double", "On the first solution's data doubling the weights multiplies the loss by 4", 4, 0.01, line.Loss(2) / line.Loss(1)).Because(Parabola);
        yield return Claim.Near("S3-CS.7", "half", "On the first solution's data halving the weights multiplies the loss by 1/4", 0.25, 0.01, line.Loss(0.5) / line.Loss(1)).Because(Parabola);
        yield return Claim.Near("S3-CS.7", "ratio-published", "On the first solution's data the quotient λ_max/ℓ changes by the factor 0.25 when the weights are doubled", 0.25, 0.01, line.Loss(1) / line.Loss(2)).Because("Here the factor is near 1: doubling a w on the way to w_ls stays near the minimum, where the loss hardly changes. And 0.25 would be no invariance.");
        yield return Claim.Near("S3-CS.7", "curvature-digits", "In NumPy's stream of seed 42 λ_max of the first solution's data is 2.004", 2.004, 5e-4, line.Curvature).Law();
        yield return Claim.AtMost("S3-CS.7", "parabola", "ℓ(c·w) is the parabola through its values at c = 0, 1, 2 at every scale c, up to rounding", 1e-12, line.ParabolaError()).Law();
        yield return Claim.AtMost("S3-CS.7", "constant", "λ_max at c·w is the same for every scale c, up to rounding", 1e-12, line.CurvatureSpread()).Law();
    }

    private static IEnumerable<Claim> ScaledClaims(ScaleAndCurvatureSpec spec, Line line)
    {
        foreach ((double scale, double published, double real) in new[] { (1, 0.502, 0.3115), (2, 1.823, 0.5224), (0.5, 0.125, 0.3642) })
        {
            string name = Text(scale);
            yield return Claim.Near("S3-CS.19", $"loss-{name}", $"On the second solution's data the loss at {name}·w is {Text(published)}", published, 0.0005, line.Loss(scale)).Because("NumPy's stream of seed 42, which the solution names, gives another number (next claim).");
            yield return Claim.Near("S3-CS.19", $"loss-{name}-digits", $"In NumPy's stream of seed 42 the second solution's loss at {name}·w_ls is {Text(real)}", real, 5e-5, line.Loss(scale)).Law();
        }

        yield return Claim.Near("S3-CS.19", "curvature", "On the second solution's data λ_max of XᵀX/m is 2.35", 2.35, 0.005, line.Curvature).Because("It is 0.0714, as the columns are divided by √30.");
        yield return Claim.Near("S3-CS.19", "curvature-digits", "In NumPy's stream of seed 42 λ_max of the second solution's data is 0.0714", 0.0714, 5e-5, line.Curvature).Law();
        yield return Claim.Near("S3-CS.19", "invariant", "On the second solution's data λ_max/ℓ is the same at w and 2w, within 5 % (measured: the quotient)", 1, 0.05, line.Loss(1) / line.Loss(2)).Because("λ_max is the same, the loss is not: the quotient is 0.596, and 0.855 for w/2.");
        yield return Claim.AtLeast("S3-CS.19", "curvature-varies", "λ_max depends on the scale of w: over the scales it varies by at least 1 %", 0.01, line.CurvatureSpread()).Because("The solution calls λ_max scale-dependent; the Hessian of least squares does not depend on w at all.");
        yield return Claim.Near("S3-CS.19", "ratio-digits", "In NumPy's stream of seed 42 λ_max/ℓ changes by the factor 0.596 when w_ls is doubled", 0.596, 5e-4, line.Loss(1) / line.Loss(2)).Law();
        yield return Claim.AtMost("S3-CS.19", "reparametrised", "With w = c·u the same predictions have λ_max proportional to c² at equal loss: the largest relative difference is below 1e-10", 1e-10, line.ReparametrisationError(spec.Scales)).Law();
    }

    private static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static ResultTable Table(string name, string title, ScaleAndCurvatureSpec spec, Line line) => new(
        name,
        title,
        ["scale c", "loss ℓ(c·w)", "λ_max at c·w", "λ_max/ℓ", "loss with w = c·u at u = w/c", "λ_max there"],
        [.. spec.Scales.Select(scale => (IReadOnlyList<Cell>)[scale, line.Loss(scale), line.CurvatureAt(scale), line.CurvatureAt(scale) / line.Loss(scale), line.Reparametrised(scale).Loss, line.Reparametrised(scale).Curvature])]);

    private static Figure Picture(ScaleAndCurvatureSpec spec, Line halfway, Line scaled) => new("scale", "Scaling the weights is no change of parametrisation", [Relative("First solution: w = w_ls/2", spec, halfway), Relative("Second solution: w = w_ls", spec, scaled)])
    {
        Caption = "Relative to the scale 1. Scaling the weights moves the loss along a parabola and leaves λ_max alone, so that their quotient moves too. Writing w = c·u keeps the loss and multiplies λ_max by c².",
    };

    private static Panel Relative(string title, ScaleAndCurvatureSpec spec, Line line)
    {
        double[] c = [.. spec.Scales];
        return new(
            new("scale c", true),
            new("relative to c = 1", true),
            [
                new LineMark(c, [.. c.Select(scale => line.Loss(scale) / line.Loss(1))]) { Legend = "loss at c·w", HasPoints = true },
                new LineMark(c, [.. c.Select(scale => line.CurvatureAt(scale) / line.Curvature)]) { Legend = "λ_max at c·w", HasPoints = true },
                new LineMark(c, [.. c.Select(scale => line.CurvatureAt(scale) / line.Loss(scale) / (line.Curvature / line.Loss(1)))]) { Legend = "λ_max/ℓ at c·w", HasPoints = true },
                new LineMark(c, [.. c.Select(scale => line.Reparametrised(scale).Curvature / line.Curvature)]) { Legend = "λ_max with w = c·u, equal loss", HasPoints = true },
            ])
        { Title = title };
    }

    /// <summary>The line c·w through the loss of least squares.</summary>
    private sealed class Line(LeastSquaresObjective objective, double[] w, IReadOnlyList<double> scales)
    {
        private readonly double _zero = objective.Value(new double[w.Length]);
        private readonly double _one = objective.Value(w);
        private readonly double _two = objective.Value(Vectors.Times(2, w));

        public double Curvature { get; } = Sharpness.LargestEigenvalue(objective, w);

        /// <summary>NumPy's X of 100 rows, then random targets; w is a share of the least squares solution.</summary>
        public static Line Create(ScaleAndCurvatureSpec spec, int columns, double scale, double share)
        {
            NumPyLegacyRandom random = new((uint)spec.PublishedSeed);
            Matrix<double> x = random.Normal(100, columns);
            Vectors.Scale(x.Data, scale);
            double[] y = random.Normal(100);
            return new(new(x, y, LossScaling.HalfMean), Vectors.Times(share, Regression.MinimumNorm(x, y)), spec.Scales);
        }

        public double Loss(double scale) => objective.Value(Vectors.Times(scale, w));

        public double CurvatureAt(double scale) => Sharpness.LargestEigenvalue(objective, Vectors.Times(scale, w));

        public double CurvatureSpread() => scales.Max(scale => Math.Abs(CurvatureAt(scale) - Curvature)) / Curvature;

        public double ParabolaError() => scales.Max(scale => Math.Abs(Loss(scale) - (_zero + (scale * ((2 * _one) - (1.5 * _zero) - (0.5 * _two))) + (scale * scale * ((0.5 * _two) - _one + (0.5 * _zero)))))) / _zero;

        /// <summary>The loss and λ_max of u ↦ ℓ(c·u) at u = w/c.</summary>
        public (double Loss, double Curvature) Reparametrised(double scale)
        {
            LeastSquaresObjective other = new(new(Vectors.Times(scale, objective.X.Data), objective.X.Rows, objective.X.Columns), [.. objective.Y], LossScaling.HalfMean);
            double[] u = Vectors.Times(1 / scale, w);
            return (other.Value(u), Sharpness.LargestEigenvalue(other, u));
        }

        public double ReparametrisationError(IReadOnlyList<double> scales) =>
            scales.Max(scale => Math.Abs((Reparametrised(scale).Curvature / (scale * scale * Curvature)) - 1) + Math.Abs((Reparametrised(scale).Loss / _one) - 1));
    }
}

/// <summary>Parameters of <see cref="ScaleAndCurvature"/>.</summary>
internal sealed record ScaleAndCurvatureSpec : ExperimentSpec
{
    [Parameter("seed of NumPy's stream", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;

    [Parameter("scales c of the weights, rising", Minimum = 1e-3, Maximum = 1e3)]
    public IReadOnlyList<double> Scales { get; init; } = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];
}
