using System.Numerics;

namespace FastBias.Tests.Factorizations;

/// <summary>LAPACK's test ratios by plain loops in double, without a line of the library's arithmetic.</summary>
internal static class SvdRatios
{
    public static double Epsilon<T>() => typeof(T) == typeof(double) ? Math.ScaleB(1, -52) : Math.ScaleB(1, -23);

    /// <summary>‖A − X·diag(s)·Y‖₁ / (max(m, n)·‖A‖₁·eps), everything first scaled by the power of two that brings max |a| to about 1.</summary>
    public static double Residual<T>(Matrix<T> a, Matrix<T> x, T[] s, Matrix<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = a.Data.Length == 0 ? 0 : a.Data.Max(v => Math.Abs(double.CreateTruncating(v)));
        int shift = largest == 0 ? 0 : -Math.ILogB(largest);
        double[] column = new double[a.Columns], norm = new double[a.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                double element = Math.ScaleB(double.CreateTruncating(a[i, j]), shift), sum = 0;
                for (int k = 0; k < s.Length; k++)
                {
                    sum += double.CreateTruncating(x[i, k]) * Math.ScaleB(double.CreateTruncating(s[k]), shift) * double.CreateTruncating(y[k, j]);
                }

                column[j] += Math.Abs(element - sum);
                norm[j] += Math.Abs(element);
            }
        }

        double error = Max(column), size = Max(norm);
        return error == 0 ? 0 : error / (Math.Max(a.Rows, a.Columns) * size * Epsilon<T>());
    }

    /// <summary>‖I − QᵀQ‖₁ / (m·eps) for an m x n matrix with orthonormal columns.</summary>
    public static double Orthogonality<T>(ReadOnlyMatrixSpan<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] error = new double[q.Columns];
        for (int i = 0; i < q.Columns; i++)
        {
            for (int j = 0; j < q.Columns; j++)
            {
                double sum = i == j ? -1 : 0;
                for (int k = 0; k < q.Rows; k++)
                {
                    sum += double.CreateTruncating(q[k, i]) * double.CreateTruncating(q[k, j]);
                }

                error[j] += Math.Abs(sum);
            }
        }

        return Max(error) / (Math.Max(1, q.Rows) * Epsilon<T>());
    }

    private static double Max(double[] values)
    {
        double max = 0;
        foreach (double value in values)
        {
            max = value <= max ? max : double.IsNaN(value) ? double.PositiveInfinity : value;
        }

        return max;
    }
}
