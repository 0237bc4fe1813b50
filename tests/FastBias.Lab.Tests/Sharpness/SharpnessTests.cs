using FastBias.Lab.Tests.ModelTests;
using FastBias.Testing;
using Xunit;

namespace FastBias.Lab.Tests.SharpnessTests;

/// <summary>The measures against dense Hessians, brute force and the invariances that they are for.</summary>
public sealed class SharpnessTests
{
    [Property(MaxTest = 15)]
    public void Spectral_measures_are_those_of_the_dense_Hessian(uint seed)
    {
        RandomSource random = new(seed);
        int n = seed % 3 == 0 ? 65 + random.Index(10) : 2 + random.Index(10);
        QuadraticObjective objective = new(LabCase.Symmetric(random, n));
        double[] w = LabCase.Gaussian(random, n), spectrum = Sharpness.Spectrum(objective, w), expected = SymmetricEigen<double>.Factor(objective.Matrix).Values;
        double scale = expected.Max(Math.Abs);
        Assert.True(spectrum.Zip(expected.OrderDescending(), (a, b) => Math.Abs(a - b)).Max() <= 1e-12 * scale);
        double[] top = Sharpness.TopEigenvalues(objective, w, 2);
        Assert.Equal(spectrum[0], top[0], 8);
        Assert.Equal(spectrum[1], top[1], 8);
        Assert.Equal(Enumerable.Range(0, n).Sum(i => objective.Matrix[i, i]), Sharpness.Trace(objective, w), 9);
        Assert.Equal(spectrum[0], Sharpness.Curvature(objective, w, Sharpness.SharpestDirection(objective, w)), 7);
        TraceEstimate<double> estimate = Sharpness.HutchinsonTrace(objective, w, 200, seed);
        Assert.InRange(estimate.Value - Sharpness.Trace(objective, w), -6 * estimate.StandardError, 6 * estimate.StandardError);
        (double mean, double error) = Sharpness.RandomCurvature(objective, w, 200, seed);
        Assert.InRange(mean - (Sharpness.Trace(objective, w) / n), -6 * error, 6 * error);
    }

    [Fact]
    public void The_condition_leaves_flat_directions_out()
    {
        Assert.Equal(1000, Sharpness.Condition(QuadraticObjective.Diagonal(100, 10, 1, 0.1, 0), new double[5]), 9);
        Assert.True(double.IsNaN(Sharpness.Condition(QuadraticObjective.Diagonal(-1, 0), new double[2])));
    }

    [Property(MaxTest = 60)]
    public void The_worst_rise_of_a_quadratic_is_not_beaten_and_fulfils_its_conditions(uint seed)
    {
        RandomSource random = new(seed);
        int n = 1 + random.Index(5);
        Matrix<double> matrix = LabCase.Symmetric(random, n);
        for (int i = 0; i < n; i++)
        {
            matrix[i, i] += 4 * (random.Index(3) - 1);
        }

        QuadraticObjective objective = new(matrix);
        double[] w = random.Index(4) == 0 ? new double[n] : LabCase.Gaussian(random, n);
        double radius = 0.1 + (2 * random.Uniform());
        WorstCaseRise worst = Sharpness.WorstCase(objective, w, radius);
        double[] delta = [.. worst.Perturbation], moved = [.. w.Zip(delta, (a, b) => a + b)];
        Assert.True(worst.IsExact);
        Assert.True(LabCase.Norm(delta) <= radius * (1 + 1e-12));
        Assert.Equal(worst.Rise, objective.Value(moved) - objective.Value(w), 8);
        for (int k = 0; k < 300; k++)
        {
            double[] other = LabCase.Gaussian(random, n);
            double length = radius * (k % 2 == 0 ? 1 : random.Uniform()) / LabCase.Norm(other);
            Assert.True(objective.Value([.. w.Zip(other, (a, b) => a + (length * b))]) - objective.Value(w) <= worst.Rise + (1e-10 * (1 + Math.Abs(worst.Rise))));
        }

        if (LabCase.Norm(w) == 0)
        {
            double top = Math.Max(0, Sharpness.LargestEigenvalue(objective, w));
            Assert.Equal(0.5 * top * radius * radius, worst.Rise, 9);
        }
    }

    [Fact]
    public void The_hard_case_fills_up_along_the_sharpest_direction()
    {
        WorstCaseRise worst = Sharpness.WorstCase(QuadraticObjective.Diagonal(2, 1), [0, 0.25], 1);

        // g = (0, ¼): μ = 2, δ₂ = ¼, δ₁ = √(1 − 1/16); the rise is ½(2·15/16 + 1/16) + 1/16.
        Assert.Equal((0.5 * ((2 * 15.0 / 16) + (1.0 / 16))) + (1.0 / 16), worst.Rise, 12);
        Assert.Equal(0.25, worst.Perturbation[1], 12);
        Assert.Equal(Math.Sqrt(15.0 / 16), Math.Abs(worst.Perturbation[0]), 12);
    }

