using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The limit of ridge as λ goes to zero, and how near a given λ comes to it.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record RidgelessSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _values = [];
    private readonly Matrix<T> _coordinates = new(0, 0);

    /// <summary>x* = A⁺·b, n x p.</summary>
    public Matrix<T> X { get; internal init; } = new(0, 0);

    /// <summary>The rank of A at <see cref="RelativeCutoff"/>.</summary>
    public int Rank { get; internal init; }

    /// <summary>The cutoff that decided the rank.</summary>
    public T RelativeCutoff { get; internal init; } = T.NaN;

    /// <summary>σᵣ/σᵣ₊₁.</summary>
    public T RankGap { get; internal init; } = T.NaN;

    /// <summary>‖x_λ − x*‖ for each λ of the options, the largest over the right-hand sides: exact to rounding, never a difference of two solutions.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Distances { get; internal init; } = [];

    /// <summary>lim ‖x_λ − x*‖/λ = ‖(AᵀA)⁺·x*‖, the largest over the right-hand sides: the distance never exceeds λ times it.</summary>
    public T Rate { get; internal init; } = T.NaN;

    /// <summary>‖A·x* − b‖, the largest over the right-hand sides.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x*‖, the largest over the right-hand sides.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <inheritdoc cref="TruncatedSvdSolution{T}.KeptResidual"/>
    public T KeptResidual { get; internal init; } = T.NaN;

    /// <inheritdoc cref="TruncatedSvdSolution{T}.RowSpaceLeak"/>
    public T RowSpaceLeak { get; internal init; } = T.NaN;

    /// <summary>The kept singular values and uₖᵀb/σₖ, in the caller's units.</summary>
    internal (T[] Values, Matrix<T> Coordinates) Spectrum
    {
        get => (_values, _coordinates);
        init => (_values, _coordinates) = value;
    }

    /// <summary>‖x_λ − x*‖ for any λ ≥ 0, the largest over the right-hand sides.</summary>
    /// <remarks>Formula: the norm of Σₖ λ/(σₖ² + λ)·(uₖᵀb/σₖ)·vₖ, a sum of terms of one sign each. Cost: r·p operations.</remarks>
    /// <param name="lambda">λ, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">There is no solution.</exception>
    public T Distance(T lambda)
    {
        SolverCheck.NotNegative(lambda, nameof(lambda));
        this.EnsureSuccess();
        T[] parts = new T[_values.Length];
        T worst = T.Zero;
        for (int j = 0; j < _coordinates.Columns; j++)
        {
            for (int k = 0; k < parts.Length; k++)
            {
                T sigma = _values[k], ratio = lambda / sigma;
                parts[k] = T.IsInfinity(ratio) ? _coordinates[k, j] : ratio / (sigma + ratio) * _coordinates[k, j];
            }

            worst = T.Max(worst, VectorProduct.Norm<T>(parts));
        }

        return worst;
    }

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(X);
}
