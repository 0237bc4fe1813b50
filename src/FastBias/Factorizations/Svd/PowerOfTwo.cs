using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Scaling of vectors by powers of two: exact, unless an element leaves the range.</summary>
internal static class PowerOfTwo
{
    /// <summary>x = x · 2^exponent, in steps that are themselves in range.</summary>
    public static void Scale<T>(Span<T> x, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        while (exponent != 0)
        {
            int step = Math.Clamp(exponent, -WorkingRange<T>.Step, WorkingRange<T>.Step);
            VectorKernels.Scale(x, T.ScaleB(T.One, step));
            exponent -= step;
        }
    }

    /// <summary>A · 2^-exponent with the largest element in [1, 2), into a row-major matrix; false if an element is not finite, or all are zero.</summary>
    public static bool TryCopy<T>(ReadOnlyMatrixSpan<T> a, MatrixSpan<T> copy, out int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        exponent = 0;
        a.CopyTo(copy);
        Span<T> elements = ViewMemory.Cover(copy);
        T largest = VectorKernels.MaxAbs<T>(elements);
        if (!T.IsFinite(largest) || largest == T.Zero)
        {
            return false;
        }

        exponent = T.ILogB(largest);
        Scale(elements, -exponent);
        return true;
    }

    /// <summary>Whether x · 2^ex is greater than y · 2^ey, for x, y ≥ 0 that may be too far apart for one exponent.</summary>
    public static bool IsGreater<T>(T x, int ex, T y, int ey)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ex == ey ? x > y
        : y == T.Zero ? x > T.Zero
        : x != T.Zero && (ex > ey ? T.ScaleB(x, Math.Min(ex - ey, 4000)) > y : x > T.ScaleB(y, Math.Min(ey - ex, 4000)));
}
