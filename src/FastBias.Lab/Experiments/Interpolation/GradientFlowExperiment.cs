using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Gradient descent on least squares from zero is a road to the pseudoinverse.</summary>
internal sealed class GradientFlowExperiment : Experiment<GradientFlowSpec>
{
    public override string Name => "gradient-flow-limit";

    public override string Title => "Gradient descent from zero ends at the pseudoinverse, and its residual follows a law";

    public override string About => """
        Gradient descent on ½‖Xw − y‖² moves w by −η·Xᵀ(Xw − y). The residual e = Xw − y then obeys e(t+1) = (I − η·XXᵀ)·e(t) exactly: each singular value shrinks its part of the residual by the factor
        1 − ησ². Every step is a combination of the rows of X, so w stays in their span, and its limit is the one solution there, X⁺y = Xᵀ(XXᵀ)⁻¹y. A start outside the span keeps its part outside for ever.
        With ever smaller steps the iteration becomes the flow dw/dt = −Xᵀ(Xw − y).

        The gradient of ‖Xw − y‖², without the half, is twice as large; then η stands for twice the step.

        We run the iteration and compare it, step by step, with these laws on a table with fewer rows than columns. Look at the figure: the distance from X⁺y falls at the rate of the smallest singular value.

        Source: R. Schaeffer et al., Double descent demystified (2023); S. Gunasekar et al., Characterizing implicit bias in terms of optimization geometry, ICML 2018.
        """;

    public override IReadOnlyList<string> Ids => ["S2-GD-PINV"];

    public override ExperimentSpec Quick => new GradientFlowSpec { Rows = 4, Columns = 8 };

    protected override ExperimentResult Run(GradientFlowSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] y = Synthetic.Gaussian(random, spec.Rows), start = Synthetic.Gaussian(random, spec.Columns);
        LinearDynamics dynamics = new(x, y), other = new(x, y, start);
        double largest = dynamics.SingularValues[0], smallest = dynamics.SingularValues[^1], step = 1 / (largest * largest);

