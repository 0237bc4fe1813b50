namespace FastBias.Lab;

/// <summary>Random data that the experiments on theorems share.</summary>
internal static class Draw
{
    /// <summary>k orthonormal rows of n numbers.</summary>
    public static Matrix<double> OrthonormalRows(RandomSource random, int rows, int columns) => Svd<double>.Factor(Synthetic.Gaussian(random, rows, columns)).Vt;

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
    public static double[] WithNoise(RandomSource random, double[] y, double deviation) => Vectors.Add(y, deviation, Synthetic.Gaussian(random, y.Length));
}
