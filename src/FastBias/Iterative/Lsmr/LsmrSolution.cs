using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="LsmrSolver"/> found.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class LsmrSolution<T> : IterativeSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal LsmrSolution(KrylovOutcome<T> outcome)
        : base(outcome)
    {
    }
}
