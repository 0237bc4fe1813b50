namespace FastBias.Lab;

/// <summary>Random data and fits that the experiments on theorems share.</summary>
internal static class Draw
{
    /// <summary>Independent standard normal numbers.</summary>
    public static Matrix<double> Normal(RandomSource random, int rows, int columns)
    {
        Matrix<double> matrix = new(rows, columns);
        random.FillGaussian<double>(matrix.Data);
        return matrix;
    }

    /// <summary>Independent standard normal numbers.</summary>
    public static double[] Normal(RandomSource random, int count)
    {
        double[] vector = new double[count];
        random.FillGaussian<double>(vector);
        return vector;
    }

    /// <summary>k orthonormal rows of n numbers.</summary>
    public static Matrix<double> OrthonormalRows(RandomSource random, int rows, int columns) => Svd<double>.Factor(Normal(random, rows, columns)).Vt;

    /// <summary>A·diag(values)·B for A with as many columns and B with as many rows.</summary>
    public static Matrix<double> Spectral(ReadOnlyMatrixSpan<double> left, ReadOnlySpan<double> values, Matrix<double> right)
    {
        Matrix<double> scaled = right.Clone(), result = new(left.Rows, right.Columns);
        for (int i = 0; i < values.Length; i++)
        {
            Vectors.Scale(scaled.Row(i), values[i]);
        }

        Product.Multiply<double>(result.AsSpan(), left, scaled);
        return result;
    }

    /// <summary>QᵀΛQ with random orthonormal Q: a symmetric matrix with these eigenvalues.</summary>
    public static Matrix<double> WithEigenvalues(RandomSource random, params double[] values)
    {
        Matrix<double> basis = OrthonormalRows(random, values.Length, values.Length), result = Spectral(basis.Transposed, values, basis);
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                result[i, j] = result[j, i];
            }
        }

        return result;
    }

    /// <summary>y + deviation·noise.</summary>
    public static double[] WithNoise(RandomSource random, double[] y, double deviation) => Vectors.Add(y, Normal(random, y.Length), deviation);

    /// <summary>The slope of ln y over ln x by least squares.</summary>
    public static double LogSlope(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] u = [.. x.Select(Elementary.Log)], v = [.. y.Select(Elementary.Log)];
        double meanU = u.Average(), meanV = v.Average(), top = 0, bottom = 0;
        for (int i = 0; i < u.Length; i++)
        {
            top += (u[i] - meanU) * (v[i] - meanV);
            bottom += (u[i] - meanU) * (u[i] - meanU);
        }

        return top / bottom;
    }

    /// <summary>Mean and its standard error.</summary>
    public static (double Mean, double Error) Mean(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count));
    }
}
