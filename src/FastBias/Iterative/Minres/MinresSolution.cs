using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="MinresSolver"/> found.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class MinresSolution<T> : IterativeSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal MinresSolution(KrylovOutcome<T> outcome)
        : base(outcome)
    {
    }
}