        // Enough steps for (1 − ησ_min²)^T < 1e-14.
        int steps = (int)Math.Min(200000, Math.Ceiling(32.3 / (step * smallest * smallest)));
        int[] marks = [.. Vectors.Grid(0, Elementary.Log(steps), 40).Select(exponent => (int)Math.Round(Elementary.Exp(exponent))).Prepend(0).Distinct()];
        Walk walk = new(x, y, step, marks, new double[spec.Columns]), far = new(x, y, step, [steps], start);
        context.Report(0.6);
        double[] limit = dynamics.Limit(), farLimit = Vectors.Add(limit, other.NullPart(start));
        double[] steppings = [0.4, 0.2, 0.1, 0.05], flowErrors = [.. steppings.Select(share => FlowError(x, y, dynamics, share * step, 20 * step))];
        return new(
            [.. Claims(spec, walk, dynamics, limit, Vectors.Distance(far.Points[0], farLimit), flowErrors)],
            [new("walk", $"Gradient descent with η = 1/σ₁², {spec.Rows} × {spec.Columns}", ["step", "‖residual‖", "‖residual‖ by the law", "‖w − X⁺y‖"], [.. walk.Rows(dynamics, limit)]),
             new("flow", "Distance from the gradient flow at time 20/σ₁²", ["step as a share of 1/σ₁²", "distance"], [.. steppings.Select((share, i) => (IReadOnlyList<Cell>)[share, flowErrors[i]])])],
            [WalkFigure(walk, dynamics, limit, step)]);
    }

    private static double FlowError(Matrix<double> x, double[] y, LinearDynamics dynamics, double step, double time) =>
        Vectors.Distance(new Walk(x, y, step, [(int)Math.Round(time / step)], new double[x.Columns]).Points[0], dynamics.Flow(time));

    private static IEnumerable<Claim> Claims(GradientFlowSpec spec, Walk walk, LinearDynamics dynamics, double[] limit, double farError, double[] flowErrors)
    {
        double scale = Vectors.Norm(limit);
        yield return Claim.AtMost("S2-GD-PINV", "residual-law", "At every recorded step the residual is (I − η·XXᵀ)^t·(−y) within 1e-12 of ‖y‖", 1e-12, walk.ResidualLawError());
        yield return Claim.AtMost("S2-GD-PINV", "row-space", "At every recorded step w has no part outside the span of the rows of X, within 1e-12 of ‖X⁺y‖", 1e-12, walk.Points.Max(w => Vectors.Norm(dynamics.NullPart(w))) / scale);
        yield return Claim.AtMost("S2-GD-PINV", "limit", "Gradient descent from 0 ends within 1e-10·‖X⁺y‖ of X⁺y", 1e-10, Vectors.Distance(walk.Points[^1], limit) / scale);
        yield return Claim.AtMost("S2-GD-PINV", "other-start", "Gradient descent from a random w(0) ends within 1e-10·‖X⁺y‖ of X⁺y + (I − X⁺X)·w(0)", 1e-10, farError / scale).Law();
        yield return Claim.Near("S2-GD-PINV", "flow", "Half the step halves the distance from the gradient flow, within a tenth", 2, 0.2, flowErrors[^2] / flowErrors[^1]).Law();
        yield return Claim.AtMost("S2-GD-PINV", "formula", "X⁺y equals Xᵀ(XXᵀ)⁻¹y within 1e-10 of its length", 1e-10, Vectors.Distance(RightInverse(walk), limit) / scale);
    }

    private static double[] RightInverse(Walk walk)
    {
        Matrix<double> gram = new(walk.X.Rows, walk.X.Rows), dual = new((double[])walk.Y.Clone(), walk.Y.Length, 1);
        Product.Multiply<double>(gram.AsSpan(), walk.X, walk.X.Transposed);
        return Cholesky<double>.Factor(gram).Solve(dual.AsSpan()) == Status.Success ? Vectors.Multiply(walk.X.Transposed, dual.Data) : [.. Enumerable.Repeat(double.NaN, walk.X.Columns)];
    }

    private static Figure WalkFigure(Walk walk, LinearDynamics dynamics, double[] limit, double step)
    {
        double[] times = [.. walk.Marks.Skip(1).Select(mark => (double)mark)], distances = [.. walk.Points.Skip(1).Select(w => Vectors.Distance(w, limit))];
        double smallest = dynamics.SingularValues[^1], rate = 1 - (step * smallest * smallest), scale = distances[^2] / Elementary.Pow(rate, times[^2]);
        return new("walk-lengths", "From zero to the pseudoinverse",
        [
            new(new("step", true), new("length", true),
            [
                new LineMark(times, [.. walk.Points.Skip(1).Select(w => Vectors.Norm(walk.Residual(w)))]) { Legend = "residual ‖Xw − y‖", Color = 0 },
                new LineMark(times, distances) { Legend = "‖w − X⁺y‖", Color = 1 },
                new LineMark(times, [.. times.Select(time => scale * Elementary.Pow(rate, time))]) { Legend = "(1 − ησ_min²)^t", IsDashed = true, Color = 2 },
            ]),
        ])
        {
            Caption = "Both fall to rounding. Dashed: the rate of the smallest singular value, which decides the end of the way.",
        };
    }

    /// <summary>The points of gradient descent at some steps.</summary>
    private sealed class Walk
    {
        private readonly double _step;

        public Walk(Matrix<double> x, double[] y, double step, int[] marks, double[] start)
        {
            (X, Y, Marks, _step) = (x, y, marks, step);
            OptimizerResult result = new GradientDescent().Run(new LeastSquaresObjective(x, y, LossScaling.HalfSum), start, new() { Step = step, MaxIterations = marks[^1], RecordAt = marks, KeepPoints = true });
            Points = [.. marks.Select(mark => result.Trajectory.First(record => record.Iteration == mark).Point!.ToArray())];
        }

        public Matrix<double> X { get; }

        public double[] Y { get; }

        public int[] Marks { get; }

        public double[][] Points { get; }

        public double[] Residual(double[] w) => Vectors.Subtract(Vectors.Multiply(X, w), Y);

        /// <summary>The largest ‖e(t) − (I − ηXXᵀ)^t·e(0)‖/‖y‖, with the power from the eigenvectors of XXᵀ.</summary>
        public double ResidualLawError() => Marks.Index().Max(mark => Vectors.Distance(Residual(Points[mark.Index]), Law(mark.Item))) / Vectors.Norm(Y);

        public IEnumerable<IReadOnlyList<Cell>> Rows(LinearDynamics dynamics, double[] limit) =>
            Marks.Select((mark, i) => (IReadOnlyList<Cell>)[mark, Vectors.Norm(Residual(Points[i])), Vectors.Norm(Law(mark)), Vectors.Distance(Points[i], limit)]);

        private double[] Law(int steps)
        {
            Svd<double> svd = Svd<double>.Factor(X);
            double[] parts = Vectors.Multiply(svd.U.Transposed, Y);
            for (int r = 0; r < parts.Length; r++)
            {
                parts[r] *= RateLaws.EarlyStoppingFilter(svd.S[r] * svd.S[r], _step, steps) - 1;
            }

            return Vectors.Multiply(svd.U, parts);
        }
    }
}

/// <summary>Parameters of <see cref="GradientFlowExperiment"/>.</summary>
internal sealed record GradientFlowSpec : ExperimentSpec
{
    public GradientFlowSpec() => Seed = 1;

    [Parameter("rows", Minimum = 1, Maximum = 500)]
    public int Rows { get; init; } = 20;

    [Parameter("columns, more than rows", Minimum = 2, Maximum = 2000)]
    public int Columns { get; init; } = 50;

    public override string? Problem() => Columns <= Rows ? $"columns: {Columns} must be more than rows, {Rows}" : null;
}
