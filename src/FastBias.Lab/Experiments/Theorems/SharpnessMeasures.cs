using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>All measures of sharpness on one small network, and which of them survive a rescaling that changes nothing.</summary>
internal sealed class SharpnessMeasures : Experiment<SharpnessMeasuresSpec>
{
    public override string Name => "sharpness-measures";

    public override string Title => "Measures of sharpness, and what rescaling a network does to them";

    public override string About => """
        A network f(x) = Σ a_k·max(0, w_k·x) is trained by gradient descent on noisy data. Around its end point all measures of sharpness in use are computed: the largest eigenvalues of the
        Hessian H, their quotient κ, the trace, the largest rise S(ρ) of the loss ℓ in a ball of radius ρ, probes in one direction, the mean curvature of random directions, the rise over
        random planes, and λ_max and S(ρ) relative to the loss.

        Multiplying W, the matrix of all w_k, by c and a by 1/c leaves the function as it is: same outputs, same loss, same test error. A measure that says how well the network generalises must not change; most do.
        Two do not: Σ‖W_l‖²·tr H_ll, summed over the layers l with the weights W_l and their block H_ll of the Hessian, and the largest eigenvalue of |w|⊙H⊙|w|, which has the elements
        |w_i|·H_ij·|w_j| for the vector w of all weights. Multiplying all weights by c is another thing: the outputs are multiplied by c².

        Look at the figure: flat lines are invariant measures.

        Source: L. Dinh et al., Sharp minima can generalize, ICML 2017; T. Liang et al., AISTATS 2019; J. Kwon et al., ICML 2021.
        """;

    public override IReadOnlyList<string> Ids => ["S3-D-SHARPNESS", "S3-D-FLAT", "S3-D-SHARP"];

    public override ExperimentSpec Quick => new SharpnessMeasuresSpec { Examples = 12, Inputs = 2, Hidden = 3, Steps = 300, Directions = 60 };

