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
public static class Triangular
{
    /// <summary>B = T⁻¹·B; the other half of T is never read. Pass transposed views (and the other <see cref="Triangle"/>) for T⁻ᵀ or for B·T⁻¹.</summary>
    public static void Solve<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, Triangle half, bool unitDiagonal = false, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TriangularKernels.Solve(b, triangle, half == Triangle.Lower, unitDiagonal, parallelism);

    /// <summary>B = T·B; the other half of T is never read.</summary>
    public static void Multiply<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, Triangle half, bool unitDiagonal = false, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TriangularKernels.Multiply(b, triangle, half == Triangle.Lower, unitDiagonal, parallelism);
}
