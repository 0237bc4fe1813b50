using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Which half of a square matrix is read.</summary>
public enum Triangle
{
    /// <summary>On and below the diagonal.</summary>
    Lower,

    /// <summary>On and above the diagonal.</summary>
    Upper,
}

/// <summary>Solves and products with a triangular matrix (BLAS: trsm, trmm).</summary>
/// <remarks>
/// The other half of the matrix is never read, nor is the diagonal where it is said to be one. For a transposed triangle pass <c>t.Transposed</c>
/// and the other <see cref="Triangle"/>; for a triangle on the right, transpose everything: B·T⁻¹ is <c>Solve(b.Transposed, t.Transposed, …)</c>.
/// <para>Halves are split off recursively, and all but diagonal blocks of 16 is done by <see cref="Product"/>, so the bits are the same everywhere.</para>
/// <para>Source: Golub and Van Loan, Matrix Computations (4th ed.), section 3.1; Higham, Accuracy and Stability of Numerical Algorithms, chapter 8.</para>
/// </remarks>
public static class Triangular
{
    /// <summary>B = T⁻¹·B (BLAS: dtrsm, dtrsv).</summary>
    /// <remarks>
    /// A zero on the diagonal gives infinities or NaNs, as a division does. Accuracy: (T + ΔT)·X = B with |ΔT| ≤ γ_n |T| for each column.
    /// Cost: n²·k operations; allocates nothing.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="b">n x k, overwritten with the solution; does not overlap T.</param>
    /// <param name="triangle">n x n, any strides.</param>
    /// <param name="half">Which half of it is read.</param>
    /// <param name="unitDiagonal">Whether its diagonal is taken to be one.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or B overlaps T; nothing was written.</exception>
    public static void Solve<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, Triangle half, bool unitDiagonal = false, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(b, triangle);
        TriangularKernels.Solve(b, triangle, half == Triangle.Lower, unitDiagonal, parallelism);
    }

    /// <summary>B = T·B (BLAS: dtrmm, dtrmv).</summary>
    /// <remarks>Accuracy: |error| ≤ γ_n |T||B|. Cost: n²·k operations; allocates nothing.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="b">n x k, overwritten with the product; does not overlap T.</param>
    /// <param name="triangle">n x n, any strides.</param>
    /// <param name="half">Which half of it is read.</param>
    /// <param name="unitDiagonal">Whether its diagonal is taken to be one.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or B overlaps T; nothing was written.</exception>
    public static void Multiply<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, Triangle half, bool unitDiagonal = false, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(b, triangle);
        TriangularKernels.Multiply(b, triangle, half == Triangle.Lower, unitDiagonal, parallelism);
    }

    private static void Require<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (triangle.Rows != triangle.Columns || b.Rows != triangle.Rows)
        {
            Throw.Shape(nameof(b), $"B is {b.Rows}x{b.Columns}, the triangle is {triangle.Rows}x{triangle.Columns}; they need n x k, n x n.");
        }

        if (ViewOverlap.Exists(b, triangle))
        {
            Throw.Overlap(nameof(triangle));
        }
    }
}
