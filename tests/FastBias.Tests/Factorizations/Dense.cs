using System.Numerics;

namespace FastBias.Tests.Factorizations;

/// <summary>Naive double arithmetic on arrays, sharing nothing with what is tested.</summary>
internal static class Dense
{
    /// <summary>A view times 2^exponent.</summary>
    public static double[,] Load<T>(ReadOnlyMatrixSpan<T> a, int exponent = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] copy = new double[a.Rows, a.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                copy[i, j] = Math.ScaleB(double.CreateTruncating(a[i, j]), exponent);
            }
        }

        return copy;
    }

    public static double[,] Multiply(double[,] a, double[,] b)
    {
        int m = a.GetLength(0), depth = a.GetLength(1), n = b.GetLength(1);
        double[,] c = new double[m, n];
        for (int i = 0; i < m; i++)
        {
            for (int p = 0; p < depth; p++)
            {
                double factor = a[i, p];
                for (int j = 0; j < n; j++)
                {
                    c[i, j] += factor * b[p, j];
                }
            }
        }

        return c;
    }

    public static double[,] Transpose(double[,] a)
    {
        double[,] t = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                t[j, i] = a[i, j];
            }
        }

        return t;
    }

    public static double[,] Subtract(double[,] a, double[,] b)
    {
        double[,] c = (double[,])a.Clone();
        for (int i = 0; i < c.GetLength(0); i++)
        {
            for (int j = 0; j < c.GetLength(1); j++)
            {
                c[i, j] -= b[i, j];
            }
        }

        return c;
    }

    public static double[,] Identity(int n)
    {
        double[,] identity = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    /// <summary>The largest column sum; NaN if there is one.</summary>
    public static double OneNorm(double[,] a)
    {
        double norm = 0;
        for (int j = 0; j < a.GetLength(1); j++)
        {
            double sum = 0;
            for (int i = 0; i < a.GetLength(0); i++)
            {
                sum += Math.Abs(a[i, j]);
            }

            norm = Math.Max(norm, sum);
        }

        return norm;
    }

    public static double Frobenius(double[,] a)
    {
        double sum = 0;
        foreach (double x in a)
        {
            sum += x * x;
        }

        return Math.Sqrt(sum);
    }

    public static double[,] Random(TestRandom random, int rows, int columns)
    {
        double[,] a = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = random.NextSymmetric();
            }
        }

        return a;
    }

    /// <summary>Orthonormal columns: Gram-Schmidt, twice, on a random matrix.</summary>
    public static double[,] RandomOrthonormal(TestRandom random, int rows, int columns)
    {
        double[,] q = Random(random, rows, columns);
        for (int j = 0; j < columns; j++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < j; k++)
                {
                    double dot = ColumnDot(q, k, j);
                    for (int i = 0; i < rows; i++)
                    {
                        q[i, j] -= dot * q[i, k];
                    }
                }
            }

            double norm = Math.Sqrt(ColumnDot(q, j, j));
            for (int i = 0; i < rows; i++)
            {
                q[i, j] /= norm;
            }
        }

        return q;
    }

    private static double ColumnDot(double[,] a, int j, int k)
    {
        double sum = 0;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            sum += a[i, j] * a[i, k];
        }

        return sum;
    }
}
