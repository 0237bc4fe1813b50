using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="ConjugateGradientSolver"/> found.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class ConjugateGradientSolution<T> : IterativeSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal ConjugateGradientSolution(KrylovOutcome<T> outcome)
        : base(outcome)
    {
    }
}
