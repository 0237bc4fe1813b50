namespace FastBias.Lab;

/// <summary>The Hessian of an objective at a point as an operator, for Lanczos, power iteration and trace estimates; optionally D·H·D with a diagonal D.</summary>
/// <param name="objective">ℓ.</param>
/// <param name="point">w, n numbers; kept, not copied.</param>
/// <param name="scale">The diagonal of D, n numbers; none for H itself.</param>
/// <exception cref="ArgumentException"><paramref name="point"/> or <paramref name="scale"/> has another length.</exception>
public sealed class HessianOperator(IObjective objective, double[] point, double[]? scale = null) : ILinearOperator<double>
{
    private readonly IObjective _objective = Require(objective, point);
    private readonly double[]? _scale = RequireScale(scale, point);

    /// <inheritdoc/>
    public int Rows => point.Length;

    /// <inheritdoc/>
    public int Columns => point.Length;

    /// <inheritdoc/>
    public void Apply(Span<double> y, ReadOnlySpan<double> x)
    {
        if (_scale is null)
        {
            _objective.HessianVector(point, x, y);
            return;
        }

        double[] scaled = x.ToArray();
        Vectors.MultiplyBy(scaled, _scale);
        _objective.HessianVector(point, scaled, y);
        Vectors.MultiplyBy(y, _scale);
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

    private static IObjective Require(IObjective objective, double[] point)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(point);
        ModelCheck.Length(point, objective.Dimension, nameof(point));
        return objective;
    }

    private static double[]? RequireScale(double[]? scale, double[] point)
    {
        ModelCheck.Length(scale ?? point, point.Length, nameof(scale));
        return scale;
    }
}
