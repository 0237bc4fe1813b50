using System.Numerics;

namespace FastBias;

/// <summary>A rank, and the rank that another cutoff would have given.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="RelativeCutoff">The cutoff, relative to the largest singular value.</param>
/// <param name="Rank">The rank.</param>
/// <param name="Origin">Whose cutoff it is, or why one might take it.</param>
public sealed record RankAlternative<T>(T RelativeCutoff, int Rank, string Origin)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The rank of the design, its columns centred (with an intercept) and of one length, and how it was decided.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record RankDiagnosis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rank.</summary>
    public required int Rank { get; init; }

    /// <summary>The cutoff that decided it.</summary>
    public required T RelativeCutoff { get; init; }

    /// <summary>σᵣ/σᵣ₊₁, how clear the decision was; infinite where nothing was cut, or only zeros.</summary>
    public required T Gap { get; init; }

    /// <summary>σᵣ/σ₁, the smallest that was kept; 1 at rank zero.</summary>
    public required T SmallestKept { get; init; }

    /// <summary>σᵣ₊₁/σ₁, the largest that was cut; 0 where nothing was.</summary>
    public required T LargestCut { get; init; }

    /// <summary>What other cutoffs would say, ascending.</summary>
    public required IReadOnlyList<RankAlternative<T>> Alternatives { get; init; }

    /// <summary>Whether all cutoffs from max(m, n)·ε up to √ε give this rank.</summary>
    public required bool IsClear { get; init; }

    /// <summary>Looks at the singular values of an m x n matrix.</summary>
    internal static RankDiagnosis<T> Of(T[] values, int rows, int columns, T cutoff)
    {
        T epsilon = FactorRange<T>.Epsilon, root = T.Sqrt(epsilon);
        int Count(T at) => values.Length == 0 || values[0] == T.Zero ? 0 : values.Count(value => value > T.Zero && value / values[0] > at);
        int rank = Count(cutoff);
        T Ratio(int index) => index < 0 ? T.One : index >= values.Length || values[0] == T.Zero ? T.Zero : values[index] / values[0];
        (T Cutoff, string Origin)[] others =
        [
            (T.Zero, "everything that is not exactly zero"),
            (epsilon, "one rounding error"),
            (RankCutoff.Default<T>(rows, columns), "max(m, n) rounding errors, at most half of the digits: LAPACK, NumPy, and the default here"),
            (root, "half of the digits: data rounded once in a single-precision step, or normal equations"),
            (T.CreateTruncating(1e-4), "data that are known to four digits"),
            (T.CreateTruncating(1e-2), "data that are known to two digits"),
        ];
        return new()
        {
            Rank = rank,
            RelativeCutoff = cutoff,
            Gap = rank == 0 || Ratio(rank) == T.Zero ? T.PositiveInfinity : Ratio(rank - 1) / Ratio(rank),
            SmallestKept = Ratio(rank - 1),
            LargestCut = Ratio(rank),
            Alternatives = [.. others.OrderBy(other => other.Cutoff).Select(other => new RankAlternative<T>(other.Cutoff, Count(other.Cutoff), other.Origin))],
            IsClear = Count(RankCutoff.Default<T>(rows, columns)) == rank && Count(root) == rank,
        };
    }
}
