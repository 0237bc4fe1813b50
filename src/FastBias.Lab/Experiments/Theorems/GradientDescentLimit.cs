using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Where gradient descent and gradient flow end, how fast, and what they never change.</summary>
internal sealed class GradientDescentLimit : Experiment<GradientDescentLimitSpec>
{
    private static readonly double[] s_shares = [0.5, 1, 1.5, 1.9];

    public override string Name => "gradient-descent-limit";

    public override string Title => "Gradient descent from zero ends at the solution of minimum norm";

    public override string About => """
        With more parameters than rows, ½‖Xw − y‖² has infinitely many minimisers: w* = X⁺y (X⁺ is the pseudoinverse) plus any vector of the null space of X. Every gradient Xᵀ(Xw − y) lies in
        the row space, so gradient descent never changes the part of w in the null space: from w₀ it can only end at the minimiser nearest to w₀, and from 0 at the shortest one. That is its implicit bias.

        X and w_true are standard normal, y = X·w_true. The error in the direction of the eigenvalue λ of XᵀX is multiplied by 1 − αλ in each step, so the descent converges if 0 < α < 2/λ_max,
        by the factor max|1 − αλ|, and diverges for larger α if y has a part in the direction of λ_max. Gradient flow has the closed form w(t) = w₀ + (I − e^{−XᵀXt})X⁺(y − Xw₀).

        Look at the first figure for the predicted slopes, and at the second for a convex loss, not a function of Xw, whose flow ends at a minimiser that is not the nearest.

        Source: S. Gunasekar et al., Characterizing implicit bias in terms of optimization geometry, ICML 2018; B. Polyak, Introduction to Optimization (1987), section 1.4.
        """;

    public override IReadOnlyList<string> Ids => ["S3-T1.1", "S3-T1.7", "S3-D-IB", "S3-D-MN"];

    public override ExperimentSpec Quick => new GradientDescentLimitSpec { Rows = 6, Columns = 15 };