    [Property(MaxTest = 20)]
    public void Ascent_finds_what_the_secular_equation_gives(uint seed)
    {
        RandomSource random = new(seed);
        QuadraticObjective exact = new(LabCase.Symmetric(random, 4));
        FunctionObjective hidden = new(4, exact.Gradient);
        double[] w = LabCase.Gaussian(random, 4);
        double expected = Sharpness.WorstCase(exact, w, 0.8).Rise;
        WorstCaseRise found = Sharpness.WorstCase(hidden, w, 0.8);
        Assert.False(found.IsExact);
        Assert.InRange(found.Rise, expected - (1e-5 * (1 + Math.Abs(expected))), expected + (1e-9 * (1 + Math.Abs(expected))));
    }

    [Fact]
    public void Probes_slices_and_SAM_points_follow_their_formulas()
    {
        QuadraticObjective objective = QuadraticObjective.Diagonal(80, 240);
        Assert.Equal(80, Sharpness.Probe(objective, [0, 0], [0.01, 0]), 9);
        Assert.Equal(240, Sharpness.ProbeCurvature(0.012, 0.01), 9);
        Assert.Equal([0.03, 0.04], Sharpness.SamPerturbation([3, 4], 0.05).Select(e => Math.Round(e, 12)));
        Assert.Equal([0.0, 0], Sharpness.SamPerturbation([0, 0], 0.05));
        LossSlice slice = Sharpness.Slice(objective, [0, 0], [1, 0], [0, 1], 2, 3);
        Assert.Equal([-2, 0, 2], slice.Coordinates);
        Assert.Equal([640, 480, 640, 160, 0, 160, 640, 480, 640], slice.Values);
        Assert.Equal(((4 * 640.0) + (2 * 480) + (2 * 160)) / 8, slice.BoundaryRise);
        (double[] first, double[] second) = Sharpness.RandomPlane(50, 3);
        Assert.Equal(1, LabCase.Norm(first), 13);
        Assert.Equal(1, LabCase.Norm(second), 13);
        Assert.Equal(0, first.Zip(second, (a, b) => a * b).Sum(), 14);
        double[] filtered = Sharpness.FilterNormalized([1, 1, 2], [3, 4, 7], [0..2, 2..3]);
        Assert.Equal([5 / Math.Sqrt(2), 5 / Math.Sqrt(2), 7], filtered.Select(e => e).ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sharpness.ProbeCurvature(1, 0));
    }

    [Property(MaxTest = 20)]
    public void Rescaling_two_layers_changes_the_largest_eigenvalue_but_not_the_invariant_measures(uint seed)
    {
        RandomSource random = new(seed);
        Matrix<double> x = LabCase.Gaussian(random, 7, 3);
        double[] y = LabCase.Gaussian(random, 7), w = LabCase.Gaussian(random, 6);
        double c = 1.5 + random.Uniform();
        FunctionObjective objective = TwoLayers(x, y);
        double[] scaled = Rescaled(w, c);
        IReadOnlyList<Range> layers = [0..3, 3..6];
        Assert.Equal(objective.Value(w), objective.Value(scaled), 10);
        double invariant = Sharpness.RescalingInvariant(objective, w, layers), adaptive = Sharpness.AdaptiveLargestEigenvalue(objective, w);
        Assert.Equal(1, Sharpness.RescalingInvariant(objective, scaled, layers) / invariant, 5);
        Assert.Equal(1, Sharpness.AdaptiveLargestEigenvalue(objective, scaled) / adaptive, 5);

        // Any one rescaling may by chance leave λ_max nearly as it was (one seed in a thousand): what it takes from one layer it gives to the other. But the curvature along a weight
        // of the second layer grows with c², and λ_max is no less: it can be made as large as one likes.
        double before = Sharpness.LargestEigenvalue(objective, w), along = Enumerable.Range(3, 3).Max(j => Sharpness.Curvature(objective, w, [.. Enumerable.Range(0, 6).Select(k => k == j ? 1.0 : 0)]));
        Assert.True(Sharpness.LargestEigenvalue(objective, Rescaled(w, Math.Sqrt(4 * before / along))) >= 3.9 * before);
    }

    /// <summary>The first layer times c, the second over c: the same function.</summary>
    private static double[] Rescaled(double[] w, double c) => [.. w.Select((value, j) => j < 3 ? c * value : value / c)];

    /// <summary>A diagonal two-layer net Σ u_j·v_j·x_j, half the mean square.</summary>
    private static FunctionObjective TwoLayers(Matrix<double> x, double[] y) => new(6, (w, gradient) =>
    {
        double sum = 0;
        gradient.Clear();
        for (int i = 0; i < y.Length; i++)
        {
            double residual = -y[i];
            for (int j = 0; j < 3; j++)
            {
                residual += w[j] * w[j + 3] * x[i, j];
            }

            sum += residual * residual;
            for (int j = 0; j < 3; j++)
            {
                gradient[j] += residual * w[j + 3] * x[i, j] / y.Length;
                gradient[j + 3] += residual * w[j] * x[i, j] / y.Length;
            }
        }

        return sum / (2 * y.Length);
    });
}
