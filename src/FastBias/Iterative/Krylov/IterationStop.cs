namespace FastBias;

/// <summary>Why an iteration ended.</summary>
public enum IterationStop
{
    /// <summary>‖b − A·x‖ ≤ tolerance·(‖A‖·‖x‖ + ‖b‖): x solves a system whose data differ by no more than that (Paige and Saunders' first rule).</summary>
    ResidualSmall,

    /// <summary>‖Aᵀr‖ ≤ tolerance·‖A‖·‖r‖: x solves a least-squares problem whose matrix differs by no more than that (their second rule).</summary>
    NormalResidualSmall,

    /// <summary>The estimate of the condition number passed the limit that was given (their third rule).</summary>
    ConditionLimit,

    /// <summary>The cap on the iterations was reached.</summary>
    MaxIterations,

    /// <summary>The recurrences went as far as rounding lets them, the residual itself is above the tolerance, and starting again from there did not help: the tolerance is below what rounding allows.</summary>
    Stagnated,

    /// <summary>
    /// The residual grew where the method can only lower it: the two functions of the operator are not each other's adjoint (<see cref="AdjointTest"/>), a matrix is not symmetric, or b is out of
    /// reach of a singular one in CG. X is the best iterate.
    /// </summary>
    Diverged,

    /// <summary>A direction p with pᵀ·A·p ≤ 0, or a preconditioner that is not positive definite: not a matrix for this method.</summary>
    NotPositiveDefinite,

    /// <summary>A NaN or an infinity in the input, or from the operator.</summary>
    NonFinite,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}
