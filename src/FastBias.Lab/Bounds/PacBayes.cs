namespace FastBias.Lab;

/// <summary>PAC-Bayes bounds of the error of a randomised classifier drawn from a posterior Q, against a prior P chosen without the data.</summary>
/// <remarks>Each holds with probability 1 − δ over m independent examples, for all Q at once. A point mass has KL = ∞ and no bound. Errors lie in [0, 1].</remarks>
public static class PacBayes
{
    /// <summary>KL(N(w, s²I) ‖ N(0, σ²I)) = ½·[n·s²/σ² + ‖w‖²/σ² − n + 2n·ln(σ/s)].</summary>
    /// <param name="mean">w, n numbers.</param>
    /// <param name="posteriorDeviation">s, positive.</param>
    /// <param name="priorDeviation">σ, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A deviation is not positive and finite.</exception>
    public static double GaussianDivergence(ReadOnlySpan<double> mean, double posteriorDeviation, double priorDeviation)
    {
        double ratio = ModelCheck.Positive(posteriorDeviation, nameof(posteriorDeviation)) / ModelCheck.Positive(priorDeviation, nameof(priorDeviation));
        double length = VectorProduct.Norm(mean) / priorDeviation;
        return 0.5 * ((mean.Length * ((ratio * ratio) - 1 - (2 * Elementary.Log(ratio)))) + (length * length));
    }

    /// <summary>The Gibbs error of sign(x·v), v ~ N(w, s²I): the mean of Φ(−y_i·x_i·w/(s·‖x_i‖)); a row of zeros counts ½.</summary>
    /// <param name="x">X, m x n with m ≥ 1.</param>
    /// <param name="y">m labels, 1 or −1.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="deviation">s, positive.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is another number.</exception>
    public static double GibbsError(Matrix<double> x, double[] y, ReadOnlySpan<double> w, double deviation)
    {
        ModelCheck.Design(x, y);
        ModelCheck.Labels(y, x.Rows);
        ModelCheck.Length(w, x.Columns, nameof(w));
        ModelCheck.Positive(deviation, nameof(deviation));
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double length = VectorProduct.Norm<double>(x.Row(i));
            sum += length == 0 ? 0.5 : Elementary.NormalCdf(-y[i] * VectorProduct.Dot<double>(x.Row(i), w) / (deviation * length));
        }

        return sum / y.Length;
    }

    /// <summary>train + √((KL + ln(m/δ))/(2(m − 1))). Source: D. McAllester, COLT 1999, Mach. Learn. 51 (2003).</summary>
    /// <param name="train">The training error of Q.</param>
    /// <param name="divergence">KL(Q ‖ P), not negative.</param>
    /// <param name="examples">m, at least 2.</param>
    /// <param name="delta">δ, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double McAllester(double train, double divergence, int examples, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(divergence);
        return train + Math.Sqrt((divergence + Elementary.Log(examples / ModelCheck.Confidence(delta))) / (2.0 * (examples - 1)));
    }

    /// <summary>train + √((KL + ln(2√m/δ))/2m). Source: A. Maurer, A note on the PAC-Bayesian theorem, 2004, and Pinsker's inequality.</summary>
    /// <param name="train">The training error of Q.</param>
    /// <param name="divergence">KL(Q ‖ P), not negative.</param>
    /// <param name="examples">m, at least 1.</param>
    /// <param name="delta">δ, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Maurer(double train, double divergence, int examples, double delta) => train + Math.Sqrt(0.5 * Budget(divergence, examples, delta));

    /// <summary>sup{p : kl(train ‖ p) ≤ (KL + ln(2√m/δ))/m}: never above <see cref="Maurer"/>, and far below it for small errors.</summary>
    /// <param name="train">The training error of Q, from 0 to 1.</param>
    /// <param name="divergence">KL(Q ‖ P), not negative.</param>
    /// <param name="examples">m, at least 1.</param>
    /// <param name="delta">δ, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double KlInverse(double train, double divergence, int examples, double delta) => BinaryKlInverse(train, Budget(divergence, examples, delta));

    /// <summary>kl(q ‖ p) = q·ln(q/p) + (1 − q)·ln((1 − q)/(1 − p)), the divergence of two coins.</summary>
    /// <param name="q">From 0 to 1.</param>
    /// <param name="p">From 0 to 1; infinite where p is 0 or 1 and q is not the same.</param>
    public static double BinaryKl(double q, double p)
    {
        double first = q == 0 ? 0 : p == 0 ? double.PositiveInfinity : q * Elementary.Log(q / p);
        double second = q == 1 ? 0 : p == 1 ? double.PositiveInfinity : (1 - q) * (Elementary.Log1P(-q) - Elementary.Log1P(-p));
        return Math.Max(0, first + second);
    }

    /// <summary>The largest p in [q, 1] with kl(q ‖ p) ≤ c, by bisection to the last bit of the computed kl; since kl is flat at q, for c near 0 the result is within about 1e-8.</summary>
    /// <param name="q">From 0 to 1.</param>
    /// <param name="budget">c, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">q is outside [0, 1] or c is negative or NaN.</exception>
    public static double BinaryKlInverse(double q, double budget)
    {
        if (!(q is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, "An error lies between 0 and 1.");
        }

        if (!(budget >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(budget), budget, "The budget is not negative.");
        }

        double low = q, high = 1, middle = 0.5 * (low + high);
        while (middle > low && middle < high)
        {
            (low, high) = BinaryKl(q, middle) <= budget ? (middle, high) : (low, middle);
            middle = 0.5 * (low + high);
        }

        return low;
    }

    private static double Budget(double divergence, int examples, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(divergence);
        return (divergence + Elementary.Log(2 * Math.Sqrt(examples) / ModelCheck.Confidence(delta))) / examples;
    }
}
