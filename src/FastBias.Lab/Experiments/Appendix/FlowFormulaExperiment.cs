using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="FlowFormulaExperiment"/>.</summary>
internal sealed record FlowFormulaSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m of the flow's X", Minimum = 1, Maximum = 100)]
    public int Rows { get; init; } = 5;

    /// <summary>n.</summary>
    [Parameter("columns n of the flow's X, more than m", Minimum = 2, Maximum = 200)]
    public int Columns { get; init; } = 8;

    /// <summary>t.</summary>
    [Parameter("time t at which the flow is compared", Minimum = 0.01, Maximum = 100)]
    public double Time { get; init; } = 1;

    /// <summary>dt.</summary>
    [Parameter("steps dt of Euler's method, falling", Minimum = 1e-6, Maximum = 0.1)]
    public IReadOnlyList<double> EulerSteps { get; init; } = [1e-2, 1e-3, 1e-4];

    /// <summary>m of the norm.</summary>
    [Parameter("rows m of the random interpolation", Minimum = 1, Maximum = 1000)]
    public int NormRows { get; init; } = 50;

    /// <summary>n of the norm.</summary>
    [Parameter("columns n of the random interpolation", Minimum = 3, Maximum = 2000)]
    public int NormColumns { get; init; } = 100;

    /// <summary>Draws.</summary>
    [Parameter("draws of the random interpolation", Minimum = 2, Maximum = 100000)]
    public int Repeats { get; init; } = 200;

    /// <inheritdoc/>
    public override string? Problem() =>
        Columns <= Rows ? Invariant($"columns: {Columns} is not more than the {Rows} rows")
        : NormColumns <= NormRows + 1 ? Invariant($"norm-columns: {NormColumns} is not more than {NormRows} + 1, so that the mean is infinite")
        : EulerSteps.Count < 2 ? "euler-steps: needs at least two" : null;
}

/// <summary>Three formulas of the appendix: the flow of least squares, the bound of the minimum norm, and its size for random labels.</summary>
internal sealed class FlowFormulaExperiment : Experiment<FlowFormulaSpec>
{
    public override string Name => "appendix-formulas";

    public override string Title => "Three formulas of a textbook's appendix: gradient flow, a bound of the shortest solution's norm, and its size";

    public override string About => """
        Gradient flow dw/dt = −Xᵀ(Xw − y) from 0 is w(t) = (I − e^(−XᵀXt))·X⁺y. The appendix prints the factors in the other order, X⁺y·(1 − e^(−XᵀXt)), which is no matrix product for a single y. With as many targets as columns (Y instead of y) both products exist, and are compared
        with Euler's method, whose error is proportional to its step.

        For w* = X⁺y, with the smallest non-zero singular value σ_min and its left singular vector u_min: the printed bound ‖w*‖² ≤ ‖y‖²/σ_min needs the square: ‖w*‖² ≤ ‖y‖²/σ_min². For y = u_min and σ_min < 1 the printed one fails.

        For m = 50 random labels and n = 100 Gaussian features the printed norm is 1.4. The mean of ‖w*‖² is m/(n − m − 1) = 50/49, so the norm is near 1.01.

        Source: textbook on implicit bias, chapter 11, appendices.
        """;

    public override IReadOnlyList<string> Ids => ["X-FLOW", "X-NORMB", "X-N100"];

    public override ExperimentSpec Quick => new FlowFormulaSpec { Rows = 2, Columns = 3, EulerSteps = [1e-2, 1e-3], NormRows = 5, NormColumns = 12, Repeats = 10 };

