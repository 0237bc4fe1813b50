using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Where stochastic gradients with a constant step settle: the stationary spread by direction, and the noise of batches.</summary>
internal sealed class StationaryNoise : Experiment<StationaryNoiseSpec>
{
    public override string Name => "stationary-noise";

    public override string Title => "The cloud around a minimum in which stochastic gradient descent ends";

    public override string About => """
        Near a minimum with the Hessian H stochastic gradient descent with step α is w ← w − α(Hw + noise). With a constant step w does not converge but fills a stationary cloud with the covariance
        Σ = (I − αH)Σ(I − αH) + α²C, C the noise's covariance; to first order in α it solves HΣ + ΣH = αC. For isotropic noise of variance σ² the spread along the eigenvalue λ is
        ασ²/(λ(2 − αλ)): wide where the function is flat.

        The published text concludes that stochastic gradients prefer flat minima. For least squares the noise is itself proportional to H, and then the cloud is nearly round; and a cloud around
        one minimum says nothing about which of several minima is found. The noise of a batch of B examples has 1/B of the variance of one, if batches are drawn with replacement or B ≪ m;
        without replacement it is (m − B)/(B(m − 1)) of it, and 0 for B = m.

        Look at the two panels of the first figure: the same Hessian, two kinds of noise.

        Source: S. Mandt, M. Hoffman and D. Blei, Stochastic gradient descent as approximate Bayesian inference, JMLR 18 (2017).
        """;

    public override IReadOnlyList<string> Ids => ["S3-T1.5", "S3-D-NOISE", "S3-CX4"];

    public override ExperimentSpec Quick => new StationaryNoiseSpec { Steps = 3000, Chains = 4, Draws = 60, Examples = 60, Batches = [1, 2, 4, 60] };

    protected override ExperimentResult Run(StationaryNoiseSpec spec, ExperimentContext context)
    {
        StationaryCloud[] clouds = [new(spec, false, context), new(spec, true, context)];
        BatchNoise noise = new(spec, context);
        return new([.. CloudClaims(spec, clouds), .. LyapunovClaims(spec), .. noise.Claims()], [.. clouds.Select(cloud => cloud.Table()), noise.Table()], [CloudFigure(clouds), noise.Figure()]);
    }

    private static IEnumerable<Claim> CloudClaims(StationaryNoiseSpec spec, StationaryCloud[] clouds)
    {
        yield return Claim.AtMost("S3-T1.5", "isotropic", "With isotropic noise the stationary variance along each eigenvalue is ασ²/(λ(2 − αλ)): within 5 standard errors", 5, clouds[0].WorstDeviation()).Law();
        double[] rough = [.. spec.Eigenvalues.Select((lambda, k) => clouds[0].Variances[k] * lambda)];
        yield return Claim.AtMost("S3-T1.5", "inverse", "With isotropic noise the stationary variance is proportional to 1/λ up to a factor 2: λ·variance varies by at most that factor", 2, rough.Max() / rough.Min()).Because("The factor that is left is 2/(2 − αλ), between 1 and 1.8 for αλ ≤ 0.9; closer to the bound αλ = 2 it is larger.");
        yield return Claim.AtLeast("S3-T1.5", "flat-preferred", "Stochastic gradients of least squares spread further along flat directions: the variance along the flattest is at least twice that along the sharpest", 2, clouds[1].Variances[^1] / clouds[1].Variances[0])
            .Because("The noise of least squares is proportional to H: the variance is ασ²/(2 − αλ), the same in all directions within a factor of two, and smallest along the flattest.");
        yield return Claim.AtMost("S3-T1.5", "proportional", "With noise proportional to H the stationary variance is ασ²/(2 − αλ): within 5 standard errors", 5, clouds[1].WorstDeviation()).Law();
    }

    private static IEnumerable<Claim> LyapunovClaims(StationaryNoiseSpec spec)
    {
        RandomSource random = new RandomSource(spec.Seed).Split(7);
        Matrix<double> hessian = Draw.WithEigenvalues(random, 4, 2, 1), noise = Draw.WithEigenvalues(random, 1, 0.5, 0.1);
        double[] steps = [0.04, 0.02, 0.01], residuals = [.. steps.Select(step => LyapunovResidual(hessian, noise, step))];
        yield return Claim.Near("S3-T1.5", "lyapunov", "The stationary covariance Σ solves HΣ + ΣH = αC up to a relative residual that is proportional to α: exponent 1 within 0.05", 1, 0.05, Statistics.Exponent(steps, residuals));
    }

