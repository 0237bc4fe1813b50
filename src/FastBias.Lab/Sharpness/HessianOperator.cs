namespace FastBias.Lab;

/// <summary>The Hessian of an objective at a point as an operator, for Lanczos, power iteration and trace estimates; optionally D·H·D with a diagonal D.</summary>
/// <param name="objective">ℓ.</param>
/// <param name="point">w, n numbers; kept, not copied.</param>
/// <param name="scale">The diagonal of D, n numbers; none for H itself.</param>
public sealed class HessianOperator(IObjective objective, double[] point, double[]? scale = null) : ILinearOperator<double>
{
    /// <inheritdoc/>
    public int Rows => point.Length;

    /// <inheritdoc/>
    public int Columns => point.Length;

    /// <inheritdoc/>
    public void Apply(Span<double> y, ReadOnlySpan<double> x)
    {
        if (scale is null)
        {
            objective.HessianVector(point, x, y);
            return;
        }

        double[] scaled = x.ToArray();
        Vectors.MultiplyBy(scaled, scale);
        objective.HessianVector(point, scaled, y);
        Vectors.MultiplyBy(y, scale);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(Span<double> y, ReadOnlySpan<double> x) => Apply(y, x);

    /// <summary>The n x n matrix, from n products; made symmetric by the mean with its transpose.</summary>
    public Matrix<double> ToMatrix()
    {
        int n = point.Length;
        Matrix<double> matrix = new(n, n);
        double[] unit = new double[n];
        for (int i = 0; i < n; i++)
        {
            unit[i] = 1;
            Apply(matrix.Row(i), unit);
            unit[i] = 0;
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                matrix[i, j] = matrix[j, i] = 0.5 * (matrix[i, j] + matrix[j, i]);
            }
        }

        return matrix;
    }
}
