namespace FastBias.Lab;

/// <summary>Draws, projections and fits that the experiments on sparsity, proofs and the appendix share; plain vector expressions are in <see cref="Vectors"/>.</summary>
internal static class DenseVectors
{
    /// <summary>A matrix of independent normal numbers.</summary>
    public static Matrix<double> Gaussian(RandomSource random, int rows, int columns, double scale = 1)
    {
        Matrix<double> result = new(rows, columns);
        random.FillGaussian(result.Data.AsSpan());
        Vectors.Scale(result.Data, scale);
        return result;
    }

    /// <summary>Independent normal numbers.</summary>
    public static double[] Gaussian(RandomSource random, int count, double scale = 1) => Gaussian(random, count, 1, scale).Data;

    /// <summary>‖x‖².</summary>
    public static double Square(ReadOnlySpan<double> x) => VectorProduct.Dot(x, x);

    /// <summary>‖x‖₁.</summary>
    public static double OneNorm(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double element in x)
        {
            sum += Math.Abs(element);
        }

        return sum;
    }

    /// <summary>X⁺y.</summary>
    public static double[] MinimumNorm(Matrix<double> x, double[] y) => LeastSquares.Solve(x, y).EnsureSuccess().X.Data;

    /// <summary>(I − X⁺X)v.</summary>
    public static double[] NullComponent(Matrix<double> x, double[] v) => Vectors.Plus(v, -1, MinimumNorm(x, Vectors.Multiply(x, v)));

    /// <summary>The slope of the least-squares line through points.</summary>
    public static double Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = Mean(x), meanY = Mean(y), products = 0, squares = 0;
        for (int i = 0; i < x.Length; i++)
        {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }

        return products / squares;
    }

    /// <summary>The exponent p of the power law y ~ x^p that fits points best, in the logarithms.</summary>
    public static double Exponent(IEnumerable<double> x, IEnumerable<double> y) =>
        Slope([.. x.Select(Elementary.Log)], [.. y.Select(Elementary.Log)]);

    /// <summary>The mean.</summary>
    public static double Mean(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double element in x)
        {
            sum += element;
        }

        return sum / x.Length;
    }

    /// <summary>How often a sequence rises by more than a relative tolerance.</summary>
    public static int Rises(IReadOnlyList<double> values, double tolerance = 0) =>
        Enumerable.Range(1, Math.Max(0, values.Count - 1)).Count(i => values[i] > values[i - 1] + (tolerance * Math.Abs(values[i - 1])));

    /// <summary><paramref name="count"/> places from <paramref name="low"/> to <paramref name="high"/> with equal quotients.</summary>
    public static double[] GeometricGrid(double low, double high, int count) =>
        [.. Vectors.Grid(Elementary.Log(low), Elementary.Log(high), count).Select(Elementary.Exp)];
}
