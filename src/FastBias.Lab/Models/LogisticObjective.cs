namespace FastBias.Lab;

/// <summary>ℓ(w) = s·Σ_i ln(1 + exp(−y_i·x_i·w)) + (ridge/2)·‖w‖² with labels ±1 and s = 1 (sum) or 1/m (mean).</summary>
/// <remarks>
/// <para>Gradient −s·Σ y_i·σ(−y_i·x_i·w)·x_i + ridge·w; Hessian s·XᵀDX + ridge·I, D = diag(σ(t_i)σ(−t_i)), σ(t) = 1/(1 + e^{−t}). An intercept is a column of ones in X.</para>
/// <para>X m x n with m ≥ 1, kept, not copied. On separable data and without ridge the infimum is not attained: ‖w‖ grows like ln t/γ along the direction of the largest margin
/// (<see cref="HardMarginSvm"/>). Accurate for scores of any size: neither e^t overflows nor is 1 − σ formed. Cost: 4mn and m exponentials a gradient.
/// Source: D. Soudry et al., The implicit bias of gradient descent on separable data, JMLR 19 (2018).</para>
/// </remarks>
public sealed class LogisticObjective : IMeanObjective
{
    private readonly double[] _y;
    private readonly double _scale;
    private readonly RidgePenalty _penalty;

    /// <summary>The objective of labelled data.</summary>
    /// <param name="x">X, with at least one row.</param>
    /// <param name="y">Labels, 1 or −1.</param>
    /// <param name="scaling">The sum for <see cref="LossScaling.HalfSum"/>, else the mean.</param>
    /// <param name="ridge">Finite, not negative.</param>
    /// <exception cref="ArgumentException">y does not fit X or holds another value; X has no rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ridge"/> is negative or not finite.</exception>
    public LogisticObjective(Matrix<double> x, double[] y, LossScaling scaling = LossScaling.HalfMean, double ridge = 0)
    {
        ModelCheck.Design(x, y);
        ModelCheck.Labels(y, x.Rows);
        (X, _y, _penalty) = (x, y, new(ModelCheck.NonNegative(ridge, nameof(ridge))));
        _scale = scaling == LossScaling.HalfSum ? 1 : 1.0 / x.Rows;
    }

    /// <summary>X.</summary>
    public Matrix<double> X { get; }

    /// <inheritdoc/>
    public int Dimension => X.Columns;

    /// <inheritdoc/>
    public int Examples => X.Rows;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> w)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        double sum = 0;
        foreach (double margin in Margins(w))
        {
            sum += Loss(margin);
        }

        return (_scale * sum) + _penalty.Value(w);
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        double[] margins = Margins(w);
        double sum = 0;
        for (int i = 0; i < margins.Length; i++)
        {
            sum += Loss(margins[i]);
            margins[i] = -_y[i] * Sigmoid(-margins[i]);
        }

        Product.Multiply<double>(gradient, X.Transposed, margins, _scale, 0);
        _penalty.AddGradient(gradient, w);
        return (_scale * sum) + _penalty.Value(w);
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, ReadOnlySpan<int> batch, Span<double> gradient)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        ModelCheck.Batch(batch, Examples);
        gradient.Clear();
        double scale = _scale * Examples / batch.Length, sum = 0;
        foreach (int i in batch)
        {
            double margin = _y[i] * VectorProduct.Dot<double>(X.Row(i), w);
            sum += Loss(margin);
            VectorProduct.AddScaled<double>(gradient, -scale * _y[i] * Sigmoid(-margin), X.Row(i));
        }

        _penalty.AddGradient(gradient, w);
        return (scale * sum) + _penalty.Value(w);
    }

    /// <inheritdoc/>
    public void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(v, Dimension, nameof(v));
        ModelCheck.Length(result, Dimension, nameof(result));
        double[] margins = Margins(w), image = new double[Examples];
        Product.Multiply<double>(image, X, v);
        for (int i = 0; i < image.Length; i++)
        {
            image[i] *= Sigmoid(margins[i]) * Sigmoid(-margins[i]);
        }

        Product.Multiply<double>(result, X.Transposed, image, _scale, 0);
        _penalty.AddGradient(result, v);
    }

    /// <summary>y_i·x_i·w, the unnormalised margins.</summary>
    /// <param name="w">n numbers.</param>
    public double[] Margins(ReadOnlySpan<double> w)
    {
        double[] margins = new double[Examples];
        Product.Multiply<double>(margins, X, w);
        for (int i = 0; i < margins.Length; i++)
        {
            margins[i] *= _y[i];
        }

        return margins;
    }

    /// <summary>ln(1 + e^{−t}).</summary>
    private static double Loss(double t) => t >= 0 ? Elementary.Log1P(Elementary.Exp(-t)) : Elementary.Log1P(Elementary.Exp(t)) - t;

    /// <summary>1/(1 + e^{−t}).</summary>
    private static double Sigmoid(double t)
    {
        double small = Elementary.Exp(-Math.Abs(t));
        return t >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
}
