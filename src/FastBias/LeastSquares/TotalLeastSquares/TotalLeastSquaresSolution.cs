using System.Numerics;

namespace FastBias;

/// <summary>The total least-squares solution, its corrections, and the proof that no smaller ones exist.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record TotalLeastSquaresSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>X with (A + E)·X = B + F, n x p; the shortest where several corrections are equally small.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>E, m x n.</summary>
    public Matrix<T> CorrectionA { get; internal init; } = new(0, 0);

    /// <summary>F, m x p.</summary>
    public Matrix<T> CorrectionB { get; internal init; } = new(0, 0);

    /// <summary>‖[E F]‖_F.</summary>
    public T CorrectionNorm { get; internal init; } = T.NaN;

    /// <summary>√(σ²ₙ₊₁ + … + σ²ₙ₊ₚ) of [A B]: no correction that makes the system solvable is smaller (Eckart and Young).</summary>
    public T LowerBound { get; internal init; } = T.NaN;

    /// <summary>Certificate: (‖[E F]‖_F − the lower bound)/‖[A B]‖₂; a few ε for the optimum.</summary>
    public T OptimalityGap { get; internal init; } = T.NaN;

    /// <summary>(σₖ − σₖ₊₁)/σ₁ of [A B] at the cut: the smaller, the more the solution changes with the data.</summary>
    public T SpectralGap { get; internal init; } = T.NaN;

    /// <summary>The smallest singular value of V₂₂, between 0 and 1: the denominator of the solution. Near zero the problem has almost no solution.</summary>
    public T Denominator { get; internal init; } = T.NaN;

    /// <summary>n − k: how many directions of x the corrections leave open; 0 means that the solution is the only one.</summary>
    public int OpenDirections { get; internal init; }

    /// <summary>‖x‖, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
