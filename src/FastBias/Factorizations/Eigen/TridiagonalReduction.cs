using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A = Q·T·Qᵀ with a tridiagonal T, by Householder reflectors in blocks (Dongarra, Sorensen, Hammarling 1989; LAPACK: dlatrd).</summary>
/// <remarks>
/// In a block the rest of the matrix is left as it was; A − VᵀW − WᵀV is what it stands for. A step leaves rows v and w, in S in this order and in S' in the other:
/// <code>
///        first   k            row k:   a = A(k, k..) − S(·, k)ᵀS'             → d(k), e(k) and the reflector v
///          │     │            p = tau·(A·v − S'ᵀ(S·v)),  w = p − (tau/2)(p·v)·v
///      k ─ · · · d e          after the block: A −= SᵀS', one product of matrices
/// </code>
/// So the matrix, of which one half is enough (<see cref="SymmetricHalf{T}"/>), is read once per step and written once per block. What is left at the end, or is small from the beginning, is
/// reduced element by element (<see cref="TridiagonalDirect"/>).
/// </remarks>
internal static class TridiagonalReduction
{
    private const int Width = 32;

    /// <summary>Reflectors applied at once on the way back: the more, the fewer times all of V comes from memory.</summary>
    private const int WidestBack = 128;

    /// <summary>T into its diagonal and what is beside it; A becomes the reflectors in its rows.</summary>
    /// <param name="a">n x n with contiguous rows.</param>
    /// <param name="diagonal">n elements.</param>
    /// <param name="beside">n elements, the last of them zero.</param>
    /// <param name="tau">The scalars of the reflectors: n elements, the last of them zero.</param>
    /// <param name="memory">Room for <see cref="RunBytes"/>.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Looked at in every block.</param>
    public static void Run<T>(
        MatrixSpan<T> a, Span<T> diagonal, Span<T> beside, Span<T> tau, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Rows;
        beside.Clear();
        tau.Clear();
        MatrixSpan<T> pairs = memory.TakeMatrix<T>(2 * Math.Min(Width, n), n), swapped = memory.TakeMatrix<T>(pairs.Rows, n), sums = memory.TakeMatrix<T>(SymmetricHalf<T>.SumRows(n), n);
        for (int first = 0; first < n; first += Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (n - first <= TridiagonalDirect.MostSide)
            {
                TridiagonalDirect.Run(a.Slice(first, first, n - first, n - first), diagonal[first..], beside[first..], tau[first..], pairs.RowSpan(0));
                break;
            }

            int end = Math.Min(n, first + Width), rows = 2 * (end - first);
            for (int k = first; k < end; k++)
            {
                Step(a, pairs, swapped, sums, first, k, tau, diagonal, beside, parallelism);
            }

            SymmetricHalf<T>.Update(a, end, pairs.Slice(0, 0, rows, n), swapped.Slice(0, 0, rows, n), parallelism);
        }
    }

    /// <summary>The bytes that <see cref="Run"/> works in.</summary>
    public static long RunBytes<T>(int size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (2 * Arena.Bytes<T>(2L * Math.Min(Width, size) * size)) + Arena.Bytes<T>((long)SymmetricHalf<T>.SumRows(size) * size);

    /// <summary>The bytes that <see cref="ApplyQ"/> works in, for as many rows.</summary>
    public static long ApplyBytes<T>(int size)
        where T : unmanaged
    {
        long width = BackWidth(size);
        return Arena.Bytes<T>(width * size) + Arena.Bytes<T>(width * width) + Arena.Bytes<T>(2 * width * size);
    }

    private static int BackWidth(int size) => Math.Clamp(size - 1, 1, Math.Clamp(size / 8, Width, WidestBack));

    /// <summary>Each row of <paramref name="rows"/>, n long, becomes (Q·rowᵀ)ᵀ; Q = H₀·H₁·…, the last block first.</summary>
    public static void ApplyQ<T>(MatrixSpan<T> rows, MatrixSpan<T> a, ReadOnlySpan<T> tau, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Rows, reflectors = Math.Max(0, n - 1), width = BackWidth(n);
        MatrixSpan<T> v = memory.TakeMatrix<T>(width, n), t = memory.TakeMatrix<T>(width, width);
        Span<T> work = memory.Take<T>(2 * width * rows.Rows);
        for (int first = (reflectors - 1) / width * width; reflectors > 0 && first >= 0; first -= width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(width, reflectors - first), rest = n - first - 1;
            MatrixSpan<T> vectors = v.Slice(0, 0, count, rest), triangle = t.Slice(0, 0, count, count);
            for (int p = 0; p < count; p++)
            {
                Span<T> line = vectors.RowSpan(p);
                line[..p].Clear();
                a.RowSpan(first + p)[(first + p + 1)..].CopyTo(line[p..]);
            }

            Gemm.Gram(triangle, ((ReadOnlyMatrixSpan<T>)vectors).Transposed, T.One, T.Zero, default, cancellationToken);
            BlockReflector.FormTriangle(triangle, triangle, tau.Slice(first, count));
            BlockReflector.Apply(
                rows.Slice(0, first + 1, rows.Rows, rest).Transposed, ((ReadOnlyMatrixSpan<T>)vectors).Transposed, triangle, false, work, parallelism, cancellationToken);
        }
    }

    private static void Step<T>(
        MatrixSpan<T> a,
        MatrixSpan<T> pairs,
        MatrixSpan<T> swapped,
        MatrixSpan<T> sums,
        int first,
        int k,
        Span<T> tau,
        Span<T> diagonal,
        Span<T> beside,
        Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Rows, earlier = 2 * (k - first), rest = n - k - 1;
        Span<T> row = a.RowSpan(k)[k..], small = stackalloc T[2 * Width];
        small = small[..earlier];
        if (earlier > 0)
        {
            QrDirect.Gather(small, pairs, 0, k);
            Gemm.MultiplyVector<T>(row, ((ReadOnlyMatrixSpan<T>)swapped.Slice(0, k, earlier, n - k)).Transposed, small, -T.One, T.One);
        }

        diagonal[k] = row[0];
        if (rest == 0)
        {
            return;
        }

        Span<T> reflector = row[1..], v = pairs.RowSpan(earlier)[(k + 1)..], w = pairs.RowSpan(earlier + 1)[(k + 1)..];
        (tau[k], beside[k]) = HouseholderVector.Make(reflector);
        v.Clear();
        w.Clear();
        if (tau[k] != T.Zero)
        {
            reflector.CopyTo(v);
            SymmetricHalf<T>.Multiply(w, a, k + 1, v, sums, parallelism);
            if (earlier > 0)
            {
                Gemm.MultiplyVector<T>(small, pairs.Slice(0, k + 1, earlier, rest), v, T.One, T.Zero);
                Gemm.MultiplyVector<T>(w, ((ReadOnlyMatrixSpan<T>)swapped.Slice(0, k + 1, earlier, rest)).Transposed, small, -T.One, T.One);
            }

            VectorKernels.Scale(w, tau[k]);
            VectorKernels.Axpy<T>(w, T.ScaleB(-tau[k] * VectorKernels.Dot<T>(w, v), -1), v);
        }

        w.CopyTo(swapped.RowSpan(earlier)[(k + 1)..]);
        v.CopyTo(swapped.RowSpan(earlier + 1)[(k + 1)..]);
    }
}
