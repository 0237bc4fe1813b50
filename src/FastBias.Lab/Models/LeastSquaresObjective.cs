namespace FastBias.Lab;

/// <summary>ℓ(w) = (c/2)·‖Xw − y‖² + (ridge/2)·‖w‖² with c = 1, 1/m or 2/m; gradient c·Xᵀ(Xw − y) + ridge·w, Hessian c·XᵀX + ridge·I.</summary>
/// <remarks>
/// X m x n with m ≥ 1, y m numbers; both are kept, not copied. As a mean over examples ℓ_i(w) = (cm/2)·(x_i·w − y_i)² + (ridge/2)·‖w‖².
/// Cost: value 2mn, gradient and Hessian product 4mn operations, m numbers allocated; one thread. <see cref="FirstOrderSolver.Predict{T}"/> tells bounds, rates and limits of
/// first-order methods on it.
/// </remarks>
public sealed class LeastSquaresObjective : IMeanObjective
{
    private readonly RidgePenalty _penalty;

    /// <summary>The objective of data.</summary>
    /// <param name="x">X, with at least one row.</param>
    /// <param name="y">y, as many numbers as X has rows.</param>
    /// <param name="scaling">Which c.</param>
    /// <param name="ridge">Finite, not negative.</param>
    /// <exception cref="ArgumentException">y does not fit X, or X has no rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ridge"/> is negative or not finite.</exception>
    public LeastSquaresObjective(Matrix<double> x, double[] y, LossScaling scaling = LossScaling.HalfSum, double ridge = 0)
    {
        ModelCheck.Design(x, y);
        (X, Targets, _penalty) = (x, y, new(ModelCheck.NonNegative(ridge, nameof(ridge))));
        Factor = scaling switch { LossScaling.HalfSum => 1, LossScaling.HalfMean => 1.0 / x.Rows, _ => 2.0 / x.Rows };
    }

    /// <summary>X.</summary>
    public Matrix<double> X { get; }

    /// <summary>y.</summary>
    public IReadOnlyList<double> Y => Targets;

    /// <summary>c.</summary>
    public double Factor { get; }

    /// <summary>The weight of ½‖w‖².</summary>
    public double Ridge => _penalty.Weight;

    /// <inheritdoc/>
    public int Dimension => X.Columns;

    /// <inheritdoc/>
    public int Examples => X.Rows;

    internal double[] Targets { get; }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> w)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        double[] residual = Residual(w);
        return (0.5 * Factor * VectorProduct.Dot<double>(residual, residual)) + _penalty.Value(w);
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        double[] residual = Residual(w);
        Product.Multiply<double>(gradient, X.Transposed, residual, Factor, 0);
        _penalty.AddGradient(gradient, w);
        return (0.5 * Factor * VectorProduct.Dot<double>(residual, residual)) + _penalty.Value(w);
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, ReadOnlySpan<int> batch, Span<double> gradient)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        ModelCheck.Batch(batch, Examples);
        gradient.Clear();
        double scale = Factor * Examples / batch.Length, sum = 0;
        foreach (int i in batch)
        {
            double residual = VectorProduct.Dot<double>(X.Row(i), w) - Targets[i];
            VectorProduct.AddScaled<double>(gradient, scale * residual, X.Row(i));
            sum += residual * residual;
        }

        _penalty.AddGradient(gradient, w);
        return (0.5 * scale * sum) + _penalty.Value(w);
    }

    /// <inheritdoc/>
    public void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(v, Dimension, nameof(v));
        ModelCheck.Length(result, Dimension, nameof(result));
        double[] image = new double[Examples];
        Product.Multiply<double>(image, X, v);
        Product.Multiply<double>(result, X.Transposed, image, Factor, 0);
        _penalty.AddGradient(result, v);
    }

    /// <summary>Xw − y.</summary>
    /// <param name="w">n numbers.</param>
    public double[] Residual(ReadOnlySpan<double> w)
    {
        double[] residual = (double[])Targets.Clone();
        Product.Multiply<double>(residual, X, w, 1, -1);
        return residual;
    }
}
