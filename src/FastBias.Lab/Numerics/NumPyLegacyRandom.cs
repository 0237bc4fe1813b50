namespace FastBias.Lab;

/// <summary>NumPy's legacy stream, <c>numpy.random.seed(s)</c> or <c>RandomState(s)</c>: the Mersenne Twister MT19937 and the numbers NumPy makes of it.</summary>
/// <remarks>
/// <para>Integers, uniform numbers, permutations and shuffles are NumPy's to the last bit. A normal number contains a logarithm, for which
/// NumPy asks the platform: here it is the correctly rounded one. GNU's C library (2.36) rounds about one logarithm in 2500 to the other neighbour, so that 3 normal numbers in 10 000 differ from
/// NumPy's there by one or two units in the last place; the test vectors name them.</para>
/// <para>Source: M. Matsumoto, T. Nishimura, Mersenne Twister, ACM TOMACS 8 (1998); G. Marsaglia, T. Bray, A convenient method for generating normal variables, SIAM Review 6 (1964).</para>
/// </remarks>
public sealed class NumPyLegacyRandom : NumPyRandom
{
    private const int Length = 624;
    private const int Middle = 397;
    private readonly uint[] _state = new uint[Length];
    private int _next = Length;
    private double _spare;
    private bool _hasSpare;

    /// <summary>The stream of <c>numpy.random.seed(seed)</c>.</summary>
    /// <param name="seed">The seed.</param>
    public NumPyLegacyRandom(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < Length; i++)
        {
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
        }
    }

    /// <summary>32 random bits.</summary>
    public uint NextBits()
    {
        if (_next == Length)
        {
            Refill();
        }

        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <inheritdoc/>
    public override double Uniform()
    {
        uint high = NextBits() >> 5, low = NextBits() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary><c>standard_normal()</c>, <c>randn()</c>: Marsaglia's polar method, which makes two and keeps one for the next call.</summary>
    public override double Normal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        while (true)
        {
            double u = (2 * Uniform()) - 1, v = (2 * Uniform()) - 1, s = (u * u) + (v * v);
            if (s < 1 && s != 0)
            {
                double factor = Math.Sqrt(-2 * Elementary.LogRounded(s) / s);
                (_spare, _hasSpare) = (factor * u, true);
                return factor * v;
            }
        }
    }

    /// <summary><c>randint(low, high)</c>: low ≤ result &lt; high.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">Greater than <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is not greater than <paramref name="low"/>.</exception>
    public int RandInt(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        return (int)(low + Masked((uint)((long)high - low - 1)));
    }

    /// <summary><c>choice(count, size)</c>, with replacement, or with <c>replace=False</c>.</summary>
    /// <param name="count">Chosen from 0 … count − 1; at least 1.</param>
    /// <param name="size">How many; at most <paramref name="count"/> without replacement.</param>
    /// <param name="isReplaced">Whether the same can be chosen again.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or <paramref name="size"/> is outside its range.</exception>
    public int[] Choice(int count, int size, bool isReplaced = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (!isReplaced)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size, count);
            return Permutation(count)[..size];
        }

        int[] chosen = new int[size];
        foreach (ref int item in chosen.AsSpan())
        {
            item = RandInt(0, count);
        }

        return chosen;
    }

    private protected override uint NextWord() => NextBits();

    private void Refill()
    {
        for (int i = 0; i < Length; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DF);
        }

        _next = 0;
    }
}
