using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

// Runs of lanes, for rows of a product that share a vector. All lengths are powers of two, and constants wherever they are used.
//
//   Repeat(a, 2)              a0 a1 a0 a1 a0 a1 a0 a1      the first lanes, or elements of memory, over and over
//   Blend(a, b, 2)            a0 a1 b2 b3 a4 a5 b6 b7      every second run from the other vector
//   Spread(a, 2, 1)           a1 a1 a3 a3 a5 a5 a7 a7      an element of each run in all of its lanes
//   StorePart(a, 2, 3, …)     a6 a7                        one run
//
// A kernel has up to two hundred of them: the compiler inlines no more once a method has 512 variables, and each local or argument that is no variable yet is one.
// A broadcast of 128 or 256 bits from memory would save the shuffle of Repeat. It needs a pointer; and for 256 bits, the compiler of .NET 10.0 writes a wrong address.
#pragma warning disable CA1857 // The immediate operands are constants once the methods are inlined.
namespace FastBias.Kernels;

/// <content>Runs of one lane.</content>
public static partial class EdgeLane
{
    /// <summary>The lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Repeat<T>(Lane<T> value, int run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value;

    /// <summary>Loads the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Repeat<T>(ref T source, nuint offset, int run, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Unsafe.Add(ref source, offset));

    /// <summary>The first lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Blend<T>(Lane<T> even, Lane<T> odd, int run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => even;

    /// <summary>The lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Spread<T>(Lane<T> value, int run, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value;

    /// <summary>Stores the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Lane<T> value, int run, int index, ref T destination, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Unsafe.Add(ref destination, offset) = value.Value;
}

/// <content>Runs of 128 bits.</content>
public static unsafe partial class Edge128
{
    /// <summary>The first <paramref name="run"/> lanes over and over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Repeat<T>(Vector128<T> value, int run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        run == Vector128<T>.Count ? value
        : run == 1 ? Vector128.Create(value.ToScalar())
        : Vector128.Create(value.As<T, double>().ToScalar()).As<double, T>();

    /// <summary>The first <paramref name="count"/> elements in each run of <paramref name="run"/> lanes; the others hold anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Repeat<T>(ref T source, nuint offset, int run, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        count == 1 ? Vector128.Create(Unsafe.Add(ref source, offset))
        : sizeof(T) * run == 8 ? Vector128.Create(Pair(ref source, offset)).As<double, T>()
        : Load(ref source, offset, count, end);

    /// <summary>The lanes of <paramref name="even"/>, but every second run of <paramref name="run"/> of them from <paramref name="odd"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Blend<T>(Vector128<T> even, Vector128<T> odd, int run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Sse41.IsSupported)
        {
            return sizeof(T) * run == 4
                ? Sse41.Blend(even.As<T, float>(), odd.As<T, float>(), 0b1010).As<float, T>()
                : Sse41.Blend(even.As<T, double>(), odd.As<T, double>(), 0b10).As<double, T>();
        }

        return Vector128.ConditionalSelect(sizeof(T) * run == 4 ? Vector128.Create(0, -1, 0, -1).As<int, T>() : Vector128.Create(0L, -1L).As<long, T>(), odd, even);
    }

    /// <summary>Lane <paramref name="step"/> of each run of <paramref name="run"/> lanes, in all lanes of the run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Spread<T>(Vector128<T> value, int run, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        run == 1 ? value
        : run == Vector128<T>.Count ? Vector128.Create(value.GetElement(step))
        : Vector128.Shuffle(value.As<T, float>(), Vector128.Create(step, step, step + 2, step + 2)).As<float, T>();

    /// <summary>Stores run <paramref name="index"/> of <paramref name="run"/> lanes, of which <paramref name="count"/> are wanted, as <see cref="Store"/> does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Vector128<T> value, int run, int index, ref T destination, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (index == 0)
        {
            Store(value, ref destination, offset, count, end);
        }
        else if (count == 1)
        {
            Unsafe.Add(ref destination, offset) = value.GetElement(run * index);
        }
        else
        {
            Pair(ref destination, offset) = value.As<T, double>().GetElement(1);
        }
    }
}

/// <content>Runs of 256 bits.</content>
public static unsafe partial class Edge256
{
    /// <inheritdoc cref="Edge128.Repeat{T}(Vector128{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Repeat<T>(Vector256<T> value, int run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        run == 1 ? Vector256.Create(value.ToScalar())
        : sizeof(T) * run == 8 ? Vector256.Create(value.As<T, double>().ToScalar()).As<double, T>()
        : run == Vector256<T>.Count ? value
        : value.WithUpper(value.GetLower());

    /// <inheritdoc cref="Edge128.Repeat{T}(ref T, nuint, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Repeat<T>(ref T source, nuint offset, int run, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        count == 1 ? Vector256.Create(Unsafe.Add(ref source, offset))
        : sizeof(T) * run == 8 ? Vector256.Create(Unsafe.As<T, double>(ref Unsafe.Add(ref source, offset))).As<double, T>()
        : Repeat(Load(ref source, offset, count, end), run);

    /// <inheritdoc cref="Edge128.Blend"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Blend<T>(Vector256<T> even, Vector256<T> odd, int run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx.IsSupported)
        {
            return sizeof(T) * run == 4
                ? Avx.Blend(even.As<T, float>(), odd.As<T, float>(), 0b10101010).As<float, T>()
                : Avx.Blend(even.As<T, double>(), odd.As<T, double>(), (byte)(sizeof(T) * run == 8 ? 0b1010 : 0b1100)).As<double, T>();
        }

