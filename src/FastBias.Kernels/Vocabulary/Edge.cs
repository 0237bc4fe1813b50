using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

// Loads and stores of the first lanes of a vector, from memory that ends behind them, through references: what kernels of fixed shapes have for masks.
// The count is a constant wherever they are used, so that the compiler leaves one to three instructions of each.
//
//   8 lanes, count 5:   lanes  0 1 2 3 | 4 5 6 7      two halves, each loaded whole; the second one ends with the last element,
//                    elements  0 1 2 3 | 1 2 3 4      so the elements in common are computed twice, to the same bits, and stored twice
//   8 lanes, count 3:  a vector of 4 lanes with count 3, the other lanes anything
//
// Gather and Scatter put the same elements into the same lanes, but find them a stride apart: element l at offset + l · stride.
namespace FastBias.Kernels;

/// <summary>Edges of one lane.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EdgeLane
{
    /// <summary>Loads the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Load<T>(ref T source, nuint offset, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Unsafe.Add(ref source, offset));

    /// <summary>Stores the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Lane<T> value, ref T destination, nuint offset, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Unsafe.Add(ref destination, offset) = value.Value;

    /// <summary>Loads the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Gather<T>(ref T source, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Unsafe.Add(ref source, offset));

    /// <summary>Stores the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter<T>(Lane<T> value, ref T destination, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Unsafe.Add(ref destination, offset) = value.Value;
}

/// <summary>Edges of 128 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Edge128
{
    /// <summary>Loads the first <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load<T>(ref T source, nuint offset, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count >= Vector128<T>.Count)
        {
            return Vector128.LoadUnsafe(ref source, offset);
        }

        return count == 1 ? Vector128.CreateScalarUnsafe(Unsafe.Add(ref source, offset))
            : count == 2 ? Vector128.CreateScalarUnsafe(Pair(ref source, offset)).As<double, T>()
            : Vector128.Create(Pair(ref source, offset), Pair(ref source, offset + 1)).As<double, T>();
    }

    /// <summary>Stores the first <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector128<T> value, ref T destination, nuint offset, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count >= Vector128<T>.Count)
        {
            value.StoreUnsafe(ref destination, offset);
        }
        else if (count == 1)
        {
            Unsafe.Add(ref destination, offset) = value.ToScalar();
        }
        else
        {
            Pair(ref destination, offset) = value.As<T, double>().ToScalar();
            if (count == 3)
            {
                Pair(ref destination, offset + 1) = value.As<T, double>().GetElement(1);
            }
        }
    }

    /// <summary>Loads elements <paramref name="stride"/> apart into the lanes where <see cref="Load"/> has them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Gather<T>(ref T source, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T first = ref Unsafe.Add(ref source, offset);
        if (count == 1)
        {
            return Vector128.CreateScalarUnsafe(first);
        }

        if (sizeof(T) == 8)
        {
            return Vector128.Create(Double(ref first), Double(ref Unsafe.Add(ref first, stride))).As<double, T>();
        }

        ref T second = ref Unsafe.Add(ref first, stride), third = ref Unsafe.Add(ref first, count == 2 ? 0 : count == 3 ? stride : 2 * stride);
        ref T last = ref Unsafe.Add(ref first, (count - 1) * stride);
        return Vector128.Create(Single(ref first), Single(ref second), Single(ref third), Single(ref last)).As<float, T>();
    }

    /// <summary>Stores elements <paramref name="stride"/> apart from the lanes where <see cref="Load"/> has them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter<T>(Vector128<T> value, ref T destination, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T first = ref Unsafe.Add(ref destination, offset);
        first = value.ToScalar();
        if (count > 1)
        {
            Unsafe.Add(ref first, stride) = value.GetElement(1);
        }

        if (count > 2)
        {
            Unsafe.Add(ref first, 2 * stride) = value.GetElement(count == 3 ? 3 : 2);
        }

        if (count > 3)
        {
            Unsafe.Add(ref first, 3 * stride) = value.GetElement(3);
        }
    }

    private static ref double Pair<T>(ref T at, nuint offset) => ref Unsafe.As<T, double>(ref Unsafe.Add(ref at, offset));

    private static double Double<T>(ref T at) => Unsafe.As<T, double>(ref at);

    private static float Single<T>(ref T at) => Unsafe.As<T, float>(ref at);
}

