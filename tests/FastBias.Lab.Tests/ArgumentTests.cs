using Xunit;

namespace FastBias.Lab.Tests;

/// <summary>A wrong argument is refused by the name under which the caller gave it.</summary>
public sealed class ArgumentTests
{
    private static readonly Matrix<double> s_x = new([1, 2, 3, 4], 2, 2);

    public static TheoryData<string, Func<object?>> Calls => new()
    {
        { "decay", () => new RmsProp(decay: 1) },
        { "second", () => new Adam(second: double.NaN) },
        { "momentum", () => new Nesterov(-0.1) },
        { "options.Step", () => new GradientDescent().Run(new LeastSquaresObjective(s_x, [1, 2]), [0, 0], new() { Step = 0 }) },
        { "options.RelativeGap", () => HardMarginSvm.Solve(s_x, [1, -1], new() { RelativeGap = -1 }) },
        { "Size", () => new MiniBatches(0).UpdatesPerEpoch(3) },
        { "project", () => new ProjectedGradient(null!) },
        { "dimension", () => new FunctionObjective(0, (_, _) => 0) },
        { "w", () => HessianVector(new LeastSquaresObjective(s_x, [1, 2])) },
        { "w", () => HessianVector(new QuadraticObjective(s_x)) },
        { "point", () => new HessianOperator(new LeastSquaresObjective(s_x, [1, 2]), [1]) },
        { "scale", () => new HessianOperator(new LeastSquaresObjective(s_x, [1, 2]), [1, 2], [1]) },
        { "singularValues", () => EffectiveRank.Entropy([1, double.NaN]) },
        { "steps", () => RateLaws.EarlyStoppingFilter(1, 1, -1) },
        { "index", () => new RidgeStability(s_x, [1, 2], 1).WithoutExample(2) },
        { "strength", () => Synthetic.Spiked(new(1), 2, 2, 1, -1) },
        { "exponent", () => Synthetic.PowerLaw(new(1), 2, 2, double.NaN) },
        { "count", () => Synthetic.Gaussian(new(1), -1) },
        { "count", () => new NumPyLegacyRandom(1).Normal(-1) },
    };

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public void It_is_named(string name, Func<object?> call) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(call).ParamName);

    /// <summary>At a point that is too short.</summary>
    private static double[] HessianVector(IObjective objective)
    {
        double[] result = new double[2];
        objective.HessianVector([1], [1, 2], result);
        return result;
    }
}
