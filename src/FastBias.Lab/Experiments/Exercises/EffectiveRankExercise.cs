using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Few directions, few errors: what the effective rank of the data says about the test error, and how noise on the data hides it.</summary>
internal sealed class EffectiveRankExercise : Experiment<EffectiveRankSpec>
{
    private static readonly int[] s_publishedRanks = [5, 20, 80];
    private static readonly double[] s_publishedErrors = [0.02, 0.08, 0.25];

    public override string Name => "effective-rank";

    public override string Title => "The test error counts the directions that the data have, not the columns";

    public override string About => """
        How does the test error of least squares depend on the rank of the data? 500 columns, 100 rows, but the rows lie in a subspace of dimension r: X = S·Vᵀ with r columns in S and orthonormal V. The effective rank is the smallest number of singular values
        that hold 90 % of the sum of their squares.

        As the exercise states it, both factors are orthonormal (so that every singular value of the signal is 1) and noise of deviation 0.1 is added to every entry of X. That noise alone has singular
        values up to 0.1·(√500 + √100) ≈ 3.2: it drowns the signal, and the effective rank is the same whatever r is.

        With Gaussian scores S and no noise on X, ridge with λ = 1e-4 is least squares in r dimensions, and the test error on rows of the same subspace is σ²(1 + r/(m − r − 1)): it depends on r, not
        on the 500 columns. Here σ = 0.1 is the deviation of the noise on y = Xw + noise, and
        m the number of rows. The test error is exact, σ² + ‖Vᵀ(ŵ − w)‖² with the fitted coefficients ŵ.

        Look at the first figure for what noise does to the spectrum, and at the second for the law.

        Source: L. Breiman, D. Freedman, How many variables should be entered in a regression equation?, JASA 78 (1983), for the law.
        """;

    public override IReadOnlyList<string> Ids => ["S3-C.14"];

    public override ExperimentSpec Quick => new EffectiveRankSpec { Rows = 40, Repeats = 4, Columns = 80, Ranks = [5, 20] };

    protected override ExperimentResult Run(EffectiveRankSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        int count = spec.Ranks.Count;
        Draw[] stated = context.ForEach(count, i => Fit(random.Split((ulong)i), spec, spec.Ranks[i], true), 0, 0.2);
        Draw[] all = context.ForEach(count * spec.Repeats, i => Fit(random.Split((ulong)(1000 + i)), spec, spec.Ranks[i / spec.Repeats], false), 0.2, 1);
        Draw[][] honest = [.. spec.Ranks.Select((_, i) => all[(i * spec.Repeats)..((i + 1) * spec.Repeats)])];
        return new([.. StatedClaims(spec, stated), .. HonestClaims(spec, honest)], [Table(spec, stated, honest)], [Spectra(spec, stated, honest), Errors(spec, honest)]);
    }

    private static double Law(EffectiveRankSpec spec, int rank) => (spec.Noise * spec.Noise) + GaussianRisk.Excess(spec.Rows, rank, 1, spec.Noise * spec.Noise);

    private static Draw Fit(RandomSource random, EffectiveRankSpec spec, int rank, bool isStated)
    {
        Matrix<double> scores = Synthetic.Gaussian(random, spec.Rows, rank), directions = Orthonormal(Synthetic.Gaussian(random, spec.Columns, rank));
        scores = isStated ? Orthonormal(scores) : scores;
        Matrix<double> x = new(spec.Rows, spec.Columns);
        Product.Multiply<double>(x.AsSpan(), scores, directions.Transposed);
        if (isStated)
        {
            VectorProduct.AddScaled<double>(x.Data, 1, Synthetic.Gaussian(random, spec.Rows * spec.Columns, spec.DataNoise));
        }

        double[] truth = Synthetic.Gaussian(random, spec.Columns);
        double[] y = Regression.Targets(x, truth, Synthetic.Gaussian(random, spec.Rows, spec.Noise));
        double[] error = Vectors.Subtract(Regression.Ridge(x, y, spec.Lambda), truth);

        // A test row is s·Vᵀ (and noise in every entry, as stated) with scores of the size of the training rows'.
        double along = Vectors.Norm(Vectors.Multiply(directions.Transposed, error)), size = isStated ? 1 / Math.Sqrt(spec.Rows) : 1;
        double across = isStated ? spec.DataNoise * Vectors.Norm(error) : 0;
        // Without noise X has the singular values of its scores, and zeros.
        double[] sigma = [.. Regression.SingularValues(isStated ? x : scores), .. new double[isStated ? 0 : Math.Min(spec.Rows, spec.Columns) - rank]];
        return new(sigma, EffectiveRank.Energy(sigma), (spec.Noise * spec.Noise) + (size * size * along * along) + (across * across));
    }

