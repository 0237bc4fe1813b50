using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.ModelTests;

/// <summary>Gradients against differences of values, Hessian products against differences of gradients, batches against the whole.</summary>
public sealed class ObjectiveTests
{
    [Property(MaxTest = 20)]
    public void Gradients_and_Hessian_products_are_the_derivatives(uint seed)
    {
        RandomSource random = new(seed);
        int m = 1 + random.Index(8), n = 1 + random.Index(8);
        foreach (IObjective objective in LabCase.Objectives(random, m, n))
        {
            double[] w = LabCase.Gaussian(random, n), v = LabCase.Gaussian(random, n), gradient = new double[n], product = new double[n], other = new double[n];
            Assert.Equal(objective.Value(w), objective.Gradient(w, gradient), 12);
            double[] expected = FiniteDifferences.Gradient(objective, w);
            Assert.True(LabCase.Distance(expected, gradient) <= 1e-7 * (1 + LabCase.Norm(gradient) + Math.Abs(objective.Value(w))), $"{objective.GetType().Name}: gradient");
            objective.HessianVector(w, v, product);
            FiniteDifferences.HessianVector(objective, w, v, other);
            Assert.True(LabCase.Distance(product, other) <= 1e-7 * (1 + LabCase.Norm(product) + LabCase.Norm(gradient)), $"{objective.GetType().Name}: Hessian product");
        }
    }

    [Property(MaxTest = 20)]
    public void The_mean_over_a_partition_into_equal_batches_is_the_whole(uint seed)
    {
        RandomSource random = new(seed);
        int size = 1 + random.Index(4), batches = 1 + random.Index(4), m = size * batches, n = 1 + random.Index(6);
        foreach (IMeanObjective objective in LabCase.Objectives(random, m, n).OfType<IMeanObjective>())
        {
            int[] order = [.. Enumerable.Range(0, m)];
            random.Shuffle<int>(order);
            double[] w = LabCase.Gaussian(random, n), whole = new double[n], part = new double[n], mean = new double[n];
            double value = 0;
            for (int b = 0; b < batches; b++)
            {
                value += objective.Gradient(w, order.AsSpan(b * size, size), part) / batches;
                mean = [.. mean.Zip(part, (p, q) => p + (q / batches))];
            }

            Assert.Equal(objective.Gradient(w, whole), value, 10);
            Assert.True(LabCase.Distance(whole, mean) <= 1e-11 * (1 + LabCase.Norm(whole)));
        }
    }

    [Fact]
    public void Logistic_losses_of_huge_scores_are_finite()
    {
        Matrix<double> x = new(new double[,] { { 1e4 }, { -1e4 } });
        LogisticObjective objective = new(x, [1, 1]);
        double[] gradient = new double[1];
        Assert.Equal(5000, objective.Gradient([1.0], gradient), 9);
        Assert.Equal(5000, gradient[0], 9);
    }

    [Fact]
    public void Wrong_shapes_and_labels_are_named()
    {
        Matrix<double> x = new(2, 3);
        Assert.Contains("1 elements", Assert.Throws<ArgumentException>(() => new LeastSquaresObjective(x, [1])).Message, StringComparison.Ordinal);
        Assert.Contains("Label 1 is 0", Assert.Throws<ArgumentException>(() => new LogisticObjective(x, [1, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("2x3", Assert.Throws<ArgumentException>(() => new QuadraticObjective(x)).Message, StringComparison.Ordinal);
        LeastSquaresObjective objective = new(x, [1, 2]);
        Assert.Equal("w", Assert.Throws<ArgumentException>(() => objective.Value([1])).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => objective.Gradient([1, 2, 3], [2], new double[3]));
        Assert.Throws<ArgumentException>(() => objective.Gradient([1, 2, 3], [], new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquaresObjective(x, [1, 2], ridge: -1));
    }
}
