using System.Numerics;

namespace FastBias.Kernels;

/// <summary>A Householder reflector on the rows of a matrix view with contiguous rows.</summary>
internal static class Reflector
{
    /// <summary>A = (I − tau·v·vᵀ)·A: w = Aᵀv row by row, then the rank-one update; v is stored in full, one per row of A.</summary>
    /// <param name="a">m x n, rows contiguous.</param>
    /// <param name="v">m elements.</param>
    /// <param name="tau">The scalar.</param>
    /// <param name="work">At least n elements; on return w = tau·Aᵀv.</param>
    public static void Apply<T>(MatrixSpan<T> a, ReadOnlySpan<T> v, T tau, Span<T> work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> w = work[..a.Columns];
        Gemm.MultiplyVector(w, a.Transposed, v, tau, T.Zero);
        Gemm.RankOne(a, v, w, -T.One);
    }
}
