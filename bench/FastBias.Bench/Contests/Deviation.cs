using System.Numerics;

namespace FastBias.Bench.Contests;

/// <summary>How far two results are apart. A benchmark of a wrong result is worth nothing.</summary>
internal static class Deviation
{
    /// <summary>‖X - Y‖ / ‖Y‖ in the Frobenius norm, accumulated in double.</summary>
    internal static double Relative<T>(ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, bool magnitudes = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double difference = 0, norm = 0;
        for (int i = 0; i < y.Rows; i++)
        {
            for (int j = 0; j < y.Columns; j++)
            {
                double left = double.CreateTruncating(x[i, j]), right = double.CreateTruncating(y[i, j]);
                double gap = magnitudes ? Math.Abs(left) - Math.Abs(right) : left - right;
                difference += gap * gap;
                norm += right * right;
            }
        }

        return norm > 0 ? Math.Sqrt(difference / norm) : Math.Sqrt(difference);
    }

    /// <summary>The same for vectors.</summary>
    internal static double Relative<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Relative(new ReadOnlyMatrixSpan<T>(x, 1, x.Length), new ReadOnlyMatrixSpan<T>(y, 1, y.Length));

    /// <summary>The spacing of T at 1.</summary>
    internal static double Epsilon<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(T.BitIncrement(T.One) - T.One);
}