    protected override ExperimentResult Run(SharpnessMeasuresSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random, spec.Examples, spec.Inputs);
        double[] y = Draw.WithNoise(random, Vectors.Multiply(x, Vectors.WithLength(Synthetic.Gaussian(random, spec.Inputs), 1)), 0.3);
        ReluNetwork network = new(x, y, spec.Hidden);
        double[] w = new GradientDescent().Run(network, Vectors.Times(0.5, Synthetic.Gaussian(random, network.Dimension)), new() { Step = 0.05, MaxIterations = spec.Steps }).Point;
        double[] factors = [.. spec.Factors.Append(1).Distinct().Order()];
        MeasuredPoint[] points = context.ForEach(factors.Length, k => MeasuredPoint.At(network, network.Scaled(w, factors[k], 1 / factors[k])));
        MeasuredPoint origin = points[Array.IndexOf(factors, 1.0)];
        return new([.. ScalingClaims(network, w, points, origin), .. EstimateClaims(spec, network, w, origin), .. QuadraticClaims()], [Table(factors, points)], [RescalingFigure(factors, points, origin), SliceFigure(network, w)]);
    }

    private static IEnumerable<Claim> ScalingClaims(ReluNetwork network, double[] w, MeasuredPoint[] points, MeasuredPoint origin)
    {
        double[] doubled = network.Scaled(w, 2, 2);
        yield return Claim.AtMost("S3-D-FLAT", "scaling", "Multiplying all weights of a ReLU network by 2 leaves its loss as it is, relative change below 1e-9", 1e-9, Math.Abs((network.Value(doubled) / network.Value(w)) - 1))
            .Because("With two layers the outputs are multiplied by 4: it is another function with another loss. Only W·c with a/c leaves the function as it is.");
        yield return Claim.AtMost("S3-D-FLAT", "scaling-law", "Multiplying all weights by 2 multiplies the outputs by 2², relative difference below 1e-13", 1e-13, Vectors.Distance(network.Outputs(doubled), Vectors.Times(4, network.Outputs(w))) / Vectors.Norm(network.Outputs(doubled))).Law();
        double Spread(Func<MeasuredPoint, double> of) => points.Max(point => Math.Abs((of(point) / of(origin)) - 1));
        yield return Claim.AtMost("S3-D-SHARPNESS", "same-function", "W·c, a/c leaves the loss as it is: relative change below 1e-12", 1e-12, Spread(point => point.Loss)).Law();
        yield return Claim.AtMost("S3-D-SHARPNESS", "relative", "λ_max/ℓ does not change under W·c, a/c: largest relative change below 1%", 0.01, Spread(point => point.Largest / point.Loss)).Because("ℓ stays and λ_max does not: dividing by the loss removes nothing.");
        yield return Claim.AtMost("S3-D-SHARPNESS", "relative-worst-case", "S(ρ)/ℓ, the largest rise in a ball relative to the loss, does not change under W·c, a/c: largest relative change below 1%", 0.01, Spread(point => point.WorstRise / point.Loss)).Because("The ball of radius ρ stays as it is when the weights are rescaled: relative to the smaller ones it becomes large.");
        yield return Claim.AtLeast("S3-D-SHARP", "rescaled", "The same function can be made at least 5 times sharper, measured by λ_max, through W·c, a/c alone", 5, points.Max(point => point.Largest) / points.Min(point => point.Largest)).Law();
        yield return Claim.AtMost("S3-D-SHARPNESS", "invariant-trace", "Σ‖W_l‖²·tr H_ll does not change under W·c, a/c: relative change below 1e-5", 1e-5, Spread(point => point.Invariant)).Law();
        yield return Claim.AtMost("S3-D-SHARPNESS", "adaptive", "The largest eigenvalue of |w|⊙H⊙|w| does not change under W·c, a/c: relative change below 1e-5", 1e-5, Spread(point => point.Adaptive)).Law();
    }

    private static IEnumerable<Claim> EstimateClaims(SharpnessMeasuresSpec spec, ReluNetwork network, double[] w, MeasuredPoint origin)
    {
        TraceEstimate<double> hutchinson = Sharpness.HutchinsonTrace(network, w, spec.Directions, spec.Seed);
        (double mean, double error) = Sharpness.RandomCurvature(network, w, spec.Directions, spec.Seed);
        yield return Claim.Near("S3-D-SHARPNESS", "hutchinson", "The mean of zᵀHz over vectors z of random signs is the trace of H, within 4 standard errors", origin.Trace, 4 * hutchinson.StandardError, hutchinson.Value);
        yield return Claim.Near("S3-D-SHARPNESS", "random-directions", "The mean curvature of random directions is the trace of H over the number of weights, within 4 standard errors", origin.Trace / w.Length, 4 * error, mean);
        yield return Claim.AtMost("S3-D-SHARPNESS", "sum", "The eigenvalues of H add up to its trace: relative difference below 1e-7", 1e-7, Math.Abs((Sharpness.Spectrum(network, w).Sum() / origin.Trace) - 1));
        double probe = Sharpness.Probe(new QuadraticObjective(new HessianOperator(network, w).ToMatrix()), new double[w.Length], Vectors.Times(1e-3, Sharpness.SharpestDirection(network, w)));
        yield return Claim.Near("S3-D-SHARPNESS", "probe", "A probe 2Δℓ/‖δ‖² along the sharpest direction of the quadratic ½δᵀHδ shows λ_max: quotient 1 within 1e-6", 1, 1e-6, probe / origin.Largest);
        double[] gradient = new double[w.Length];
        network.Gradient(w, gradient);
        yield return Claim.Near("S3-D-SHARPNESS", "sam", "The point at which sharpness-aware minimisation takes its gradient is ρ = 0.05 away", 0.05, 1e-15, Vectors.Norm(Sharpness.SamPerturbation(gradient, 0.05)));
    }

    /// <summary>The rise over random planes on a quadratic of known trace.</summary>
    private static IEnumerable<Claim> QuadraticClaims()
    {
        QuadraticObjective quadratic = QuadraticObjective.Diagonal(8, 4, 2, 1, 1, 0.5, 0.25, 0.25);
        List<double> rises = [];
        double squares = 0;
        for (int k = 0; k < 200; k++)
        {
            (double[] first, double[] second) = Sharpness.RandomPlane(8, (ulong)k);
            LossSlice slice = Sharpness.Slice(quadratic, new double[8], first, second, 2, 9);
            rises.Add(slice.BoundaryRise);
            squares = slice.Coordinates.Sum(a => (a * a) + 4) * 2 + slice.Coordinates.Skip(1).SkipLast(1).Sum(a => (a * a) + 4) * 2;
        }

        (double mean, double error) = Statistics.MeanWithError([.. rises]);
        yield return Claim.Near("S3-D-SHARPNESS", "slice", "Over random planes the mean rise on the boundary is ½·(tr H/n)·(mean squared distance), within 4 standard errors, on a quadratic with trace 17 in 8 dimensions", 0.5 * 17 / 8 * squares / 32, 4 * error, mean);
    }

    private static ResultTable Table(double[] factors, MeasuredPoint[] points) => new(
        "rescaled", "The same function with W·c, a/c", ["factor c", "loss ℓ", "λ_max", "second eigenvalue", "κ of the positive eigenvalues", "trace", "S(0.05)", "λ_max/ℓ", "Σ‖W_l‖²·tr H_ll", "λ_max(|w|⊙H⊙|w|)"],
        [.. points.Select((p, k) => (IReadOnlyList<Cell>)[factors[k], p.Loss, p.Largest, p.Second, p.Condition, p.Trace, p.WorstRise, p.Largest / p.Loss, p.Invariant, p.Adaptive])]);

    private static Figure RescalingFigure(double[] factors, MeasuredPoint[] points, MeasuredPoint origin)
    {
        LineMark Line(string name, Func<MeasuredPoint, double> of, bool dashed = false) => new(factors, [.. points.Select(point => of(point) / of(origin))]) { Legend = name, HasPoints = !dashed, IsDashed = dashed };
        return new("measures-by-scale", "Measures of sharpness of one and the same function", [new(new("c, the first layer's factor (second layer 1/c)", true), new("measure, relative to c = 1", true), [
            Line("λ_max", p => p.Largest), Line("trace", p => p.Trace), Line("S(0.05)", p => p.WorstRise), Line("Σ‖W_l‖²·tr H_ll", p => p.Invariant), Line("λ_max(|w|⊙H⊙|w|)", p => p.Adaptive, true),
        ])])
        {
            Caption = "The function, its loss and its test error are the same at every c. Only the last two measures, which are the flat line at 1, do not change.",
        };
    }

    private static Figure SliceFigure(ReluNetwork network, double[] w)
    {
        double[] levels = [0.05, 0.1, 0.2, 0.5, 1];
        Panel Plane(double factor)
        {
            double[] point = network.Scaled(w, factor, 1 / factor);
            (double[] first, double[] second) = Sharpness.RandomPlane(w.Length, 5);
            LossSlice slice = Sharpness.Slice(network, point, first, second, 1, 41);
            return new(new("along the first direction"), new("along the second direction"), [new HeatMark(slice.Coordinates, slice.Coordinates, slice.Values, "loss") { IsLogarithmic = true }, new ContourMark(slice.Coordinates, slice.Coordinates, slice.Values, levels)]) { Title = $"c = {factor}", IsEqualScale = true };
        }

        return new("slices", "A plane through the landscape, before and after rescaling", [Plane(1), Plane(5)])
        {
            Caption = $"The same function in other coordinates looks much sharper in the same random plane. The lines are at the same losses in both panels, {string.Join(", ", levels.Select(level => $"{level}"))} from the middle outwards; the colours are not the same.",
        };
    }
}

