using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The tangent kernel of a network at its start, against its limit for infinite width.</summary>
internal sealed class KernelByWidth : Experiment<KernelByWidthSpec>
{
    public override string Name => "kernel-by-width";

    public override string Title => "The tangent kernel of a wide network no longer depends on its weights";

    public override string About => """
        The tangent kernel of a model f at the weights θ₀ is K_ij = ∇f(x_i)·∇f(x_j): how much a gradient step on example j changes the output at example i. For a linear model it is XXᵀ, at any
        weights. For f(x) = Σ a_k·max(0, w_k·x)/√h with standard normal weights it is random, and tends for h → ∞ to

        K(x, z) = ‖x‖‖z‖(sin φ + (π − φ)cos φ)/2π + x·z·(π − φ)/2π,   φ the angle between x and z.

        Points lie on the unit sphere. The distance of the kernel of width h from its limit is a mean of h independent terms less its expectation: it falls like 1/√h. Look at the slope.

        Source: A. Jacot, F. Gabriel and C. Hongler, NeurIPS 2018; Y. Cho and L. Saul, NIPS 2009 (the arc-cosine kernels).
        """;

    public override IReadOnlyList<string> Ids => ["S3-D-NTK"];

    public override ExperimentSpec Quick => new KernelByWidthSpec { Examples = 5, Inputs = 3, Widths = [20, 80], Draws = 6 };

    protected override ExperimentResult Run(KernelByWidthSpec spec, ExperimentContext context)
    {
        Matrix<double> x = Synthetic.Gaussian(new RandomSource(spec.Seed), spec.Examples, spec.Inputs);
        for (int i = 0; i < x.Rows; i++)
        {
            Vectors.WithLength(x.Row(i), 1).CopyTo(x.Row(i));
        }

        Matrix<double> limit = Limit(x);
        double[] widths = [.. spec.Widths.Select(width => (double)width)];
        double[][] errors = [.. spec.Widths.Select((width, i) => context.ForEach(spec.Draws, k => Error(x, limit, width, new RandomSource(spec.Seed).Split((ulong)width).Split((ulong)k)), (double)i / widths.Length, (i + 1.0) / widths.Length))];
        double[] medians = [.. errors.Select(Statistics.Median)], spectrum = SymmetricEigen<double>.Factor(limit).Values;
        return new([.. Claims(x, widths, medians, spectrum)], [Table(widths, errors)], [ErrorFigure(widths, errors)])
        {
            Notes = [$"The limit's eigenvalues lie between {spectrum.Min():G3} and {spectrum.Max():G3}: it is positive definite, so a network in this regime can fit any labels at these points."],
        };
    }

    private static IEnumerable<Claim> Claims(Matrix<double> x, double[] widths, double[] medians, double[] spectrum)
    {
        Matrix<double> gram = new(x.Rows, x.Rows), features = new(x.Rows, x.Columns), kernel = new(x.Rows, x.Rows);
        Product.Multiply<double>(gram.AsSpan(), x, x.Transposed);
        double[] target = new double[x.Rows], weights = [.. Enumerable.Range(1, x.Columns).Select(j => 1.0 / j)], gradient = new double[x.Columns], residual = Vectors.Multiply(x, weights);
        LeastSquaresObjective linear = new(x, target);
        for (int i = 0; i < x.Rows; i++)
        {
            // The gradient of ½(f(x_i) − 0)² is f(x_i)·∇f(x_i).
            linear.Gradient(weights, [i], gradient);
            Vectors.Times(1 / (x.Rows * residual[i]), gradient).CopyTo(features.Row(i));
        }

        Product.Multiply<double>(kernel.AsSpan(), features, features.Transposed);
        yield return Claim.AtMost("S3-D-NTK", "linear", "The tangent kernel of a linear model is XXᵀ, at any weights: distance below 1e-12", 1e-12, Vectors.Distance(kernel.Data, gram.Data));
        yield return Claim.Between("S3-D-NTK", "width", "The relative distance of the tangent kernel of a network of width h from its limit falls like 1/√h: exponent between −0.6 and −0.4", -0.6, -0.4, Statistics.Exponent(widths, medians)).Because("The kernel is a mean of h independent terms, so its deviation is ∝ 1/√h. Medians of a few draws at small widths scatter around that.");
        yield return Claim.AtLeast("S3-D-NTK", "positive", "The limit of the tangent kernel for infinite width is positive definite for points no two of which are parallel: its smallest eigenvalue is above 1e-6 of the largest", 1e-6, spectrum.Min() / spectrum.Max());
    }

