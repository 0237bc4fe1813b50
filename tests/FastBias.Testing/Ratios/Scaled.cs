using System.Numerics;
using FastBias.Reference;

namespace FastBias.Testing;

/// <summary>Copies of views in double, scaled by a power of two so that no norm or product over- or underflows.</summary>
internal static class Scaled
{
    /// <summary>LAPACK's eps, the unit roundoff: 2⁻⁵³ or 2⁻²⁴.</summary>
    public static double Epsilon<T>() => typeof(T) == typeof(float) ? 5.9604644775390625e-8 : 1.1102230246251565e-16;

    /// <summary>The exponent of the largest element; 0 for a zero, an empty or a non-finite matrix.</summary>
    public static int Exponent<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double max = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                max = Math.Max(max, Math.Abs(double.CreateChecked(a[i, j])));
            }
        }

        return max > 0 && double.IsFinite(max) ? Math.ILogB(max) : 0;
    }

    /// <summary>A·2^−exponent.</summary>
    public static double[,] Copy<T>(ReadOnlyMatrixSpan<T> a, int exponent = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] copy = new double[a.Rows, a.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                copy[i, j] = Math.ScaleB(double.CreateChecked(a[i, j]), -exponent);
            }
        }

        return copy;
    }

    /// <summary>x·2^−exponent.</summary>
    public static double[] Copy<T>(ReadOnlySpan<T> x, int exponent = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] copy = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            copy[i] = Math.ScaleB(double.CreateChecked(x[i]), -exponent);
        }

        return copy;
    }

    /// <summary>C − A·B, the sums as accurate as in twice the precision (Ogita, Rump, Oishi 2005), so that the ratio measures the factors and not itself.</summary>
    public static double[,] Difference(double[,] c, double[,] a, double[,] b)
    {
        (int rows, int columns, int depth) = (c.GetLength(0), c.GetLength(1), a.GetLength(1));
        if (a.GetLength(0) != rows || b.GetLength(0) != depth || b.GetLength(1) != columns)
        {
            throw new ArgumentException($"The shapes do not fit: {rows}x{columns} − {a.GetLength(0)}x{depth} · {b.GetLength(0)}x{b.GetLength(1)}.", nameof(b));
        }

        double[,] transposed = Dense.Transpose(b), result = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = c[i, j], error = 0;
                for (int k = 0; k < depth; k++)
                {
                    double product = -a[i, k] * transposed[j, k], next = sum + product, part = next - sum;
                    error += (sum - (next - part)) + (product - part) + Math.FusedMultiplyAdd(-a[i, k], transposed[j, k], -product);
                    sum = next;
                }

                result[i, j] = sum + error;
            }
        }

        return result;
    }

    /// <summary>The ratio ‖difference‖ / (norm · factor · eps): ∞ for NaN, and for a zero norm 0 if the difference is zero too, else ∞ (LAPACK: 1/eps).</summary>
    public static double Ratio(double difference, double norm, double factor, double epsilon)
    {
        double ratio = difference == 0 ? 0 : norm == 0 ? double.PositiveInfinity : difference / norm / (Math.Max(1, factor) * epsilon);
        return double.IsNaN(ratio) || double.IsNaN(norm) || double.IsInfinity(norm) ? double.PositiveInfinity : ratio;
    }

    /// <summary>‖I − QᵀQ‖₁ / (rows · eps).</summary>
    public static double Orthogonality(double[,] q, double epsilon)
    {
        int n = q.GetLength(1);
        double[,] difference = Difference(Dense.Identity(n, n), Dense.Transpose(q), q);
        return Ratio(Dense.OneNorm(difference), 1, q.GetLength(0), epsilon);
    }
}
