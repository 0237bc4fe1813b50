using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Products of matrices and vectors (BLAS: gemm, gemv, ger, syrk).</summary>
/// <remarks>
/// <para>Bits: an element of a product of matrices is one chain of fused multiply-adds in ascending order of the inner dimension, cut every 256
/// steps, on every instruction set and for every number of threads. Where the result is a single row or column and the matrix has contiguous
/// rows, an element is a sum over a fixed number of virtual lanes instead; it too has the same bits everywhere.</para>
/// <para>IEEE: nothing is skipped, so a NaN or an infinity in A or B reaches every element of C that depends on it, and no other one.
/// With beta = 0, C is overwritten and never read; with alpha = 0 or an empty inner dimension, A and B are not read.</para>
/// <para>Source: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008), sections 4-5; Van Zee and van de Geijn, BLIS (2015).</para>
/// </remarks>
public static partial class Product
{
    /// <summary>C = A·B (BLAS: dgemm, sgemm; NumPy: matmul).</summary>
    /// <remarks>Accuracy: |error| ≤ γ_k |A||B| elementwise, γ_k = k·eps/(1 − k·eps). Cost: 2mnk operations; allocates nothing. Empty: k = 0 gives zeros.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="c">m x n, overwritten; overlaps neither A nor B.</param>
    /// <param name="a">m x k, any strides.</param>
    /// <param name="b">k x n, any strides.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Observed between blocks.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A or B; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; C is partly written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T>(
        MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Not by the form with factors: the compiler stops to inline when a method has become ten times as long.
        if (!Gemm.TryTiny(c, a, b, T.One, T.Zero))
        {
            MultiplyParts(
                ref c.Reference, c.Rows, c.Columns, c.RowStride, c.ColumnStride, ref a.Reference, a.Rows, a.Columns, a.RowStride, a.ColumnStride,
                ref b.Reference, b.Rows, b.Columns, b.RowStride, b.ColumnStride, T.One, T.Zero, parallelism, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            ThrowCancelled(cancellationToken);
        }
    }

