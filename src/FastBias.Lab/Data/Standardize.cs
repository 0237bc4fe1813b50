namespace FastBias.Lab;

/// <summary>Shifts and scales data to mean 0 and variance 1.</summary>
public static class Standardize
{
    /// <summary>(x_ij − mean_j)/s_j, s_j² = Σ_i (x_ij − mean_j)²/m; a constant column becomes 0.</summary>
    /// <remarks>The variance divides by the number of rows m, as scikit-learn's <c>StandardScaler</c>. The argument is left as it is. NaN and infinities spoil their column only.</remarks>
    /// <param name="x">m × n, an example per row.</param>
    public static Matrix<double> Columns(Matrix<double> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Matrix<double> result = new(x.Rows, x.Columns);
        for (int j = 0; j < x.Columns; j++)
        {
            double[] column = Values(x.Column(j));
            for (int i = 0; i < x.Rows; i++)
            {
                result[i, j] = column[i];
            }
        }

        return result;
    }

    /// <summary>The same of one column.</summary>
    /// <param name="values">The column.</param>
    public static double[] Values(ReadOnlySpan<double> values)
    {
        double mean = Statistics.Mean(values), squares = Statistics.SquaresFrom(mean, values);

        // A column of equal numbers has a mean that may be off by rounding; its deviations are no spread.
        double spread = Math.Sqrt(squares / values.Length), noise = 1e-14 * Math.Abs(mean);
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = spread <= noise ? 0 : (values[i] - mean) / spread;
        }

        return result;
    }
}
