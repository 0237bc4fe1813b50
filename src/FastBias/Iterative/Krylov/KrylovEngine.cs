using System.Numerics;

namespace FastBias;

/// <summary>One Krylov method from a zero start: solves for a right-hand side step by step. <see cref="KrylovDriver{T}"/> does all the rest.</summary>
internal abstract class KrylovEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What is below so many ε of ‖A‖ is the rounding error of a product with A, and no direction to go in.</summary>
    private static readonly T s_rounding = T.CreateTruncating(64) * WorkingRange<T>.Epsilon;

    /// <summary>The iterate for the right-hand side that was started with, in the unknowns of the (preconditioned) operator.</summary>
    public abstract T[] Iterate { get; }

    /// <summary>‖r‖ as the recurrences have it.</summary>
    public T ResidualNorm { get; protected set; }

    /// <summary>‖Aᵀr‖, or for a symmetric A ‖A·r‖; NaN where unknown.</summary>
    public T NormalResidualNorm { get; protected set; } = T.NaN;

    /// <summary>The largest ‖A·v‖/‖v‖ that was met, a lower bound of ‖A‖₂; kept over restarts.</summary>
    public T NormEstimate { get; protected set; }

    /// <summary>An estimate of κ(A); NaN where unknown.</summary>
    public T ConditionEstimate { get; protected set; } = T.NaN;

    /// <summary>Whether the second rule is this method's too.</summary>
    public virtual bool KnowsNormalResidual => true;

    /// <summary>How much longer than at the start the residual may become: the methods that minimise it never lengthen it but by rounding.</summary>
    public virtual T LongestResidual => T.One + T.One;

    /// <summary>The recurrences ended: nothing is left of the right-hand side that A can reach.</summary>
    public bool Finished { get; protected set; }

    /// <summary>A curvature or a preconditioner that is not positive was met.</summary>
    public bool Indefinite { get; protected set; }

    /// <summary>Starts with a right-hand side and the zero vector.</summary>
    public abstract void Start(ReadOnlySpan<T> rightHandSide);

    /// <summary>One step.</summary>
    public abstract void Step();

    /// <summary>Keeps the larger norm.</summary>
    protected void MeetNorm(T norm) => NormEstimate = T.Max(NormEstimate, norm);

    /// <summary>Whether ‖A·v‖/‖v‖ (or vᵀA·v/‖v‖²) is no more than the rounding of the product.</summary>
    protected bool IsRounding(T quotient) => quotient <= s_rounding * NormEstimate;
}
