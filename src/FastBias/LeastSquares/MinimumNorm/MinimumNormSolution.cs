using System.Numerics;

namespace FastBias;

/// <summary>The shortest least-squares solution by several routes, and how far they agree.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record MinimumNormSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The solution by the first route, n x p.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>The rank of A; where the routes see different ones, that of the first, and the status says so.</summary>
    public int Rank { get; internal init; }

    /// <summary>The routes that were taken.</summary>
    public IReadOnlyList<MinimumNormAnswer<T>> Answers { get; internal init; } = [];

    /// <summary>max ‖x − x′‖/(‖x‖ + ‖b‖/‖A‖_F) over the routes and right-hand sides; 0 with one route.</summary>
    public T Disagreement { get; internal init; } = T.NaN;

    /// <summary>‖A·x − b‖ of the first route, the largest over the right-hand sides.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖ of the first route, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}

/// <summary>The solution by one route.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Route">The route.</param>
/// <param name="X">Its solution, n x p.</param>
/// <param name="Rank">The rank that it saw.</param>
/// <param name="RankGap">The smallest that it kept over the largest that it cut: singular values, or pivots of R.</param>
public sealed record MinimumNormAnswer<T>(MinimumNormRoute Route, Matrix<T> X, int Rank, T RankGap)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
