using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>Some singular triplets of a matrix or an operator: A·v ≈ σ·u, Aᵀ·u ≈ σ·v.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class PartialSvd<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal PartialSvd(Status status, Matrix<T> u, T[] s, Matrix<T> vt, int iterations)
    {
        Status = status;
        U = u;
        S = s;
        Vt = vt;
        Iterations = iterations;
    }

    /// <summary>
    /// <see cref="Status.Success"/>; <see cref="Status.NotConverged"/>: the cap was reached, <see cref="Residuals"/> say which triplets are good;
    /// <see cref="Status.NonFiniteInput"/> and <see cref="Status.Cancelled"/>: no result.
    /// </summary>
    public Status Status { get; }

    /// <summary>The left vectors in columns, orthonormal, m x k.</summary>
    public Matrix<T> U { get; }

    /// <summary>The values, descending.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] S { get; }

    /// <summary>The right vectors in rows, orthonormal, k x n.</summary>
    public Matrix<T> Vt { get; }

    /// <summary>Golub-Kahan: ‖Aᵀ·u − σ·v‖ of each triplet (A·v = σ·u holds to rounding): A has a singular value within it. Randomised: empty.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] Residuals { get; internal init; } = [];

    /// <summary>Randomised: a bound of ‖A − Q·Qᵀ·A‖₂, Q the range that was found, which fails with a probability of 10⁻¹⁰; ‖A − U·Σ·Vᵀ‖ is at most σ of what was cut plus this. Golub-Kahan: NaN.</summary>
    public T RangeError { get; internal init; } = T.NaN;

    /// <summary>Golub-Kahan: as <see cref="DominantEigenpairs{T}.Verified"/>. Randomised: false.</summary>
    public bool Verified { get; internal init; }

    /// <summary>Applications of A to a block; those of Aᵀ are as many.</summary>
    public int Iterations { get; }

    /// <summary>The first element of the matrix, row by row, that is NaN or infinite.</summary>
    public (int Row, int Column)? FirstNonFinite { get; internal init; }

    internal static PartialSvd<T> Nothing(Status status, int rows, int columns, int iterations) => new(status, new Matrix<T>(rows, 0), [], new Matrix<T>(0, columns), iterations);
}
