using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Interpolating noise harmlessly: few strong directions, very many weak ones.</summary>
internal sealed class BenignOverfitting : Experiment<BenignOverfittingSpec>
{
    public override string Name => "benign-overfitting";

    public override string Title => "Fitting the noise exactly, and predicting almost as well as if one had not";

    public override string About => """
        y is the sum of five strong features of variance 1, plus noise of deviation σ = 0.5; N weak features have the total variance 2 and no effect. There are m = 100 rows. The solution of minimum norm fits every row exactly.
        It puts the noise into the many weak directions, where it costs little: each of them is almost orthogonal to a new row. The more there are, the closer the excess test error, what
        is above the unavoidable σ², comes to that of ordinary least squares on the five strong features alone.

        The published theorem says that a low effective rank and a bounded norm make the gap between test and training error fall like √(d_eff/m) at zero training error, d_eff the effective rank, here 5. With noise the
        training error 0 is itself σ² too low: the gap is at least σ² for every m, and interpolating m noisy rows takes a norm that grows with m. What falls is the excess over σ².

        Source: P. Bartlett, P. Long, G. Lugosi and A. Tsigler, Benign overfitting in linear regression, PNAS 117 (2020).
        """;

    public override IReadOnlyList<string> Ids => ["S3-T1.8", "S3-D-BENIGN"];

    public override ExperimentSpec Quick => new BenignOverfittingSpec { Rows = 20, WeakFeatures = [50, 800], RowCounts = [15, 30], Draws = 3 };

    protected override ExperimentResult Run(BenignOverfittingSpec spec, ExperimentContext context)
    {
        BenignDraw[][] byWidth = [.. spec.WeakFeatures.Select((n, i) => context.ForEach(spec.Draws, k => BenignDraw.Create(spec, spec.Rows, n, k), 0.6 * i / spec.WeakFeatures.Count, 0.6 * (i + 1) / spec.WeakFeatures.Count))];
        BenignDraw[][] byRows = [.. spec.RowCounts.Select(m => m == spec.Rows ? byWidth[^1] : context.ForEach(spec.Draws, k => BenignDraw.Create(spec, m, spec.WeakFeatures[^1], k), 0.6, 1))];
        return new([.. Claims(spec, byWidth, byRows)], [Table(spec, byWidth, byRows)], [WidthFigure(spec, byWidth), GapFigure(spec, byRows)]);
    }

    private static IEnumerable<Claim> Claims(BenignOverfittingSpec spec, BenignDraw[][] byWidth, BenignDraw[][] byRows)
    {
        double noise = spec.Noise * spec.Noise, widest = Median(byWidth[^1], draw => draw.Excess), reference = Median(byWidth[^1], draw => draw.Reference);
        yield return Claim.AtMost("S3-D-BENIGN", "interpolates", "The solution of minimum norm fits noisy rows exactly: its mean square training error is below 1e-18", 1e-18, byWidth.Concat(byRows).Max(draws => draws.Max(draw => draw.Train)));
        yield return Claim.AtMost("S3-D-BENIGN", "near-optimal", $"With {spec.WeakFeatures[^1]} weak features the median excess test error is at most 0.05, a hundredth of that of predicting 0", 0.05, widest).Because("Least squares on the five strong features has 5σ²/(m − 6) = 0.013; the weak ones add about m·σ²/N. With fewer rows both are larger.");
        yield return Claim.AtMost("S3-D-BENIGN", "falls", $"The excess test error falls as weak features are added: with {spec.WeakFeatures[^1]} it is at most half of that with {spec.WeakFeatures[0]}", 0.5, widest / Median(byWidth[0], draw => draw.Excess)).Because("What the weak features add is about m·σ²/N. It falls until least squares on the strong features is left, which with few rows is most of the excess.");
        yield return Claim.AtMost("S3-T1.8", "design", "A low effective rank makes interpolation harmless: the median excess is at most three times that of least squares on the strong features alone", 3, widest / reference).Because("Noise that is spread over N ≫ m directions of small variance hardly changes predictions; for N not much above m it does.");
        double slope = Statistics.Exponent([.. spec.RowCounts.Select(m => (double)m)], [.. byRows.Select(draws => Median(draws, draw => noise + draw.Excess - draw.Train))]);
        yield return Claim.Between("S3-T1.8", "gap-rate", "The gap between test and training error of an interpolant of noisy rows falls like √(d_eff/m): exponent of m between −0.7 and −0.3", -0.7, -0.3, slope)
            .Because("At training error 0 the gap is the test error, which is at least σ². The theorem's bounded norm excludes this case, because the norm of the interpolant grows with m. Its proof is a heuristic.");
        yield return Claim.AtLeast("S3-T1.8", "gap-floor", "The gap between test and training error of an interpolant of noisy rows is at least σ², in every draw for every m", noise, byRows.Min(draws => draws.Min(draw => noise + draw.Excess - draw.Train))).Law();
        double[] growth = [.. byRows.Select(draws => Median(draws, draw => draw.WeakNorm * draw.WeakNorm))];
        yield return Claim.Between("S3-T1.8", "norm-growth", "The squared norm of the part of the interpolant in the weak features grows in proportion to m: exponent between 0.8 and 1.3", 0.8, 1.3, Statistics.Exponent([.. spec.RowCounts.Select(m => (double)m)], growth)).Law();
    }