        return run == Vector128<T>.Count
            ? even.WithUpper(odd.GetUpper())
            : Vector256.Create(Edge128.Blend(even.GetLower(), odd.GetLower(), run), Edge128.Blend(even.GetUpper(), odd.GetUpper(), run));
    }

    /// <inheritdoc cref="Edge128.Spread"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Spread<T>(Vector256<T> value, int run, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (run == 1)
        {
            return value;
        }

        if (Avx.IsSupported && sizeof(T) * run <= 16)
        {
            return sizeof(T) == 8
                ? Avx.Permute(value.As<T, double>(), (byte)(0b1111 * step)).As<double, T>()
                : Avx.Permute(value.As<T, float>(), (byte)(run == 2 ? 0xA0 + (0x55 * step) : 0x55 * step)).As<float, T>();
        }

        return run == Vector256<T>.Count
            ? Vector256.Create(value.GetElement(step))
            : Vector256.Create(Edge128.Spread(value.GetLower(), run, step), Edge128.Spread(value.GetUpper(), run, step));
    }

    /// <inheritdoc cref="Edge128.StorePart"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Vector256<T> value, int run, int index, ref T destination, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (run * index < Vector128<T>.Count)
        {
            Edge128.StorePart(value.GetLower(), run, index, ref destination, offset, count, end);
        }
        else
        {
            Edge128.StorePart(value.GetUpper(), run, index - (Vector128<T>.Count / run), ref destination, offset, count, end);
        }
    }
}

/// <content>Runs of 512 bits.</content>
public static unsafe partial class Edge512
{
    /// <inheritdoc cref="Edge128.Repeat{T}(Vector128{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Repeat<T>(Vector512<T> value, int run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) * run >= 16 && run < Vector512<T>.Count && Avx512F.IsSupported)
        {
            return Avx512F.Shuffle4x128(value.As<T, double>(), value.As<T, double>(), (byte)(sizeof(T) * run == 16 ? 0x00 : 0x44)).As<double, T>();
        }

        return run == Vector512<T>.Count ? value : Vector512.Create(Edge256.Repeat(value.GetLower(), run), Edge256.Repeat(value.GetLower(), run));
    }

    /// <inheritdoc cref="Edge128.Repeat{T}(ref T, nuint, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Repeat<T>(ref T source, nuint offset, int run, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        count == 1 ? Vector512.Create(Unsafe.Add(ref source, offset))
        : sizeof(T) * run == 8 ? Vector512.Create(Unsafe.As<T, double>(ref Unsafe.Add(ref source, offset))).As<double, T>()
        : Repeat(Load(ref source, offset, count, end), run);

    /// <inheritdoc cref="Edge128.Blend"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Blend<T>(Vector512<T> even, Vector512<T> odd, int run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            // By a mask register, which the compiler loads once: a selection by a vector takes a tenth longer.
            return sizeof(T) * run == 4 ? Avx512F.BlendVariable(even.As<T, float>(), odd.As<T, float>(), Vector512.Create(0xFFFFFFFF00000000UL).AsSingle()).As<float, T>()
                : sizeof(T) * run == 8 ? Avx512F.BlendVariable(even.As<T, double>(), odd.As<T, double>(), Vector512.Create(0L, -1L, 0L, -1L, 0L, -1L, 0L, -1L).AsDouble()).As<double, T>()
                : sizeof(T) * run == 16 ? Avx512F.BlendVariable(even.As<T, double>(), odd.As<T, double>(), Vector512.Create(0L, 0L, -1L, -1L, 0L, 0L, -1L, -1L).AsDouble()).As<double, T>()
                : Avx512F.BlendVariable(even.As<T, double>(), odd.As<T, double>(), Vector512.Create(0L, 0L, 0L, 0L, -1L, -1L, -1L, -1L).AsDouble()).As<double, T>();
        }

        return run == Vector256<T>.Count
            ? even.WithUpper(odd.GetUpper())
            : Vector512.Create(Edge256.Blend(even.GetLower(), odd.GetLower(), run), Edge256.Blend(even.GetUpper(), odd.GetUpper(), run));
    }

    /// <inheritdoc cref="Edge128.Spread"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Spread<T>(Vector512<T> value, int run, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (run == 1)
        {
            return value;
        }

        if (Avx512F.IsSupported)
        {
            return sizeof(T) * run == 32 ? Avx512F.Permute4x64(value.As<T, double>(), (byte)(0x55 * step)).As<double, T>()
                : sizeof(T) == 8 ? Avx512F.Permute2x64(value.As<T, double>(), (byte)(0xFF * step)).As<double, T>()
                : Avx512F.Permute4x32(value.As<T, float>(), (byte)(run == 2 ? 0xA0 + (0x55 * step) : 0x55 * step)).As<float, T>();
        }

        return Vector512.Create(Edge256.Spread(value.GetLower(), run, step), Edge256.Spread(value.GetUpper(), run, step));
    }

    /// <inheritdoc cref="Edge128.StorePart"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Vector512<T> value, int run, int index, ref T destination, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) * run == 32)
        {
            Edge256.Store(index == 0 ? value.GetLower() : value.GetUpper(), ref destination, offset, count, end);
        }
        else if (Avx512F.IsSupported)
        {
            Edge128.StorePart(
                Avx512F.ExtractVector128(value.As<T, float>(), (byte)(sizeof(T) * run * index / 16)).As<float, T>(), run, index % (16 / sizeof(T) / run), ref destination, offset, count, end);
        }
        else if (run * index < Vector256<T>.Count)
        {
            Edge256.StorePart(value.GetLower(), run, index, ref destination, offset, count, end);
        }
        else
        {
            Edge256.StorePart(value.GetUpper(), run, index - (Vector256<T>.Count / run), ref destination, offset, count, end);
        }
    }
}
