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
    /// <summary>Diagonalizes <paramref name="a"/>, whose largest element is between 1 and 2 (or all are zero); destroys it.</summary>
    public static SpectralParts<T> Run<T>(Matrix<T> a, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] diagonal = new T[a.Rows], beside = new T[a.Rows];
        T[] tau = TridiagonalReduction.Run(a, diagonal, beside, cancellationToken);
        SpectralParts<T> parts = TridiagonalDivide<T>.Run(diagonal, beside, parallelism, cancellationToken);
        TridiagonalReduction.ApplyQ(parts.Vectors, a, tau, parallelism, cancellationToken);
        return parts;
    }
}
