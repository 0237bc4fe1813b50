using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The checks of generated kernels, made once at the entrance; what they throw names the parameter.</summary>
/// <remarks>The methods that throw do nothing else: the compiler sees that they do not return, keeps nothing alive for them and does not inline them.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelGuard
{
    /// <summary>Throws unless a span has the length of its declared shape.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="expected">The length of the shape.</param>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exactly(int length, long expected, string name)
    {
        if (length != expected)
        {
            ThrowLength(length, expected, "", name);
        }
    }

    /// <summary>Throws unless a span holds a shape that lies in it with a stride; more elements may follow.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="needed">The elements from the first to the last of the shape.</param>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AtLeast(int length, int needed, string name)
    {
        if (length < needed)
        {
            ThrowLength(length, needed, "at least ", name);
        }
    }

    /// <summary>The number of matrices in a span of a batch.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="size">The elements of one matrix.</param>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the size.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(int length, int size, string name)
    {
        int count = (int)((uint)length / (uint)size);
        if (count * size != length)
        {
            ThrowCount(length, size, name);
        }

        return count;
    }

    /// <summary>Throws where a destination shares memory with another span.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="destination">The destination.</param>
    /// <param name="other">The other span.</param>
    /// <param name="name">The destination's parameter.</param>
    /// <exception cref="ArgumentException">The spans overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Disjoint<T>(ReadOnlySpan<T> destination, ReadOnlySpan<T> other, string name)
    {
        if (destination.Overlaps(other))
        {
            ThrowOverlap(name);
        }
    }

    /// <summary>The same for shapes with strides: two blocks of one matrix may lie between each other's rows.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="destination">The destination.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="stride">The elements from one of its rows to the next.</param>
    /// <param name="other">The other span.</param>
    /// <param name="otherRows">Its rows.</param>
    /// <param name="otherColumns">Its columns.</param>
    /// <param name="otherStride">The elements from one of its rows to the next.</param>
    /// <param name="name">The destination's parameter.</param>
    /// <exception cref="ArgumentException">The shapes share an element; or their strides differ and their first to last elements meet.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Disjoint<T>(
        ReadOnlySpan<T> destination, int rows, int columns, int stride, ReadOnlySpan<T> other, int otherRows, int otherColumns, int otherStride, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (destination.Overlaps(other)
            && ViewOverlap.Exists<T>(new ReadOnlyMatrixSpan<T>(destination, 0, rows, columns, stride, 1), new(other, 0, otherRows, otherColumns, otherStride, 1)))
        {
            ThrowOverlap(name);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(int length, long expected, string bound, string name) =>
        throw new ArgumentException($"The span has {length} elements; this kernel's shape needs {bound}{expected}.", name);

    [DoesNotReturn]
    private static void ThrowCount(int length, int size, string name) =>
        throw new ArgumentException($"The span has {length} elements, which is no multiple of the {size} of one matrix.", name);

    [DoesNotReturn]
    private static void ThrowOverlap(string name) => throw new ArgumentException("The destination overlaps another operand.", name);
}
