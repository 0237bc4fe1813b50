using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="WorkingNotesExperiment"/>.</summary>
internal sealed record WorkingNotesSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m of X", Minimum = 4, Maximum = 1000)]
    public int Rows { get; init; } = 50;

    /// <summary>n.</summary>
    [Parameter("columns n of X, more than m", Minimum = 5, Maximum = 4000)]
    public int Columns { get; init; } = 200;

    /// <summary>Steps of power iteration.</summary>
    [Parameter("steps of power iteration", Minimum = 2, Maximum = 10000)]
    public int PowerSteps { get; init; } = 50;

    /// <summary>Draws.</summary>
    [Parameter("draws", Minimum = 2, Maximum = 1000)]
    public int Repeats { get; init; } = 20;

    /// <summary>Epochs.</summary>
    [Parameter("epochs of stochastic gradients", Minimum = 1, Maximum = 10000)]
    public int Epochs { get; init; } = 20;

    /// <inheritdoc/>
    public override string? Problem() => Columns <= Rows ? Invariant($"columns: {Columns} is not more than the {Rows} rows") : null;
}

/// <summary>The implementation notes of the appendix that can be checked on linear models.</summary>
internal sealed class WorkingNotesExperiment : Experiment<WorkingNotesSpec>
{
    private const int SmallBatch = 5;

    public override string Name => "working-notes";

    public override string Title => "Working advice checked: standardising, power iteration, Hessian products, equal epochs or equal updates";

    public override string About => """
        The appendix gives advice to those who repeat its experiments; four pieces of it can be checked on linear models.

        Standardise features: the condition number of features on scales from 1 to 1000 falls by about the square of the range of scales. Estimate λ_max by power iteration: 50 steps underestimate it, always, by up to about one per
        cent, because the two largest eigenvalues of a Gaussian Gram matrix are close together; a step size of 1.99/λ_max from it can be too long. Use products with the Hessian by differences of gradients, not
        the Hessian: their error is near 1e-10. Compare batch sizes at equal epochs or at equal numbers of updates, and say which: at equal epochs small batches are further from 0 because they made more steps; at
        equal updates the difference nearly vanishes.

        Source: textbook on implicit bias, chapter 11, appendix on implementation.
        """;

    public override IReadOnlyList<string> Ids => ["X-NOTES"];

    public override ExperimentSpec Quick => new WorkingNotesSpec { Rows = 10, Columns = 20, Repeats = 2, Epochs = 3 };

    protected override ExperimentResult Run(WorkingNotesSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        (double raw, double standardized) = Conditions(spec, random.Split(0));
        Power[] powers = context.ForEach(spec.Repeats, i => Estimate(spec, random.Split(1).Split((ulong)i)), 0, 0.4);
        double product = HessianProduct(spec, random.Split(2));
        Batches[] batches = context.ForEach(spec.Repeats, i => Compare(spec, random.Split(3).Split((ulong)i)), 0.4, 1);
        double epochs = Statistics.Median(batches.Select(batch => batch.AtEpochs)), updates = Statistics.Median(batches.Select(batch => batch.AtUpdates));
        return new(
            [
                Claim.AtMost("X-NOTES", "standardise", "Standardising features on scales from 1 to 1000 lowers the condition of XᵀX to at most 1e-4 of what it was", 1e-4, standardized / raw),
                Claim.AtMost("X-NOTES", "power-iteration-is-low", Invariant($"{spec.PowerSteps} steps of power iteration never overestimate λ_max, to rounding (measured: the largest estimate/λ_max − 1)"), 1e-14, powers.Max(power => -power.Errors[^1])).Law(),
                Claim.AtMost("X-NOTES", "power-iteration", Invariant($"{spec.PowerSteps} steps of power iteration give λ_max to a relative 1e-4 in every draw"), 1e-4, powers.Max(power => power.Errors[^1])).Because("The two largest eigenvalues are close: 50 steps leave 1e-4 to 1e-2. Stop on the change of the Rayleigh quotient, or use the Lanczos method."),
                Claim.AtMost("X-NOTES", "hessian-product", "A Hessian product by central differences of gradients is right to a relative 1e-7", 1e-7, product),
                Claim.AtLeast("X-NOTES", "equal-epochs", Invariant($"At equal epochs ({spec.Epochs}) batches of {SmallBatch} are nearer to X⁺y than full batches with the same step: the quotient of the distances, full over small, is at least 1.2"), 1.2, epochs),
                Claim.Near("X-NOTES", "equal-updates", "At equal numbers of updates the difference nearly vanishes: the quotient of the distances from X⁺y, full batches over small, is 1 up to 0.1", 1, 0.1, updates),
            ],
            [
                new("notes", "What was measured", ["quantity", "value"],
                    [
                        ["condition number of XᵀX, raw features", raw], ["condition number of XᵀX, standardised features", standardized], ["power iteration: smallest relative error", powers.Min(power => power.Errors[^1])],
                        ["power iteration: largest relative error", powers.Max(power => power.Errors[^1])], ["Hessian product by differences of gradients: relative error", product], ["distance from X⁺y, full over small batches, equal epochs", epochs],
                        ["distance from X⁺y, full over small batches, equal updates", updates],
                    ]),
            ],
            [
                new("power-iteration", "Power iteration approaches λ_max from below",
                    [
                        new(new("step"), new("relative error 1 − estimate/λ_max", true),
                            [.. powers.Take(8).Select((power, i) => new LineMark([.. Enumerable.Range(1, power.Errors.Length).Select(t => (double)t)], power.Errors) { Color = i })]),
                    ])
                { Caption = Invariant($"Each line is one draw of a Gaussian X, {spec.Rows} × {spec.Columns}. After {spec.PowerSteps} steps the estimates are low by very different amounts.") },
            ]);
    }

