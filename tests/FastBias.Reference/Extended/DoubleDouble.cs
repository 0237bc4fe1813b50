using System.Globalization;

namespace FastBias.Reference;

/// <summary>A number as the unevaluated sum of two doubles: about 106 bits.</summary>
/// <remarks>Error-free transformations of Knuth (sum) and by fused multiply-add (product); errors of the operations are a few 2⁻¹⁰⁴.</remarks>
public readonly struct DoubleDouble : IEquatable<DoubleDouble>, IComparable<DoubleDouble>
{
    /// <summary>hi + lo, normalized.</summary>
    public DoubleDouble(double high, double low = 0) => (Hi, Lo) = TwoSum(high, low);

    private DoubleDouble((double Sum, double Error) pair) => (Hi, Lo) = pair;

    /// <summary>The number, rounded to double.</summary>
    public double Hi { get; }

    /// <summary>What <see cref="Hi"/> lacks.</summary>
    public double Lo { get; }

    /// <summary>One.</summary>
    public static DoubleDouble One => new(1);

    /// <summary>Zero.</summary>
    public static DoubleDouble Zero => default;

    /// <summary>a + b = Sum + Error exactly.</summary>
    public static (double Sum, double Error) TwoSum(double a, double b)
    {
        double sum = a + b;
        if (!double.IsFinite(sum))
        {
            return (sum, 0);
        }

        double bb = sum - a;
        return (sum, (a - (sum - bb)) + (b - bb));
    }

    /// <summary>a·b = Product + Error exactly, where nothing underflows.</summary>
    public static (double Product, double Error) TwoProduct(double a, double b)
    {
        double product = a * b;
        return (product, double.IsFinite(product) ? Math.FusedMultiplyAdd(a, b, -product) : 0);
    }

    /// <summary>x + y.</summary>
    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y)
    {
        (double s, double e) = TwoSum(x.Hi, y.Hi);
        (double t, double f) = TwoSum(x.Lo, y.Lo);
        (s, e) = TwoSum(s, e + t);
        return new(TwoSum(s, e + f));
    }

    /// <summary>−x.</summary>
    public static DoubleDouble operator -(DoubleDouble x) => new((-x.Hi, -x.Lo));

    /// <summary>x − y.</summary>
    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => x + (-y);

    /// <summary>x·y.</summary>
    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        (double p, double e) = TwoProduct(x.Hi, y.Hi);
        return double.IsFinite(p) ? new(TwoSum(p, e + ((x.Hi * y.Lo) + (x.Lo * y.Hi)))) : new(p);
    }

    /// <summary>x / y, by two corrections of the quotient of doubles.</summary>
    public static DoubleDouble operator /(DoubleDouble x, DoubleDouble y)
    {
        double q0 = x.Hi / y.Hi;
        if (!double.IsFinite(q0) || double.IsInfinity(y.Hi))
        {
            return new(q0);
        }

        DoubleDouble rest = x - (y * q0);
        double q1 = rest.Hi / y.Hi;
        rest -= y * q1;
        return new DoubleDouble(q0, q1) + (rest.Hi / y.Hi);
    }

    /// <summary>√x, by one Newton step from the root of doubles; NaN for negative x.</summary>
    public static DoubleDouble Sqrt(DoubleDouble x)
    {
        double root = Math.Sqrt(x.Hi);
        if (root == 0 || !double.IsFinite(root))
        {
            return new(root);
        }

        (double square, double error) = TwoProduct(root, root);
        DoubleDouble rest = x - new DoubleDouble(square, error);
        return new DoubleDouble(root, rest.Hi / (2 * root));
    }

    /// <summary>|x|.</summary>
    public static DoubleDouble Abs(DoubleDouble x) => x.Hi < 0 ? -x : x;

    /// <summary>x·2ᵏ, exact within range.</summary>
    public static DoubleDouble ScaleB(DoubleDouble x, int k) => new((Math.ScaleB(x.Hi, k), Math.ScaleB(x.Lo, k)));

    /// <summary>An exact double.</summary>
    public static implicit operator DoubleDouble(double value) => new(value);

    /// <summary>The nearest double.</summary>
    public static explicit operator double(DoubleDouble value) => value.Hi;

    /// <summary>x &lt; y.</summary>
    public static bool operator <(DoubleDouble x, DoubleDouble y) => x.Hi < y.Hi || (x.Hi == y.Hi && x.Lo < y.Lo);

    /// <summary>x &gt; y.</summary>
    public static bool operator >(DoubleDouble x, DoubleDouble y) => y < x;

    /// <summary>x ≤ y.</summary>
    public static bool operator <=(DoubleDouble x, DoubleDouble y) => x < y || x == y;

    /// <summary>x ≥ y.</summary>
    public static bool operator >=(DoubleDouble x, DoubleDouble y) => y <= x;

    /// <summary>x = y.</summary>
    public static bool operator ==(DoubleDouble x, DoubleDouble y) => x.Hi == y.Hi && x.Lo == y.Lo;

    /// <summary>x ≠ y.</summary>
    public static bool operator !=(DoubleDouble x, DoubleDouble y) => !(x == y);

    /// <inheritdoc/>
    public int CompareTo(DoubleDouble other) => Hi != other.Hi ? Hi.CompareTo(other.Hi) : Lo.CompareTo(other.Lo);

    /// <inheritdoc/>
    public bool Equals(DoubleDouble other) => Hi.Equals(other.Hi) && Lo.Equals(other.Lo);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DoubleDouble other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hi, Lo);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Hi:R} + {Lo:R}");
}
