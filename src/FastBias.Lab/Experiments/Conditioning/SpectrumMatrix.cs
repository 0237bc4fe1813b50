namespace FastBias.Lab;

/// <summary>Matrices with given singular values and random singular vectors.</summary>
internal static class SpectrumMatrix
{
    /// <summary>U·diag(σ)·Vᵀ with U and V from the QR factors of Gaussian matrices.</summary>
    /// <param name="rows">The rows, at least as many as singular values.</param>
    /// <param name="columns">The columns, at least as many as singular values.</param>
    /// <param name="sigma">The singular values, not negative.</param>
    /// <param name="random">What U and V are drawn from.</param>
    public static Matrix<double> Create(int rows, int columns, ReadOnlySpan<double> sigma, RandomSource random)
    {
        Matrix<double> u = Orthonormal(rows, sigma.Length, random), v = Orthonormal(columns, sigma.Length, random);
        for (int j = 0; j < sigma.Length; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                u[i, j] *= sigma[j];
            }
        }

        Matrix<double> a = new(rows, columns);
        Product.Multiply(a.AsSpan(), u, v.Transposed);
        return a;
    }

    /// <summary>Singular values from 1 down to 1/κ with equal quotients.</summary>
    /// <param name="count">How many, at least 2.</param>
    /// <param name="condition">κ, at least 1.</param>
    public static double[] Graded(int count, double condition) =>
        [.. Enumerable.Range(0, count).Select(i => i == 0 ? 1 : i == count - 1 ? 1 / condition : Elementary.Pow(condition, -(double)i / (count - 1)))];

    /// <summary>Orthonormal columns, uniformly distributed but for their signs.</summary>
    public static Matrix<double> Orthonormal(int rows, int columns, RandomSource random)
    {
        Matrix<double> gaussian = new(rows, columns);
        random.FillGaussian<double>(gaussian.Data);
        return Qr<double>.Factor(gaussian).Q;
    }
}
