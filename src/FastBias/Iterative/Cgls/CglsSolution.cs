using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="CglsSolver"/> found.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class CglsSolution<T> : IterativeSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal CglsSolution(KrylovOutcome<T> outcome)
        : base(outcome)
    {
    }
}