    /// <summary>‖HΣ + ΣH − αC‖/‖αC‖ for the exact discrete Σ.</summary>
    private static double LyapunovResidual(Matrix<double> hessian, Matrix<double> noise, double step)
    {
        Matrix<double> covariance = RateLaws.StationaryCovariance(hessian, noise, step);
        double[] sum = Vectors.Add(Product.Multiply(hessian, covariance).Data, Product.Multiply(covariance, hessian).Data);
        return Vectors.Norm(Vectors.Add(sum, -step, noise.Data)) / (step * Vectors.Norm(noise.Data));
    }

    private static Figure CloudFigure(StationaryCloud[] clouds) => new("stationary-variance", "Stationary variance by direction", [.. clouds.Select(cloud => cloud.Panel())])
    {
        Caption = "Left: isotropic noise, the variance falls like 1/λ. Right, with the same axes: noise proportional to the Hessian, as least squares has it. The cloud is nearly round.",
    };
}

/// <summary>Chains in the eigenbasis, where directions are independent.</summary>
internal sealed class StationaryCloud
{
    private readonly StationaryNoiseSpec _spec;
    private readonly bool _isProportional;

    public StationaryCloud(StationaryNoiseSpec spec, bool isProportional, ExperimentContext context)
    {
        (_spec, _isProportional) = (spec, isProportional);
        double[][] chains = context.ForEach(spec.Chains, k => Chain(new RandomSource(spec.Seed).Split(isProportional ? 1UL : 0).Split((ulong)k)), isProportional ? 0.3 : 0, isProportional ? 0.6 : 0.3);
        Variances = [.. spec.Eigenvalues.Select((_, k) => chains.Average(chain => chain[k]))];
    }

    public double[] Variances { get; }

    public double Law(double lambda) => RateLaws.StationaryVariance(_spec.Step, lambda, Noise(lambda));

    /// <summary>In standard errors: the variance of N steps of an autoregression with the coefficient ρ has the relative error √(2(1 + ρ²)/((1 − ρ²)N)).</summary>
    public double WorstDeviation() => _spec.Eigenvalues.Select((lambda, k) =>
    {
        double rho = 1 - (_spec.Step * lambda), steps = (double)_spec.Steps * _spec.Chains;
        return Math.Abs((Variances[k] / Law(lambda)) - 1) / Math.Sqrt(2 * (1 + (rho * rho)) / ((1 - (rho * rho)) * steps));
    }).Max();

    public ResultTable Table() => new(
        _isProportional ? "proportional-noise" : "isotropic-noise", _isProportional ? "Noise of variance σ²λ (least squares)" : "Noise of variance σ² in every direction", ["eigenvalue λ", "stationary variance", _isProportional ? "theory ασ²/(2 − αλ)" : "theory ασ²/(λ(2 − αλ))", _isProportional ? "to first order ασ²/2" : "to first order ασ²/2λ"],
        [.. _spec.Eigenvalues.Select((lambda, k) => (IReadOnlyList<Cell>)[lambda, Variances[k], Law(lambda), _spec.Step * Noise(lambda) / (2 * lambda)])]);

    public Panel Panel()
    {
        double[] x = [.. _spec.Eigenvalues], grid = [.. Vectors.Grid(0, 1, 60).Select(t => x.Min() * Math.Pow(x.Max() / x.Min(), t))];
        return new(new("eigenvalue λ", true), new("stationary variance", true) { Low = 0.8 * Math.Min(Law(x.Max()), Plain(x.Max())), High = 1.25 * Math.Max(Law(x.Min()), Plain(x.Min())) }, [
            new ScatterMark(x, Variances) { Legend = "simulated", Radius = 4 },
            new LineMark(grid, [.. grid.Select(Law)]) { Legend = "theory", IsDashed = true, Color = 1 },
        ]) { Title = _isProportional ? "noise proportional to H" : "isotropic noise" };
    }

