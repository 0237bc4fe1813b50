using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The eigenproblem by reduction to a tridiagonal matrix.</summary>
/// <remarks>
/// <code>
///   A = Q·T·Qᵀ    by Householder (<see cref="TridiagonalReduction"/>)
///   T = Z·Λ·Zᵀ    by divide and conquer, small blocks by QL (<see cref="TridiagonalDivide{T}"/>)
///   V = Q·Z
/// </code>
/// </remarks>
internal static class TridiagonalEigen
{
    /// <summary>Diagonalizes a matrix whose largest element is between 1 and 2 (or all are zero).</summary>
    /// <param name="a">n x n with contiguous rows; destroyed.</param>
    /// <param name="values">n eigenvalues in no order.</param>
    /// <param name="vectors">n x n: the eigenvectors in rows.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Looked at in every block and step.</param>
    public static SpectralProgress Run<T>(
        MatrixSpan<T> a, Span<T> values, MatrixSpan<T> vectors, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> beside = memory.Take<T>(a.Rows), tau = memory.Take<T>(a.Rows);
        TridiagonalReduction.Run(a, values, beside, tau, memory, parallelism, cancellationToken);
        SpectralProgress progress = TridiagonalDivide<T>.Run(values, beside, vectors, memory, parallelism, cancellationToken);
        TridiagonalReduction.ApplyQ(vectors, a, tau, memory, parallelism, cancellationToken);
        return progress;
    }

    /// <summary>The bytes that it works in.</summary>
    public static long Bytes<T>(int size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (2 * Arena.Bytes<T>(size)) + Math.Max(TridiagonalDivide<T>.Bytes(size), Math.Max(TridiagonalReduction.RunBytes<T>(size), TridiagonalReduction.ApplyBytes<T>(size)));
}
