using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.ModelTests;

/// <summary>The hard-margin machine against a search over directions, its own certificate, and cases that are known.</summary>
public sealed class HardMarginSvmTests
{
    [Property(MaxTest = 40)]
    public void In_the_plane_no_direction_has_a_larger_margin(uint seed)
    {
        RandomSource random = new(seed);
        int m = 4 + random.Index(20);
        (Matrix<double> x, double[] y) = Separable(random, m, 2, 0.1 + random.Uniform());
        foreach (SvmBias bias in new[] { SvmBias.Free, SvmBias.None })
        {
            HardMarginSvmSolution solution = HardMarginSvm.Solve(x, y, new() { Bias = bias });
            double best = 0;
            for (int k = 0; k < 4000; k++)
            {
                double angle = 2 * Math.PI * k / 4000;
                double[] scores = [.. Enumerable.Range(0, m).Select(i => (x[i, 0] * Math.Cos(angle)) + (x[i, 1] * Math.Sin(angle)))];
                double positive = Enumerable.Range(0, m).Where(i => y[i] > 0).Min(i => scores[i]), negative = Enumerable.Range(0, m).Where(i => y[i] < 0).Max(i => scores[i]);
                best = Math.Max(best, bias == SvmBias.Free ? (positive - negative) / 2 : Math.Min(positive, -negative));
            }

            if (best > 1e-3)
            {
                Assert.True(solution.Status == Status.Success, $"{bias} {seed}: {solution.Status}, gap {solution.RelativeGap}");
                Assert.InRange(best / solution.Margin, 1 - 2e-2, 1 + 1e-9);
                Assert.Equal(1, Enumerable.Range(0, m).Min(i => y[i] * ((x[i, 0] * solution.Weights[0]) + (x[i, 1] * solution.Weights[1]) + solution.Bias)), 9);
                Assert.Equal(solution.Margin, 1 / LabCase.Norm(solution.Weights), 9);
            }
        }
    }

    [Property(MaxTest = 40)]
    public void The_certificate_is_small_in_any_dimension_and_the_augmented_machine_is_the_one_of_a_column_of_ones(uint seed)
    {
        RandomSource random = new(seed);
        int m = 2 + random.Index(30), n = 1 + random.Index(12);
        (Matrix<double> x, double[] y) = Separable(random, m, n, 0.2);
        foreach (SvmBias bias in Enum.GetValues<SvmBias>())
        {
            HardMarginSvmSolution solution = HardMarginSvm.Solve(x, y, new() { Bias = bias });
            Assert.True(solution.Status == Status.Success, $"{m}x{n} {bias}: {solution.Status}, gap {solution.RelativeGap}, margin {solution.Margin}");
            double[] combined = new double[n];
            foreach (int i in solution.Support)
            {
                combined = [.. combined.Select((c, j) => c + (solution.Multipliers[i] * y[i] * x[i, j]))];
            }

            Assert.True(LabCase.Distance(combined, solution.Weights) <= 1e-9 * LabCase.Norm(solution.Weights));
        }

        Matrix<double> ones = new(m, n + 1);
        for (int i = 0; i < m; i++)
        {
            x.Row(i).CopyTo(ones.Row(i));
            ones[i, n] = 1;
        }

        HardMarginSvmSolution augmented = HardMarginSvm.Solve(x, y, new() { Bias = SvmBias.Augmented }), through = HardMarginSvm.Solve(ones, y, new() { Bias = SvmBias.None });
        Assert.True(LabCase.Distance([.. augmented.Weights, augmented.Bias], through.Weights) <= 1e-7 * LabCase.Norm(through.Weights));
    }

    [Fact]
    public void Crossed_classes_are_proved_not_separable()
    {
        Matrix<double> x = new(new double[,] { { 1, 1 }, { -1, -1 }, { 1, -1 }, { -1, 1 } });
        double[] y = [1, 1, -1, -1];
        HardMarginSvmSolution solution = HardMarginSvm.Solve(x, y);
        Assert.Equal(Status.Infeasible, solution.Status);
        Assert.False(solution.IsSeparable);
        Assert.Equal(1, solution.Multipliers.Sum(), 12);
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal(0, Enumerable.Range(0, 4).Sum(i => solution.Multipliers[i] * y[i] * x[i, j]), 12);
        }
    }

    [Property(MaxTest = 30)]
    public void Random_labels_are_separated_or_proved_not_to_be(uint seed)
    {
        RandomSource random = new(seed);
        int n = 1 + random.Index(6), m = 2 + random.Index(4 * n);
        Matrix<double> x = LabCase.Gaussian(random, m, n);
        double[] y = LabCase.Labels(random, m);
        y[0] = 1;
        y[^1] = -1;
        foreach (SvmBias bias in Enum.GetValues<SvmBias>())
        {
            HardMarginSvmSolution solution = HardMarginSvm.Solve(x, y, new() { Bias = bias });
            Assert.True(solution.Status != Status.NotConverged, $"{m}x{n} {bias}: gap {solution.RelativeGap}, bound {solution.MarginBound}");
            Assert.Equal(solution.Status == Status.Success, solution.IsSeparable);
        }
    }

    [Fact]
    public void Two_points_are_separated_half_way()
    {
        HardMarginSvmSolution solution = HardMarginSvm.Solve(new(new double[,] { { 3, 0 }, { 1, 0 } }), [1, -1]);
        Assert.Equal(1, solution.Margin, 12);
        Assert.Equal([1, 0], solution.Weights.Select(w => Math.Round(w, 12)));
        Assert.Equal(-2, solution.Bias, 12);
    }

    [Fact]
    public void Scaling_the_data_by_a_power_of_two_scales_the_margin_exactly()
    {
        (Matrix<double> x, double[] y) = Separable(new(3), 12, 3, 0.5);
        Matrix<double> large = new([.. x.Data.Select(value => 1024 * value)], 12, 3);
        Assert.Equal(1024 * HardMarginSvm.Solve(x, y).Margin, HardMarginSvm.Solve(large, y).Margin);
    }

    [Fact]
    public void Wrong_calls_are_refused()
    {
        Matrix<double> x = new(2, 1);
        Assert.Throws<ArgumentException>(() => HardMarginSvm.Solve(x, [1, 1]));
        Assert.Throws<ArgumentException>(() => HardMarginSvm.Solve(x, [1, 2]));
        Assert.Throws<ArgumentException>(() => HardMarginSvm.Solve(new([double.NaN, 1], 2, 1), [1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => HardMarginSvm.Solve(x, [1, -1], new() { RelativeGap = 0 }));
    }

    /// <summary>Points of both classes at least a gap away from a random hyperplane through 0.</summary>
    private static (Matrix<double> X, double[] Y) Separable(RandomSource random, int m, int n, double gap)
    {
        Matrix<double> x = LabCase.Gaussian(random, m, n);
        double[] normal = LabCase.Gaussian(random, n), y = new double[m];
        double length = LabCase.Norm(normal);
        for (int i = 0; i < m; i++)
        {
            y[i] = i % 2 == 0 ? 1 : -1;
            double score = Enumerable.Range(0, n).Sum(j => x[i, j] * normal[j]) / length, wanted = y[i] * (gap + Math.Abs(score));
            for (int j = 0; j < n; j++)
            {
                x[i, j] += (wanted - score) * normal[j] / length;
            }
        }

        return (x, y);
    }
}