    /// <summary>The law for isotropic noise: both panels have the axes that it needs.</summary>
    private double Plain(double lambda) => RateLaws.StationaryVariance(_spec.Step, lambda, _spec.Noise * _spec.Noise);

    private double Noise(double lambda) => _spec.Noise * _spec.Noise * (_isProportional ? lambda : 1);

    private double[] Chain(RandomSource random)
    {
        int n = _spec.Eigenvalues.Count;
        double[] w = new double[n], sums = new double[n], deviations = [.. _spec.Eigenvalues.Select(lambda => Math.Sqrt(Noise(lambda)))], laws = [.. _spec.Eigenvalues.Select(Law)];
        for (int k = 0; k < n; k++)
        {
            w[k] = Math.Sqrt(laws[k]) * random.Gaussian();
        }

        for (int t = 0; t < _spec.Steps; t++)
        {
            for (int k = 0; k < n; k++)
            {
                w[k] -= _spec.Step * ((_spec.Eigenvalues[k] * w[k]) + (deviations[k] * random.Gaussian()));
                sums[k] += w[k] * w[k] / _spec.Steps;
            }
        }

        return sums;
    }
}

/// <summary>The variance of a batch's gradient by the batch's size.</summary>
internal sealed class BatchNoise
{
    private readonly StationaryNoiseSpec _spec;
    private readonly double _one;
    private readonly (double Mean, double StandardError)[] _sampled;

    public BatchNoise(StationaryNoiseSpec spec, ExperimentContext context)
    {
        _spec = spec;
        RandomSource random = new RandomSource(spec.Seed).Split(2);
        LeastSquaresObjective objective = new(Synthetic.Gaussian(random, spec.Examples, 5), Synthetic.Gaussian(random, spec.Examples), LossScaling.HalfMean);
        double[] w = Synthetic.Gaussian(random, 5);
        _one = GradientNoise.OneExample(objective, w);
        _sampled = context.ForEach(spec.Batches.Count, k => GradientNoise.Sampled(objective, w, spec.Batches[k], spec.Draws, spec.Seed + (ulong)k), 0.6, 1);
    }

    public IEnumerable<Claim> Claims()
    {
        int[] small = [.. Enumerable.Range(0, _spec.Batches.Count).Where(k => 8 * _spec.Batches[k] <= _spec.Examples)];
        double slope = Statistics.Exponent([.. small.Select(k => (double)_spec.Batches[k])], [.. small.Select(k => _sampled[k].Mean)]);
        yield return Claim.Near("S3-D-NOISE", "slope", "The variance of a batch's gradient is proportional to 1/B for batches up to an eighth of the data: exponent −1 within 0.1", -1, 0.1, slope).Because("The batches are drawn without replacement, which makes an eighth of the data less noisy than 1/B by an eighth.");
        double worst = Enumerable.Range(0, _spec.Batches.Count).Where(k => _spec.Batches[k] < _spec.Examples).Max(k => Math.Abs(_sampled[k].Mean - Law(_spec.Batches[k])) / _sampled[k].StandardError);
        yield return Claim.AtMost("S3-D-NOISE", "law", "Drawn without replacement, the variance of a batch's gradient is (m − B)/(B(m − 1)) of that of one example, within 5 standard errors for every B", 5, worst).Law();
        yield return Claim.AtMost("S3-D-NOISE", "full", "The variance of the gradient of all examples, B = m, is zero: below 1e-25 of that of one example", 1e-25, Enumerable.Range(0, _spec.Batches.Count).Where(k => _spec.Batches[k] == _spec.Examples).Max(k => _sampled[k].Mean) / _one).Law();
        double Ratio(int first, int second, bool withReplacement) => GradientNoise.OfBatch(1, first, 1000, withReplacement) / GradientNoise.OfBatch(1, second, 1000, withReplacement);
        yield return Claim.Near("S3-CX4", "eightfold", "Batches of 64 have 8 times the noise variance of batches of 512 (drawn with replacement)", 8, 1e-12, Ratio(64, 512, true));
        yield return Claim.Near("S3-CX4", "halved", "Going from batches of 64 to batches of 128 halves the noise variance (drawn with replacement)", 0.5, 1e-12, Ratio(128, 64, true));
        yield return Claim.Near("S3-CX4", "without-replacement", "Drawn without replacement from 1000 examples, batches of 64 have 8·(936/488) = 15.3 times the noise variance of batches of 512", 8 * 936.0 / 488, 1e-9, Ratio(64, 512, false)).Law();
    }

