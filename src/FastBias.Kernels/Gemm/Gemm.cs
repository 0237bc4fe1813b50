using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Unchecked products of matrix views; shapes and overlap were checked by the caller.</summary>
internal static class Gemm
{
    /// <summary>The depth at which every chain of multiply-adds is cut, on every ISA and path (ADR 0001).</summary>
    public const int Depth = 256;

    /// <summary>C = alpha·A·B + beta·C.</summary>
    public static void Multiply<T>(
        MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < c.Rows; i++)
        {
            for (int j = 0; j < c.Columns; j++)
            {
                T result = beta == T.Zero ? T.Zero : beta * c[i, j];
                if (alpha != T.Zero)
                {
                    for (int p0 = 0; p0 < a.Columns; p0 += Depth)
                    {
                        T sum = T.Zero;
                        for (int p = p0; p < Math.Min(p0 + Depth, a.Columns); p++)
                        {
                            sum = T.FusedMultiplyAdd(a[i, p], b[p, j], sum);
                        }

                        result = T.FusedMultiplyAdd(alpha, sum, result);
                    }
                }

                c[i, j] = result;
            }
        }
    }

    /// <summary>The symmetric C = alpha·AᵀA + beta·C, both triangles written.</summary>
    public static void Gram<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(c, a.Transposed, a, alpha, beta, parallelism, cancellationToken);

    /// <summary>y = alpha·A·x + beta·y.</summary>
    public static void MultiplyVector<T>(Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(new MatrixSpan<T>(y, y.Length, 1), a, new ReadOnlyMatrixSpan<T>(x, x.Length, 1), alpha, beta, parallelism);

    /// <summary>A += alpha·x·yᵀ.</summary>
    public static void RankOne<T>(MatrixSpan<T> a, ReadOnlySpan<T> x, ReadOnlySpan<T> y, T alpha)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Multiply(a, new ReadOnlyMatrixSpan<T>(x, x.Length, 1), new ReadOnlyMatrixSpan<T>(y, 1, y.Length), alpha, T.One);
}
