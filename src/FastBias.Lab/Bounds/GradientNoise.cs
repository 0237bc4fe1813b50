namespace FastBias.Lab;

/// <summary>E‖∇ℓ_B(w) − ∇ℓ(w)‖², how noisy the gradient of a random batch B is.</summary>
public static class GradientNoise
{
    /// <summary>S = (1/m)·Σ‖∇ℓ_i(w) − ∇ℓ(w)‖², the variance for batches of one example.</summary>
    /// <param name="objective">A mean over examples.</param>
    /// <param name="w">n numbers.</param>
    public static double OneExample(IMeanObjective objective, ReadOnlySpan<double> w)
    {
        ArgumentNullException.ThrowIfNull(objective);
        double[] full = new double[w.Length], one = new double[w.Length];
        objective.Gradient(w, full);
        double sum = 0;
        for (int i = 0; i < objective.Examples; i++)
        {
            objective.Gradient(w, [i], one);
            VectorProduct.AddScaled<double>(one, -1, full);
            sum += Vectors.Square(one);
        }

        return sum / objective.Examples;
    }

    /// <summary>From batches of one example to batches of B: S/B with replacement, S·(m − B)/(B·(m − 1)) without. ∝ 1/B only for B ≪ m.</summary>
    /// <param name="oneExample">S.</param>
    /// <param name="batch">B, from 1 to m where it is drawn without replacement.</param>
    /// <param name="examples">m, at least 1.</param>
    /// <param name="withReplacement">How batches are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is outside its range.</exception>
    public static double OfBatch(double oneExample, int batch, int examples, bool withReplacement = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (withReplacement)
        {
            return oneExample / batch;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, examples);
        return batch == examples ? 0 : oneExample * (examples - batch) / ((double)batch * (examples - 1));
    }

    /// <summary>The mean of ‖∇ℓ_B(w) − ∇ℓ(w)‖² over drawn batches, with its standard error.</summary>
    /// <param name="objective">A mean over examples.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="batch">B, at least 1; batches are drawn without replacement.</param>
    /// <param name="draws">At least 2.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is outside its range.</exception>
    public static (double Mean, double StandardError) Sampled(IMeanObjective objective, ReadOnlySpan<double> w, int batch, int draws, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        BatchSequence batches = new MiniBatches(batch, BatchOrder.Independent, seed).Start(objective.Examples);
        double[] full = new double[w.Length], part = new double[w.Length];
        objective.Gradient(w, full);
        RunningMean mean = new();
        for (int k = 0; k < draws; k++)
        {
            objective.Gradient(w, batches.Next(), part);
            VectorProduct.AddScaled<double>(part, -1, full);
            mean.Add(Vectors.Square(part));
        }

        return mean.Result();
    }
}
