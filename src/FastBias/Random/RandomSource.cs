using System.Numerics;

namespace FastBias;

/// <summary>A seeded, splittable stream of random numbers: xoshiro256**, its state filled by SplitMix64.</summary>
/// <remarks>
/// <para>Equal seeds give equal numbers on every platform: nothing but integer operations and exactly rounded +, −, ·, /, √ and fused multiply-add is used,
/// the logarithm in <see cref="Gaussian"/> included, which is computed here and not by the platform's math library.</para>
/// <para>Period 2²⁵⁶ − 1. For experiments and sketches; not for secrets. An instance is not for two threads at a time: <see cref="Split"/> gives each its own.</para>
/// <para>Source: D. Blackman, S. Vigna, Scrambled linear pseudorandom number generators, ACM Trans. Math. Softw. 47 (2021); G. Steele, D. Lea, C. Flood, Fast splittable
/// pseudorandom number generators, OOPSLA 2014.</para>
/// </remarks>
public sealed class RandomSource
{
    private readonly ulong _key;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spare;
    private bool _hasSpare;

    /// <summary>The stream of a seed.</summary>
    /// <param name="seed">Any number.</param>
    public RandomSource(ulong seed)
    {
        _key = seed;
        SplitMix fill = new(seed);
        (_s0, _s1, _s2, _s3) = (fill.Next(), fill.Next(), fill.Next(), fill.Next());
    }

    /// <summary>A stream that continues from a state, for the generator's published test vectors.</summary>
    internal RandomSource(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>Another stream, which depends on this one's seed and on <paramref name="index"/> only, not on how far this one was read.</summary>
    /// <remarks>
    /// So that part i of a computation has the same numbers whoever computes it and in whatever order. Splitting is repeatable: a tree of streams. The seeds of
    /// different streams are 64-bit hashes: among k of them two coincide with probability k²/2⁶⁵.
    /// </remarks>
    /// <param name="index">Any number.</param>
    public RandomSource Split(ulong index)
    {
        SplitMix outer = new(_key ^ 0x6A09E667F3BCC909), inner = new(index);
        return new RandomSource(new SplitMix(outer.Next() + BitOperations.RotateLeft(inner.Next(), 29)).Next());
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
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

    /// <summary>A multiple of 2⁻⁵³ in [0, 1), each equally likely.</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer in 0 … count − 1, each exactly equally likely.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public int Index(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        // Lemire 2019: the high half of a product; the few low halves that would favour some results are drawn again.
        ulong range = (ulong)count, high = Math.BigMul(NextBits(), range, out ulong low);
        for (ulong refused = (0UL - range) % range; low < refused;)
        {
            high = Math.BigMul(NextBits(), range, out low);
        }

        return (int)high;
    }

    /// <summary>+1 or −1 with equal probability.</summary>
    public int Sign() => NextBits() >> 63 == 0 ? 1 : -1;

    /// <summary>A number from the normal distribution of mean 0 and variance 1.</summary>
    /// <remarks>Marsaglia's polar method: (u, v) uniform in the unit disc, times √(−2·ln s/s) with s = u² + v². Two numbers for 2.55 draws of 64 bits on average.</remarks>
    public double Gaussian()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        while (true)
        {
            double u = (2 * Uniform()) - 1, v = (2 * Uniform()) - 1, s = Math.FusedMultiplyAdd(u, u, v * v);
            if (s < 1 && s > 0)
            {
                double factor = Math.Sqrt(-2 * NaturalLogarithm.Of(s) / s);
                (_spare, _hasSpare) = (v * factor, true);
                return u * factor;
            }
        }
    }

    /// <summary>Fills with independent normal numbers.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>; a float is the double rounded.</typeparam>
    /// <param name="x">Overwritten.</param>
    public void FillGaussian<T>(Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T element in x)
        {
            element = T.CreateTruncating(Gaussian());
        }
    }

    /// <summary>Fills with independent signs ±1 (Rademacher).</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="x">Overwritten.</param>
    public void FillSigns<T>(Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T element in x)
        {
            element = Sign() > 0 ? T.One : -T.One;
        }
    }

    /// <summary>Brings items into a random order, each order equally likely (Fisher and Yates; Durstenfeld 1964).</summary>
    /// <typeparam name="TItem">Anything.</typeparam>
    /// <param name="items">Reordered.</param>
    public void Shuffle<TItem>(Span<TItem> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Index(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
