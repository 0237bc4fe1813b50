using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The compact WY form of a product of reflectors, H₁H₂…H_w = I − V·T·Vᵀ with T upper triangular (Schreiber and Van Loan, 1989).</summary>
/// <remarks>
/// V is explicit, ones on its diagonal and zeros above, and T has explicit zeros below its diagonal, so that every product
/// here is a plain matrix product:
/// <code>
///        ┌1      ┐
///        │v 1    │   ← V1, w x w               W  = V1ᵀ·C1 + V2ᵀ·C2
///    V = │v v 1  │                             W' = T·W (or Tᵀ·W)
///        ├───────┤                             C1 −= V1·W',  C2 −= V2·W'
///        │v v v  │   ← V2, may be where the factorization stores it
///        └v v v  ┘
/// </code>
/// </remarks>
internal static class BlockReflector
{
    /// <summary>The order up to which a triangle is formed column by column.</summary>
    private const int Leaf = 8;

    /// <summary>C = (I − V·T·Vᵀ)·C, or its transpose times C, with the whole V in one explicit matrix.</summary>
    /// <param name="c">m x n.</param>
    /// <param name="v">m x w, explicit.</param>
    /// <param name="t">w x w, explicit.</param>
    /// <param name="transposed">Whether Tᵀ takes the place of T.</param>
    /// <param name="work">At least 2·w·n elements.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Passed to the products.</param>
    public static void Apply<T>(
        MatrixSpan<T> c, ReadOnlyMatrixSpan<T> v, ReadOnlyMatrixSpan<T> t, bool transposed, Span<T> work, Parallelism parallelism, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Apply(c, v, c.Slice(0, 0, 0, c.Columns), default, t, transposed, work, parallelism, cancellationToken);

    /// <summary>The same with V and C in two parts.</summary>
    public static void Apply<T>(
        MatrixSpan<T> c1,
        ReadOnlyMatrixSpan<T> v1,
        MatrixSpan<T> c2,
        ReadOnlyMatrixSpan<T> v2,
        ReadOnlyMatrixSpan<T> t,
        bool transposed,
        Span<T> work,
        Parallelism parallelism,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c1.Columns == 0)
        {
            return;
        }

        Workspace<T> parts = new(work);
        MatrixSpan<T> w = parts.TakeMatrix(t.Rows, c1.Columns), tw = parts.TakeMatrix(t.Rows, c1.Columns);
        Gemm.Multiply(w, v1.Transposed, c1, T.One, T.Zero, parallelism, cancellationToken);
        if (c2.Rows > 0)
        {
            Gemm.Multiply(w, v2.Transposed, c2, T.One, T.One, parallelism, cancellationToken);
        }

        MultiplyByTriangle(tw, t, transposed, w, T.One, parallelism, cancellationToken);
        Gemm.Multiply(c1, v1, tw, -T.One, T.One, parallelism, cancellationToken);
        if (c2.Rows > 0)
        {
            Gemm.Multiply(c2, v2, tw, -T.One, T.One, parallelism, cancellationToken);
        }
    }

    /// <summary>C = (I − V·T·Vᵀ)·C, or its transpose times C, where V is a unit matrix above <paramref name="v2"/> (LAPACK: dtprfb, dlarzb).</summary>
    /// <param name="c1">w x n, where V is the unit matrix.</param>
    /// <param name="c2">m x n.</param>
    /// <param name="v2">m x w.</param>
    /// <param name="t">w x w, explicit.</param>
    /// <param name="transposed">Whether Tᵀ takes the place of T.</param>
    /// <param name="work">At least 2·w·n elements.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="zero">Whether C2 stands for zeros: it is not read.</param>
    public static void ApplyUnderIdentity<T>(
        MatrixSpan<T> c1, MatrixSpan<T> c2, ReadOnlyMatrixSpan<T> v2, ReadOnlyMatrixSpan<T> t, bool transposed, Span<T> work, Parallelism parallelism, bool zero = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c1.Columns == 0)
        {
            return;
        }

        Workspace<T> parts = new(work);
        MatrixSpan<T> w = parts.TakeMatrix(t.Rows, c1.Columns), tw = parts.TakeMatrix(t.Rows, c1.Columns);
        c1.CopyTo(w);
        if (!zero)
        {
            Gemm.Multiply(w, v2.Transposed, c2, T.One, T.One, parallelism);
        }

