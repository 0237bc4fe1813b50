namespace FastBias.Lab;

/// <summary>The empirical Rademacher complexity of linear functions in a norm ball, {x → x·w : ‖w‖ ≤ B}.</summary>
public static class Rademacher
{
    /// <summary>B·√(Σ‖x_i‖²)/m = B·√(tr K)/m, an upper bound of the complexity, at most √2 times it. Source: P. Bartlett, S. Mendelson, JMLR 3 (2002), Lemma 22.</summary>
    /// <param name="x">X, m x n with m ≥ 1.</param>
    /// <param name="radius">B, finite, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">B is negative or not finite, or there are no rows.</exception>
    public static double NormBall(Matrix<double> x, double radius)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Rows, 1);
        return ModelCheck.NonNegative(radius, nameof(radius)) * VectorProduct.Norm<double>(x.Data) / x.Rows;
    }

    /// <summary>The complexity itself, (B/m)·E‖Σs_i·x_i‖ over random signs s, by sampling: mean and standard error.</summary>
    /// <param name="x">X, m x n with m ≥ 1.</param>
    /// <param name="radius">B, finite, not negative.</param>
    /// <param name="samples">At least 2.</param>
    /// <param name="seed">The seed of the signs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static (double Mean, double StandardError) Sampled(Matrix<double> x, double radius, int samples, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        double scale = ModelCheck.NonNegative(radius, nameof(radius)) / x.Rows;
        RunningMean mean = new();
        RandomSource random = new(seed);
        double[] signs = new double[x.Rows], sum = new double[x.Columns];
        for (int k = 0; k < samples; k++)
        {
            random.FillSigns<double>(signs);
            Product.Multiply<double>(sum, x.Transposed, signs);
            mean.Add(scale * VectorProduct.Norm<double>(sum));
        }

        return mean.Result();
    }

    /// <summary>test ≤ train + 2·complexity + 3·√(ln(2/δ)/2m) with probability 1 − δ, for losses in [0, 1] that are 1-Lipschitz in the prediction.</summary>
    /// <remarks>Source: M. Mohri, A. Rostamizadeh, A. Talwalkar, Foundations of Machine Learning (2018), Theorem 3.3 and Talagrand's lemma.</remarks>
    /// <param name="train">The training error.</param>
    /// <param name="complexity">The empirical complexity.</param>
    /// <param name="examples">m, at least 1.</param>
    /// <param name="delta">δ, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Bound(double train, double complexity, int examples, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        return train + (2 * ModelCheck.NonNegative(complexity, nameof(complexity))) + (3 * Math.Sqrt(Elementary.Log(2 / ModelCheck.Confidence(delta)) / (2.0 * examples)));
    }
}
