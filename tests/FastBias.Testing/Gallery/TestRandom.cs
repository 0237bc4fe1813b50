using System.Numerics;

namespace FastBias.Testing;

/// <summary>Random numbers that are the same on every machine: xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64.</summary>
public sealed class TestRandom
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>A generator; equal seeds give equal numbers.</summary>
    public TestRandom(ulong seed) => (_s0, _s1, _s2, _s3) = (SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9, shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low = -1, double high = 1) => low + ((high - low) * NextDouble());

    /// <summary>Uniform in low … high, both included.</summary>
    public int NextInteger(int low, int high) => low + (int)(NextUInt64() % (ulong)((long)high - low + 1));

    /// <summary>Nearly normal: twelve uniforms, so that no math library enters.</summary>
    public double Normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += NextDouble();
        }

        return sum;
    }

    /// <summary>One of the items.</summary>
    public TItem Pick<TItem>(IReadOnlyList<TItem> items) => items[NextInteger(0, items.Count - 1)];

    /// <summary>A random order of 0 … n−1.</summary>
    public int[] Permutation(int n)
    {
        int[] order = [.. Enumerable.Range(0, n)];
        for (int i = n - 1; i > 0; i--)
        {
            int j = NextInteger(0, i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>A matrix with entries uniform in [−1, 1).</summary>
    public Matrix<T> UniformMatrix<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fill<T>(rows, columns, () => Uniform());

    /// <summary>A matrix with nearly normal entries.</summary>
    public Matrix<T> NormalMatrix<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fill<T>(rows, columns, Normal);

    /// <summary>A matrix of integers of at most <paramref name="largest"/> in size: sums of products of them are exact in any order while below 2⁵³ (2²⁴).</summary>
    public Matrix<T> IntegerMatrix<T>(int rows, int columns, int largest = 8)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fill<T>(rows, columns, () => NextInteger(-largest, largest));

    /// <summary>Entries with random signs and exponents in low … high: roundings of every kind.</summary>
    public Matrix<T> WideExponentMatrix<T>(int rows, int columns, int low = -30, int high = 30)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fill<T>(rows, columns, () => Math.ScaleB(Uniform(), NextInteger(low, high)));

    /// <summary>A vector with entries uniform in [−1, 1).</summary>
    public T[] UniformVector<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => UniformMatrix<T>(length, 1).Data;

    private static Matrix<T> Fill<T>(int rows, int columns, Func<double> next)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = new(rows, columns);
        for (int i = 0; i < a.Data.Length; i++)
        {
            a.Data[i] = T.CreateTruncating(next());
        }

        return a;
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
