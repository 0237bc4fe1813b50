using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The dominant eigenpair that an iteration found.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class PowerIterationResult<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal PowerIterationResult(Status status, T value, T[] vector, T residual, int iterations)
    {
        Status = status;
        Value = value;
        Vector = vector;
        Residual = residual;
        Iterations = iterations;
    }

    /// <summary>
    /// <see cref="Status.Success"/>; <see cref="Status.NotConverged"/>: the cap was reached, the rest is the best so far and <see cref="Residual"/> says how
    /// good it is; <see cref="Status.NonFiniteInput"/>: the matrix, or what the operator returned, has NaN or infinity; <see cref="Status.Cancelled"/>.
    /// </summary>
    public Status Status { get; }

    /// <summary>The Rayleigh quotient θ = vᵀ·A·v.</summary>
    public T Value { get; }

    /// <summary>v, of norm 1.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The vector is the caller's.")]
    public T[] Vector { get; }

    /// <summary>‖A·v − θ·v‖: a symmetric A has an eigenvalue within this distance of θ.</summary>
    public T Residual { get; }

    /// <summary>Applications of A.</summary>
    public int Iterations { get; }

    /// <summary>The first element of the matrix, row by row, that is NaN or infinite.</summary>
    public (int Row, int Column)? FirstNonFinite { get; internal init; }
}
