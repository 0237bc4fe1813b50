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
/// So the matrix is read once per step, and written once per block.
/// </remarks>
internal static class TridiagonalReduction
{
    private const int Width = 32;

    /// <summary>T into two arrays; Qᵀ as the result. Destroys <paramref name="a"/>, of which both triangles are there.</summary>
    public static Matrix<T> Run<T>(Matrix<T> a, T[] diagonal, T[] beside, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Rows;
        T[] tau = new T[n];
        Matrix<T> pairs = Matrix<T>.Uninitialized(2 * Math.Min(Width, n), n), swapped = Matrix<T>.Uninitialized(pairs.Rows, n);
        for (int first = 0; first < n; first += Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = Math.Min(n, first + Width), rest = n - end, rows = 2 * (end - first);
            for (int k = first; k < end; k++)
            {
                Step(a, pairs, swapped, first, k, tau, diagonal, beside);
            }

            Gemm.Multiply(
                a.Slice(end, end, rest, rest), ((ReadOnlyMatrixSpan<T>)pairs.Slice(0, end, rows, rest)).Transposed, swapped.Slice(0, end, rows, rest), -T.One, T.One, default, cancellationToken);
        }

        return FormTransposed(a, tau, cancellationToken);
    }

    private static void Step<T>(Matrix<T> a, Matrix<T> pairs, Matrix<T> swapped, int first, int k, T[] tau, T[] diagonal, T[] beside)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Rows, earlier = 2 * (k - first), rest = n - k - 1;
        Span<T> row = a.Row(k)[k..], small = stackalloc T[2 * Width];
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

        Span<T> reflector = row[1..], v = pairs.Row(earlier)[(k + 1)..], w = pairs.Row(earlier + 1)[(k + 1)..];
        (tau[k], beside[k]) = HouseholderVector.Make(reflector);
        v.Clear();
        w.Clear();
        if (tau[k] != T.Zero)
        {
            reflector.CopyTo(v);
            Gemm.MultiplyVector<T>(w, a.Slice(k + 1, k + 1, rest, rest), v, T.One, T.Zero);
            if (earlier > 0)
            {
                Gemm.MultiplyVector<T>(small, pairs.Slice(0, k + 1, earlier, rest), v, T.One, T.Zero);
                Gemm.MultiplyVector<T>(w, ((ReadOnlyMatrixSpan<T>)swapped.Slice(0, k + 1, earlier, rest)).Transposed, small, -T.One, T.One);
            }

            VectorKernels.Scale(w, tau[k]);
            VectorKernels.Axpy<T>(w, T.ScaleB(-tau[k] * VectorKernels.Dot<T>(w, v), -1), v);
        }

        w.CopyTo(swapped.Row(earlier)[(k + 1)..]);
        v.CopyTo(swapped.Row(earlier + 1)[(k + 1)..]);
    }

    /// <summary>Qᵀ with Q = H₀·H₁·…, the last block first.</summary>
    private static Matrix<T> FormTransposed<T>(Matrix<T> a, T[] tau, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Rows, reflectors = Math.Max(0, n - 1), width = Math.Max(1, Math.Min(Width, reflectors));
        Matrix<T> result = Matrix<T>.Identity(n), v = Matrix<T>.Uninitialized(width, n), t = new(width, width);
        T[] work = GC.AllocateUninitializedArray<T>(2 * width * n);
        for (int first = (reflectors - 1) / width * width; reflectors > 0 && first >= 0; first -= width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(width, reflectors - first), rest = n - first - 1;
            MatrixSpan<T> vectors = v.Slice(0, 0, count, rest), triangle = t.Slice(0, 0, count, count);
            for (int p = 0; p < count; p++)
            {
                Span<T> line = vectors.RowSpan(p);
                line[..p].Clear();
                a.Row(first + p)[(first + p + 1)..].CopyTo(line[p..]);
            }

            Gemm.Gram(triangle, ((ReadOnlyMatrixSpan<T>)vectors).Transposed, T.One, T.Zero, default, cancellationToken);
            BlockReflector.FormTriangle(triangle, triangle, tau.AsSpan(first, count));
            BlockReflector.Apply(
                result.Slice(first + 1, first + 1, rest, rest).Transposed, ((ReadOnlyMatrixSpan<T>)vectors).Transposed, triangle, false, work, default, cancellationToken);
        }

        return result;
    }
}
