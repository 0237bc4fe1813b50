using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A linear autoencoder between memorizing points and learning features.</summary>
internal sealed class LinearAutoencoderExperiment : Experiment<LinearAutoencoderSpec>
{
    public override string Name => "linear-autoencoder";

    public override string Title => "A linear denoising autoencoder diverges between memorizing points and learning features";

    public override string About => """
        An autoencoder maps an input to itself. The linear one of minimum norm, W = Z⁺X with inputs Z and outputs X, is least squares with D targets. From clean inputs (Z = X) it is the projection on the span of
        the N training points: what it has seen it gives back, of anything else it gives the part in that span. For isotropic data that leaves 1 − N/D of a new point; from N = D on it is the identity. There is
        no peak, because the targets are linear in the inputs, exactly.

        A denoising autoencoder has noisy inputs Z = X + τ·noise and clean outputs. Then no linear map is exact, there is a residual, and the reconstruction error of new points has its peak at N = D, where the
        network passes from memorizing points to averaging over them.

        Others have published such a spike for shallow networks with one hidden layer, for which the source gives no numbers. This is the linear case, which can be computed; it is no check of those networks.

        Source: R. Schaeffer et al., Double descent demystified (2023), discussion; P. Baldi and K. Hornik, Neural networks and principal component analysis, Neural Networks 2 (1989).
        """;

    public override IReadOnlyList<string> Ids => ["S2-AE"];

    public override ExperimentSpec Quick => new LinearAutoencoderSpec { Dimension = 8, Repeats = 30, TestRows = 60 };

    protected override ExperimentResult Run(LinearAutoencoderSpec spec, ExperimentContext context)
    {
        int d = spec.Dimension;
        int[] sizes = [.. Enumerable.Range(1, 8).Select(eighth => Math.Max(1, d * eighth / 8)).Concat([d - 1, d + 1, d + 2, 5 * d / 4, 3 * d / 2, 2 * d, 3 * d, 5 * d, 8 * d]).Distinct().Order()];
        (double[] Clean, double[] Noisy)[] draws = context.ForEach(spec.Repeats, repeat => Draw(spec, sizes, repeat));
        double[][] clean = [.. draws.Select(draw => draw.Clean)], noisy = [.. draws.Select(draw => draw.Noisy)];
        return new([.. Claims(spec, sizes, clean, noisy)], [Table(sizes, clean, noisy, d)], [ErrorFigure(spec, sizes, clean, noisy)])
        {
            Notes = ["The published remark is about shallow autoencoders with a non-linear layer, by other authors and without numbers, so that it cannot be checked here. What is checked is the linear case."],
        };
    }

    private static (double[] Clean, double[] Noisy) Draw(LinearAutoencoderSpec spec, int[] sizes, int repeat)
    {
        RandomSource random = new RandomSource(spec.Seed).Split((ulong)repeat);
        int d = spec.Dimension;
        Matrix<double> x = Synthetic.Gaussian(random, sizes[^1], d), z = Noisy(random, x, spec.Noise), test = Synthetic.Gaussian(random, spec.TestRows, d), noisyTest = Noisy(random, test, spec.Noise);
        return ([.. sizes.Select(rows => Error(x, x, test, test, rows))], [.. sizes.Select(rows => Error(z, x, noisyTest, test, rows))]);
    }

    private static Matrix<double> Noisy(RandomSource random, Matrix<double> x, double noise)
    {
        Matrix<double> z = Synthetic.Gaussian(random, x.Rows, x.Columns);
        for (int i = 0; i < z.Data.Length; i++)
        {
            z.Data[i] = x.Data[i] + (noise * z.Data[i]);
        }

        return z;
    }

    /// <summary>The mean squared error of a coordinate of a new point.</summary>
    private static double Error(Matrix<double> inputs, Matrix<double> outputs, Matrix<double> testInputs, Matrix<double> testOutputs, int rows)
    {
        int d = inputs.Columns;
        Matrix<double> map = new(d, d), predicted = new(testInputs.Rows, d);
        Svd<double>.Factor(inputs.Slice(0, 0, rows, d)).Solve(map.AsSpan(), outputs.Slice(0, 0, rows, d));
        Product.Multiply<double>(predicted.AsSpan(), testInputs, map);
        double distance = Vectors.Distance(predicted.Data, testOutputs.Data);
        return distance * distance / predicted.Data.Length;
    }

