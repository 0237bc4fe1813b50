namespace FastBias.Lab;

/// <summary>The published solution's kind: exponentiated gradient on the simplex against gradient descent, on data whose coefficients are not on it.</summary>
internal sealed class SimplexMirror
{
    private readonly double[] _descent;
    private readonly double[] _mirror;
    private readonly double _descentLoss;
    private readonly double _mirrorLoss;

    public SimplexMirror(MirrorDescentSpec spec, RandomSource random)
    {
        double[] truth = Synthetic.Gaussian(random, 30, 0.1);
        Matrix<double> x = Synthetic.Gaussian(random, 80, 30, 1 / Math.Sqrt(30));
        double[] y = Regression.Targets(x, truth, Synthetic.Gaussian(random, 80, 0.05));
        LeastSquaresObjective objective = new(x, y, LossScaling.HalfMean);
        double step = 1 / Regression.Curvatures(x)[0];
        _descent = new GradientDescent().Run(objective, new double[30], new() { Step = step, MaxIterations = spec.SolvedSteps }).Point;
        _mirror = new ExponentiatedGradient { IsNormalized = true }.Run(objective, [.. Enumerable.Repeat(1.0 / 30, 30)], new() { Step = step, MaxIterations = spec.SolvedSteps }).Point;
        (_descentLoss, _mirrorLoss) = (objective.Value(_descent), objective.Value(_mirror));
    }

    public IEnumerable<Claim> Claims()
    {
        yield return Claim.Near("S3-CS.11", "sum", "Mirror descent's L1 norm is 3.23 in the end", 3.23, 0.05, _mirror.Sum(Math.Abs)).Because("The vector is normalised to sum 1 in every step: its L1 norm is 1 always, at the start (\"30\") and in the end.");
        yield return Claim.Between("S3-CS.11", "losses", "Mirror descent and gradient descent reach about the same loss (0.00123 and 0.00129): their quotient is between 0.9 and 1.1", 0.9, 1.1, _mirrorLoss / _descentLoss).Because("On the simplex the data cannot be fitted: the true coefficients have negative entries and another sum. NumPy's run of the solution gives 3.4 times the loss.");
        yield return Claim.AtLeast("S3-CS.11", "sparser", "Mirror descent gives a sparse vector: at least one of its entries is zero", 1, _mirror.Count(value => value == 0)).Because("exp(…) is never zero; a smaller L1 norm is forced by the constraint.");
        yield return Claim.Near("S3-CS.11", "simplex", "Normalised exponentiated gradient has the L1 norm 1, up to rounding", 1, 1e-12, _mirror.Sum(Math.Abs)).Law();
        yield return Claim.AtLeast("S3-CS.11", "cannot-fit", "On coefficients with negative entries the loss of normalised exponentiated gradient is at least twice that of gradient descent", 2, _mirrorLoss / _descentLoss).Law();
    }

    public ResultTable Table() => new(
        "simplex",
        "80 rows, 30 columns divided by √30, coefficients of both signs: gradient descent, and exponentiated gradient on the simplex",
        ["method", "loss", "‖w‖₁", "entries exactly zero"],
        [["gradient descent", _descentLoss, _descent.Sum(Math.Abs), _descent.Count(value => value == 0)], ["exponentiated gradient, normalised", _mirrorLoss, _mirror.Sum(Math.Abs), _mirror.Count(value => value == 0)]]);
}