    protected override ExperimentResult Run(GradientDescentLimitSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] y = Vectors.Multiply(x, Synthetic.Gaussian(random, spec.Columns));
        LinearDynamics dynamics = new(x, y);
        LimitPath[] paths = context.ForEach(s_shares.Length, k => LimitPath.Run(x, y, dynamics, s_shares[k]), 0, 0.6);
        ConvexCounterexample counterexample = new();
        return new(
            [.. TheoremClaims(paths, x, y, dynamics), OnlyIf(random.Split(1)), .. BiasClaims(x, y, random.Split(2)), .. MinimumNormClaims(random.Split(3)), .. FlowClaims(x, y, random.Split(4)), counterexample.Claim()],
            [Table(paths)],
            [ErrorFigure(paths), counterexample.Figure()]);
    }

    private static IEnumerable<Claim> TheoremClaims(LimitPath[] paths, Matrix<double> x, double[] y, LinearDynamics dynamics)
    {
        double length = Vectors.Norm(dynamics.Limit());
        yield return Claim.AtMost("S3-T1.1", "limit", "Gradient descent from 0 with a step between 0 and 2/λ_max ends at X⁺y: relative distance below 1e-10 for α·λ_max = 0.5, 1, 1.5 and 1.9", 1e-10, paths.Max(path => path.Distances[^1]));
        yield return Claim.AtMost("S3-T1.1", "row-space", "All iterates of gradient descent from 0 lie in the row space of X: their part in the null space stays below 1e-12·‖X⁺y‖", 1e-12, paths.Max(path => path.NullPart) / length);
        yield return Claim.AtMost("S3-T1.1", "dual", "After 50 steps of gradient descent w = Xᵀu, where u follows u ← (I − αXXᵀ)u + αy from 0: relative difference below 1e-12", 1e-12, LimitPath.DualDifference(x, y, dynamics, 50) / length);
        LimitPath fast = paths[^1];
        yield return Claim.Near("S3-T1.1", "rate", "At α = 1.9/λ_max each late step multiplies the distance to X⁺y by max|1 − αλ| over the eigenvalues λ > 0 of XᵀX", fast.Factor, 1e-3, fast.MeasuredFactor(1e-9, 1e-12)).Law();
        yield return Claim.Near("S3-T1.1", "divergence", "At α = 2.02/λ_max gradient descent diverges: each late step multiplies the distance to X⁺y by 1.02", 1.02, 1e-3, LimitPath.Growth(x, y, dynamics, 2.02)).Law();
    }

    /// <summary>λ = 3, 1, ½; y has no part along the first; α = 0.7 is above 2/3 and below 2.</summary>
    private static Claim OnlyIf(RandomSource random)
    {
        Matrix<double> x = Draw.Spectral(Draw.OrthonormalRows(random, 3, 3).Transposed, [Math.Sqrt(3), 1, Math.Sqrt(0.5)], Draw.OrthonormalRows(random, 3, 5));
        Svd<double> svd = Svd<double>.Factor(x);
        double[] y = Vectors.Add(svd.U.Column(1), svd.U.Column(2)), limit = new LinearDynamics(x, y).Limit();
        double[] point = new GradientDescent().Run(new LeastSquaresObjective(x, y), new double[5], new() { Step = 0.7, MaxIterations = 60 }).Point;
        return Claim.AtLeast("S3-T1.1", "only-if", "Gradient descent from 0 reaches X⁺y only if α < 2/λ_max: with α = 2.1/λ_max it stays at least ‖X⁺y‖ away", 1, Vectors.Distance(point, limit) / Vectors.Norm(limit))
            .Because("Here y is orthogonal to the first left singular vector, so nothing ever moves along λ_max, and α < 2/λ₂ suffices in exact arithmetic. (Rounding grows by 1.1 a step and takes over in the end.)");
    }

    private static IEnumerable<Claim> BiasClaims(Matrix<double> x, double[] y, RandomSource random)
    {
        double[] start = Synthetic.Gaussian(random, x.Columns);
        LinearDynamics dynamics = new(x, y, start);
        double[] limit = dynamics.Limit(), point = LimitPath.Converge(x, y, dynamics, start);
        yield return Claim.AtMost("S3-D-IB", "projection", "From a random start w₀ gradient descent ends at the projection w₀ + X⁺(y − Xw₀) of w₀ on the set of minimisers, relative distance below 1e-10", 1e-10, Vectors.Distance(point, limit) / Vectors.Norm(limit));
        double nearest = Vectors.Distance(point, start), worst = double.PositiveInfinity;
        for (int k = 0; k < 100; k++)
        {
            double[] other = Vectors.Add(point, dynamics.NullPart(Synthetic.Gaussian(random, x.Columns)));
            worst = Math.Min(worst, Vectors.Distance(other, start) / nearest);
        }

        yield return Claim.AtLeast("S3-D-IB", "nearest", "None of 100 other random minimisers is nearer to the start: the quotient of the nearest one's distance and that of gradient descent's end is at least 1", 1, worst);
    }

    private static IEnumerable<Claim> MinimumNormClaims(RandomSource random)
    {
        Matrix<double> example = new(new double[,] { { 1, 0, 1, 0, 0 }, { 0, 1, 0, 1, 0 }, { 1, 1, 0, 0, 1 } });
        double[] solution = new LinearDynamics(example, [1, 1, 2]).Limit();
        yield return Claim.AtMost("S3-D-MN", "example", "The solution of minimum norm of the published 3 × 5 example is (0.75, 0.75, 0.25, 0.25, 0.5)", 1e-14, Vectors.Distance(solution, [0.75, 0.75, 0.25, 0.25, 0.5]));
        yield return Claim.Near("S3-D-MN", "norm", "The solution of minimum norm of the published 3 × 5 example has the norm 1.224745", 1.224745, 5e-7, Vectors.Norm(solution));
        Matrix<double> x = Product.Multiply(Synthetic.Gaussian(random, 6, 3), Synthetic.Gaussian(random, 3, 10)), gram = new(6, 6);
        double[] y = Vectors.Multiply(x, Synthetic.Gaussian(random, 10)), spectrum;
        Product.Multiply<double>(gram.AsSpan(), x, x.Transposed);
        spectrum = SymmetricEigen<double>.Factor(gram).Values;
        yield return Claim.AtLeast("S3-D-MN", "inverse", "w* = Xᵀ(XXᵀ)⁻¹y gives the solution of minimum norm of every solvable system: the smallest eigenvalue of XXᵀ for a 6 × 10 X of rank 3 is above 1e-12 of the largest", 1e-12, spectrum.Min() / spectrum.Max())
            .Because("With linearly dependent rows XXᵀ is singular and has no inverse; w* = X⁺y = VΣ⁺Uᵀy does not need one.");
        double[] w = new LinearDynamics(x, y).Limit();
        yield return Claim.AtMost("S3-D-MN", "pseudoinverse", "X⁺y by the singular value decomposition solves a system with a 6 × 10 X of rank 3 too: relative residual below 1e-13", 1e-13, Vectors.Distance(Vectors.Multiply(x, w), y) / Vectors.Norm(y)).Law();
    }

    private static IEnumerable<Claim> FlowClaims(Matrix<double> x, double[] y, RandomSource random)
    {
        double[] start = Synthetic.Gaussian(random, x.Columns);
        LinearDynamics dynamics = new(x, y, start);
        double[] eigenvalues = dynamics.Eigenvalues();
        double time = 1 / eigenvalues[eigenvalues.Length / 2];
        double[] flow = dynamics.Flow(time);
        double coarse = Vectors.Distance(LimitPath.Euler(x, y, start, time, 400), flow), fine = Vectors.Distance(LimitPath.Euler(x, y, start, time, 800), flow);
        yield return Claim.AtMost("S3-T1.7", "closed-form", "Gradient flow from w₀ is at w(t) = w₀ + (I − e^{−XᵀXt})X⁺(y − Xw₀): 800 Euler steps end within 1% of it", 0.01, fine / Vectors.Distance(flow, start));
        yield return Claim.Near("S3-T1.7", "euler-order", "The difference between Euler's method and w(t) = w₀ + (I − e^{−XᵀXt})X⁺(y − Xw₀) is proportional to the Euler step: halving the step halves it, within 0.05", 2, 0.05, coarse / fine).Law();
        double[] late = dynamics.Flow(60 / eigenvalues[^1]), limit = dynamics.Limit();
        yield return Claim.AtMost("S3-T1.7", "limit", "Gradient flow on least squares ends at the minimiser nearest to its start w₀: relative distance below 1e-12", 1e-12, Vectors.Distance(late, limit) / Vectors.Norm(limit));
        yield return Claim.AtMost("S3-T1.7", "null-part", "Gradient flow on least squares does not move the part of w in the null space of X: change below 1e-12", 1e-12, Vectors.Norm(dynamics.NullPart(Vectors.Subtract(flow, start))));
    }

    private static ResultTable Table(LimitPath[] paths) => new(
        "steps", "Gradient descent from 0 by step", ["α·λ_max", "factor per step max|1 − αλ|", "steps", "distance to X⁺y, relative to ‖X⁺y‖", "length of the part in the null space, largest"],
        [.. paths.Select(path => (IReadOnlyList<Cell>)[path.Share, path.Factor, path.Distances.Count - 1, path.Distances[^1], path.NullPart])]);

    private static Figure ErrorFigure(LimitPath[] paths)
    {
        List<Mark> marks = [];
        foreach (LimitPath path in paths)
        {
            int color = marks.Count / 2, last = path.Distances.Count - 1;
            marks.Add(new LineMark([.. Enumerable.Range(0, last + 1).Select(t => (double)t)], [.. path.Distances.Select(d => Math.Max(d, 1e-16))]) { Legend = $"α = {path.Share}/λ_max", Color = color });
            double end = Math.Min(last, Math.Log(1e-12) / Math.Log(path.Factor));
            marks.Add(new LineMark([0, end], [1, Math.Pow(path.Factor, end)]) { IsDashed = true, Color = color });
        }

        return new("distance-by-step", "Distance to the solution of minimum norm", [new(new("steps t"), new("‖w_t − X⁺y‖/‖X⁺y‖", true), marks)])
        {
            Caption = "Solid: measured. Dashed, in the same colour: the theory's slope, max|1 − αλ| per step. The first steps are faster, because most directions fall faster than the slowest one; then the slopes agree, down to the level of rounding.",
        };
    }
}

/// <summary>Parameters of <see cref="GradientDescentLimit"/>.</summary>
internal sealed record GradientDescentLimitSpec : ExperimentSpec
{
    public GradientDescentLimitSpec() => Seed = 11;

    [Parameter("rows m of X, fewer than columns", Minimum = 4, Maximum = 400)]
    public int Rows { get; init; } = 100;

    [Parameter("columns n of X", Minimum = 5, Maximum = 2000)]
    public int Columns { get; init; } = 500;

    public override string? Problem() => Rows < Columns ? null : $"rows: {Rows} must be less than columns ({Columns}), or there is one solution only";
}