    private static IEnumerable<Claim> Claims(LinearAutoencoderSpec spec, int[] sizes, double[][] clean, double[][] noisy)
    {
        int d = spec.Dimension;
        double[] medians = SweepFigure.Medians(noisy), means = SweepFigure.Means(clean);
        double At(int rows) => medians[Array.IndexOf(sizes, rows)];
        yield return Claim.AtLeast("S2-AE", "spike", "The median reconstruction error of a linear denoising autoencoder at N = D is more than twice that at N = D/2 and at N = 2D: quotient to the larger of the two", 2, At(d) / Math.Max(At(d / 2), At(2 * d)));
        yield return Claim.AtMost("S2-AE", "projection", "From clean inputs the mean reconstruction error of isotropic points is 1 − N/D for N < D: largest difference at most 0.03", 0.03, sizes.Index().Where(size => size.Item < d).Max(size => Math.Abs(means[size.Index] - 1 + ((double)size.Item / d))))
            .Law("A projection on N of D directions leaves D − N of them.");
        yield return Claim.AtMost("S2-AE", "identity", "From clean inputs the reconstruction error is rounding, below 1e-20 in the median, for every N ≥ D, so that there is no peak without misfit: the largest", 1e-20, sizes.Index().Where(size => size.Item >= d).Max(size => SweepFigure.Medians(clean)[size.Index])).Law();
    }

    private static ResultTable Table(int[] sizes, double[][] clean, double[][] noisy, int dimension)
    {
        double[] identity = SweepFigure.Medians(clean), median = SweepFigure.Medians(noisy), low = SweepFigure.Quantiles(noisy, 0.1), high = SweepFigure.Quantiles(noisy, 0.9);
        return new(
            "reconstruction",
            $"Mean squared reconstruction errors of a coordinate of a new point, D = {dimension}",
            ["N", "clean inputs, median", "noisy inputs, median", "noisy inputs, 10 % quantile", "noisy inputs, 90 % quantile"],
            [.. sizes.Select((rows, i) => (IReadOnlyList<Cell>)[rows, identity[i], median[i], low[i], high[i]])]);
    }

    private static Figure ErrorFigure(LinearAutoencoderSpec spec, int[] sizes, double[][] clean, double[][] noisy)
    {
        double[] rows = [.. sizes.Select(size => (double)size)], few = [.. rows.Where(size => size < spec.Dimension)], means = SweepFigure.Means(clean);
        return new("reconstruction-error", "Reconstruction error of new points by a linear autoencoder",
        [
            new(SweepFigure.RowsAxis, new("mean squared error of a coordinate", true) { Low = 0.01 },
            [
                new BandMark(rows, SweepFigure.Quantiles(noisy, 0.1), SweepFigure.Quantiles(noisy, 0.9)) { Color = 0 },
                new LineMark(rows, SweepFigure.Medians(noisy)) { Legend = "noisy inputs, median", Color = 0 },
                new LineMark(few, means[..few.Length]) { Legend = "clean inputs, mean", HasPoints = true, Color = 1 },
                new LineMark(few, [.. few.Select(size => 1 - (size / spec.Dimension))]) { Legend = "1 − N/D", IsDashed = true, Color = 2 },
                new RuleMark(spec.Dimension, "N = D") { IsVertical = true },
            ]),
        ])
        {
            Caption = "The band reaches from the 10 % to the 90 % quantile. From noisy inputs the error has its peak at N = D. From clean inputs it falls along 1 − N/D and is rounding from N = D on, which is not drawn.",
        };
    }
}

/// <summary>Parameters of <see cref="LinearAutoencoderExperiment"/>.</summary>
internal sealed record LinearAutoencoderSpec : ExperimentSpec
{
    public LinearAutoencoderSpec() => Seed = 1;

    [Parameter("D, the dimension of a point", Minimum = 4, Maximum = 200)]
    public int Dimension { get; init; } = 24;

    [Parameter("τ, the deviation of the noise in the inputs", Minimum = 0.001, Maximum = 100)]
    public double Noise { get; init; } = 0.5;

    [Parameter("random tables", Minimum = 2, Maximum = 100000)]
    public int Repeats { get; init; } = 80;

    [Parameter("new points for each", Minimum = 2, Maximum = 100000)]
    public int TestRows { get; init; } = 200;
}
