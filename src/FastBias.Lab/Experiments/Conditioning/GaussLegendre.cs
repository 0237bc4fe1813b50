namespace FastBias.Lab;

/// <summary>Quadrature with n places that is exact for polynomials up to degree 2n − 1.</summary>
/// <remarks>
/// The places are the eigenvalues of the symmetric tridiagonal matrix with off-diagonal k/√(4k² − 1), the weights twice the squares of the eigenvectors' first components, both moved from [−1, 1] to the
/// interval. Source: G. Golub and J. Welsch, Math. Comp. 23 (1969).
/// </remarks>
internal sealed class GaussLegendre
{
    private readonly double[] _places;
    private readonly double[] _weights;

    /// <param name="count">The number of places, at least 1.</param>
    public GaussLegendre(int count)
    {
        Matrix<double> jacobi = new(count, count);
        for (int k = 1; k < count; k++)
        {
            jacobi[k, k - 1] = jacobi[k - 1, k] = k / Math.Sqrt((4.0 * k * k) - 1);
        }

        SymmetricEigen<double> eigen = SymmetricEigen<double>.Factor(jacobi);
        _places = [.. eigen.Values];
        _weights = [.. Enumerable.Range(0, count).Select(i => 2 * eigen.Vectors[0, i] * eigen.Vectors[0, i])];
    }

    /// <summary>∫ f over [low, high].</summary>
    public double Integrate(Func<double, double> f, double low, double high)
    {
        double half = (high - low) / 2, middle = (high + low) / 2, sum = 0;
        for (int i = 0; i < _places.Length; i++)
        {
            sum += _weights[i] * f(middle + (half * _places[i]));
        }

        return half * sum;
    }

    /// <summary>∫ f over pieces of equal length, for functions that one polynomial does not follow.</summary>
    public double Integrate(Func<double, double> f, double low, double high, int pieces) =>
        Enumerable.Range(0, pieces).Sum(i => Integrate(f, low + ((high - low) * i / pieces), low + ((high - low) * (i + 1) / pieces)));

    /// <summary>∫∫ f over [0, width] × [0, height].</summary>
    public double Integrate(Func<double, double, double> f, double width, double height) => Integrate(x => Integrate(y => f(x, y), 0, height), 0, width);
}
