using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

// Partial (masked) loads and stores, and the fixed sum of a vector's lanes: what Vector128/256/512 lack.
// An element whose mask is off is neither read nor written, so a partial load may end at the last byte of a page.
//
//   Sum: lanes l and l + half are added, then half of that, …: the halving tree of ADR 0001
//   V512  a b c d e f g h  →  a+e b+f c+g d+h  →  (a+e)+(c+g) (b+f)+(d+h)  →  one number
namespace FastBias.Kernels;

/// <summary>Partial operations on one lane.</summary>
internal static unsafe partial class PartialLane
{
    /// <summary>The mask of a lane whose index is <paramref name="start"/>: on while it is below <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Mask<T>(nuint count, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new((nuint)start < count ? T.NegativeOne : T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Load<T>(T* source, Lane<T> mask)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => mask.Value == T.Zero ? default : new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* destination, Lane<T> mask, Lane<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (mask.Value != T.Zero)
        {
            *destination = value.Value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Lane<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value.Value;

    /// <summary>y[r] = alpha·Sum(r-th vector) + beta·y[r]; where beta is zero, y is not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums<T>(Lane<T> a, Lane<T> b, Lane<T> c, Lane<T> d, T* y, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Scaled(Sum(a), y, alpha, beta);
        Scaled(Sum(b), y + 1, alpha, beta);
        Scaled(Sum(c), y + 2, alpha, beta);
        Scaled(Sum(d), y + 3, alpha, beta);
    }

    /// <summary>*y = alpha·sum + beta·*y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scaled<T>(T sum, T* y, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        *y = beta == T.Zero ? alpha * sum : (alpha * sum) + (beta * *y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(Lane<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value.Value;
}

/// <summary>Partial operations on 128 bits.</summary>
internal static unsafe partial class Partial128
{
    /// <summary>All bits on in the lanes whose index, counted from <paramref name="start"/>, is below <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Mask<T>(nuint count, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sizeof(T) == 8
            ? Vector128.LessThan(Vector128<long>.Indices + Vector128.Create((long)start), Vector128.Create((long)count)).As<long, T>()
            : Vector128.LessThan(Vector128<int>.Indices + Vector128.Create(start), Vector128.Create((int)count)).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load<T>(T* source, Vector128<T> mask)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx.IsSupported)
        {
            return sizeof(T) == 8
                ? Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>()
                : Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>();
        }

        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            if (!(mask[i] == T.Zero))
            {
                result = result.WithElement(i, source[i]);
            }
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* destination, Vector128<T> mask, Vector128<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx.IsSupported)
        {
            if (sizeof(T) == 8)
            {
                Avx.MaskStore((double*)destination, mask.AsDouble(), value.AsDouble());
            }
            else
            {
                Avx.MaskStore((float*)destination, mask.AsSingle(), value.AsSingle());
            }

            return;
        }

        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            if (!(mask[i] == T.Zero))
            {
                destination[i] = value[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector128<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) == 4)
        {
            // Not by halves of 64 bits: on x86 those are no registers, and go through memory.
            value += Vector128.Shuffle(value.AsSingle(), Vector128.Create(2, 3, 0, 1)).As<float, T>();
        }

        return value[0] + value[1];
    }

    /// <inheritdoc cref="PartialLane.StoreSums"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d, T* y, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PartialLane.Scaled(Sum(a), y, alpha, beta);
        PartialLane.Scaled(Sum(b), y + 1, alpha, beta);
        PartialLane.Scaled(Sum(c), y + 2, alpha, beta);
        PartialLane.Scaled(Sum(d), y + 3, alpha, beta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(Vector128<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T max = T.Max(value[0], value[1]);
        return sizeof(T) == 4 ? T.Max(max, T.Max(value[2], value[3])) : max;
    }
}

