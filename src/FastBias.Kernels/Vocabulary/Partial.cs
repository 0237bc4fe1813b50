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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(Vector512<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Partial256.Max(Vector256.Max(value.GetLower(), value.GetUpper()));
}
