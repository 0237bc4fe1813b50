using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="RangeOfIteratesExperiment"/>.</summary>
internal sealed record RangeOfIteratesSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m of X", Minimum = 2, Maximum = 1000)]
    public int Rows { get; init; } = 50;

    /// <summary>n.</summary>
    [Parameter("columns n of X, more than m", Minimum = 3, Maximum = 4000)]
    public int Columns { get; init; } = 200;

    /// <summary>T.</summary>
    [Parameter("steps", Minimum = 2, Maximum = 100000)]
    public int Steps { get; init; } = 300;

    /// <inheritdoc/>
    public override string? Problem() => Columns <= Rows ? Invariant($"columns: {Columns} is not more than the {Rows} rows") : null;
}

/// <summary>Proof problem B.1: gradient descent from 0 stays in the range of Xᵀ, written as an iteration on the multipliers.</summary>
internal sealed class RangeOfIteratesExperiment : Experiment<RangeOfIteratesSpec>
{
    public override string Name => "range-of-iterates";

    public override string Title => "The iterates of gradient descent from zero are combinations of the rows";

    public override string About => """
        Gradient descent with step α from w₀ = 0 on ½‖Xw − y‖², where X has more columns than rows. Every gradient Xᵀ(Xw − y) is a combination of the rows of X, so w_t = Xᵀu_t with multipliers
        u ← (I − αXXᵀ)u + αy. For 0 < α < 2/λ_max(XXᵀ) they converge to (XXᵀ)⁻¹y, and w_t to X⁺y = Xᵀ(XXᵀ)⁻¹y, the shortest of all w with Xw = y. (X⁺ is the pseudoinverse, λ_max the largest eigenvalue.)

        The published solution calls the iteration on u gradient descent on g(u) = ½‖XXᵀu − y‖², whose Hessian is (XXᵀ)², and asks for a step below 2/λ_max of that Hessian. Neither is right: the
        iteration on u is gradient descent on ½uᵀXXᵀu − yᵀu, with Hessian XXᵀ. Both iterations are run here side by side.

        Source: textbook on implicit bias, chapter 11, proof problem B.1 with its solution.
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.1"];

    public override ExperimentSpec Quick => new RangeOfIteratesSpec { Rows = 5, Columns = 15, Steps = 60 };

    protected override ExperimentResult Run(RangeOfIteratesSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns), gram = new(spec.Rows, spec.Rows);
        double[] y = Synthetic.Gaussian(random.Split(1), spec.Rows), shortest = Regression.MinimumNorm(x, y);
        Product.Multiply(gram.AsSpan(), x, x.Transposed);
        double[] values = SymmetricEigen<double>.Factor(gram).Values;
        double largest = values[0], step = RateLaws.BestStep(largest, values[^1]), printedBound = RateLaws.StepBound(largest * largest), size = VectorProduct.Norm<double>(shortest);
        double[] w = new double[spec.Columns], u = new double[spec.Rows], v = new double[spec.Rows];
        double multipliers = 0, printed = double.NaN;
        List<double> distance = [size], range = [];
        for (int t = 0; t < spec.Steps; t++)
        {
            w = Vectors.Add(w, -step, Vectors.Multiply(x.Transposed, Vectors.Subtract(Vectors.Multiply(x, w), y)));
            u = Vectors.Add(u, -step, Vectors.Subtract(Vectors.Multiply(gram, u), y));
            multipliers = Math.Max(multipliers, Vectors.Distance(w, Vectors.Multiply(x.Transposed, u)) / size);
            distance.Add(Vectors.Distance(w, shortest));
            range.Add(t % 20 == 0 ? VectorProduct.Norm<double>(Regression.NullComponent(x, w)) / size : 0);
            if (t == 0)
            {
                // The first step of descent on g, with the same step.
                v = Vectors.Add(v, step, Vectors.Multiply(gram, y));
                printed = Vectors.Distance(u, v) / VectorProduct.Norm<double>(u);
            }
        }

        double residual = Vectors.Distance(Vectors.Multiply(x, w), y) / VectorProduct.Norm<double>(y), rate = RateLaws.Factor(step, values);
        context.Report(1);
        return new(
            [
                Claim.AtMost("S3-B.1", "in-range", "Every w_t lies in the range of Xᵀ: its part orthogonal to the rows is at most 1e-13·‖X⁺y‖", 1e-13, range.Max()),
                Claim.AtMost("S3-B.1", "multipliers", "w_t = Xᵀu_t with u ← (I − αXXᵀ)u + αy in every step, to 1e-12·‖X⁺y‖", 1e-12, multipliers),
                Claim.AtMost("S3-B.1", "limit", "The limit is X⁺y: in every step ‖w_t − X⁺y‖ is at most (max|1 − αλ|)^t·‖X⁺y‖ up to rounding, over the eigenvalues λ of XXᵀ (measured: the largest excess, divided by ‖X⁺y‖)", 1e-12,
                    distance.Select((d, t) => (d / size) - RateLaws.Power(rate, t)).Max()),
                Claim.AtMost("S3-B.1", "descent-on-g", "The iteration on u is gradient descent on g(u) = ½‖XXᵀu − y‖²: after one step of each from 0 the relative difference of the two is at most 1e-10", 1e-10, printed).Because("The first steps are αy for u and αXXᵀy for descent on g. The iteration is gradient descent on ½uᵀXXᵀu − yᵀu, whose Hessian is XXᵀ."),
                Claim.AtLeast("S3-B.1", "printed-step-bound", Invariant($"A step {step / printedBound:G3} times the printed bound 2/λ_max((XXᵀ)²) does not converge: the relative residual ‖Xw − y‖/‖y‖ after {spec.Steps} steps is at least 1"), 1, residual).Because("The bound belongs to the other iteration. The step is below 2/λ_max(XXᵀ), and that is what counts."),
                Claim.AtMost("S3-B.1", "step-bound", "The step taken here is below 2/λ_max(XXᵀ), the bound that holds (measured: the quotient of the two)", 1, step / RateLaws.StepBound(largest)).Law(),
            ],
            [new("steps", "Steps and bounds", ["quantity", "value"],
                [["step α that was used", step], ["2/λ_max(XXᵀ)", RateLaws.StepBound(largest)], ["printed bound 2/λ_max((XXᵀ)²)", printedBound], ["factor max|1 − αλ| by which the error shrinks in a step", rate], ["relative residual ‖Xw − y‖/‖y‖ at the end", residual]])],
            [
                new("distance", "The iterates go to X⁺y",
                    [
                        new(new("step t"), new("distance ‖w_t − X⁺y‖", true) { Low = 1e-17 },
                            [
                                new LineMark([.. Enumerable.Range(0, distance.Count).Select(t => (double)t)], distance) { Legend = "gradient descent", Color = 0 },
                                new LineMark([.. Enumerable.Range(0, distance.Count).Select(t => (double)t)], [.. Enumerable.Range(0, distance.Count).Select(t => size * RateLaws.Power(rate, t))])
                                    { Legend = "(max|1 − αλ|)ᵗ·‖X⁺y‖", IsDashed = true, Color = 1 },
                            ]),
                    ])
                { Caption = Invariant($"The step is {step / printedBound:G3} times the one that the printed proof allows, and it converges as the spectrum of XXᵀ says (dashed), down to rounding.") },
            ]);
    }
}