    private static Matrix<double> Orthonormal(Matrix<double> a) => Qr<double>.Factor(a).Q;

    private static IEnumerable<Claim> StatedClaims(EffectiveRankSpec spec, Draw[] stated)
    {
        foreach ((int rank, double error) in s_publishedRanks.Zip(s_publishedErrors))
        {
            if (spec.Ranks.ToList().IndexOf(rank) is var i and >= 0)
            {
                yield return Claim.Near("S3-C.14", $"rank-{rank}", $"As stated, with rank {rank} the effective rank (90 % of the squares) is {rank}, up to 10 %", rank, 0.1 * rank, stated[i].EffectiveRank)
                    .Because("The noise of deviation 0.1 on every entry of X outweighs factors whose singular values are 1: about 79 directions hold 90 % of the squares, whatever r is. At r = 80 the number agrees by chance.");
                yield return PublishedValue.Within("S3-C.14", $"error-{rank}", $"As stated, with rank {rank} the test error is", error, 2, stated[i].Error)
                    .Because("Nearly all of X is noise in 500 directions of which 100 rows show a fifth: the error is of the size of the signal in those that are not seen.");
            }
        }

        yield return Claim.AtMost("S3-C.14", "drowned", "As stated, the effective ranks for the smallest and the largest r differ by at most 3: noise on the data hides the rank", 3, Math.Abs(stated[0].EffectiveRank - stated[^1].EffectiveRank)).Law();
    }

    private static IEnumerable<Claim> HonestClaims(EffectiveRankSpec spec, Draw[][] honest)
    {
        double worst = spec.Ranks.Select((rank, i) => Math.Abs((Mean(honest[i]) / Law(spec, rank)) - 1)).Max();
        yield return Claim.AtMost("S3-C.14", "law", "Without noise on X the test error on the same subspace is σ²(1 + r/(m − r − 1)): the largest relative difference of the mean is at most 0.1 + 1/√draws", 0.1 + (1 / Math.Sqrt(spec.Repeats)), worst).Law();
        yield return Claim.AtMost("S3-C.14", "not-above-rank", "Without noise on X the effective rank never exceeds the rank: the number of exceptions is zero", 0,
            spec.Ranks.Select((rank, i) => honest[i].Count(draw => draw.EffectiveRank > rank)).Sum()).Law();
        yield return Claim.AtMost("S3-C.14", "rises", "Without noise on X the mean test error rises with the rank: the number of falls is zero", 0,
            Enumerable.Range(1, spec.Ranks.Count - 1).Count(i => Mean(honest[i]) < Mean(honest[i - 1])));
    }

    private static double Mean(Draw[] draws) => Statistics.Mean([.. draws.Select(draw => draw.Error)]);

    private static ResultTable Table(EffectiveRankSpec spec, Draw[] stated, Draw[][] honest) => new(
        "ranks",
        "Effective rank and test error by rank",
        ["rank r", "effective rank (90 %) as stated", "condition σ₁/σ_r as stated", "test error as stated", "effective rank without noise on X, median", "condition σ₁/σ_r without noise on X, median", "test error without noise on X, mean", "expected σ²(1 + r/(m − r − 1))"],
        [.. spec.Ranks.Select((rank, i) => (IReadOnlyList<Cell>)
        [
            rank, stated[i].EffectiveRank, stated[i].Condition(rank), stated[i].Error,
            Statistics.Median([.. honest[i].Select(draw => (double)draw.EffectiveRank)]), Statistics.Median([.. honest[i].Select(draw => draw.Condition(rank))]), Mean(honest[i]), Law(spec, rank),
        ])]);

