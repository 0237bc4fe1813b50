using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>What an iterative solver found; all norms are of the solution itself, computed afresh at the end, and not of the recurrences.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public class IterativeSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected IterativeSolution(KrylovOutcome<T> outcome)
    {
        Status = outcome.Status;
        Stop = outcome.Stop;
        X = outcome.X;
        Iterations = outcome.Iterations;
        Restarts = outcome.Restarts;
        ResidualNorm = outcome.ResidualNorm;
        NormalResidualNorm = outcome.NormalResidualNorm;
        SolutionNorm = outcome.SolutionNorm;
        NormEstimate = outcome.NormEstimate;
        ConditionEstimate = outcome.ConditionEstimate;
        BackwardError = outcome.BackwardError;
        History = outcome.History;
        FirstNonFinite = outcome.FirstNonFinite;
        Reason = outcome.Reason;
    }

    /// <summary>
    /// <see cref="Status.Success"/>: the backward error is at most the tolerance; <see cref="Status.NotConverged"/>: the cap or the condition limit was reached, or the
    /// tolerance is out of reach, X is the best so far; <see cref="Status.NotPositiveDefinite"/>; <see cref="Status.NonFiniteInput"/>: X is the last finite iterate, or
    /// zero; <see cref="Status.Cancelled"/>: X is the iterate at that moment.
    /// </summary>
    public Status Status { get; }

    /// <summary>Which rule ended the iteration.</summary>
    public IterationStop Stop { get; }

    /// <summary>The same in words, with the figures.</summary>
    public string Reason { get; }

    /// <summary>x, n elements.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] X { get; }

    /// <summary>Steps, each one application of A (and for least squares one of Aᵀ).</summary>
    public int Iterations { get; }

    /// <summary>How often the recurrences were started again from the true residual.</summary>
    public int Restarts { get; }

    /// <summary>‖b − A·x‖₂; with λ > 0 that of [A; √λ·I] and [b; 0].</summary>
    public T ResidualNorm { get; }

    /// <summary>‖Pᵀ·Aᵀ(b − A·x)‖₂ with the preconditioner P, for least squares; NaN for CG and MINRES.</summary>
    public T NormalResidualNorm { get; }

    /// <summary>‖x‖₂.</summary>
    public T SolutionNorm { get; }

    /// <summary>A lower bound of ‖A·P‖₂ (for CG ‖A‖₂) that the iteration met: the largest ‖A·v‖/‖v‖.</summary>
    public T NormEstimate { get; }

    /// <summary>An estimate of κ(A·P) from LSQR or LSMR; NaN from the others.</summary>
    public T ConditionEstimate { get; }

    /// <summary>
    /// The smallest of the quotients that the stopping rules bound, of the true residual: ‖r‖/(‖A‖·‖x‖ + ‖b‖) and ‖Aᵀr‖/(‖A‖·‖r‖), for A·P and for A; with P and an
    /// estimate of κ(A·P) also ‖(A·P)ᵀr‖·κ/(‖A·P‖·‖A‖·‖x‖).
    /// </summary>
    public T BackwardError { get; }

    /// <summary>Every step, if it was asked for.</summary>
    public IReadOnlyList<IterationRecord<T>> History { get; }

    /// <summary>The index of the first element of b (or of the start) that is NaN or infinite.</summary>
    public int? FirstNonFinite { get; }

    /// <summary>Throws unless the status is a success.</summary>
    /// <exception cref="InvalidOperationException">The status is another; the message has the reason.</exception>
    public void EnsureSuccess()
    {
        if (Status != Status.Success)
        {
            throw new InvalidOperationException($"{Status}: {Reason}");
        }
    }
}