    private static (double Raw, double Standardized) Conditions(WorkingNotesSpec spec, RandomSource random)
    {
        const int Features = 10;
        Matrix<double> plain = Synthetic.Gaussian(random, 20 * spec.Rows, Features), scaled = plain.Clone();
        double[] scales = Vectors.GeometricGrid(1, 1000, Features);
        for (int i = 0; i < scaled.Rows; i++)
        {
            Vectors.MultiplyBy(scaled.Row(i), scales);
        }

        return (Square(scaled), Square(Standardized(scaled)));
    }

    private static double Square(Matrix<double> x)
    {
        double condition = Svd<double>.Factor(x, new() { Vectors = SvdVectors.None }).Condition;
        return condition * condition;
    }

    /// <summary>Each column with mean 0 and variance 1.</summary>
    private static Matrix<double> Standardized(Matrix<double> x)
    {
        Matrix<double> result = new(x.Rows, x.Columns);
        for (int j = 0; j < x.Columns; j++)
        {
            double[] column = x.Column(j);
            double mean = Statistics.Mean(column);
            column = [.. column.Select(value => value - mean)];
            Vectors.Scale(column, Math.Sqrt(x.Rows) / VectorProduct.Norm<double>(column));
            new ReadOnlyMatrixSpan<double>(column, x.Rows, 1).CopyTo(result.Slice(0, j, x.Rows, 1));
        }

        return result;
    }

    private static Power Estimate(WorkingNotesSpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns);
        double largest = Svd<double>.Factor(x, new() { Vectors = SvdVectors.None }).S[0];
        double[] v = Synthetic.Gaussian(random.Split(1), spec.Columns), errors = new double[spec.PowerSteps];
        for (int t = 0; t < errors.Length; t++)
        {
            Vectors.Scale(v, 1 / VectorProduct.Norm<double>(v));
            double[] image = Vectors.Multiply(x, v);
            errors[t] = 1 - (Vectors.Square(image) / (largest * largest));
            v = Vectors.Multiply(x.Transposed, image);
        }

        return new(errors);
    }

    private static double HessianProduct(WorkingNotesSpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, 10);
        double[] y = new double[spec.Rows], w = Synthetic.Gaussian(random.Split(1), 10), v = Synthetic.Gaussian(random.Split(2), 10), exact = new double[10], difference = new double[10];
        random.Split(3).FillSigns<double>(y);
        LogisticObjective objective = new(x, y);
        objective.HessianVector(w, v, exact);
        FiniteDifferences.HessianVector(objective, w, v, difference);
        return Vectors.Distance(exact, difference) / VectorProduct.Norm<double>(exact);
    }

    /// <summary>Distances to X⁺y of full batches over small ones, with one step size that both withstand.</summary>
    private static Batches Compare(WorkingNotesSpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns);
        double[] y = Synthetic.Gaussian(random.Split(1), spec.Rows), shortest = Regression.MinimumNorm(x, y);

        // ½ of the mean over a batch, the factor 1/m. The step is such that all updates together go about two mean relaxation times: the noise of a batch's gradient is then small beside the way.
        int updates = spec.Epochs * ((spec.Rows + SmallBatch - 1) / SmallBatch);
        double mean = Vectors.Square(x.Data) / ((double)spec.Rows * spec.Rows), step = 2 / (mean * updates);
        FirstOrderOptions<double> options = new() { Method = FirstOrderMethod.ShuffledSgd, LossFactor = 1.0 / spec.Rows, Step = step, RelativeTolerance = 0, Seed = spec.Seed };
        double Distance(int batch, int epochs) => Vectors.Distance(FirstOrderSolver.Solve<double>(x, y, options with { BatchSize = batch, MaxIterations = epochs }).W, shortest);
        double small = Distance(SmallBatch, spec.Epochs);
        return new(Distance(spec.Rows, spec.Epochs) / small, Distance(spec.Rows, updates) / small);
    }

    private sealed record Power(double[] Errors);

    private readonly record struct Batches(double AtEpochs, double AtUpdates);
}
