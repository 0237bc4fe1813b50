using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

// Loads and stores of the first lanes of a vector, from memory that ends behind them, through references: what kernels of fixed shapes have for masks.
// The count is a constant wherever they are used, so that the compiler leaves a few instructions of each. The lanes behind it hold anything.
//
//   8 lanes, count 5:   lanes  0 1 2 3 | 4 - - -      a half, and what is left of the other one in a narrower vector
//   8 lanes, count 3:   a vector of 4 lanes with count 3
//
// Where so many elements follow that the operand, which ends before element 'end', holds a whole vector, that is one instruction: its other lanes are
// elements behind, read for nothing, or overwritten in a result whose rows are stored in their order. An end of 0 says that nothing is known to follow.
//
// Gather and Scatter have the same lanes, but find their elements a stride apart: element l at offset + l · stride.
namespace FastBias.Kernels;

/// <summary>Edges of one lane.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class EdgeLane
{
    /// <summary>Loads the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Load<T>(ref T source, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Unsafe.Add(ref source, offset));

    /// <summary>Stores the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Lane<T> value, ref T destination, nuint offset, int count, int end)
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
public static unsafe partial class Edge128
{
    /// <summary>Loads the first <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load<T>(ref T source, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count == 1)
        {
            return Vector128.CreateScalarUnsafe(Unsafe.Add(ref source, offset));
        }

        if (count >= Vector128<T>.Count || (end != 0 && offset + (nuint)Vector128<T>.Count <= (nuint)end))
        {
            return Vector128.LoadUnsafe(ref source, offset);
        }

        Vector128<T> pair = Vector128.CreateScalarUnsafe(Pair(ref source, offset)).As<double, T>();
        return count == 2 ? pair : pair.WithElement(2, Unsafe.Add(ref source, offset + 2));
    }

    /// <summary>Stores the first <paramref name="count"/> elements, and where a whole vector ends before <paramref name="end"/> anything behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector128<T> value, ref T destination, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count == 1)
        {
            Unsafe.Add(ref destination, offset) = value.ToScalar();
        }
        else if (count >= Vector128<T>.Count || (end != 0 && offset + (nuint)Vector128<T>.Count <= (nuint)end))
        {
            value.StoreUnsafe(ref destination, offset);
        }
        else
        {
            Pair(ref destination, offset) = value.As<T, double>().ToScalar();
            if (count == 3)
            {
                Unsafe.Add(ref destination, offset + 2) = value.GetElement(2);
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

        ref T second = ref Unsafe.Add(ref first, stride), third = ref Unsafe.Add(ref first, count == 2 ? 0 : 2 * stride);
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
            Unsafe.Add(ref first, 2 * stride) = value.GetElement(2);
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
public static unsafe partial class Edge256
{
    /// <inheritdoc cref="Edge128.Load"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(ref T source, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector128<T>.Count;
        if (count <= half)
        {
            return Edge128.Load(ref source, offset, count, end).ToVector256Unsafe();
        }

        return count >= Vector256<T>.Count || (end != 0 && offset + (nuint)Vector256<T>.Count <= (nuint)end)
            ? Vector256.LoadUnsafe(ref source, offset)
            : Vector128.LoadUnsafe(ref source, offset).ToVector256Unsafe().WithUpper(Edge128.Load(ref source, offset + (nuint)half, count - half, end));
    }

    /// <inheritdoc cref="Edge128.Store"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> value, ref T destination, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector128<T>.Count;
        if (count <= half)
        {
            Edge128.Store(value.GetLower(), ref destination, offset, count, end);
        }
        else if (count >= Vector256<T>.Count || (end != 0 && offset + (nuint)Vector256<T>.Count <= (nuint)end))
        {
            value.StoreUnsafe(ref destination, offset);
        }
        else
        {
            value.GetLower().StoreUnsafe(ref destination, offset);
            Edge128.Store(value.GetUpper(), ref destination, offset + (nuint)half, count - half, end);
        }
    }

    /// <inheritdoc cref="Edge128.Gather"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Gather<T>(ref T source, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector128<T>.Count;
        return count > half
            ? Vector256.Create(Edge128.Gather(ref source, offset, stride, half), Edge128.Gather(ref source, offset + (nuint)(half * stride), stride, count - half))
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
            Edge128.Scatter(value.GetUpper(), ref destination, offset + (nuint)(half * stride), stride, count - half);
        }
    }
}

/// <summary>Edges of 512 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Edge512
{
    /// <inheritdoc cref="Edge128.Load"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<T>(ref T source, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector256<T>.Count;
        if (count <= half)
        {
            return Edge256.Load(ref source, offset, count, end).ToVector512Unsafe();
        }

        return count >= Vector512<T>.Count || (end != 0 && offset + (nuint)Vector512<T>.Count <= (nuint)end)
            ? Vector512.LoadUnsafe(ref source, offset)
            : Vector256.LoadUnsafe(ref source, offset).ToVector512Unsafe().WithUpper(Edge256.Load(ref source, offset + (nuint)half, count - half, end));
    }

    /// <inheritdoc cref="Edge128.Store"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> value, ref T destination, nuint offset, int count, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector256<T>.Count;
        if (count <= half)
        {
            Edge256.Store(value.GetLower(), ref destination, offset, count, end);
        }
        else if (count >= Vector512<T>.Count || (end != 0 && offset + (nuint)Vector512<T>.Count <= (nuint)end))
        {
            value.StoreUnsafe(ref destination, offset);
        }
        else
        {
            value.GetLower().StoreUnsafe(ref destination, offset);
            Edge256.Store(value.GetUpper(), ref destination, offset + (nuint)half, count - half, end);
        }
    }

    /// <inheritdoc cref="Edge128.Gather"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Gather<T>(ref T source, nuint offset, int stride, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = Vector256<T>.Count;
        return count > half
            ? Vector512.Create(Edge256.Gather(ref source, offset, stride, half), Edge256.Gather(ref source, offset + (nuint)(half * stride), stride, count - half))
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
            Edge256.Scatter(value.GetUpper(), ref destination, offset + (nuint)(half * stride), stride, count - half);
        }
    }
}