        MultiplyByTriangle(tw, t, transposed, w, T.One, parallelism);
        Subtract(c1, tw);
        Gemm.Multiply(c2, v2, tw, -T.One, zero ? T.Zero : T.One, parallelism);
    }

    /// <summary>T·W or Tᵀ·W, times alpha; of a large T the lower left quarter, all zeros, is left out.</summary>
    public static void MultiplyByTriangle<T>(
        MatrixSpan<T> product, ReadOnlyMatrixSpan<T> t, bool transposed, ReadOnlyMatrixSpan<T> w, T alpha, Parallelism parallelism, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (t.Rows <= QrBlocking.PanelWidth)
        {
            Gemm.Multiply(product, transposed ? t.Transposed : t, w, alpha, T.Zero, parallelism, cancellationToken);
            return;
        }

        int half = t.Rows / 2, rest = t.Rows - half, columns = w.Columns;
        if (transposed)
        {
            Gemm.Multiply(product.Slice(0, 0, half, columns), t.Slice(0, 0, half, half).Transposed, w.Slice(0, 0, half, columns), alpha, T.Zero, parallelism, cancellationToken);
            Gemm.Multiply(product.Slice(half, 0, rest, columns), t.Slice(0, half, t.Rows, rest).Transposed, w, alpha, T.Zero, parallelism, cancellationToken);
        }
        else
        {
            Gemm.Multiply(product.Slice(0, 0, half, columns), t.Slice(0, 0, half, t.Rows), w, alpha, T.Zero, parallelism, cancellationToken);
            Gemm.Multiply(product.Slice(half, 0, rest, columns), t.Slice(half, half, rest, rest), w.Slice(half, 0, rest, columns), alpha, T.Zero, parallelism, cancellationToken);
        }
    }

    /// <summary>X −= Y.</summary>
    public static void Subtract<T>(MatrixSpan<T> x, ReadOnlyMatrixSpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool contiguous = x.ColumnStride == 1 && y.ColumnStride == 1;
        for (int i = 0; i < x.Rows; i++)
        {
            if (contiguous)
            {
                VectorKernels.Axpy(x.RowSpan(i), -T.One, y.RowSpan(i));
                continue;
            }

            for (int j = 0; j < x.Columns; j++)
            {
                x[i, j] -= y[i, j];
            }
        }
    }

    /// <summary>T from the products of its reflectors (LAPACK: dlarft): column j is −tauⱼ·T·(Vᵀvⱼ) above tauⱼ.</summary>
    /// <param name="t">w x w; all of it is written.</param>
    /// <param name="products">w x w, VᵀV; only its strict upper triangle is read. May be <paramref name="t"/> itself.</param>
    /// <param name="tau">w scalars.</param>
    public static void FormTriangle<T>(MatrixSpan<T> t, ReadOnlyMatrixSpan<T> products, ReadOnlySpan<T> tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (t.Rows > Leaf)
        {
            // By halves, as in JoinTriangles: T12 = −T1·P12·T2.
            int half = t.Rows / 2, rest = t.Rows - half;
            Span<T> buffer = stackalloc T[half <= 64 ? half * rest : 0];
            MatrixSpan<T> work = Workspace<T>.Shape(buffer.IsEmpty ? new T[half * rest] : buffer, half, rest), t12 = t.Slice(0, half, half, rest);
            FormTriangle(t.Slice(0, 0, half, half), products.Slice(0, 0, half, half), tau[..half]);
            FormTriangle(t.Slice(half, half, rest, rest), products.Slice(half, half, rest, rest), tau[half..]);
            Gemm.Multiply(work, t.Slice(0, 0, half, half), products.Slice(0, half, half, rest), -T.One, T.Zero);
            Gemm.Multiply(t12, work, t.Slice(half, half, rest, rest), T.One, T.Zero);
            t.Slice(half, 0, rest, half).Fill(T.Zero);
            return;
        }

        for (int j = 0; j < t.Columns; j++)
        {
            // Row i of T needs the products i.. of column j only, so that the column may be overwritten from the top.
            for (int i = 0; i < j; i++)
            {
                T sum = T.Zero;
                for (int p = i; p < j; p++)
                {
                    sum = T.FusedMultiplyAdd(t[i, p], products[p, j], sum);
                }

                t[i, j] = -tau[j] * sum;
            }

            t[j, j] = tau[j];
            for (int i = j + 1; i < t.Rows; i++)
            {
                t[i, j] = T.Zero;
            }
        }
    }

    /// <summary>The off-diagonal block T12 = −T1·(V1ᵀV2)·T2 of two neighbours (Elmroth and Gustavson, 2000).</summary>
    /// <param name="t12">w1 x w2, overwritten.</param>
    /// <param name="t1">w1 x w1.</param>
    /// <param name="t2">w2 x w2.</param>
    /// <param name="v1">The rows of V1 below those in which V2 is zero.</param>
    /// <param name="v2">The same rows of V2.</param>
    /// <param name="work">At least w1·w2 elements.</param>
    public static void JoinTriangles<T>(
        MatrixSpan<T> t12, ReadOnlyMatrixSpan<T> t1, ReadOnlyMatrixSpan<T> t2, ReadOnlyMatrixSpan<T> v1, ReadOnlyMatrixSpan<T> v2, Span<T> work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixSpan<T> products = Workspace<T>.Shape(work, t12.Rows, t12.Columns);
        Gemm.Multiply(t12, v1.Transposed, v2, T.One, T.Zero);
        Gemm.Multiply(products, t1, t12, -T.One, T.Zero);
        Gemm.Multiply(t12, products, t2, T.One, T.Zero);
    }
}
