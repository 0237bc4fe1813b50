using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.ModelTests;

/// <summary>Closed forms of gradient descent, flow and ridge against the iterations and the solvers.</summary>
public sealed class LinearDynamicsTests
{
    [Property(MaxTest = 20)]
    public void Descent_is_what_gradient_descent_does_and_the_limit_is_where_it_ends(uint seed)
    {
        RandomSource random = new(seed);
        int m = 1 + random.Index(6), n = 1 + random.Index(9), steps = random.Index(40);
        Matrix<double> x = LabCase.Gaussian(random, m, n);
        double[] y = LabCase.Gaussian(random, m), start = LabCase.Gaussian(random, n);
        LinearDynamics dynamics = new(x, y, start);
        double step = 1.5 / dynamics.Eigenvalues()[0];
        OptimizerResult run = new GradientDescent().Run(new LeastSquaresObjective(x, y), start, new() { Step = step, MaxIterations = steps });
        double scale = 1 + LabCase.Norm(dynamics.Limit()) + LabCase.Norm(start);
        Assert.True(LabCase.Distance(run.Point, dynamics.Descent(step, steps)) <= 1e-10 * scale);
        Assert.True(LabCase.Distance(dynamics.Flow(1e9 / dynamics.Eigenvalues()[^1]), dynamics.Limit()) <= 1e-12 * scale);
        Assert.Equal(start, dynamics.Flow(0));
        double[] moved = [.. run.Point.Zip(start, (p, q) => p - q)];
        Assert.True(LabCase.Norm(dynamics.NullPart(moved)) <= 1e-12 * scale);
    }

    [Fact]
    public void Flow_solves_its_differential_equation()
    {
        RandomSource random = new(5);
        Matrix<double> x = LabCase.Gaussian(random, 4, 6);
        double[] y = LabCase.Gaussian(random, 4), start = LabCase.Gaussian(random, 6), gradient = new double[6];
        LinearDynamics dynamics = new(x, y, start);
        const double Time = 0.1, Step = 1e-5;
        new LeastSquaresObjective(x, y).Gradient(dynamics.Flow(Time), gradient);
        double[] later = dynamics.Flow(Time + Step), before = dynamics.Flow(Time - Step);
        double[] slope = [.. later.Zip(before, (p, q) => (q - p) / (2 * Step))];
        Assert.True(LabCase.Distance(slope, gradient) <= 1e-7 * LabCase.Norm(gradient));
    }

    [Property(MaxTest = 20)]
    public void Ridge_towards_zero_is_the_ridge_solver(uint seed)
    {
        RandomSource random = new(seed);
        int m = 1 + random.Index(6), n = 1 + random.Index(6);
        Matrix<double> x = LabCase.Gaussian(random, m, n);
        double[] y = LabCase.Gaussian(random, m);
        double lambda = 0.01 + random.Uniform();
        double[] expected = RidgeSolver.Solve<double>(x, new Matrix<double>(y, m, 1), lambda).X.Data;
        Assert.True(LabCase.Distance(new LinearDynamics(x, y).Ridge(lambda), expected) <= 1e-11 * (1 + LabCase.Norm(expected)));
    }
}
