namespace FastBias;

/// <content>Rank and conditioning.</content>
public sealed partial class Svd<T>
{
    /// <summary>σ₁/σ of the smallest of the min(m, n) singular values: the condition number in the 2-norm (NumPy: linalg.cond).</summary>
    /// <remarks>Infinite if a singular value is zero; 1 for an empty matrix.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> says that there is no result.</exception>
    public T Condition
    {
        get
        {
            RequireResult();
            return S.Length == 0 ? T.One : S[^1] == T.Zero ? T.PositiveInfinity : S[0] / S[^1];
        }
    }

    /// <summary>max(m, n)·eps, at most √eps: below it, a singular value of a matrix that was rounded once cannot be told from zero.</summary>
    public T DefaultCutoff => RankCutoff.Default<T>(Rows, Columns);

    /// <summary>The number of singular values above cutoff·σ₁ (NumPy: linalg.matrix_rank).</summary>
    /// <param name="relativeCutoff">Not negative; <see cref="DefaultCutoff"/> if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> says that there is no result.</exception>
    public int Rank(T? relativeCutoff = null)
    {
        RequireResult();
        return CountRank(S, RequireCutoff(relativeCutoff, Rows, Columns));
    }

    /// <summary>σᵣ/σᵣ₊₁ at the rank r that the cutoff gives: how clear the decision was.</summary>
    /// <param name="relativeCutoff">As in <see cref="Rank"/>.</param>
    /// <returns>Infinite where r is 0 or min(m, n), or σᵣ₊₁ = 0: then nothing was close to the cutoff.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> says that there is no result.</exception>
    public T RankGap(T? relativeCutoff = null)
    {
        int rank = Rank(relativeCutoff);
        return rank == 0 || rank == S.Length || S[rank] == T.Zero ? T.PositiveInfinity : S[rank - 1] / S[rank];
    }

    private static T RequireCutoff(T? relativeCutoff, int rows, int columns)
    {
        T cutoff = relativeCutoff ?? RankCutoff.Default<T>(rows, columns);
        return cutoff >= T.Zero ? cutoff : throw new ArgumentOutOfRangeException(nameof(relativeCutoff), cutoff, "A cutoff is not negative.");
    }

    private static int CountRank(ReadOnlySpan<T> s, T cutoff)
    {
        // σ/σ₁ and not cutoff·σ₁, which underflows for tiny matrices: the rank does not depend on the scale.
        int rank = 0;
        while (rank < s.Length && s[rank] != T.Zero && (T.IsInfinity(s[rank]) || s[rank] / s[0] > cutoff))
        {
            rank++;
        }

        return rank;
    }
}
