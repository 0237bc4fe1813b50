using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>A vector of one element: what a template runs on as it stands, and what the scalar ISA runs on.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="value">The element.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lane<T>(T value) : IEquatable<Lane<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The element.</summary>
    public T Value { get; } = value;

    /// <summary>The number of elements: one.</summary>
    public static int Count => 1;

    /// <summary>Zero.</summary>
    public static Lane<T> Zero => default;

    /// <summary>One.</summary>
    public static Lane<T> One => new(T.One);

    /// <summary>The element; a lane has no other.</summary>
    /// <param name="index">Zero.</param>
    public T this[int index] => Value;

    /// <summary>The sum.</summary>
    /// <param name="a">One term.</param>
    /// <param name="b">The other.</param>
    public static Lane<T> operator +(Lane<T> a, Lane<T> b) => new(a.Value + b.Value);

    /// <summary>The product.</summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other.</param>
    public static Lane<T> operator *(Lane<T> a, Lane<T> b) => new(a.Value * b.Value);

    /// <summary>The difference.</summary>
    /// <param name="a">What is subtracted from.</param>
    /// <param name="b">What is subtracted.</param>
    public static Lane<T> operator -(Lane<T> a, Lane<T> b) => new(a.Value - b.Value);

    /// <summary>The negative.</summary>
    /// <param name="a">A lane.</param>
    public static Lane<T> operator -(Lane<T> a) => new(-a.Value);

    /// <summary>The quotient.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    public static Lane<T> operator /(Lane<T> a, Lane<T> b) => new(a.Value / b.Value);

    /// <summary>The bits that are on in both.</summary>
    /// <param name="a">One lane.</param>
    /// <param name="b">The other.</param>
    public static Lane<T> operator &(Lane<T> a, Lane<T> b) => Lane.FromBits<T>(Lane.Bits(a) & Lane.Bits(b));

    /// <summary>The bits that are on in either.</summary>
    /// <param name="a">One lane.</param>
    /// <param name="b">The other.</param>
    public static Lane<T> operator |(Lane<T> a, Lane<T> b) => Lane.FromBits<T>(Lane.Bits(a) | Lane.Bits(b));

    /// <summary>Whether the elements are equal.</summary>
    /// <param name="a">One lane.</param>
    /// <param name="b">The other.</param>
    public static bool operator ==(Lane<T> a, Lane<T> b) => a.Equals(b);

    /// <summary>Whether the elements differ.</summary>
    /// <param name="a">One lane.</param>
    /// <param name="b">The other.</param>
    public static bool operator !=(Lane<T> a, Lane<T> b) => !a.Equals(b);

    /// <summary>The sum.</summary>
    /// <param name="a">One term.</param>
    /// <param name="b">The other.</param>
    public static Lane<T> Add(Lane<T> a, Lane<T> b) => a + b;

    /// <summary>The product.</summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other.</param>
    public static Lane<T> Multiply(Lane<T> a, Lane<T> b) => a * b;

    /// <summary>The difference.</summary>
    /// <param name="a">What is subtracted from.</param>
    /// <param name="b">What is subtracted.</param>
    public static Lane<T> Subtract(Lane<T> a, Lane<T> b) => a - b;

    /// <summary>The negative.</summary>
    /// <param name="a">A lane.</param>
    public static Lane<T> Negate(Lane<T> a) => -a;

    /// <summary>The quotient.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    public static Lane<T> Divide(Lane<T> a, Lane<T> b) => a / b;

    /// <summary>The bits that are on in both.</summary>
    /// <param name="a">One lane.</param>
    /// <param name="b">The other.</param>
    public static Lane<T> BitwiseAnd(Lane<T> a, Lane<T> b) => a & b;

    /// <summary>The bits that are on in either.</summary>
    /// <param name="a">One lane.</param>
    /// <param name="b">The other.</param>
    public static Lane<T> BitwiseOr(Lane<T> a, Lane<T> b) => a | b;

    /// <inheritdoc/>
    public bool Equals(Lane<T> other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Lane<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary>The operations of <see cref="System.Runtime.Intrinsics.Vector512"/> that templates use, on one lane.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Lane
{
    /// <summary>A lane holding <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Create<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(value);

    /// <summary>Loads from an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Lane<T> Load<T>(T* source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(*source);

    /// <summary>Stores to an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(this Lane<T> value, T* destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => *destination = value.Value;

    /// <summary>Loads the element <paramref name="offset"/> after <paramref name="source"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> LoadUnsafe<T>(ref readonly T source, nuint offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <summary>Stores to the element <paramref name="offset"/> after <paramref name="destination"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUnsafe<T>(this Lane<T> value, ref T destination, nuint offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Unsafe.Add(ref destination, offset) = value.Value;

    /// <summary>a·b + c with one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> FusedMultiplyAdd<T>(Lane<T> a, Lane<T> b, Lane<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <summary>One of two lanes: the first where the mask is on (all its bits, or any value but zero), the second where it is off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> ConditionalSelect<T>(Lane<T> mask, Lane<T> first, Lane<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => mask.Value == T.Zero ? second : first;

    /// <summary>|a|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Abs<T>(Lane<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.Abs(a.Value));

    /// <summary>The larger; NaN if either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Max<T>(Lane<T> a, Lane<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.Max(a.Value, b.Value));

    /// <summary>The smaller; NaN if either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Min<T>(Lane<T> a, Lane<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.Min(a.Value, b.Value));

    /// <summary>√a, rounded correctly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Sqrt<T>(Lane<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.Sqrt(a.Value));

    /// <summary>All bits on where a is below b; NaN is below nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> LessThan<T>(Lane<T> a, Lane<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Mask<T>(a.Value < b.Value);

    /// <summary>All bits on where a is at most b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> LessThanOrEqual<T>(Lane<T> a, Lane<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Mask<T>(a.Value <= b.Value);

    /// <summary>All bits on where a is above b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> GreaterThan<T>(Lane<T> a, Lane<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Mask<T>(a.Value > b.Value);

    /// <summary>All bits on where a equals b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Equals<T>(Lane<T> a, Lane<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Mask<T>(a.Value == b.Value);

    /// <summary>Whether any lane of a is below that of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LessThanAny<T>(Lane<T> a, Lane<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => a.Value < b.Value;

    /// <summary>The magnitude of <paramref name="value"/> with the sign of <paramref name="sign"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> CopySign<T>(Lane<T> value, Lane<T> sign)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.CopySign(value.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Bits<T>(Lane<T> lane)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        sizeof(T) == 8 ? Unsafe.BitCast<T, ulong>(lane.Value) : Unsafe.BitCast<T, uint>(lane.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Lane<T> FromBits<T>(ulong bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(sizeof(T) == 8 ? Unsafe.BitCast<ulong, T>(bits) : Unsafe.BitCast<uint, T>((uint)bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane<T> Mask<T>(bool on)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => FromBits<T>(on ? ulong.MaxValue : 0);
}
