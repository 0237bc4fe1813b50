using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>What the spectrum says about a first-order method before it runs.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class FirstOrderPrediction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal FirstOrderPrediction()
    {
    }

    /// <summary>The step that is used.</summary>
    public T Step { get; internal init; }

    /// <summary>The momentum that is used; zero for methods without.</summary>
    public T Momentum { get; internal init; }

    /// <summary>Steps must be below this; NaN where the spectrum gives no bound (sign descent, Adam), infinity for X = 0.</summary>
    public T StepBound { get; internal init; } = T.NaN;

    /// <summary>What the bound is, as a formula, and whether it is sharp.</summary>
    public string StepBoundText { get; internal init; } = string.Empty;

    /// <summary>Whether the step is known to diverge.</summary>
    public bool Diverges { get; internal init; }

    /// <summary>The factor by which the distance to the limit falls in the end, per step (epoch; round of m projections); NaN where none is known.</summary>
    public T Rate { get; internal init; } = T.NaN;

    /// <summary>The point that the method tends to from this start; null where there is no closed form or no such point.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[]? Limit { get; internal init; }

    /// <summary>The limit as a formula, or why there is none.</summary>
    public string LimitText { get; internal init; } = string.Empty;

    /// <summary>X⁺y, the minimum-norm solution, for comparison.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] MinimumNorm { get; internal init; } = [];

    /// <summary>λ₁ and λ_r, the largest and the smallest nonzero eigenvalue of the Hessian c·XᵀX; zeros for X = 0.</summary>
    public (T Largest, T Smallest) Curvature { get; internal init; }

    /// <summary>The rank of X.</summary>
    public int Rank { get; internal init; }

    /// <summary>Whether y lies in the range of X, so that the loss can reach zero.</summary>
    public bool Interpolates { get; internal init; }
}
