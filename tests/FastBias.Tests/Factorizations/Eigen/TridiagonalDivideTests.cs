using System.Numerics;
using FastBias.Kernels;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

public sealed class TridiagonalDivideTestsOfDouble : TridiagonalDivideTests<double>;

public sealed class TridiagonalDivideTestsOfFloat : TridiagonalDivideTests<float>;

/// <summary>Divide and conquer on the tridiagonal matrices that are hard for it: clusters, blocks that fall apart, graded and glued ones.</summary>
public abstract class TridiagonalDivideTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, Func<int, int, (double Diagonal, double Beside)>> s_matrices = new()
    {
        ["second difference"] = (_, _) => (2, -1),
        ["identity"] = (_, _) => (1, 0),
        ["zero"] = (_, _) => (0, 0),
        ["Wilkinson"] = (i, n) => (Math.Abs(i - (n / 2)), 1),
        ["glued Wilkinson"] = (i, _) => (Math.Abs((i % 21) - 10), i % 21 == 20 ? 1e-6 : 1),
        ["all but equal"] = (i, _) => (1, 1e-9 * (1 + (i % 3))),
        ["Legendre"] = (i, _) => (0, (i + 1) / Math.Sqrt((4.0 * (i + 1) * (i + 1)) - 1)),
        ["graded down"] = (i, _) => (Math.ScaleB(1, -i / 4), Math.ScaleB(0.5, -i / 4)),
        ["graded up"] = (i, n) => (Math.ScaleB(1, (i - n) / 4), Math.ScaleB(0.5, (i - n) / 4)),
        ["two clusters"] = (i, _) => (i % 2, i % 7 == 0 ? -1e-5 : 1e-12),
        ["alternating signs"] = (i, _) => (i % 5 * 0.1, i % 2 == 0 ? -0.7 : 0.3),
        ["falls apart at the seams"] = (i, n) => (i * 0.01, (i + 1) % (n / 4 + 1) == 0 ? 0 : 0.2),
        ["beside only"] = (i, _) => (0, 1.0 / (i + 1)),
    };

    public static TheoryData<string> Names => [.. s_matrices.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hard_matrices_are_decomposed(string name)
    {
        foreach (int n in new[] { 33, 64, 101, 130 })
        {
            (double[] diagonal, double[] beside) = Make(name, n);
            Check(name, diagonal, beside);
        }
    }

    [Property]
    public void Random_matrices_are_decomposed(int seed, int size, int exponents)
    {
        Random random = new(seed);
        int n = 33 + (Math.Abs(size % 60)), spread = 1 + Math.Abs(exponents % 40);
        double[] diagonal = new double[n], beside = new double[n];
        for (int i = 0; i < n; i++)
        {
            diagonal[i] = Math.ScaleB(random.NextDouble() - 0.5, -random.Next(spread));
            beside[i] = Math.ScaleB(random.NextDouble() - 0.5, -random.Next(spread));
        }

        Check($"seed {seed}", diagonal, beside);
    }

    [Theory]
    [InlineData("second difference", 150)]
    [InlineData("alternating signs", 330)]
    [InlineData("Legendre", 257)]
    public void The_bits_do_not_depend_on_the_threads_nor_on_a_power_of_two(string name, int n)
    {
        (double[] diagonal, double[] beside) = Make(name, n);
        Parts parts = Run(Convert(diagonal, 0), Convert(beside, 0));
        Parts threads = Run(Convert(diagonal, 0), Convert(beside, 0), Parallelism.Threads(3));
        Parts scaled = Run(Convert(diagonal, 5), Convert(beside, 5));
        Assert.Equal(parts.Values, threads.Values);
        Assert.Equal(parts.Vectors.Data, threads.Vectors.Data);
        Assert.Equal(parts.Values.Select(x => T.ScaleB(x, 5)), scaled.Values);
        Assert.Equal(parts.Vectors.Data, scaled.Vectors.Data);
    }

    [Fact]
    public void Known_eigenvalues_are_found()
    {
        const int N = 120;
        (double[] diagonal, double[] beside) = Make("second difference", N);
        Parts parts = Run(Convert(diagonal, 0), Convert(beside, 0));
        T[] values = [.. parts.Values.OrderDescending()];
        double[] expected = [.. Enumerable.Range(0, N).Select(k => 2 + (2 * Math.Cos((k + 1) * Math.PI / (N + 1))))];
        Assert.InRange(EigenRatio.Values<T>(values, expected), 0, 1);
    }

    [Fact]
    public void Cancellation_is_looked_at()
    {
        (double[] diagonal, double[] beside) = Make("Legendre", 100);
        Assert.Throws<OperationCanceledException>(() => Run(Convert(diagonal, 0), Convert(beside, 0), default, new CancellationToken(true)));
    }

    /// <summary>In a block of memory that is as long as the query says, and full of NaN.</summary>
    private static Parts Run(T[] diagonal, T[] beside, Parallelism parallelism = default, CancellationToken cancellationToken = default)
    {
        int n = diagonal.Length;
        T[] values = [.. diagonal], block = new T[Arena.Length<T>(TridiagonalDivide<T>.Bytes(n))];
        Array.Fill(block, T.NaN);
        Matrix<T> vectors = new(n, n);
        bool converged = TridiagonalDivide<T>.Run(values, [.. beside], vectors, Arena.Over<T>(block), parallelism, cancellationToken).Converged;
        return new Parts(values, vectors, converged);
    }

    private static (double[] Diagonal, double[] Beside) Make(string name, int n)
    {
        (double Diagonal, double Beside)[] elements = [.. Enumerable.Range(0, n).Select(i => s_matrices[name](i, n))];
        return ([.. elements.Select(e => e.Diagonal)], [.. elements.Select(e => e.Beside)]);
    }

    private static T[] Convert(double[] values, int exponent) => [.. values.Select(x => T.ScaleB(T.CreateTruncating(x), exponent))];

    private static void Check(string name, double[] diagonal, double[] beside)
    {
        int n = diagonal.Length;
        T[] d = Convert(diagonal, 0), e = Convert(beside, 0);
        Matrix<T> dense = new(n, n);
        for (int i = 0; i < n; i++)
        {
            dense[i, i] = d[i];
            if (i + 1 < n)
            {
                dense[i, i + 1] = dense[i + 1, i] = e[i];
            }
        }

        Parts parts = Run(d, e);
        Matrix<T> vectors = Matrix<T>.Copy(parts.Vectors.Transposed);
        double[] ratios = [EigenRatio.Reconstruction<T>(dense, parts.Values, vectors), EigenRatio.Orthogonality<T>(vectors)];
        Assert.True(parts.Converged && ratios.All(r => r <= 10), $"{name}, n = {n}: ratios {string.Join(", ", ratios)}");
    }

    private sealed record Parts(T[] Values, Matrix<T> Vectors, bool Converged);
}
