using FastBias.Kernels;

namespace FastBias;

/// <content>The factorization.</content>
public sealed partial class SymmetricEigen<T>
{
    /// <summary>Up to about this size two-sided Jacobi is as fast as the tridiagonal method (measured: equal at 8 to 16, half as fast at 20), and more accurate for small eigenvalues.</summary>
    internal const int LargestForJacobi = 12;

    /// <summary>A = V·Λ·Vᵀ.</summary>
    /// <param name="a">n x n, any strides; not changed.</param>
    /// <param name="half">The triangle that is read; the other one may hold anything.</param>
    /// <param name="cancellationToken">Looked at in every sweep, reduction and iteration step; the result then has <see cref="Status.Cancelled"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="a"/> is not square.</exception>
    /// <returns>The factors; look at <see cref="Status"/>. An empty matrix has no eigenvalues.</returns>
    public static SymmetricEigen<T> Factor(ReadOnlyMatrixSpan<T> a, Triangle half = Triangle.Lower, CancellationToken cancellationToken = default) =>
        Factor(a, half, Parallelism.Serial, cancellationToken);

    /// <summary>The same on several threads: the bits do not depend on how many.</summary>
    /// <inheritdoc cref="Factor(ReadOnlyMatrixSpan{T}, Triangle, CancellationToken)"/>
    /// <param name="a">n x n, any strides; not changed.</param>
    /// <param name="half">The triangle that is read; the other one may hold anything.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Looked at in every sweep, reduction and iteration step; the result then has <see cref="Status.Cancelled"/>.</param>
    public static SymmetricEigen<T> Factor(ReadOnlyMatrixSpan<T> a, Triangle half, Parallelism parallelism, CancellationToken cancellationToken = default) =>
        Factor(a, half, a.Rows <= LargestForJacobi, parallelism, cancellationToken);

    /// <summary>The same with the method chosen by the caller, for tests of either method at every size.</summary>
    internal static SymmetricEigen<T> Factor(ReadOnlyMatrixSpan<T> a, Triangle half, bool jacobi, Parallelism parallelism, CancellationToken cancellationToken)
    {
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"A is {a.Rows}x{a.Columns}, and not square.", nameof(a));
        }

        ReadOnlyMatrixSpan<T> lower = half == Triangle.Lower ? a : a.Transposed;
        Matrix<T> work = new(a.Rows, a.Rows);
        T largest = Load(work, lower);
        if (!T.IsFinite(largest))
        {
            return new SymmetricEigen<T>(a.Rows, Status.NonFiniteInput) { FirstNonFinite = FirstIn(lower, half) };
        }

        int exponent = largest == T.Zero ? 0 : T.ILogB(largest);
        PowerOfTwo.Scale(work.Data.AsSpan(), -exponent);
        try
        {
            T[] values = new T[a.Rows];
            Matrix<T> vectors = Matrix<T>.Uninitialized(a.Rows, a.Rows);
            using ArenaLease memory = new(jacobi ? 0 : TridiagonalEigen.Bytes<T>(a.Rows));
            SpectralProgress progress = jacobi
                ? TwoSidedJacobi.Run(work, values, vectors, cancellationToken)
                : TridiagonalEigen.Run<T>(work, values, vectors, memory.Memory, parallelism, cancellationToken);
            return Assemble(values, vectors, progress, exponent);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SymmetricEigen<T>(a.Rows, Status.Cancelled);
        }
    }

    /// <summary>Both triangles of <paramref name="work"/> from the lower one of A; the largest magnitude, NaN if there is one.</summary>
    private static T Load(Matrix<T> work, ReadOnlyMatrixSpan<T> lower)
    {
        for (int i = 0; i < work.Rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                work[i, j] = work[j, i] = lower[i, j];
            }
        }

        return VectorKernels.MaxAbs<T>(work.Data);
    }

    private static (int Row, int Column)? FirstIn(ReadOnlyMatrixSpan<T> lower, Triangle half)
    {
        (int Row, int Column)? first = null;
        for (int i = 0; i < lower.Rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                (int Row, int Column) place = half == Triangle.Lower ? (i, j) : (j, i);
                if (!T.IsFinite(lower[i, j]) && (first is null || place.CompareTo(first.Value) < 0))
                {
                    first = place;
                }
            }
        }

        return first;
    }

    /// <summary>By descending value, from vectors in rows.</summary>
    private static SymmetricEigen<T> Assemble(T[] values, Matrix<T> rows, SpectralProgress progress, int exponent)
    {
        int n = values.Length;
        int[] order = new int[n];
        StableOrder.Descending<T>(values, order);
        Matrix<T> vectors = new(n, n);
        T[] sorted = new T[n];
        for (int k = 0; k < n; k++)
        {
            sorted[k] = T.ScaleB(values[order[k]], exponent);
            new MatrixSpan<T>(rows.Row(order[k]), n, 1).CopyTo(vectors.Slice(0, k, n, 1));
        }

        return new SymmetricEigen<T>(n, progress.Converged ? Status.Success : Status.NotConverged)
        {
            Values = sorted,
            Vectors = vectors,
            Iterations = progress.Iterations,
        };
    }
}
