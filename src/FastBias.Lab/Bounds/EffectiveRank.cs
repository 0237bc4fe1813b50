namespace FastBias.Lab;

/// <summary>How many directions a spectrum really has.</summary>
/// <remarks>Of singular values σ ≥ 0 in any order; zeros change nothing, scaling all changes nothing. An empty or zero spectrum has rank 0.</remarks>
public static class EffectiveRank
{
    /// <summary>The smallest r with Σ_{i≤r}σ_i² ≥ share·Σσ_i².</summary>
    /// <param name="singularValues">σ, finite, not negative.</param>
    /// <param name="share">Above 0, at most 1; 0.9 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside (0, 1], or a value is negative or not finite.</exception>
    public static int Energy(ReadOnlySpan<double> singularValues, double share = 0.9)
    {
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is above 0 and at most 1.");
        }

        double[] squares = Squares(singularValues);
        double total = squares.Sum(), sum = 0;
        for (int r = 0; r < squares.Length && total > 0; r++)
        {
            sum += squares[r];
            if (sum >= share * total || r == squares.Length - 1 || squares[r + 1] == 0)
            {
                return r + 1;
            }
        }

        return 0;
    }

    /// <summary>The stable rank Σσ²/σ₁², between 1 and the rank.</summary>
    /// <param name="singularValues">σ, finite, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite.</exception>
    public static double Stable(ReadOnlySpan<double> singularValues)
    {
        double[] squares = Squares(singularValues);
        return squares.Length == 0 || squares[0] == 0 ? 0 : squares.Sum() / squares[0];
    }

    /// <summary>The entropy rank exp(−Σ p_i·ln p_i) with p = σ²/Σσ², between 1 and the rank. Source: O. Roy, M. Vetterli, EUSIPCO 2007 (there with p = σ/Σσ).</summary>
    /// <param name="singularValues">σ, finite, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite.</exception>
    public static double Entropy(ReadOnlySpan<double> singularValues)
    {
        double[] squares = Squares(singularValues);
        double total = squares.Sum(), entropy = 0;
        foreach (double square in squares)
        {
            double p = square / total;
            entropy -= p > 0 ? p * Elementary.Log(p) : 0;
        }

        return total > 0 ? Elementary.Exp(entropy) : 0;
    }

    /// <summary>Squares relative to the largest, descending: no overflow.</summary>
    private static double[] Squares(ReadOnlySpan<double> singularValues)
    {
        double[] sorted = singularValues.ToArray();
        foreach (double value in sorted)
        {
            ModelCheck.NonNegative(value, nameof(singularValues));
        }

        Array.Sort(sorted);
        Array.Reverse(sorted);
        double top = sorted.Length == 0 ? 0 : sorted[0];
        return [.. sorted.Select(value => top == 0 ? 0 : value / top * (value / top))];
    }
}
