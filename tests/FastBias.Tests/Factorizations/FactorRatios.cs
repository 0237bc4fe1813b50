using System.Numerics;

namespace FastBias.Tests.Factorizations;

/// <summary>LAPACK's test ratios of orthogonal factorizations: small multiples of 1 for a backward stable one.</summary>
internal static class FactorRatios
{
    /// <summary>What every ratio must stay below (LAPACK asks for 30).</summary>
    public const double Limit = 10;

    /// <summary>The unit roundoff ε, as LAPACK's dlamch('Epsilon').</summary>
    public static double Roundoff<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(T.BitIncrement(T.One) - T.One) / 2;

    /// <summary>The exponent that brings a matrix to a largest element in [1, 2).</summary>
    public static int Shift<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double max = 0;
        foreach (double x in Dense.Load(a))
        {
            max = Math.Max(max, Math.Abs(x));
        }

        return max == 0 ? 0 : -Math.ILogB(max);
    }

    /// <summary>‖A − B‖₁ / (max(m, n)·‖A‖₁·ε) for an A and its reconstruction.</summary>
    public static double Residual<T>(double[,] a, double[,] b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double norm = Dense.OneNorm(a), size = Math.Max(1, Math.Max(a.GetLength(0), a.GetLength(1)));
        double difference = Dense.OneNorm(Dense.Subtract(a, b));
        return difference == 0 ? 0 : difference / (size * norm * Roundoff<T>());
    }

    /// <summary>The largest ‖A_j − B_j‖₂ / (max(m, n)·‖A_j‖₂·ε) over the columns: columnwise stability.</summary>
    public static double ColumnResidual<T>(double[,] a, double[,] b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double worst = 0;
        for (int j = 0; j < a.GetLength(1); j++)
        {
            double[,] x = new double[a.GetLength(0), 1], y = new double[a.GetLength(0), 1];
            double max = 0;
            for (int i = 0; i < a.GetLength(0); i++)
            {
                max = Math.Max(max, Math.Abs(a[i, j]));
            }

            int shift = max == 0 ? 0 : -Math.ILogB(max);
            for (int i = 0; i < a.GetLength(0); i++)
            {
                (x[i, 0], y[i, 0]) = (Math.ScaleB(a[i, j], shift), Math.ScaleB(b[i, j], shift));
            }

            double difference = Dense.Frobenius(Dense.Subtract(x, y));
            double ratio = difference == 0 ? 0 : difference / (Math.Max(a.GetLength(0), a.GetLength(1)) * Dense.Frobenius(x) * Roundoff<T>());
            worst = Math.Max(worst, ratio);
        }

        return worst;
    }

    /// <summary>‖I − QᵀQ‖₁ / (m·ε).</summary>
    public static double Orthogonality<T>(ReadOnlyMatrixSpan<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] columns = Dense.Load(q);
        double[,] gram = Dense.Multiply(Dense.Transpose(columns), columns);
        return Dense.OneNorm(Dense.Subtract(gram, Dense.Identity(q.Columns))) / (Math.Max(1, q.Rows) * Roundoff<T>());
    }
}