    /// <summary>C = alpha·A·B + beta·C (BLAS: dgemm, sgemm).</summary>
    /// <remarks>
    /// Transposed operands are transposed views: <c>Product.Multiply(c, a.Transposed, b, 1, 0)</c> is AᵀB.
    /// The first chain of an element is added as fma(alpha, chain, beta·c), each further one as fma(alpha, chain, c).
    /// Accuracy, cost and empty operands are those of the form without factors.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="c">m x n; overlaps neither A nor B.</param>
    /// <param name="a">m x k, any strides.</param>
    /// <param name="b">k x n, any strides.</param>
    /// <param name="alpha">The factor of the product; zero: A and B are not read.</param>
    /// <param name="beta">The factor of C; zero: C is not read.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Observed between blocks.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A or B; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; C is partly written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T>(
        MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Gemm.TryTiny(c, a, b, alpha, beta))
        {
            // In parts: a view that is handed on by its address lies on the stack, and would be written there before a tiny product too.
            MultiplyParts(
                ref c.Reference, c.Rows, c.Columns, c.RowStride, c.ColumnStride, ref a.Reference, a.Rows, a.Columns, a.RowStride, a.ColumnStride,
                ref b.Reference, b.Rows, b.Columns, b.RowStride, b.ColumnStride, alpha, beta, parallelism, cancellationToken);
        }

        // For the same reason not by the token's own method.
        if (cancellationToken.IsCancellationRequested)
        {
            ThrowCancelled(cancellationToken);
        }
    }

    /// <summary>A·B as a new matrix.</summary>
    /// <remarks>As the form with a destination, and one allocation of m x n elements.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x k.</param>
    /// <param name="b">k x n.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Observed between blocks.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Matrix<T> Multiply<T>(Matrix<T> a, Matrix<T> b, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Matrix<T> c = new(a.Rows, b.Columns);
        Multiply(c.AsSpan(), a, b, parallelism, cancellationToken);
        return c;
    }

    /// <summary>y = A·x (BLAS: dgemv); pass <c>a.Transposed</c> for Aᵀx.</summary>
    /// <remarks>Accuracy: |error| ≤ γ_n |A||x|. Cost: 2mn operations, A is read once; allocates nothing.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="y">m elements, overwritten; overlaps neither A nor x.</param>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="x">n elements.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or y overlaps A or x; nothing was written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T>(Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Multiply(y, a, x, T.One, T.Zero, parallelism);

    /// <summary>y = alpha·A·x + beta·y (BLAS: dgemv); pass <c>a.Transposed</c> for Aᵀx.</summary>
    /// <remarks>Accuracy and cost as without factors; beta = 0 does not read y, alpha = 0 reads neither A nor x.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="y">m elements; overlaps neither A nor x.</param>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="x">n elements.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="beta">The factor of y.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or y overlaps A or x; nothing was written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T>(Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Gemv.TrySmall(y, a, x, alpha, beta))
        {
            MultiplyChecked(y, a, x, alpha, beta, parallelism);
        }
    }

    /// <summary>A = A + alpha·x·yᵀ (BLAS: dger).</summary>
    /// <remarks>Each element is fma(alpha, x·y, a). Cost: 2mn operations; allocates nothing. alpha = 0 reads neither x nor y.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, updated; overlaps neither x nor y.</param>
    /// <param name="x">m elements.</param>
    /// <param name="y">n elements.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or A overlaps x or y; nothing was written.</exception>
    public static void AddRankOne<T>(MatrixSpan<T> a, ReadOnlySpan<T> x, ReadOnlySpan<T> y, T alpha)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Rows != x.Length || a.Columns != y.Length)
        {
            Throw.Shape(nameof(a), $"A is {a.Rows}x{a.Columns}, x has {x.Length} elements, y has {y.Length}; A + x·yᵀ needs m x n, m, n.");
        }

        RequireApart(a, new ReadOnlyMatrixSpan<T>(x, x.Length, 1), nameof(x));
        RequireApart(a, new ReadOnlyMatrixSpan<T>(y, y.Length, 1), nameof(y));
        Gemm.RankOne(a, x, y, alpha);
    }

    /// <summary>The product of views that were taken apart: reference, rows, columns, distances of rows and of columns of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyParts<T>(
        ref T c, int cRows, int cColumns, nint cRow, nint cColumn, ref T a, int aRows, int aColumns, nint aRow, nint aColumn, ref T b, int bRows, int bColumns, nint bRow, nint bColumn,
        T alpha, T beta, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (aColumns != bRows || cRows != aRows || cColumns != bColumns)
        {
            ThrowShapes((cRows, cColumns), (aRows, aColumns), (bRows, bColumns));
        }

        MatrixSpan<T> result = new(ref c, cRows, cColumns, cRow, cColumn);
        ReadOnlyMatrixSpan<T> left = new(ref a, aRows, aColumns, aRow, aColumn), right = new(ref b, bRows, bColumns, bRow, bColumn);
        if (!(ViewOverlap.AreInOrder(result, left) & ViewOverlap.AreInOrder(result, right)))
        {
            RequireApart(result, left, nameof(a));
            RequireApart(result, right, nameof(b));
        }

        Gemm.Route(Kernels<T>.Current, result, left, right, alpha, beta, parallelism, cancellationToken);
    }

    /// <summary>The same of a matrix and a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyChecked<T>(Span<T> y, in ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Columns != x.Length || a.Rows != y.Length)
        {
            ThrowShapes(y.Length, (a.Rows, a.Columns), x.Length);
        }

        MatrixSpan<T> column = new(y, y.Length, 1);
        ReadOnlyMatrixSpan<T> operand = new(x, x.Length, 1);
        if (!(ViewOverlap.AreInOrder(column, a) & ViewOverlap.AreInOrder(column, operand)))
        {
            RequireApart(column, a, nameof(a));
            RequireApart(column, operand, nameof(x));
        }

        Gemm.MultiplyColumn(column, a, operand, alpha, beta, parallelism);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowCancelled(CancellationToken cancellationToken) => throw new OperationCanceledException(cancellationToken);

    /// <summary>Out of the way: a message makes room on the stack, and clears it, for every call that is right.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowShapes((int Rows, int Columns) c, (int Rows, int Columns) a, (int Rows, int Columns) b) =>
        Throw.Shape(nameof(c), $"C is {c.Rows}x{c.Columns}, A is {a.Rows}x{a.Columns}, B is {b.Rows}x{b.Columns}; C = A·B needs m x n, m x k, k x n.");

    /// <summary>The same of a matrix and a vector.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowShapes(int y, (int Rows, int Columns) a, int x) =>
        Throw.Shape(nameof(y), $"y has {y} elements, A is {a.Rows}x{a.Columns}, x has {x}; y = A·x needs m, m x n, n.");

    /// <summary>Not inlined: it converts a view, which makes room on the stack, and clears it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RequireApart<T>(in MatrixSpan<T> destination, in ReadOnlyMatrixSpan<T> operand, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ViewOverlap.Exists(destination, operand))
        {
            Throw.Overlap(name);
        }
    }
}
