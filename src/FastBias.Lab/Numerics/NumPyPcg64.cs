namespace FastBias.Lab;

/// <summary>NumPy's present stream, <c>numpy.random.default_rng(seed)</c>: PCG64 (XSL-RR 128/64) and the numbers NumPy makes of it.</summary>
/// <remarks>
/// <para>Everything is NumPy's to the last bit. (A logarithm is needed for one normal number in 4000, beyond ±3.654: it is added to that, and
/// its last bit is lost.)</para>
/// <para>Source: M. O'Neill, PCG: a family of simple fast space-efficient statistically good algorithms for random number generation (2014); G. Marsaglia, W. W. Tsang, The ziggurat method for
/// generating random variables, J. Stat. Software 5 (2000); D. Lemire, Fast random integer generation in an interval, ACM TOMACS 29 (2019).</para>
/// </remarks>
public sealed class NumPyPcg64 : NumPyRandom
{
    private static readonly UInt128 s_multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);
    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint _half;
    private bool _hasHalf;

    /// <summary>The stream of <c>numpy.random.default_rng(seed)</c>.</summary>
    /// <param name="seed">The seed.</param>
    public NumPyPcg64(ulong seed)
    {
        ulong[] words = NumPySeedSequence.State(seed, 4);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        _state = _increment + new UInt128(words[0], words[1]);
        _state = (_state * s_multiplier) + _increment;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        _state = (_state * s_multiplier) + _increment;
        return ulong.RotateRight((ulong)(_state >> 64) ^ (ulong)_state, (int)(_state >> 122));
    }

    /// <inheritdoc/>
    public override double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary><c>standard_normal()</c>: the ziggurat of 256 strips.</summary>
    public override double Normal()
    {
        while (true)
        {
            ulong bits = NextBits();
            int strip = (int)(bits & 0xFF);
            bool isNegative = (bits & 0x100) != 0;
            ulong size = (bits >> 9) & 0xFFFFFFFFFFFFF;
            double x = size * NumPyZiggurat.Widths[strip];
            if (size < NumPyZiggurat.Inner[strip])
            {
                return isNegative ? -x : x;
            }

            if (strip == 0)
            {
                return Tail((size & 0x100) != 0);
            }

            double below = NumPyZiggurat.Heights[strip], above = NumPyZiggurat.Heights[strip - 1];
            if (((above - below) * Uniform()) + below < Elementary.Exp(-0.5 * x * x))
            {
                return isNegative ? -x : x;
            }
        }
    }

    /// <summary><c>integers(low, high)</c>: low ≤ result &lt; high.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">Greater than <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is not greater than <paramref name="low"/>.</exception>
    public long Integers(long low, long high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        return (long)((ulong)low + Below((ulong)high - (ulong)low - 1));
    }

    /// <summary><c>integers(low, high)</c>: low ≤ result &lt; high.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">Greater than <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is not greater than <paramref name="low"/>.</exception>
    public int Integers(int low, int high) => (int)Integers((long)low, (long)high);

    /// <summary>Beyond the last strip: Marsaglia's exponential proposal.</summary>
    private double Tail(bool isNegative)
    {
        const double Edge = 3.6541528853610087963519472518, PerEdge = 0.27366123732975827203338247596;
        while (true)
        {
            double beyond = -PerEdge * Elementary.LogRounded(1 - Uniform()), height = -Elementary.LogRounded(1 - Uniform());
            if (height + height > beyond * beyond)
            {
                return isNegative ? -(Edge + beyond) : Edge + beyond;
            }
        }
    }

    /// <summary>0 … largest: the high half of a product (Lemire), of 32 bits where that is enough. No draw for 0.</summary>
    private ulong Below(ulong largest)
    {
        if (largest is 0 or ulong.MaxValue)
        {
            return largest == 0 ? 0 : NextBits();
        }

        ulong count = largest + 1;
        if (largest <= uint.MaxValue)
        {
            ulong product = NextWord() * count;
            for (uint refused = (uint)((uint.MaxValue - largest) % count); (uint)product < refused;)
            {
                product = NextWord() * count;
            }

            return product >> 32;
        }

        ulong high = Math.BigMul(NextBits(), count, out ulong low);
        for (ulong refused = (ulong.MaxValue - largest) % count; low < refused;)
        {
            high = Math.BigMul(NextBits(), count, out low);
        }

        return high;
    }

    /// <summary>32 random bits: the lower half of 64, and the upper half at the next call.</summary>
    private protected override uint NextWord()
    {
        if (_hasHalf)
        {
            _hasHalf = false;
            return _half;
        }

        ulong bits = NextBits();
        (_half, _hasHalf) = ((uint)(bits >> 32), true);
        return (uint)bits;
    }
}