/// <summary>All measures at one point.</summary>
internal sealed record MeasuredPoint(double Loss, double Largest, double Second, double Condition, double Trace, double WorstRise, double Invariant, double Adaptive)
{
    public static MeasuredPoint At(ReluNetwork network, double[] w)
    {
        double[] spectrum = Sharpness.Spectrum(network, w);
        return new(
            network.Value(w), spectrum[0], spectrum[1], Sharpness.Condition(network, w, 1e-6), Sharpness.Trace(network, w), Sharpness.WorstCase(network, w, 0.05, 1).Rise,
            Sharpness.RescalingInvariant(network, w, network.Layers), Sharpness.AdaptiveLargestEigenvalue(network, w));
    }
}

/// <summary>Parameters of <see cref="SharpnessMeasures"/>.</summary>
internal sealed record SharpnessMeasuresSpec : ExperimentSpec
{
    public SharpnessMeasuresSpec() => Seed = 21;

    [Parameter("examples", Minimum = 2, Maximum = 2000)]
    public int Examples { get; init; } = 40;

    [Parameter("inputs of the network", Minimum = 1, Maximum = 50)]
    public int Inputs { get; init; } = 4;

    [Parameter("hidden units", Minimum = 2, Maximum = 50)]
    public int Hidden { get; init; } = 6;

    [Parameter("steps of training", Minimum = 1, Maximum = 1000000)]
    public int Steps { get; init; } = 3000;

    [Parameter("factors c of the rescaling", Minimum = 0.05, Maximum = 20)]
    public IReadOnlyList<double> Factors { get; init; } = [0.2, 0.5, 1, 2, 5, 10];

    [Parameter("random directions of the estimates", Minimum = 10, Maximum = 1000000)]
    public int Directions { get; init; } = 1000;
}
