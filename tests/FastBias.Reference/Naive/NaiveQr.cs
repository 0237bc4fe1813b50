namespace FastBias.Reference;

/// <summary>QR by one Householder reflection after another, with the full Q written out.</summary>
public sealed class NaiveQr
{
    private NaiveQr(double[,] q, double[,] r, int[] permutation) => (Q, R, Permutation) = (q, r, permutation);

    /// <summary>The orthogonal m x m factor.</summary>
    public double[,] Q { get; }

    /// <summary>The upper trapezoidal m x n factor.</summary>
    public double[,] R { get; }

    /// <summary>Column <c>Permutation[j]</c> of A is column j of Q·R.</summary>
    public int[] Permutation { get; }

    /// <summary>A·P = Q·R; with pivoting, each step takes the column with the largest remaining norm.</summary>
    public static NaiveQr Factor(double[,] a, bool pivot = false)
    {
        (int m, int n) = (a.GetLength(0), a.GetLength(1));
        double[,] r = (double[,])a.Clone(), q = Dense.Identity(m, m);
        int[] permutation = [.. Enumerable.Range(0, n)];
        for (int k = 0; k < Math.Min(m, n); k++)
        {
            if (pivot)
            {
                int best = Enumerable.Range(k, n - k).MaxBy(j => (Norm(r, k, j), -j));
                (permutation[k], permutation[best]) = (permutation[best], permutation[k]);
                for (int i = 0; i < m; i++)
                {
                    (r[i, k], r[i, best]) = (r[i, best], r[i, k]);
                }
            }

            double norm = Norm(r, k, k);
            if (norm == 0)
            {
                continue;
            }

            double[] v = new double[m];
            for (int i = k; i < m; i++)
            {
                v[i] = r[i, k] / norm;
            }

            v[k] += v[k] < 0 ? -1 : 1;
            double square = v.Sum(x => x * x);
            ReflectRows(r, v, square);
            ReflectRows(q, v, square);
            for (int i = k + 1; i < m; i++)
            {
                r[i, k] = 0;
            }
        }

        return new NaiveQr(Dense.Transpose(q), r, permutation);
    }

    /// <summary>The least-squares solution of full column rank, m ≥ n.</summary>
    public static double[] LeastSquares(double[,] a, double[] b)
    {
        int n = a.GetLength(1);
        NaiveQr qr = Factor(a);
        double[,] y = Dense.Multiply(Dense.Transpose(qr.Q), Dense.AsColumn(b));
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = y[i, 0];
            for (int j = i + 1; j < n; j++)
            {
                sum -= qr.R[i, j] * x[j];
            }

            x[i] = sum / qr.R[i, i];
        }

        return x;
    }

    /// <summary>The norm of column <paramref name="j"/> from row <paramref name="k"/> down, scaled by its largest element.</summary>
    private static double Norm(double[,] a, int k, int j)
    {
        double max = 0, sum = 0;
        for (int i = k; i < a.GetLength(0); i++)
        {
            max = Math.Max(max, Math.Abs(a[i, j]));
        }

        for (int i = k; i < a.GetLength(0) && max > 0; i++)
        {
            double x = a[i, j] / max;
            sum += x * x;
        }

        return max * Math.Sqrt(sum);
    }

    private static void ReflectRows(double[,] a, double[] v, double square)
    {
        for (int j = 0; j < a.GetLength(1); j++)
        {
            double dot = 0;
            for (int i = 0; i < v.Length; i++)
            {
                dot += v[i] * a[i, j];
            }

            double factor = 2 * dot / square;
            for (int i = 0; i < v.Length; i++)
            {
                a[i, j] -= factor * v[i];
            }
        }
    }
}
