using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The dominant eigenpairs of a symmetric matrix, by descending magnitude.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class DominantEigenpairs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal DominantEigenpairs(Status status, T[] values, Matrix<T> vectors, T[] residuals, int iterations)
    {
        Status = status;
        Values = values;
        Vectors = vectors;
        Residuals = residuals;
        Iterations = iterations;
    }

    /// <summary>
    /// <see cref="Status.Success"/>; <see cref="Status.NotConverged"/>: the cap was reached, <see cref="Residuals"/> say which pairs are good;
    /// <see cref="Status.NonFiniteInput"/>: the matrix, or what the operator returned, has NaN or infinity; <see cref="Status.Cancelled"/>: no result.
    /// </summary>
    public Status Status { get; }

    /// <summary>The Ritz values θ, by descending magnitude.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Values { get; }

    /// <summary>The Ritz vectors in columns, orthonormal, n x k.</summary>
    public Matrix<T> Vectors { get; }

    /// <summary>‖A·v − θ·v‖ of each pair: A has an eigenvalue within this distance of θ.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Residuals { get; }

    /// <summary>Applications of A to the block.</summary>
    public int Iterations { get; }

    /// <summary>
    /// Whether a second iteration, orthogonal to these pairs, confirmed that no eigenvalue was passed over (<see cref="LanczosOptions.Verify"/>; the start is random, so that it fails with a
    /// probability that is negligible and not zero). If not, copies of a multiple eigenvalue beyond the block size may be missing.
    /// </summary>
    public bool Verified { get; internal init; }

    /// <summary>The first element of the matrix, row by row, that is NaN or infinite.</summary>
    public (int Row, int Column)? FirstNonFinite { get; internal init; }
}
