using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="LsqrSolver"/> found.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class LsqrSolution<T> : IterativeSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal LsqrSolution(KrylovOutcome<T> outcome)
        : base(outcome)
    {
    }
}