    private static Figure Spectra(EffectiveRankSpec spec, Draw[] stated, Draw[][] honest) => new(
        "spectra",
        "Noise on the data fills the spectrum",
        [Spectrum("As stated: noise of 0.1 on every entry", spec, stated), Spectrum("Without noise on the data", spec, [.. honest.Select(draws => draws[0])])])
    {
        Caption = "Left: with noise on every entry the singular values are those of the noise, whatever the rank. Right: without it exactly r of them are not zero.",
    };

    private static Panel Spectrum(string title, EffectiveRankSpec spec, Draw[] draws) => new(
        new("index i"),
        new("singular value σᵢ"),
        [.. spec.Ranks.Select((rank, i) => new LineMark([.. Enumerable.Range(1, draws[i].Sigma.Length).Select(j => (double)j)], draws[i].Sigma) { Legend = $"rank {rank}" })])
    { Title = title };

    private static Figure Errors(EffectiveRankSpec spec, Draw[][] honest)
    {
        double[] x = [.. spec.Ranks.Select(rank => (double)rank)], curve = [.. Enumerable.Range(1, 90).Where(rank => rank <= x.Max())
            .Select(rank => (double)rank)];
        return new("error-by-rank", "The test error follows the rank",
        [
            new Panel(
                new("rank r"),
                new("test error (mean square)", true),
                [
                    new BandMark(x, [.. honest.Select(draws => Statistics.Quantile([.. draws.Select(draw => draw.Error)], 0.25))], [.. honest.Select(draws => Statistics.Quantile([.. draws.Select(draw => draw.Error)], 0.75))]) { Legend = "middle half of the draws", Color = 0 },
                    new LineMark(x, [.. honest.Select(Mean)]) { Legend = "measured, mean", HasPoints = true, Color = 0 },
                    new LineMark(curve, [.. curve.Select(rank => Law(spec, (int)rank))]) { Legend = "theory: σ²(1 + r/(m − r − 1))", IsDashed = true, Color = 1 },
                ]),
        ])
        {
            Caption = "500 columns, but only the dimension of the subspace counts; it costs much only as it nears the number of rows.",
        };
    }

    private readonly record struct Draw(double[] Sigma, int EffectiveRank, double Error)
    {
        public double Condition(int rank) => Sigma[0] / Sigma[Math.Min(rank, Sigma.Length) - 1];
    }
}

/// <summary>Parameters of <see cref="EffectiveRankExercise"/>.</summary>
internal sealed record EffectiveRankSpec : ExperimentSpec
{
    [Parameter("rows m", Minimum = 3, Maximum = 1000)]
    public int Rows { get; init; } = 100;

    [Parameter("columns n", Minimum = 2, Maximum = 2000)]
    public int Columns { get; init; } = 500;

    [Parameter("ranks r, rising; at most rows − 2", Minimum = 1, Maximum = 998)]
    public IReadOnlyList<int> Ranks { get; init; } = [5, 10, 20, 40, 60, 80];

    [Parameter("ridge penalty λ", Minimum = 1e-12, Maximum = 1e6)]
    public double Lambda { get; init; } = 1e-4;

    [Parameter("deviation of the noise on the targets", Minimum = 1e-6, Maximum = 100)]
    public double Noise { get; init; } = 0.1;

    [Parameter("deviation of the noise on the data, as stated", Minimum = 0, Maximum = 100)]
    public double DataNoise { get; init; } = 0.1;

    [Parameter("draws without noise on the data", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 30;

    public override string? Problem() => Ranks.Max() > Math.Min(Rows - 2, Columns) ? $"ranks: {Ranks.Max()} is more than rows − 2 or columns" : null;
}
