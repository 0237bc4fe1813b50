using System.Numerics;
using Xunit;

namespace FastBias.Tests.Factorizations;

public sealed class SymmetricHalfTestsOfDouble : SymmetricHalfTests<double>;

public sealed class SymmetricHalfTestsOfFloat : SymmetricHalfTests<float>;

/// <summary>Products with, and changes of, a symmetric matrix of which one half is kept: the other half is NaN, and stays so.</summary>
public abstract class SymmetricHalfTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Square = 32;

    public static TheoryData<int, int> Shapes
    {
        get
        {
            TheoryData<int, int> shapes = [];
            foreach ((int n, int start) in new[] { (1, 0), (2, 1), (31, 0), (33, 32), (70, 33), (256, 0), (257, 1), (300, 44), (300, 45), (511, 31), (520, 32) })
            {
                shapes.Add(n, start);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_product_reads_its_half_alone_and_has_the_same_bits_on_any_threads(int n, int start)
    {
        (Matrix<T> a, Matrix<T> half) = Make(n);
        int rest = n - start;
        T[] x = Vector(rest, 7), expected = new T[rest], sizes = new T[rest];
        for (int i = 0; i < rest; i++)
        {
            for (int j = 0; j < rest; j++)
            {
                expected[i] += a[start + i, start + j] * x[j];
                sizes[i] += T.Abs(a[start + i, start + j] * x[j]);
            }
        }

        T[] alone = Multiply(Parallelism.Serial);
        for (int i = 0; i < rest; i++)
        {
            Assert.True(T.Abs(alone[i] - expected[i]) <= T.CreateTruncating(2 * rest) * WorkingRange<T>.Epsilon * sizes[i], $"row {i}: {alone[i]} for {expected[i]}");
        }

        foreach (int threads in new[] { 2, 3, 9 })
        {
            Assert.Equal(alone, Multiply(Parallelism.Threads(threads)));
        }

        T[] Multiply(Parallelism parallelism)
        {
            T[] y = Nan(rest);
            Matrix<T> sums = new(SymmetricHalf<T>.SumRows(n), n);
            sums.AsSpan().Fill(T.NaN);
            SymmetricHalf<T>.Multiply(y, half, start, x, sums, parallelism);
            return y;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_change_writes_its_half_alone_and_has_the_same_bits_on_any_threads(int n, int start)
    {
        const int Rows = 6;
        (Matrix<T> a, Matrix<T> half) = Make(n);
        Matrix<T> s = new(Rows, n), other = new(Rows, n);
        for (int k = 0; k < Rows; k++)
        {
            Vector(n, k).CopyTo(s.Row(k));
            Vector(n, k).CopyTo(other.Row(k ^ 1));
        }

        Matrix<T> alone = Update(Parallelism.Serial);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (i < start || j < Math.Max(start, i / Square * Square))
                {
                    Assert.Equal(half[i, j], alone[i, j]);
                    continue;
                }

                T product = T.Zero, size = T.Abs(a[i, j]);
                for (int k = 0; k < Rows; k++)
                {
                    product += s[k, i] * other[k, j];
                    size += T.Abs(s[k, i] * other[k, j]);
                }

                Assert.True(T.Abs(alone[i, j] - (a[i, j] - product)) <= T.CreateTruncating(2 * Rows) * WorkingRange<T>.Epsilon * size, $"[{i}, {j}]");
            }
        }

        foreach (int threads in new[] { 2, 3 })
        {
            Assert.Equal(alone.Data, Update(Parallelism.Threads(threads)).Data);
        }

        Matrix<T> Update(Parallelism parallelism)
        {
            Matrix<T> changed = half.Clone();
            SymmetricHalf<T>.Update(changed, start, s, other, parallelism);
            return changed;
        }
    }

    /// <summary>A symmetric matrix, and what is kept of it among NaN.</summary>
    private static (Matrix<T> All, Matrix<T> Half) Make(int n)
    {
        Random random = new(n);
        Matrix<T> all = new(n, n), half = new(n, n);
        half.AsSpan().Fill(T.NaN);
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                all[i, j] = all[j, i] = T.CreateTruncating(random.NextDouble() - 0.5);
            }
        }

        for (int i = 0; i < n; i++)
        {
            all.Row(i)[(i / Square * Square)..].CopyTo(half.Row(i)[(i / Square * Square)..]);
        }

        return (all, half);
    }

    private static T[] Vector(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
    }

    private static T[] Nan(int length) => [.. Enumerable.Repeat(T.NaN, length)];
}
