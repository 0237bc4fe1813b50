namespace FastBias.Reference;

/// <summary>Cholesky and Gaussian elimination by the book.</summary>
public static class NaiveSolve
{
    /// <summary>The lower L with A = L·Lᵀ, or null and the index of the first pivot that is not positive.</summary>
    public static double[,]? Cholesky(double[,] a, out int failedPivot)
    {
        int n = a.GetLength(0);
        double[,] l = new double[n, n];
        failedPivot = -1;
        for (int j = 0; j < n; j++)
        {
            double pivot = a[j, j];
            for (int k = 0; k < j; k++)
            {
                pivot -= l[j, k] * l[j, k];
            }

            if (!(pivot > 0))
            {
                failedPivot = j;
                return null;
            }

            l[j, j] = Math.Sqrt(pivot);
            for (int i = j + 1; i < n; i++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= l[i, k] * l[j, k];
                }

                l[i, j] = sum / l[j, j];
            }
        }

        return l;
    }

    /// <summary>The solution of A·X = B by elimination with row pivoting; null where a pivot is zero.</summary>
    public static double[,]? Eliminate(double[,] a, double[,] b)
    {
        int n = a.GetLength(0), columns = b.GetLength(1);
        double[,] w = (double[,])a.Clone(), x = (double[,])b.Clone();
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(w[i, k]));
            if (w[pivot, k] == 0)
            {
                return null;
            }

            SwapRows(w, k, pivot);
            SwapRows(x, k, pivot);
            for (int i = k + 1; i < n; i++)
            {
                double factor = w[i, k] / w[k, k];
                AddRow(w, i, k, -factor);
                AddRow(x, i, k, -factor);
            }
        }

        for (int k = n - 1; k >= 0; k--)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = x[k, j];
                for (int p = k + 1; p < n; p++)
                {
                    sum -= w[k, p] * x[p, j];
                }

                x[k, j] = sum / w[k, k];
            }
        }

        return x;
    }

    private static void SwapRows(double[,] a, int i, int k)
    {
        for (int j = 0; j < a.GetLength(1) && i != k; j++)
        {
            (a[i, j], a[k, j]) = (a[k, j], a[i, j]);
        }
    }

    private static void AddRow(double[,] a, int i, int k, double factor)
    {
        for (int j = 0; j < a.GetLength(1); j++)
        {
            a[i, j] += factor * a[k, j];
        }
    }
}
