using FastBias.Reference;
using FastBias.Testing;
using FastBias.Tests.LeastSquaresTests;

namespace FastBias.Tests.Solvers;

/// <summary>Small problems that are exact in fractions, and comparisons.</summary>
internal static class Cases
{
    /// <summary>Integers of a random shape and rank, tall, square and wide, from a seed.</summary>
    public static (Matrix<double> A, Matrix<double> B) Integers(int seed, int mostRows, int mostColumns, int rightHandSides = 1)
    {
        TestRandom random = new((ulong)(uint)seed + 1);
        int m = random.NextInteger(1, mostRows), n = random.NextInteger(1, mostColumns), rank = random.NextInteger(1, Math.Min(m, n));
        bool full = random.NextInteger(0, 1) == 0;
        Matrix<double> a = full ? random.IntegerMatrix<double>(m, n, 9) : Gallery.IntegerRank(m, n, rank, (ulong)(uint)seed).A;
        return (a, random.IntegerMatrix<double>(m, rightHandSides, 9));
    }

    public static RationalMatrix Exact(Matrix<double> a) => Measure.Exact(a);

    /// <summary>‖x − exact‖ ≤ tolerance·‖exact‖.</summary>
    public static void AssertNear(RationalMatrix exact, Matrix<double> x, double tolerance, string what = "x")
    {
        Xunit.Assert.Equal((exact.Rows, exact.Columns), (x.Rows, x.Columns));
        double error = Measure.RelativeError(x, exact.ToDouble());
        Xunit.Assert.True(error <= tolerance || Measure.Norm(x.Data) <= tolerance, $"{what}: {error:E1} > {tolerance:E1}");
    }

    public static void AssertNear(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance, string what = "x")
    {
        double[] left = [.. expected], right = [.. actual];
        Xunit.Assert.Equal(left.Length, right.Length);
        double error = Measure.Norm(left.Zip(right, (x, y) => x - y)), size = Measure.Norm(left);
        Xunit.Assert.True(error <= tolerance * Math.Max(size, 1e-300) || error == 0, $"{what}: {error / size:E1} > {tolerance:E1}");
    }

    public static Matrix<double> Times(Matrix<double> a, Matrix<double> b) => Measure.Multiply(a, b);

    /// <summary>κ of the non-zero singular values, which every tolerance is relative to.</summary>
    public static double Condition(Matrix<double> a)
    {
        double[] s = NaiveSvd.Values(a.ToArray());
        double last = s.Where(sigma => sigma > 1e-12 * s[0]).DefaultIfEmpty(1).Last();
        return s.Length == 0 || s[0] == 0 ? 1 : s[0] / last;
    }
}