    private static double Median(BenignDraw[] draws, Func<BenignDraw, double> of) => Statistics.Median(draws.Select(of));

    private static ResultTable Table(BenignOverfittingSpec spec, BenignDraw[][] byWidth, BenignDraw[][] byRows)
    {
        IReadOnlyList<Cell> Row(int m, int n, BenignDraw[] draws) => [m, n, Median(draws, draw => draw.Train), Median(draws, draw => draw.Excess), Median(draws, draw => draw.Reference), Median(draws, draw => draw.WeakNorm)];
        return new("excess", $"Mean square errors, medians over {spec.Draws} draws; excess is what is above σ² = {spec.Noise * spec.Noise}, and predicting 0 has the excess 5", ["rows m", "weak features N", "training error", "excess test error", "the same of least squares on the strong features", "norm of the weak part, times the deviation of a weak feature"],
            [.. byWidth.Select((draws, i) => Row(spec.Rows, spec.WeakFeatures[i], draws)), .. byRows.Select((draws, i) => Row(spec.RowCounts[i], spec.WeakFeatures[^1], draws))]);
    }

    private static Figure WidthFigure(BenignOverfittingSpec spec, BenignDraw[][] byWidth)
    {
        double[] x = [.. spec.WeakFeatures.Select(n => (double)n)];
        return new("excess-by-width", "Excess test error of a solution that fits noisy rows exactly", [new(new("weak features N", true), new("excess test error (mean square)", true), [
            new BandMark(x, [.. byWidth.Select(draws => draws.Min(draw => draw.Excess))], [.. byWidth.Select(draws => draws.Max(draw => draw.Excess))]) { Legend = "range of the draws", Color = 0 },
            new LineMark(x, [.. byWidth.Select(draws => Median(draws, draw => draw.Excess))]) { Legend = "minimum norm, all features", HasPoints = true, Color = 0 },
            new LineMark(x, [.. byWidth.Select(draws => Median(draws, draw => draw.Reference))]) { Legend = "least squares, strong features", HasPoints = true, Color = 1 },
            new LineMark(x, [.. x.Select(_ => 5 * spec.Noise * spec.Noise / (spec.Rows - 6))]) { Legend = "theory for the latter, 5σ²/(m − 6)", IsDashed = true, Color = 2 },
        ])])
        {
            Caption = "The training error of the solution of minimum norm is 0 everywhere. With enough weak features the noise is spread so thin that the interpolant predicts nearly as well as least squares on the five strong features alone. All N have the same draws of the strong features and the noise.",
        };
    }

    private static Figure GapFigure(BenignOverfittingSpec spec, BenignDraw[][] byRows)
    {
        double[] x = [.. spec.RowCounts.Select(m => (double)m)];
        double noise = spec.Noise * spec.Noise;
        return new("gap-by-rows", "Gap and excess by the number of rows", [new(new("rows m", true), new("mean square error", true), [
            new LineMark(x, [.. byRows.Select(draws => Median(draws, draw => noise + draw.Excess))]) { Legend = "gap: test error less training error", HasPoints = true },
            new LineMark(x, [.. byRows.Select(draws => Median(draws, draw => draw.Excess))]) { Legend = "excess over σ²", HasPoints = true },
            new LineMark(x, [.. x.Select(m => Math.Sqrt(5 / m))]) { Legend = "published √(d_eff/m)", IsDashed = true },
            new RuleMark(noise, "σ²"),
        ])])
        {
            Caption = "The gap stays above the noise level σ² for any number of rows; the published rate would cross it. What falls with more rows is the excess.",
        };
    }
}