    protected override ExperimentResult Run(FlowFormulaSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns, 1 / Math.Sqrt(spec.Columns)), y = Synthetic.Gaussian(random.Split(1), spec.Rows, spec.Columns);
        Matrix<double> closed = ClosedForm(x, y, spec.Time), printed = Printed(x, y, spec.Time);
        double size = VectorProduct.Norm<double>(closed.Data);
        double[] errors = context.ForEach(spec.EulerSteps.Count, i => Vectors.Distance(Euler(x, y, spec.Time, spec.EulerSteps[i]).Data, closed.Data) / size, 0, 0.5);
        double[] norms = context.ForEach(spec.Repeats, i => Norm(spec, random.Split(2).Split((ulong)i)), 0.5, 1);
        double expected = (double)spec.NormRows / (spec.NormColumns - spec.NormRows - 1), rms = Math.Sqrt(Vectors.Square(norms) / norms.Length);
        double spread = Math.Sqrt(norms.Select(norm => ((norm * norm) - (rms * rms)) * ((norm * norm) - (rms * rms))).Sum()) / norms.Length;
        (double smallest, double quotient, double squared) = Smallest(random.Split(3));
        double orderError = Vectors.Distance(printed.Data, closed.Data) / size;
        return new(
            [
                Claim.AtMost("X-FLOW", "printed-order", "The flow is X⁺Y·(I − e^(−XᵀXt)), with the factors in this order, to a relative 1e-3", 1e-3, orderError).Because("The exponential is n × n and acts from the left: (I − e^(−XᵀXt))·X⁺Y. For a single y the printed product does not even exist."),
                Claim.AtMost("X-FLOW", "order", Invariant($"The flow is (I − e^(−XᵀXt))·X⁺Y: the relative difference from Euler's method with step {spec.EulerSteps[^1]} is at most the step"), spec.EulerSteps[^1], errors[^1]).Law(),
                Claim.Near("X-FLOW", "euler-order", "The error of Euler's method is proportional to its step: the fitted exponent is 1", 1, 0.02, Statistics.Exponent(spec.EulerSteps, errors)).Law(),
                Claim.AtMost("X-NORMB", "printed-bound", "‖w*‖² ≤ ‖y‖²/σ_min (measured: the quotient of the two sides for y = u_min)", 1, quotient).Because(Invariant($"The bound needs σ_min²: here σ_min = {smallest:G3}, and the printed one is exceeded by the factor 1/σ_min.")),
                Claim.Near("X-NORMB", "bound", "‖w*‖² ≤ ‖y‖²/σ_min², with equality for y = u_min (measured: the quotient of the two sides)", 1, 1e-10, squared).Law(),
                Claim.Near("X-N100", "printed-norm", Invariant($"With m = {spec.NormRows} random labels and n = {spec.NormColumns} features the median of ‖w*‖ is about 1.4, within 0.1"), 1.4, 0.1, Statistics.Median(norms)).Because("1.4 is √2 = √(n/m); the mean of ‖w*‖² is m/(n − m − 1), about 1."),
                Claim.Near("X-N100", "norm", Invariant($"The mean of ‖w*‖² is m/(n − m − 1) = {expected:G4}, within four standard errors"), expected, 4 * spread, rms * rms).Law(),
            ],
            [
                new("flow", "The flow against Euler's method", ["step dt", "relative difference"], [.. spec.EulerSteps.Select((step, i) => (IReadOnlyList<Cell>)[step, errors[i]])]),
                new("norms", "The minimum norm", ["quantity", "value"],
                    [["‖w*‖, median", Statistics.Median(norms)], ["‖w*‖, root mean square", rms], ["√(m/(n − m − 1))", Math.Sqrt(expected)], ["σ_min of the X for the bound", smallest], ["‖w*‖²σ_min/‖y‖² for y = u_min", quotient], ["printed order of the flow, relative difference", orderError]]),
            ],
            [FlowFigure(x, y, spec), NormFigure(spec, norms, expected)]);
    }

    private static Matrix<double> ClosedForm(Matrix<double> x, Matrix<double> y, double time)
    {
        Matrix<double> result = new(x.Columns, y.Columns);
        for (int k = 0; k < y.Columns; k++)
        {
            double[] w = new LinearDynamics(x, y.Column(k)).Flow(time);
            new ReadOnlyMatrixSpan<double>(w, w.Length, 1).CopyTo(result.Slice(0, k, w.Length, 1));
        }

        return result;
    }

    /// <summary>X⁺Y·(I − e^(−XᵀXt)).</summary>
    private static Matrix<double> Printed(Matrix<double> x, Matrix<double> y, double time)
    {
        Matrix<double> gram = new(x.Columns, x.Columns), shares = new(x.Columns, x.Columns);
        Product.Multiply(gram.AsSpan(), x.Transposed, x);
        SymmetricEigen<double> eigen = SymmetricEigen<double>.Factor(gram);
        Matrix<double> scaled = eigen.Vectors.Clone();
        for (int i = 0; i < scaled.Rows; i++)
        {
            for (int j = 0; j < scaled.Columns; j++)
            {
                scaled[i, j] *= -Elementary.ExpM1(-eigen.Values[j] * time);
            }
        }

        Product.Multiply(shares.AsSpan(), scaled, eigen.Vectors.Transposed);
        return Product.Multiply(LeastSquares.Solve(x, y).EnsureSuccess().X, shares);
    }

    private static Matrix<double> Euler(Matrix<double> x, Matrix<double> y, double time, double step)
    {
        Matrix<double> w = new(x.Columns, y.Columns), residual = new(x.Rows, y.Columns);
        int steps = (int)Math.Round(time / step);
        for (int t = 0; t < steps; t++)
        {
            y.AsSpan().CopyTo(residual.AsSpan());
            Product.Multiply(residual.AsSpan(), x, w, -1, 1);
            Product.Multiply(w.AsSpan(), x.Transposed, residual, step, 1);
        }

        return w;
    }

    private static double Norm(FlowFormulaSpec spec, RandomSource random) =>
        VectorProduct.Norm<double>(Regression.MinimumNorm(Synthetic.Gaussian(random.Split(0), spec.NormRows, spec.NormColumns), Synthetic.Gaussian(random.Split(1), spec.NormRows)));

    /// <summary>σ_min of a wide X, and ‖w*‖²·σ_min/‖y‖², ‖w*‖²·σ_min²/‖y‖² for y = u_min.</summary>
    private static (double Smallest, double Quotient, double Squared) Smallest(RandomSource random)
    {
        Svd<double> svd = Svd<double>.Factor(Synthetic.Gaussian(random, 20, 25, 0.2));
        double[] y = svd.U.Column(19);
        double norm = Vectors.Square(Regression.MinimumNorm(svd.Reconstruct(), y)) / Vectors.Square(y), smallest = svd.S[^1];
        return (smallest, norm * smallest, norm * smallest * smallest);
    }

    private static Figure FlowFigure(Matrix<double> x, Matrix<double> y, FlowFormulaSpec spec)
    {
        double[] times = Vectors.GeometricGrid(0.05, 20 * spec.Time, 40), limit = LeastSquares.Solve(x, y).EnsureSuccess().X.Data;
        double size = VectorProduct.Norm<double>(limit);
        return new("flow-order", "The flow in the right and in the printed order",
            [
                new(new("time t", true), new("distance from X⁺Y / ‖X⁺Y‖", true),
                    [
                        new LineMark(times, [.. times.Select(t => Vectors.Distance(ClosedForm(x, y, t).Data, limit) / size)]) { Legend = "(I − e^(−XᵀXt))·X⁺Y", Color = 0 },
                        new LineMark(times, [.. times.Select(t => Vectors.Distance(Printed(x, y, t).Data, limit) / size)]) { Legend = "printed order: X⁺Y·(I − e^(−XᵀXt))", Color = 1 },
                    ]),
            ])
        { Caption = "The flow goes to X⁺Y. The printed product does not: its factor acts on the wrong side, on the targets instead of the coefficients, and its distance does not go to 0." };
    }

    private static Figure NormFigure(FlowFormulaSpec spec, double[] norms, double expected)
    {
        double[] sorted = [.. norms.Order()];
        return new("norm-draws", Invariant($"The minimum norm for {spec.NormRows} random labels and {spec.NormColumns} features"),
            [
                new(new("‖w*‖"), new("share of draws not above"),
                    [
                        new LineMark(sorted, [.. sorted.Select((_, i) => (i + 1.0) / sorted.Length)]) { Color = 0 },
                        new RuleMark(Math.Sqrt(expected), "theory: √(m/(n − m − 1))") { IsVertical = true },
                        new RuleMark(1.4, "printed: 1.4") { IsVertical = true },
                    ]),
            ])
        { Caption = "Each draw is a step of the line. They lie around the value of theory; the printed one is at their edge or beyond it." };
    }
}