/// <summary>Edges of 256 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Edge256
{
    /// <inheritdoc cref="Edge128.Load"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(ref T source, nuint offset, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count >= Vector256<T>.Count)
        {
            return Vector256.LoadUnsafe(ref source, offset);
        }

        int half = Vector128<T>.Count;
        return count > half
            ? Vector256.Create(Vector128.LoadUnsafe(ref source, offset), Vector128.LoadUnsafe(ref source, offset + (nuint)(count - half)))
            : Edge128.Load(ref source, offset, count).ToVector256Unsafe();
    }

    /// <inheritdoc cref="Edge128.Store"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> value, ref T destination, nuint offset, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector128<T>.Count;
        if (count >= Vector256<T>.Count)
        {
            value.StoreUnsafe(ref destination, offset);
        }
        else if (count > half)
        {
            value.GetLower().StoreUnsafe(ref destination, offset);
            value.GetUpper().StoreUnsafe(ref destination, offset + (nuint)(count - half));
        }
        else
        {
            Edge128.Store(value.GetLower(), ref destination, offset, count);
        }
    }

    /// <inheritdoc cref="Edge128.Gather"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Gather<T>(ref T source, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector128<T>.Count;
        return count > half
            ? Vector256.Create(Edge128.Gather(ref source, offset, stride, half), Edge128.Gather(ref source, offset + (nuint)((count - half) * stride), stride, half))
            : Edge128.Gather(ref source, offset, stride, count).ToVector256Unsafe();
    }

    /// <inheritdoc cref="Edge128.Scatter"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter<T>(Vector256<T> value, ref T destination, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector128<T>.Count;
        Edge128.Scatter(value.GetLower(), ref destination, offset, stride, count > half ? half : count);
        if (count > half)
        {
            Edge128.Scatter(value.GetUpper(), ref destination, offset + (nuint)((count - half) * stride), stride, half);
        }
    }
}

/// <summary>Edges of 512 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Edge512
{
    /// <inheritdoc cref="Edge128.Load"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<T>(ref T source, nuint offset, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count >= Vector512<T>.Count)
        {
            return Vector512.LoadUnsafe(ref source, offset);
        }

        int half = Vector256<T>.Count;
        return count > half
            ? Vector512.Create(Vector256.LoadUnsafe(ref source, offset), Vector256.LoadUnsafe(ref source, offset + (nuint)(count - half)))
            : Edge256.Load(ref source, offset, count).ToVector512Unsafe();
    }

    /// <inheritdoc cref="Edge128.Store"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> value, ref T destination, nuint offset, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector256<T>.Count;
        if (count >= Vector512<T>.Count)
        {
            value.StoreUnsafe(ref destination, offset);
        }
        else if (count > half)
        {
            value.GetLower().StoreUnsafe(ref destination, offset);
            value.GetUpper().StoreUnsafe(ref destination, offset + (nuint)(count - half));
        }
        else
        {
            Edge256.Store(value.GetLower(), ref destination, offset, count);
        }
    }

    /// <inheritdoc cref="Edge128.Gather"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Gather<T>(ref T source, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector256<T>.Count;
        return count > half
            ? Vector512.Create(Edge256.Gather(ref source, offset, stride, half), Edge256.Gather(ref source, offset + (nuint)((count - half) * stride), stride, half))
            : Edge256.Gather(ref source, offset, stride, count).ToVector512Unsafe();
    }

    /// <inheritdoc cref="Edge128.Scatter"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter<T>(Vector512<T> value, ref T destination, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector256<T>.Count;
        Edge256.Scatter(value.GetLower(), ref destination, offset, stride, count > half ? half : count);
        if (count > half)
        {
            Edge256.Scatter(value.GetUpper(), ref destination, offset + (nuint)((count - half) * stride), stride, half);
        }
    }
}