/// <summary>Partial operations on 256 bits.</summary>
internal static unsafe partial class Partial256
{
    /// <inheritdoc cref="Partial128.Mask"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mask<T>(nuint count, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sizeof(T) == 8
            ? Vector256.LessThan(Vector256<long>.Indices + Vector256.Create((long)start), Vector256.Create((long)count)).As<long, T>()
            : Vector256.LessThan(Vector256<int>.Indices + Vector256.Create(start), Vector256.Create((int)count)).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(T* source, Vector256<T> mask)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx.IsSupported)
        {
            return sizeof(T) == 8
                ? Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>()
                : Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>();
        }

        return Vector256.Create(
            Partial128.Load(source, mask.GetLower()),
            Partial128.Load(source + Vector128<T>.Count, mask.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* destination, Vector256<T> mask, Vector256<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx.IsSupported)
        {
            if (sizeof(T) == 8)
            {
                Avx.MaskStore((double*)destination, mask.AsDouble(), value.AsDouble());
            }
            else
            {
                Avx.MaskStore((float*)destination, mask.AsSingle(), value.AsSingle());
            }

            return;
        }

        Partial128.Store(destination, mask.GetLower(), value.GetLower());
        Partial128.Store(destination + Vector128<T>.Count, mask.GetUpper(), value.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector256<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Partial128.Sum(value.GetLower() + value.GetUpper());

    /// <inheritdoc cref="PartialLane.StoreSums"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d, T* y, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PartialLane.Scaled(Sum(a), y, alpha, beta);
        PartialLane.Scaled(Sum(b), y + 1, alpha, beta);
        PartialLane.Scaled(Sum(c), y + 2, alpha, beta);
        PartialLane.Scaled(Sum(d), y + 3, alpha, beta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(Vector256<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Partial128.Max(Vector128.Max(value.GetLower(), value.GetUpper()));
}

/// <summary>Partial operations on 512 bits.</summary>
internal static unsafe partial class Partial512
{
    /// <inheritdoc cref="Partial128.Mask"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mask<T>(nuint count, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sizeof(T) == 8
            ? Vector512.LessThan(Vector512<long>.Indices + Vector512.Create((long)start), Vector512.Create((long)count)).As<long, T>()
            : Vector512.LessThan(Vector512<int>.Indices + Vector512.Create(start), Vector512.Create((int)count)).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<T>(T* source, Vector512<T> mask)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            return sizeof(T) == 8
                ? Avx512F.MaskLoad((double*)source, mask.AsDouble(), Vector512<double>.Zero).As<double, T>()
                : Avx512F.MaskLoad((float*)source, mask.AsSingle(), Vector512<float>.Zero).As<float, T>();
        }

        return Vector512.Create(
            Partial256.Load(source, mask.GetLower()),
            Partial256.Load(source + Vector256<T>.Count, mask.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* destination, Vector512<T> mask, Vector512<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            if (sizeof(T) == 8)
            {
                Avx512F.MaskStore((double*)destination, mask.AsDouble(), value.AsDouble());
            }
            else
            {
                Avx512F.MaskStore((float*)destination, mask.AsSingle(), value.AsSingle());
            }

            return;
        }

        Partial256.Store(destination, mask.GetLower(), value.GetLower());
        Partial256.Store(destination + Vector256<T>.Count, mask.GetUpper(), value.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector512<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Partial256.Sum(value.GetLower() + value.GetUpper());

    /// <inheritdoc cref="PartialLane.StoreSums"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d, T* y, T alpha, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Avx512F.IsSupported)
        {
            PartialLane.Scaled(Sum(a), y, alpha, beta);
            PartialLane.Scaled(Sum(b), y + 1, alpha, beta);
            PartialLane.Scaled(Sum(c), y + 2, alpha, beta);
            PartialLane.Scaled(Sum(d), y + 3, alpha, beta);
            return;
        }

        // The tree of Sum for all four at once: halves of two vectors side by side, then quarters of four, then within each quarter.
        Vector512<T> sums = Quarters(Halves(a, b), Halves(c, d));
        sums += Avx512F.Permute2x64(sums.AsDouble(), 0b01010101).As<double, T>();
        if (sizeof(T) == 4)
        {
            sums += Avx512F.Permute4x32(sums.AsSingle(), 0b10110001).As<float, T>();
            Vector128<T> all = Avx512F.PermuteVar16x32(sums.AsSingle(), Vector512.Create(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).GetLower().GetLower().As<float, T>() * alpha;
            (beta == T.Zero ? all : all + (Vector128.Load(y) * beta)).Store(y);
        }
        else
        {
            Vector256<T> all = Avx512F.PermuteVar8x64(sums.AsDouble(), Vector512.Create(0L, 2, 4, 6, 0, 0, 0, 0)).GetLower().As<double, T>() * alpha;
            (beta == T.Zero ? all : all + (Vector256.Load(y) * beta)).Store(y);
        }
    }

    /// <summary>The lower half of each plus its upper half: first a's, then b's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Halves<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Avx512F.Shuffle4x128(a.AsDouble(), b.AsDouble(), 0b01000100).As<double, T>() + Avx512F.Shuffle4x128(a.AsDouble(), b.AsDouble(), 0b11101110).As<double, T>();

    /// <summary>The even quarters plus the odd ones: first a's, then b's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Quarters<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Avx512F.Shuffle4x128(a.AsDouble(), b.AsDouble(), 0b10001000).As<double, T>() + Avx512F.Shuffle4x128(a.AsDouble(), b.AsDouble(), 0b11011101).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(Vector512<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Partial256.Max(Vector256.Max(value.GetLower(), value.GetUpper()));
}
