using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>On interpolating least squares the batch size changes how far a run has come, not where it ends; where noise persists, it sets its size.</summary>
internal sealed class BatchSizeExercise : Experiment<BatchSizeSpec>
{
    public override string Name => "batch-size";

    public override string Title => "All batch sizes end at the same interpolating solution; only persistent noise tells them apart";

    public override string About => """
        Stochastic gradient descent with batches of B rows. Is a small batch an implicit regulariser that finds solutions of smaller norm and smaller test error?

        With more columns than rows every row can be fitted exactly. At w* = X⁺y each row's gradient vanishes, so that the noise of the gradient does too, and a run from zero with any B tends to the same w*, the shortest solution. Batches compared at equal epochs
        differ because a smaller batch makes more steps in an epoch and is simply further on its way. The exercise tabulates norms and test errors that rise with B, and a λ_max of the Hessian that depends on B; λ_max(XᵀX/m) is a property of
        the data.

        The published solution (NumPy's stream of seed 42, 100 rows, 500 columns divided by √500, step 0.01, 50 epochs) does not learn: the norm reaches 6 % of that of w*. Its "batch of 128" is all 100 rows,
        and their sum is divided by 128.

        With more rows than columns, noisy labels and a constant step, the gradient's noise does not vanish at the minimum. The excess of the loss then settles at about ¼·α·tr C·(m − B)/(B(m − 1)), C the covariance of one
        row's gradient: proportional to α/B. Here the batch size matters, and a smaller one is worse.

        Source: S. Ma, R. Bassily, M. Belkin, The power of interpolation, ICML 2018; S. Mandt, M. Hoffman, D. Blei, Stochastic gradient descent as approximate Bayesian inference, JMLR 18 (2017).
        """;

    public override IReadOnlyList<string> Ids => ["S3-C.2", "S3-CS.2"];

    public override ExperimentSpec Quick => new BatchSizeSpec { Epochs = 20, LongEpochs = 60, Seeds = 1, SolvedLongUpdates = 100, NoiseBatches = [1, 10], NoiseUpdates = 1000 };

    protected override ExperimentResult Run(BatchSizeSpec spec, ExperimentContext context)
    {
        InterpolatingBatches stated = new(spec, context);
        SolvedBatches solved = new(spec, context);
        PersistentNoise noise = new(spec, context);
        return new([.. stated.Claims(), .. solved.Claims(), .. noise.Claims()], [stated.Table(), solved.Table(), noise.Table()], [stated.Picture(), noise.Picture()]);
    }
}

/// <summary>Parameters of <see cref="BatchSizeExercise"/>.</summary>
internal sealed record BatchSizeSpec : ExperimentSpec
{
    [Parameter("batch sizes of the exercise (50 rows), rising", Minimum = 1, Maximum = 50)]
    public IReadOnlyList<int> Batches { get; init; } = [4, 16, 50];

    [Parameter("epochs at which the exercise compares", Minimum = 1, Maximum = 100000)]
    public int Epochs { get; init; } = 100;

    [Parameter("epochs after which all have converged", Minimum = 1, Maximum = 1000000)]
    public int LongEpochs { get; init; } = 3000;

    [Parameter("draws of data and order", Minimum = 1, Maximum = 100)]
    public int Seeds { get; init; } = 3;

    [Parameter("step α of the exercise", Minimum = 1e-6, Maximum = 0.05)]
    public double Step { get; init; } = 0.01;

    [Parameter("seed of NumPy's stream for the published solution", Minimum = 0, Maximum = 4294967295)]
    public ulong PublishedSeed { get; init; } = 42;

    [Parameter("updates after which the published solution's problem is looked at again", Minimum = 100, Maximum = 10000000)]
    public int SolvedLongUpdates { get; init; } = 20000;

    [Parameter("step of the published solution's problem in the long run", Minimum = 1e-6, Maximum = 2)]
    public double SolvedLongStep { get; init; } = 0.2;

    [Parameter("batch sizes where noise persists (200 rows)", Minimum = 1, Maximum = 199)]
    public IReadOnlyList<int> NoiseBatches { get; init; } = [1, 2, 4, 8, 16, 32, 64];

    [Parameter("steps where noise persists", Minimum = 1e-4, Maximum = 0.05)]
    public IReadOnlyList<double> NoiseSteps { get; init; } = [0.005, 0.01];

    [Parameter("updates where noise persists, of which a tenth is left out at the start", Minimum = 100, Maximum = 10000000)]
    public int NoiseUpdates { get; init; } = 60000;
}
