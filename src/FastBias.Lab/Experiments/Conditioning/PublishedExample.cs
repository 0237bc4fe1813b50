namespace FastBias.Lab;

/// <summary>The small examples of the lecture that several experiments share.</summary>
internal static class PublishedExample
{
    /// <summary>A = [[1, 2, 3], [4, 5, 6]]: two equations, three unknowns.</summary>
    public static Matrix<double> Wide => new(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });

    /// <summary>b = (7, 8).</summary>
    public static double[] WideTarget => [7, 8];

    /// <summary>The shortest solution, (−55, 2, 59)/18.</summary>
    public static double[] WideShortest => [-55.0 / 18, 2.0 / 18, 59.0 / 18];

    /// <summary>A = randn(rows, columns) + randn(rows, 1), the second added to every column, then b = randn(rows).</summary>
    public static (Matrix<double> A, double[] B) Tall(NumPyLegacyRandom random, int rows, int columns)
    {
        Matrix<double> a = random.Normal(rows, columns), common = random.Normal(rows, 1);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] += common[i, 0];
            }
        }

        return (a, random.Normal(rows, 1).Data);
    }
}