    public ResultTable Table() => new("batch-noise", $"Variance of the gradient of a batch, {_spec.Examples} examples", ["batch size B", "mean of ‖∇ℓ_B − ∇ℓ‖²", "its standard error", "theory without replacement", "theory with replacement: 1/B of one example"],
        [.. _spec.Batches.Select((batch, k) => (IReadOnlyList<Cell>)[batch, _sampled[k].Mean, _sampled[k].StandardError, Law(batch), _one / batch])]);

    public Figure Figure()
    {
        double[] x = [.. _spec.Batches.Select(batch => (double)batch)];
        return new("noise-by-batch", "Noise of a batch's gradient", [new(new("batch size B", true), new("E‖∇ℓ_B − ∇ℓ‖²", true), [
            new ScatterMark(x, [.. _sampled.Select((value, k) => _spec.Batches[k] < _spec.Examples ? value.Mean : double.NaN)]) { Legend = "drawn without replacement", Radius = 4 },
            new LineMark(x, [.. _spec.Batches.Select(batch => batch < _spec.Examples ? Law(batch) : double.NaN)]) { Legend = "theory, (m − B)/(B(m − 1))", IsDashed = true, Color = 0 },
            new LineMark(x, [.. x.Select(batch => _one / batch)]) { Legend = "theory with replacement, 1/B", IsDashed = true, Color = 1 },
        ])])
        {
            Caption = "Mean squared distance of a batch's gradient from that of all examples. Small batches follow 1/B; batches that are a good part of the data are less noisy than that, and the whole data set has no noise (it cannot be shown on this axis).",
        };
    }

    private double Law(int batch) => GradientNoise.OfBatch(_one, batch, _spec.Examples);
}

/// <summary>Parameters of <see cref="StationaryNoise"/>.</summary>
internal sealed record StationaryNoiseSpec : ExperimentSpec
{
    public StationaryNoiseSpec() => Seed = 17;

    [Parameter("eigenvalues λ of the Hessian, falling; times the step below 2", Minimum = 1e-3, Maximum = 1000)]
    public IReadOnlyList<double> Eigenvalues { get; init; } = [9, 5, 1, 0.1];

    [Parameter("step α", Minimum = 1e-4, Maximum = 1)]
    public double Step { get; init; } = 0.1;

    [Parameter("standard deviation σ of the noise", Minimum = 1e-3, Maximum = 100)]
    public double Noise { get; init; } = 0.5;

    [Parameter("steps of each chain", Minimum = 100, Maximum = 10000000)]
    public int Steps { get; init; } = 100_000;

    [Parameter("chains", Minimum = 1, Maximum = 1000)]
    public int Chains { get; init; } = 8;

    [Parameter("examples m for the noise of batches, one of the batch sizes", Minimum = 16, Maximum = 100000)]
    public int Examples { get; init; } = 1000;

    [Parameter("batch sizes B", Minimum = 1, Maximum = 100000)]
    public IReadOnlyList<int> Batches { get; init; } = [1, 4, 16, 64, 128, 256, 512, 1000];

    [Parameter("batches drawn of each size", Minimum = 10, Maximum = 1000000)]
    public int Draws { get; init; } = 2000;

    public override string? Problem() =>
        Eigenvalues.Any(lambda => lambda * Step >= 2) ? $"eigenvalues: each times step ({Step}) must be below 2, or nothing is stationary"
        : Eigenvalues.Count < 2 || Eigenvalues.Zip(Eigenvalues.Skip(1)).Any(pair => pair.First <= pair.Second) ? "eigenvalues: at least two, falling"
        : !Batches.Contains(Examples) || Batches.Max() > Examples || Batches.Count(batch => 8 * batch <= Examples) < 2 ? $"batches: must contain examples ({Examples}), nothing above, and two sizes of at most an eighth of it"
        : null;
}
