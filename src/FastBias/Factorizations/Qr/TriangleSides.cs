using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>What the right-hand sides of the rows that went into a triangle leave above: C' of [C' D'] = Qᵀ·[C; D], without D'.</summary>
/// <remarks>
/// With Q = H₁H₂…, H_j = I − [I; V_j]·T_j·[I; V_j]ᵀ as <see cref="TriangleUpdate.Absorb"/> leaves them, row j of panels is
/// <code>
///     W_j = T_jᵀ·(C_j + V_jᵀ·D − Σ_(i&lt;j) V_jᵀV_i·W_i),    C'_j = C_j − W_j
/// </code>
/// where all the V_jᵀ·D are one product. That is half of what reflecting D takes, besides the V_jᵀV_i.
/// </remarks>
internal static class TriangleSides
{
    /// <summary>Whether leaving D as it is saves more than the products V_jᵀV_i cost.</summary>
    public static bool IsWorthwhile(int columns, int sides) => sides >= 16 && 2 * sides >= columns;

    /// <summary>The elements of workspace.</summary>
    public static long WorkspaceLength(int columns, int sides) => ((long)columns * sides) + ((long)TriangleUpdate.Width * (columns + sides));

    /// <summary>C becomes C'.</summary>
    /// <param name="c">n x p.</param>
    /// <param name="v">k x n: the V_j side by side.</param>
    /// <param name="triangles">n x <see cref="TriangleUpdate.Width"/>: the T_j, one under the other.</param>
    /// <param name="d">k x p; not changed.</param>
    /// <param name="work">At least <see cref="WorkspaceLength"/> elements.</param>
    /// <param name="parallelism">How many threads.</param>
    public static void Absorb<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> v, ReadOnlyMatrixSpan<T> triangles, ReadOnlyMatrixSpan<T> d, Span<T> work, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = c.Rows, p = c.Columns;
        Workspace<T> parts = new(work);
        MatrixSpan<T> w = parts.TakeMatrix(n, p);
        Span<T> forPanel = parts.Take(TriangleUpdate.Width * p), forProducts = parts.Take(TriangleUpdate.Width * n);
        c.CopyTo(w);
        Gemm.Multiply(w, v.Transposed, d, T.One, T.One, parallelism);
        for (int first = 0; first < n; first += TriangleUpdate.Width)
        {
            int count = Math.Min(TriangleUpdate.Width, n - first);
            MatrixSpan<T> own = w.Slice(first, 0, count, p), sum = Workspace<T>.Shape(forPanel, count, p), products = Workspace<T>.Shape(forProducts, count, first);
            if (first > 0)
            {
                Gemm.Multiply(products, v.Slice(0, first, v.Rows, count).Transposed, v.Slice(0, 0, v.Rows, first), T.One, T.Zero, parallelism);
                Gemm.Multiply(own, products, w.Slice(0, 0, first, p), -T.One, T.One, parallelism);
            }

            own.CopyTo(sum);
            BlockReflector.MultiplyByTriangle(own, triangles.Slice(first, 0, count, count), true, sum, T.One, parallelism);
            BlockReflector.Subtract(c.Slice(first, 0, count, p), own);
        }
    }
}
