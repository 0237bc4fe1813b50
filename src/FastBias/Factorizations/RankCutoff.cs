using System.Numerics;

namespace FastBias;

/// <summary>The relative size up to which a direction of a matrix counts as lost to rounding, where the caller names none; a few times that for what solvers compute from it.</summary>
internal static class RankCutoff
{
    /// <summary>max(m, n)·ε as in LAPACK and NumPy, and at most √ε: in single precision that bound of rounding errors, which nothing comes near, is 0.1 for a million rows and 1 for eight.</summary>
    public static T Default<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.Min(T.CreateTruncating(Math.Max(rows, columns)) * FactorRange<T>.Epsilon, T.Sqrt(FactorRange<T>.Epsilon));
}
