using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="SketchedSolver"/> found.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class SketchedSolution<T> : IterativeSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal SketchedSolution(KrylovOutcome<T> outcome)
        : base(outcome)
    {
    }

    /// <summary>The rank of the sketch at the cutoff, which is that of A unless a singular value lies near it.</summary>
    public int Rank { get; internal init; }

    /// <summary>κ of the sketch, within the factor (1 + √(n/s))/(1 − √(n/s)) that of A without what was cut.</summary>
    public T SketchCondition { get; internal init; } = T.NaN;

    /// <summary>The rows of the sketch; 0 where none was needed.</summary>
    public int SketchRows { get; internal init; }
}
