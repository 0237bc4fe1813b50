using System.Numerics;

namespace FastBias;

/// <summary>Ridge solutions for many λ, their errors, and the choice.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record RidgePathSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One point for each λ, in the order given.</summary>
    public IReadOnlyList<RidgePathPoint<T>> Points { get; internal init; } = [];

    /// <summary>The index of the chosen λ; −1 where nothing was computed. Of equal errors, the largest λ.</summary>
    public int Choice { get; internal init; } = -1;

    /// <summary>The chosen λ.</summary>
    public T Lambda { get; internal init; } = T.NaN;

    /// <summary>Whether the choice is the smallest or the largest λ of the path: the best may lie outside.</summary>
    public bool IsChoiceAtEdge { get; internal init; }

    /// <summary>The solution for the chosen λ, n x p.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>The constants for the chosen λ; empty without an intercept.</summary>
    public IReadOnlyList<T> Intercepts { get; internal init; } = [];

    /// <summary>The singular values of A (centred with an intercept), descending.</summary>
    public IReadOnlyList<T> SingularValues { get; internal init; } = [];

    /// <summary>How many of them count as not zero.</summary>
    public int Rank { get; internal init; }

    /// <summary>What the solutions at other λ's are computed from.</summary>
    internal RidgePathSpectrum<T>? Spectrum { get; init; }

    /// <summary>The solution and the constants for any λ ≥ 0, on the path or not; λ = 0 is the solution of minimum norm.</summary>
    /// <remarks>Cost: 2nrp operations.</remarks>
    /// <param name="lambda">λ, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">There is no path: see the status.</exception>
    public (Matrix<T> X, IReadOnlyList<T> Intercepts) At(T lambda)
    {
        SolverCheck.NotNegative(lambda, nameof(lambda));
        return (Spectrum ?? throw new InvalidOperationException($"There is no path: {Status}.")).At(lambda);
    }

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X) && SolverMath.IsFinite(Intercepts) && !T.IsInfinity(Lambda);
}
