namespace FastBias.Reference;

/// <summary>Small helpers on two-dimensional arrays.</summary>
public static class Dense
{
    /// <summary>The transpose.</summary>
    public static T[,] Transpose<T>(T[,] a) => Generate(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    /// <summary>A matrix by its formula.</summary>
    public static T[,] Generate<T>(int rows, int columns, Func<int, int, T> element)
    {
        T[,] a = new T[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = element(i, j);
            }
        }

        return a;
    }

    /// <summary>The identity.</summary>
    public static double[,] Identity(int rows, int columns) => Generate(rows, columns, (i, j) => i == j ? 1.0 : 0.0);

    /// <summary>The block of <paramref name="rows"/> x <paramref name="columns"/> at (<paramref name="row"/>, <paramref name="column"/>).</summary>
    public static T[,] Block<T>(T[,] a, int row, int column, int rows, int columns) => Generate(rows, columns, (i, j) => a[row + i, column + j]);

    /// <summary>Column <paramref name="j"/>.</summary>
    public static T[] Column<T>(T[,] a, int j) => [.. Enumerable.Range(0, a.GetLength(0)).Select(i => a[i, j])];

    /// <summary>A vector as a matrix of one column.</summary>
    public static T[,] AsColumn<T>(T[] x) => Generate(x.Length, 1, (i, _) => x[i]);

    /// <summary>A·B with plain sums in ascending k.</summary>
    public static double[,] Multiply(double[,] a, double[,] b)
    {
        if (a.GetLength(1) != b.GetLength(0))
        {
            throw new ArgumentException("The shapes do not fit.", nameof(b));
        }

        return Generate(a.GetLength(0), b.GetLength(1), (i, j) =>
        {
            double sum = 0;
            for (int k = 0; k < a.GetLength(1); k++)
            {
                sum += a[i, k] * b[k, j];
            }

            return sum;
        });
    }

    /// <summary>The largest |element|; NaN where there is one.</summary>
    public static double MaxAbs(double[,] a)
    {
        double max = 0;
        foreach (double value in a)
        {
            max = Math.Max(max, Math.Abs(value));
        }

        return max;
    }

    /// <summary>The largest sum of |elements| of a column.</summary>
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
}
