using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Scaling of matrices by powers of two: exact, unless an element leaves the range.</summary>
internal static class ExactScaling
{
    /// <summary>The s for which 2^s·A can be factored without overflow or harmful underflow, where max |a| = <paramref name="max"/>; mostly 0.</summary>
    public static int Shift<T>(T max)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (max == T.Zero || !T.IsFinite(max))
        {
            return 0;
        }

        int exponent = T.ILogB(max);
        return exponent > FactorRange<T>.High ? FactorRange<T>.High - exponent : exponent < FactorRange<T>.Low ? -exponent : 0;
    }

    /// <summary>A = 2^exponent·A.</summary>
    public static void Scale<T>(MatrixSpan<T> a, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; exponent != 0 && i < a.Rows; i++)
        {
            ScaleLine(a, i, exponent);
        }
    }

    /// <summary>What is on and above the diagonal of A, times 2^exponent; A has contiguous rows.</summary>
    public static void ScaleUpper<T>(MatrixSpan<T> a, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; exponent != 0 && i < Math.Min(a.Rows, a.Columns); i++)
        {
            Scale(a.RowSpan(i)[i..], exponent);
        }
    }

    /// <summary>x = 2^exponent·x, in steps that are themselves in range.</summary>
    public static void Scale<T>(Span<T> x, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        while (exponent != 0)
        {
            int step = Math.Clamp(exponent, -FactorRange<T>.Step, FactorRange<T>.Step);
            VectorKernels.Scale(x, T.ScaleB(T.One, step));
            exponent -= step;
        }
    }

    /// <summary>max |a| over a view of any strides; NaN where an element is NaN.</summary>
    public static T MaxAbs<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlyMatrixSpan<T> lines = a.ColumnStride != 1 && a.RowStride == 1 ? a.Transposed : a;
        if (lines.TryGetContiguous(out ReadOnlySpan<T> all))
        {
            return VectorKernels.MaxAbs(all);
        }

        T max = T.Zero;
        for (int i = 0; i < lines.Rows; i++)
        {
            if (lines.ColumnStride == 1 || lines.Columns == 1)
            {
                max = T.Max(max, VectorKernels.MaxAbs(lines.RowSpan(i)));
                continue;
            }

            for (int j = 0; j < lines.Columns; j++)
            {
                max = T.Max(max, T.Abs(lines[i, j]));
            }
        }

        return max;
    }

    /// <summary>max |a| of what is on and above the diagonal of A, which has contiguous rows; NaN where an element is NaN.</summary>
    public static T MaxAbsUpper<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T max = T.Zero;
        for (int i = 0; i < Math.Min(a.Rows, a.Columns); i++)
        {
            max = T.Max(max, VectorKernels.MaxAbs(a.RowSpan(i)[i..]));
        }

        return max;
    }

    private static void ScaleLine<T>(MatrixSpan<T> a, int row, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.ColumnStride == 1)
        {
            Scale(a.RowSpan(row), exponent);
            return;
        }

        for (int j = 0; j < a.Columns; j++)
        {
            a[row, j] = T.ScaleB(a[row, j], exponent);
        }
    }
}