    private static double Error(Matrix<double> x, Matrix<double> limit, int width, RandomSource random)
    {
        ReluNetwork network = new(x, new double[x.Rows], width, width);
        Matrix<double> features = network.Features(Synthetic.Gaussian(random, network.Dimension)), kernel = new(x.Rows, x.Rows);
        Product.Multiply<double>(kernel.AsSpan(), features, features.Transposed);
        return Vectors.Distance(kernel.Data, limit.Data) / Vectors.Norm(limit.Data);
    }

    private static Matrix<double> Limit(Matrix<double> x)
    {
        Matrix<double> limit = new(x.Rows, x.Rows);
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < x.Rows; j++)
            {
                double lengths = Vectors.Norm(x.Row(i)) * Vectors.Norm(x.Row(j)), inner = i == j ? lengths : VectorProduct.Dot<double>(x.Row(i), x.Row(j)), cosine = Math.Clamp(inner / lengths, -1, 1), angle = Angle(cosine);
                limit[i, j] = ((lengths * (Math.Sqrt(1 - (cosine * cosine)) + ((Math.PI - angle) * cosine))) + (inner * (Math.PI - angle))) / (2 * Math.PI);
            }
        }

        return limit;
    }

    /// <summary>The angle in [0, π] of a cosine, by bisection with the laboratory's own cosine: the same bits everywhere.</summary>
    private static double Angle(double cosine)
    {
        double low = 0, high = Math.PI, middle = 0.5 * Math.PI;
        while (middle > low && middle < high)
        {
            (low, high) = Elementary.Cos(middle) > cosine ? (middle, high) : (low, middle);
            middle = 0.5 * (low + high);
        }

        return cosine >= 1 ? 0 : middle;
    }

    private static ResultTable Table(double[] widths, double[][] errors) => new("kernels", "Relative distance of the kernel at random weights from its limit, in the Frobenius norm", ["width h", "median", "smallest", "largest", "median·√h"],
        [.. widths.Select((width, i) => (IReadOnlyList<Cell>)[width, Statistics.Median(errors[i]), errors[i].Min(), errors[i].Max(), Statistics.Median(errors[i]) * Math.Sqrt(width)])]);

    private static Figure ErrorFigure(double[] widths, double[][] errors)
    {
        double constant = Statistics.Median(errors[0]) * Math.Sqrt(widths[0]);
        return new("kernel-error", "Distance of the tangent kernel from its limit", [new(new("width h", true), new("‖K_h − K‖/‖K‖, K the limit", true), [
            new BandMark(widths, [.. errors.Select(values => values.Min())], [.. errors.Select(values => values.Max())]) { Legend = "range of the draws", Color = 0 },
            new LineMark(widths, [.. errors.Select(Statistics.Median)]) { Legend = "median", HasPoints = true, Color = 0 },
            new LineMark(widths, [.. widths.Select(width => constant / Math.Sqrt(width))]) { Legend = "theory, slope −½", IsDashed = true, Color = 1 },
        ])])
        {
            Caption = "Distance of the kernel of a network of width h at random weights from its limit for infinite width. Four times the width halves it.",
        };
    }
}

/// <summary>Parameters of <see cref="KernelByWidth"/>.</summary>
internal sealed record KernelByWidthSpec : ExperimentSpec
{
    public KernelByWidthSpec() => Seed = 22;

    [Parameter("points", Minimum = 2, Maximum = 200)]
    public int Examples { get; init; } = 30;

    [Parameter("inputs", Minimum = 2, Maximum = 200)]
    public int Inputs { get; init; } = 20;

    [Parameter("widths h, rising, at least two", Minimum = 2, Maximum = 20000)]
    public IReadOnlyList<int> Widths { get; init; } = [100, 400, 1600, 6400];

    [Parameter("draws of the weights for each width", Minimum = 2, Maximum = 10000)]
    public int Draws { get; init; } = 10;

    public override string? Problem() => Widths.Distinct().Count() < 2 ? "widths: at least two different ones" : null;
}
