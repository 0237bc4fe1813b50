using System.Numerics;

namespace FastBias;

/// <summary>The singular values of a matrix and what they sum up to.</summary>
/// <remarks>
/// Energy rank: the least k with σ₁² + … + σₖ² ≥ 0.9·Σσ². Stable rank: Σσ²/σ₁². Entropy rank: exp(−Σ p·ln p) with p = σ/Σσ (O. Roy and M. Vetterli, EUSIPCO 2007); it uses the
/// platform's exponential and logarithm, so its last bits may differ between platforms. All of them are 0 for a zero matrix.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="SingularValues">Descending.</param>
/// <param name="Rank">How many of them count as not zero.</param>
/// <param name="Condition">The largest over the smallest that counts; 0 at rank zero.</param>
/// <param name="EnergyRank">90 % of the sum of squares.</param>
/// <param name="StableRank">Σσ²/σ₁².</param>
/// <param name="EntropyRank">exp of the entropy.</param>
public sealed record SpectrumDiagnosis<T>(IReadOnlyList<T> SingularValues, int Rank, T Condition, int EnergyRank, T StableRank, T EntropyRank)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sums the values up.</summary>
    internal static SpectrumDiagnosis<T> Of(T[] values, int rank)
    {
        if (values.Length == 0 || values[0] == T.Zero)
        {
            return new(values, 0, T.Zero, 0, T.Zero, T.Zero);
        }

        // Relative to the largest, so that no square leaves the range.
        T[] ratios = [.. values.Select(value => value / values[0])];
        T sum = T.Zero, squares = T.Zero;
        foreach (T ratio in ratios)
        {
            sum += ratio;
            squares += ratio * ratio;
        }

        T condition = rank == 0 ? T.Zero : T.One / ratios[Math.Min(rank, ratios.Length) - 1];
        return new(values, rank, condition, Energy(ratios, squares), squares, Entropy(ratios, sum));
    }

    private static int Energy(T[] ratios, T squares)
    {
        T reached = T.Zero, wanted = squares * T.CreateTruncating(9) / T.CreateTruncating(10);
        int count = 0;
        while (count < ratios.Length && reached < wanted)
        {
            reached += ratios[count] * ratios[count];
            count++;
        }

        return count;
    }

    private static T Entropy(T[] ratios, T sum)
    {
        T entropy = T.Zero;
        foreach (T ratio in ratios)
        {
            T share = ratio / sum;
            entropy -= share > T.Zero ? share * T.Log(share) : T.Zero;
        }

        return T.Exp(entropy);
    }
}
