namespace FastBias.Lab;

/// <summary>ℓ(β) = (1/4m)·Σ(⟨β⊙β, x_i⟩ − y_i)²: least squares in θ = β⊙β, the model in which gradient descent from a small start finds sparse solutions.</summary>
/// <remarks>
/// <para>Gradient (1/m)·Σ r_i·x_i⊙β with r_i = ⟨β⊙β, x_i⟩ − y_i; Hessian product (1/m)·[Xᵀr ⊙ v + 2·β⊙Xᵀ(X(β⊙v))]. β = 0 is a critical point.</para>
/// <para>X m x n with m ≥ 1, kept, not copied. Cost: 4mn operations a gradient. Source: lecture notes on algorithmic regularisation; B. Woodworth et al., Kernel and rich regimes, COLT 2020.</para>
/// </remarks>
public sealed class HadamardObjective : IMeanObjective
{
    private readonly double[] _y;

    /// <summary>The objective of data.</summary>
    /// <param name="x">X, with at least one row.</param>
    /// <param name="y">y, as many numbers.</param>
    /// <exception cref="ArgumentException">y does not fit X, or X has no rows.</exception>
    public HadamardObjective(Matrix<double> x, double[] y)
    {
        ModelCheck.Design(x, y);
        (X, _y) = (x, y);
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
        double[] residual = Residual(w);
        return 0.25 / Examples * VectorProduct.Dot<double>(residual, residual);
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        double[] residual = Residual(w);
        Product.Multiply<double>(gradient, X.Transposed, residual, 1.0 / Examples, 0);
        Vectors.MultiplyBy(gradient, w);
        return 0.25 / Examples * VectorProduct.Dot<double>(residual, residual);
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, ReadOnlySpan<int> batch, Span<double> gradient)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        ModelCheck.Batch(batch, Examples);
        gradient.Clear();
        double[] squares = Vectors.Squares(w);
        double sum = 0;
        foreach (int i in batch)
        {
            double residual = VectorProduct.Dot<double>(X.Row(i), squares) - _y[i];
            VectorProduct.AddScaled<double>(gradient, residual / batch.Length, X.Row(i));
            sum += residual * residual;
        }

        Vectors.MultiplyBy(gradient, w);
        return 0.25 / batch.Length * sum;
    }

    /// <inheritdoc/>
    public void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result)
    {
        ModelCheck.Length(v, Dimension, nameof(v));
        ModelCheck.Length(result, Dimension, nameof(result));
        double[] residual = Residual(w), curvature = new double[Dimension], product = v.ToArray(), image = new double[Examples];
        Product.Multiply<double>(curvature, X.Transposed, residual, 1.0 / Examples, 0);
        Vectors.MultiplyBy(product, w);
        Product.Multiply<double>(image, X, product);
        Product.Multiply<double>(result, X.Transposed, image, 2.0 / Examples, 0);
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = (result[j] * w[j]) + (curvature[j] * v[j]);
        }
    }

    private double[] Residual(ReadOnlySpan<double> w)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        double[] residual = (double[])_y.Clone();
        Product.Multiply<double>(residual, X, Vectors.Squares(w), 1, -1);
        return residual;
    }
}

/// <summary>L(β) = ¼·‖β⊙β − θ*‖²: <see cref="HadamardObjective"/> with infinitely many isotropic examples; gradient (β⊙β − θ*)⊙β, Hessian diag(3β² − θ*).</summary>
/// <param name="target">θ*, n numbers; kept, not copied.</param>
public sealed class PopulationHadamardObjective(double[] target) : IObjective
{
    private readonly double[] _target = target ?? throw new ArgumentNullException(nameof(target));

    /// <inheritdoc/>
    public int Dimension => _target.Length;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> w) => Gradient(w, new double[Dimension]);

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        double sum = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double residual = (w[j] * w[j]) - _target[j];
            gradient[j] = residual * w[j];
            sum += residual * residual;
        }

        return 0.25 * sum;
    }

    /// <inheritdoc/>
    public void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(v, Dimension, nameof(v));
        ModelCheck.Length(result, Dimension, nameof(result));
        for (int j = 0; j < w.Length; j++)
        {
            result[j] = ((3 * w[j] * w[j]) - _target[j]) * v[j];
        }
    }
}
