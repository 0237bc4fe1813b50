using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The posterior of a linear model with Gaussian noise and a Gaussian (or flat) prior.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record BayesianSolution<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The posterior mean, n elements: ridge with λ = s²/τ², or A⁺b under the flat prior.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Mean { get; internal init; } = [];

    /// <summary>The posterior covariance, n x n: s²·(AᵀA + λI)⁻¹; under the flat prior that of the part in the row space, s²·(AᵀA)⁺, the other directions being open.</summary>
    public Matrix<T> Covariance { get; internal init; } = new(0, 0);

    /// <summary>√ of its diagonal; infinite where the prior is flat and the data do not determine the coefficient.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Deviations { get; internal init; } = [];

    /// <summary>λ = s²/τ²; 0 under the flat prior.</summary>
    public T Lambda { get; internal init; } = T.NaN;

    /// <summary>Whether the posterior is a distribution: false under a flat prior with a null space.</summary>
    public bool IsProper { get; internal init; }

    /// <summary>The rank of A.</summary>
    public int Rank { get; internal init; }

    /// <summary>Σ σ²/(σ² + λ): how many coefficients the data determine rather than the prior (MacKay's γ).</summary>
    public T EffectiveDegrees { get; internal init; } = T.NaN;

    /// <summary>The limit of the mean for the flat prior, A⁺b.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] FlatLimit { get; internal init; } = [];

    /// <summary>‖mean − A⁺b‖.</summary>
    public T DistanceToFlatLimit { get; internal init; } = T.NaN;

    /// <summary>ln p(b) = ln N(b; 0, s²I + τ²AAᵀ), for comparing models and priors; NaN under the flat prior. Uses the platform's logarithm, so its last bits may differ between platforms.</summary>
    public T LogEvidence { get; internal init; } = T.NaN;

    /// <summary>W with covariance W·Wᵀ, and an orthonormal basis of the directions left open, n x d.</summary>
    internal (Matrix<T> Root, Matrix<T> Open, T Noise) Posterior { get; init; }

    /// <summary>Mean and deviation of a·x for new rows a, and the deviation of a new observation there.</summary>
    /// <remarks>Formula: aᵀ·mean, ‖Wᵀa‖ with covariance W·Wᵀ, √(‖Wᵀa‖² + s²). Infinite deviations where a has a part (above √ε of its length) in a direction that is left open. Cost: 4·k·n² operations.</remarks>
    /// <param name="rows">k x n.</param>
    /// <returns>For each row: the mean, the deviation of the mean, the deviation of an observation.</returns>
    /// <exception cref="ArgumentException">There are not n columns.</exception>
    /// <exception cref="InvalidOperationException">There is no posterior: see the status.</exception>
    public (T[] Means, T[] Deviations, T[] ObservationDeviations) Predict(ReadOnlyMatrixSpan<T> rows)
    {
        this.EnsureSuccess();
        if (rows.Columns != Columns)
        {
            throw new ArgumentException($"There are {rows.Columns} columns, the model has {Columns}.", nameof(rows));
        }

        T[] means = new T[rows.Rows], deviations = new T[rows.Rows], observations = new T[rows.Rows];
        Product.Multiply<T>(means, rows, Mean);
        Matrix<T> spread = SolverMath.Times<T>(rows, Posterior.Root, default), open = SolverMath.Times<T>(rows, Posterior.Open, default), copy = Matrix<T>.Copy(rows);
        for (int i = 0; i < means.Length; i++)
        {
            bool isOpen = VectorProduct.Norm<T>(open.Row(i)) > T.Sqrt(FactorRange<T>.Epsilon) * VectorProduct.Norm<T>(copy.Row(i));
            deviations[i] = isOpen ? T.PositiveInfinity : VectorProduct.Norm<T>(spread.Row(i));
            observations[i] = isOpen ? T.PositiveInfinity : ElementaryReflector.Hypotenuse(deviations[i], Posterior.Noise);
        }

        return (means, deviations, observations);
    }

    /// <inheritdoc/>
    internal override bool IsInRange => SolverMath.IsFinite(Mean) && SolverMath.IsFinite(Covariance);
}
