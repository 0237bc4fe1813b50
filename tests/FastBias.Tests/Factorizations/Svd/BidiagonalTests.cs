using System.Numerics;
using FastBias.Kernels;
using Xunit;

namespace FastBias.Tests.Factorizations;

public sealed class BidiagonalTestsOfDouble : BidiagonalTests<double>;

public sealed class BidiagonalTestsOfFloat : BidiagonalTests<float>;

/// <summary>Singular values alone, by way of a bidiagonal matrix.</summary>
public abstract class BidiagonalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double Epsilon = SpectralGallery.Epsilon<T>();

    public static TheoryData<string> Bidiagonal =>
        ["random", "ones", "graded down", "graded up", "graded both ways", "half", "zeros beside", "zeros on the diagonal", "nearly split", "glued", "constant and tiny"];

    /// <summary>As many values of the matrix [0 B; Bᵀ 0] lie below s·(1 ± δ) as belong there: each computed value has small relative error.</summary>
    [Theory]
    [MemberData(nameof(Bidiagonal))]
    public void Every_value_of_a_bidiagonal_matrix_has_its_digits(string name)
    {
        foreach (int n in new[] { 1, 2, 3, 4, 7, 20, 61, 150 })
        {
            (T[] diagonal, T[] beside) = Make(name, n);
            T[] values = Run(diagonal, beside);
            double[] between = [.. Enumerable.Range(0, (2 * n) - 1).Select(i => double.CreateTruncating(i % 2 == 0 ? diagonal[i / 2] : beside[i / 2]))];
            double smallest = typeof(T) == typeof(double) ? 1e-140 : 1e-15;
            for (int k = 0; k < n; k++)
            {
                double value = double.CreateTruncating(values[n - 1 - k]), delta = 8 * n * Epsilon;
                Assert.True(value >= 0, $"{name} {n}: {value}");
                Assert.True(Below((value * (1 - delta)) - smallest, between) <= k, $"{name} {n}: value {k} from below, {value:R}, is too large");
                Assert.True(Below((value * (1 + delta)) + smallest, between) > k, $"{name} {n}: value {k} from below, {value:R}, is too small");
            }
        }
    }

    /// <summary>σ(k) = 2·cos(kπ/(2n + 1)) where both diagonals are all ones.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(300)]
    public void The_values_of_ones_are_cosines(int n)
    {
        T[] values = Run([.. Enumerable.Repeat(T.One, n)], [.. Enumerable.Repeat(T.One, n - 1)]);
        for (int k = 1; k <= n; k++)
        {
            double expected = 2 * Math.Cos(k * Math.PI / ((2 * n) + 1));
            Assert.Equal(expected, double.CreateTruncating(values[k - 1]), 8 * n * Epsilon * expected);
        }
    }

    [Theory]
    [InlineData("gauss", 25, 25)]
    [InlineData("gauss", 60, 49)]
    [InlineData("gauss", 49, 70)]
    [InlineData("gauss", 65, 65)]
    [InlineData("gauss", 200, 113)]
    [InlineData("hilbert", 64, 64)]
    [InlineData("graded rows", 60, 50)]
    [InlineData("low rank", 70, 66)]
    [InlineData("low rank with noise", 66, 70)]
    [InlineData("repeated", 81, 80)]
    [InlineData("clustered", 64, 64)]
    [InlineData("integers", 48, 48)]
    [InlineData("ones", 51, 51)]
    [InlineData("identity", 70, 55)]
    [InlineData("huge", 50, 50)]
    [InlineData("tiny", 50, 50)]
    public void Values_alone_are_those_with_vectors_up_to_rounding(string name, int m, int n)
    {
        Matrix<T> a = SpectralGallery.Make<T>(name, m, n);
        Svd<T> with = Svd<T>.Factor(a), alone = Svd<T>.Factor(a, new SvdOptions { Vectors = SvdVectors.None });
        Assert.Equal(Status.Success, alone.Status);
        double largest = double.CreateTruncating(with.S[0]);
        for (int k = 0; k < with.S.Length; k++)
        {
            Assert.Equal(double.CreateTruncating(with.S[k]), double.CreateTruncating(alone.S[k]), Math.Min(m, n) * Epsilon * largest);
        }
    }

    [Fact]
    public void A_power_of_two_scales_the_values_and_nothing_else()
    {
        Matrix<T> a = SpectralGallery.Make<T>("gauss", 52, 50);
        SvdOptions options = new() { Vectors = SvdVectors.None };
        T[] values = Svd<T>.Factor(a, options).S;
        foreach (int k in new[] { -80, -3, 60 })
        {
            Matrix<T> scaled = new([.. a.Data.Select(x => T.ScaleB(x, k))], 52, 50);
            Assert.Equal(values.Select(s => T.ScaleB(s, k)), Svd<T>.Factor(scaled, options).S);
        }
    }

    /// <summary>How many singular values are below a number: the negative pivots of [0 B; Bᵀ 0] − x, permuted to be tridiagonal, less the n negative eigenvalues.</summary>
    private static int Below(double x, double[] between)
    {
        if (x <= 0)
        {
            return 0;
        }

        int negative = 1;
        double pivot = -x;
        foreach (double b in between)
        {
            pivot = -x - (b / pivot * b);
            negative += pivot < 0 ? 1 : 0;
            pivot = pivot == 0 ? double.Epsilon : pivot;
        }

        return negative - ((between.Length + 1) / 2);
    }

    /// <summary>In a block of memory that is as long as the query says, and full of NaN.</summary>
    private static T[] Run(T[] diagonal, T[] beside)
    {
        T[] values = new T[diagonal.Length], block = new T[Arena.Length<T>(BidiagonalValues<T>.Bytes(diagonal.Length))];
        Array.Fill(block, T.NaN);
        Assert.True(BidiagonalValues<T>.Run(values, diagonal, beside, Arena.Over<T>(block)));
        return values;
    }

    private static (T[] Diagonal, T[] Beside) Make(string name, int n)
    {
        Random random = new(n);
        double grade = typeof(T) == typeof(double) ? 1 : 0.1;
        Func<int, double> diagonal = _ => random.NextDouble() + 0.1, beside = _ => random.NextDouble() + 0.1;
        (diagonal, beside) = name switch
        {
            "random" => (diagonal, beside),
            "ones" => (_ => 1, _ => 1),
            "graded down" => (i => Math.Pow(2, -grade * i), i => Math.Pow(2, -grade * i)),
            "graded up" => (i => Math.Pow(2, -grade * (n - i)), i => Math.Pow(2, -grade * (n - i))),
            "graded both ways" => (i => Math.Pow(2, -grade * Math.Abs(i - (n / 2))), i => Math.Pow(2, -grade * Math.Abs(i - (n / 2)))),
            "half" => (i => i < n / 2 ? Math.Pow(10, -grade * i / 4) : 1, _ => 1),
            "zeros beside" => (diagonal, i => i % 3 == 1 ? 0 : 1),
            "zeros on the diagonal" => (i => i % 4 == 2 ? 0 : 1, beside),
            "nearly split" => (diagonal, i => i % 5 == 0 ? Epsilon * Epsilon : Math.Sqrt(Epsilon)),
            "glued" => (i => 1 + (i % 7), i => i % 7 == 6 ? 1e-6 : 1),
            "constant and tiny" => (_ => 1, _ => Epsilon),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such matrix."),
        };

        return ([.. Enumerable.Range(0, n).Select(i => T.CreateTruncating(diagonal(i)))], [.. Enumerable.Range(0, n - 1).Select(i => T.CreateTruncating(beside(i)))]);
    }
}
