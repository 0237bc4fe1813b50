using System.Numerics;

namespace FastBias.Reference;

/// <summary>An exact fraction. Every finite double is one.</summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    private readonly BigInteger _denominator;

    /// <summary>numerator / denominator in lowest terms.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (Numerator, _denominator) = (numerator / divisor, denominator / divisor);
    }

    /// <summary>The numerator, with the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator, positive.</summary>
    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    /// <summary>Zero.</summary>
    public static Rational Zero => default;

    /// <summary>One.</summary>
    public static Rational One => new(1, 1);

    /// <summary>Whether it is zero.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>The exact value of a double.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The double is infinite or NaN.</exception>
    public static Rational From(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only a finite number is a fraction.");
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        int power = Math.Max(exponent, 1) - 1075;
        mantissa = bits < 0 ? -mantissa : mantissa;
        return power >= 0 ? new(mantissa << power, 1) : new(mantissa, BigInteger.One << -power);
    }

    /// <summary>An exact double.</summary>
    public static implicit operator Rational(double value) => From(value);

    /// <summary>An integer.</summary>
    public static implicit operator Rational(int value) => new(value, 1);

    /// <summary>x + y.</summary>
    public static Rational operator +(Rational x, Rational y) => new((x.Numerator * y.Denominator) + (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    /// <summary>x − y.</summary>
    public static Rational operator -(Rational x, Rational y) => new((x.Numerator * y.Denominator) - (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    /// <summary>−x.</summary>
    public static Rational operator -(Rational x) => new(-x.Numerator, x.Denominator);

    /// <summary>x·y.</summary>
    public static Rational operator *(Rational x, Rational y) => new(x.Numerator * y.Numerator, x.Denominator * y.Denominator);

    /// <summary>x / y.</summary>
    public static Rational operator /(Rational x, Rational y) => new(x.Numerator * y.Denominator, x.Denominator * y.Numerator);

    /// <summary>x = y.</summary>
    public static bool operator ==(Rational x, Rational y) => x.Equals(y);

    /// <summary>x ≠ y.</summary>
    public static bool operator !=(Rational x, Rational y) => !x.Equals(y);

    /// <summary>x &lt; y.</summary>
    public static bool operator <(Rational x, Rational y) => x.CompareTo(y) < 0;

    /// <summary>x &gt; y.</summary>
    public static bool operator >(Rational x, Rational y) => x.CompareTo(y) > 0;

    /// <summary>x ≤ y.</summary>
    public static bool operator <=(Rational x, Rational y) => x.CompareTo(y) <= 0;

    /// <summary>x ≥ y.</summary>
    public static bool operator >=(Rational x, Rational y) => x.CompareTo(y) >= 0;

    /// <summary>|x|.</summary>
    public static Rational Abs(Rational x) => x.Sign < 0 ? -x : x;

    /// <summary>The nearest double, ties to even; gradual underflow and overflow as in IEEE 754.</summary>
    public double ToDouble() => Round(53, -1022);

    /// <summary>The nearest float, rounded once.</summary>
    public float ToSingle()
    {
        double rounded = Round(24, -126);
        return Math.Abs(rounded) > float.MaxValue ? (rounded < 0 ? float.NegativeInfinity : float.PositiveInfinity) : (float)rounded;
    }

    /// <summary>The nearest pair of doubles.</summary>
    public DoubleDouble ToDoubleDouble()
    {
        double high = ToDouble();
        return double.IsFinite(high) ? new DoubleDouble(high, (this - high).ToDouble()) : new DoubleDouble(high);
    }

    /// <summary>√x with 128 bits before the one rounding to double.</summary>
    public double SqrtToDouble()
    {
        if (Sign <= 0)
        {
            return IsZero ? 0 : double.NaN;
        }

        // √(n/d) = √(n·d·4ˢ) / (d·2ˢ), the root rounded down with at least 128 bits.
        BigInteger square = Numerator * Denominator;
        int shift = (int)Math.Max(0, 256 - square.GetBitLength()) / 2;
        return new Rational(IntegerSqrt(square << (2 * shift)), Denominator << shift).ToDouble();
    }

    /// <inheritdoc/>
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <inheritdoc/>
    public override string ToString() => Denominator.IsOne ? Numerator.ToString() : $"{Numerator}/{Denominator}";

    private double Round(int precision, int minimumExponent)
    {
        if (IsZero)
        {
            return 0;
        }

        BigInteger n = BigInteger.Abs(Numerator);
        int shift = 2 + 64 - (int)(n.GetBitLength() - Denominator.GetBitLength());
        BigInteger quotient = BigInteger.DivRem(shift >= 0 ? n << shift : n, shift >= 0 ? Denominator : Denominator << -shift, out BigInteger rest);
        int bits = (int)quotient.GetBitLength(), exponent = bits - 1 - shift;
        int keep = exponent >= minimumExponent ? precision : Math.Max(-1, precision - (minimumExponent - exponent));
        int drop = bits - keep;
        BigInteger kept = quotient >> drop, cut = quotient - (kept << drop), half = BigInteger.One << (drop - 1);
        int comparison = cut.CompareTo(half);
        if (comparison > 0 || (comparison == 0 && (!rest.IsZero || !kept.IsEven)))
        {
            kept += 1;
        }

        // Exact: at most `precision` bits, in a place that the format has; overflow gives infinity.
        return Sign * Math.ScaleB((double)kept, drop - shift);
    }

    private static BigInteger IntegerSqrt(BigInteger value)
    {
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
