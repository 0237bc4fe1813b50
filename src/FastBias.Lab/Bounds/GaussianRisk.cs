namespace FastBias.Lab;

/// <summary>The expected test error of least squares and minimum-norm interpolation of y = x·θ + σ·noise with x ~ N(0, I_n) and m rows, exactly.</summary>
/// <remarks>
/// <code>
///   n &lt; m − 1:   excess = σ²·n/(m − n − 1)
///   n &gt; m + 1:   excess = ‖θ‖²·(1 − m/n) + σ²·m/(n − m − 1)
///   otherwise:   infinite (σ &gt; 0): the mean of tr (XᵀX)⁻¹ does not exist; its median does
/// </code>
/// The test error of a new y is σ² more. As n → ∞ with ‖θ‖ fixed the excess tends to ‖θ‖², the error of predicting 0. Source: L. Breiman, D. Freedman, JASA 78 (1983);
/// M. Belkin, D. Hsu, J. Xu, Two models of double descent, SIAM J. Math. Data Sci. 2 (2020).
/// </remarks>
public static class GaussianRisk
{
    /// <summary>E‖ŵ − θ‖², the excess over σ².</summary>
    /// <param name="rows">m, at least 1.</param>
    /// <param name="parameters">n, at least 0.</param>
    /// <param name="signal">‖θ‖², finite, not negative: of the n features that are used; what others contribute is noise.</param>
    /// <param name="noise">σ², finite, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Excess(int rows, int parameters, double signal, double noise)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(parameters);
        ModelCheck.NonNegative(signal, nameof(signal));
        ModelCheck.NonNegative(noise, nameof(noise));
        double m = rows, n = parameters, bias = n > m ? signal * (1 - (m / n)) : 0;
        return noise == 0 ? bias
            : n < m - 1 ? noise * n / (m - n - 1)
            : n > m + 1 ? bias + (noise * m / (n - m - 1))
            : double.PositiveInfinity;
    }

    /// <summary>E‖ŵ‖² of the minimum-norm interpolant for n &gt; m + 1: ‖θ‖²·m/n + σ²·m/(n − m − 1); for n &lt; m − 1 ‖θ‖² + σ²·n/(m − n − 1); between, infinite for σ &gt; 0.</summary>
    /// <param name="rows">m, at least 1.</param>
    /// <param name="parameters">n, at least 0.</param>
    /// <param name="signal">‖θ‖², finite, not negative.</param>
    /// <param name="noise">σ², finite, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double SquaredNorm(int rows, int parameters, double signal, double noise)
    {
        double bias = parameters > rows ? signal * (1 - ((double)rows / parameters)) : 0;
        return signal - (2 * bias) + Excess(rows, parameters, signal, noise);
    }
}