/// <summary>One interpolant of noisy rows. Strong features and noise are the same for every number of weak ones, so that their effect is seen without the scatter of the draws.</summary>
internal sealed record BenignDraw(double Train, double Excess, double Reference, double WeakNorm)
{
    private const int Strong = 5;

    public static BenignDraw Create(BenignOverfittingSpec spec, int rows, int weak, int draw)
    {
        RandomSource random = new RandomSource(spec.Seed).Split((ulong)rows).Split((ulong)draw), ofWeak = random.Split((ulong)weak);
        Matrix<double> strong = Synthetic.Gaussian(random, rows, Strong), x = new(rows, Strong + weak);
        double scale = Math.Sqrt(2.0 / weak);
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = x.Row(i);
            strong.Row(i).CopyTo(row);
            ofWeak.FillGaussian(row[Strong..]);
            Vectors.Scale(row[Strong..], scale);
        }

        double[] truth = [1, 1, 1, 1, 1], y = Draw.WithNoise(random, Vectors.Multiply(strong, truth), spec.Noise);
        double[] w = MinimumNorm(x, y), alone = LeastSquares.Solve(strong, y).X.Data;
        double weakNorm = Vectors.Norm(w.AsSpan(Strong)), strongError = Vectors.Distance(w.AsSpan(0, Strong), truth), reference = Vectors.Distance(alone, truth), residual = Vectors.Distance(Vectors.Multiply(x, w), y);
        return new(residual * residual / rows, (strongError * strongError) + (scale * scale * weakNorm * weakNorm), reference * reference, scale * weakNorm);
    }

    /// <summary>Xᵀ(XXᵀ)⁻¹y: the weak features make XXᵀ well conditioned, and it is small.</summary>
    private static double[] MinimumNorm(Matrix<double> x, double[] y)
    {
        Matrix<double> gram = new(x.Rows, x.Rows), dual = new((double[])y.Clone(), y.Length, 1);
        Product.Multiply<double>(gram.AsSpan(), x, x.Transposed);
        Cholesky<double>.Factor(gram).Solve(dual.AsSpan());
        return Vectors.Multiply(x.Transposed, dual.Data);
    }
}

/// <summary>Parameters of <see cref="BenignOverfitting"/>.</summary>
internal sealed record BenignOverfittingSpec : ExperimentSpec
{
    public BenignOverfittingSpec() => Seed = 15;

    [Parameter("rows m", Minimum = 10, Maximum = 400)]
    public int Rows { get; init; } = 100;

    [Parameter("numbers N of weak features, rising; the fewest more than the rows", Minimum = 10, Maximum = 50000)]
    public IReadOnlyList<int> WeakFeatures { get; init; } = [500, 2000, 8000, 20000];

    [Parameter("numbers of rows with the most weak features, rising", Minimum = 10, Maximum = 1000)]
    public IReadOnlyList<int> RowCounts { get; init; } = [50, 100, 200];

    [Parameter("standard deviation σ of the noise", Minimum = 0.01, Maximum = 10)]
    public double Noise { get; init; } = 0.5;

    [Parameter("draws for each size", Minimum = 2, Maximum = 1000)]
    public int Draws { get; init; } = 15;

    public override string? Problem() =>
        WeakFeatures.Count < 2 || RowCounts.Count < 2 || WeakFeatures.Zip(WeakFeatures.Skip(1)).Any(pair => pair.First >= pair.Second) || RowCounts.Zip(RowCounts.Skip(1)).Any(pair => pair.First >= pair.Second)
            ? "weak-features and row-counts: at least two numbers each, rising"
        : WeakFeatures[0] <= Rows || WeakFeatures[^1] <= RowCounts[^1] ? "weak-features: must be more than the rows, or nothing interpolates"
        : null;
}
