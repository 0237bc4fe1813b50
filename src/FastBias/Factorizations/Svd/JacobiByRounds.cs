using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The decomposition of a matrix with few columns of one size: its columns are rotated as they are.</summary>
/// <remarks>
/// The rotations of a round (<see cref="JacobiRounds"/>) depend on nothing that the round changes, so that their square roots and divisions overlap; in de Rijk's order
/// each waits for the one before. There is no preconditioner: its steps would take longer than the sweeps they save.
/// </remarks>
internal static class JacobiByRounds
{
    /// <summary>With more columns the start from the Gram matrix is faster, or for the values alone a bidiagonal matrix.</summary>
    public static int MostColumns<T>(SvdVectors vectors) => vectors == SvdVectors.None ? 24 : typeof(T) == typeof(double) ? 40 : 64;

    /// <summary>More are not needed where columns of one size are independent.</summary>
    private const int MostSweeps = 12;

    /// <summary>The largest element is brought to about this power of two: fourth powers of lengths stay in range, and those of rounding errors too.</summary>
    private const int Magnitude = 8;

    /// <summary>
    /// The thin parts of a · 2^exponent; null where there are too many columns, they are not of one size or not finite, have not converged soon, or are dependent up to
    /// rounding errors: what is then left of them has no direction of its own, and a preconditioner has to tell it from the rest.
    /// </summary>
    public static SvdParts<T>? Run<T>(ReadOnlyMatrixSpan<T> a, int exponent, bool withVectors, int maxSweeps, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Columns;
        if (n == 0)
        {
            return null;
        }

        int body = JacobiRounds.Padded<T>(a.Rows), tail = withVectors ? JacobiRounds.Padded<T>(n) : 0, length = checked(n * (body + tail)), padded = JacobiRounds.Padded<T>(n);
        using Scratch.Lease<T> lease = Scratch.Rent<T>(checked(length + padded + JacobiRounds.WorkLength<T>(n)));
        Span<T> vectors = lease.Span[..length], squares = lease.Span.Slice(length, n), work = lease.Span[(length + padded)..];
        if (!Load(vectors, body, tail, a, ref exponent))
        {
            return null;
        }

        JacobiRounds.Measure(vectors, body, tail, squares, work);
        T cosine = OneSidedJacobi<T>.ToleranceFor(a.Rows), tolerance = cosine * cosine, noise = T.CreateTruncating(16 * n) * WorkingRange<T>.Epsilon;
        if (!WorkingRange<T>.AreOfOneSize(squares))
        {
            return null;
        }

        T largest = T.PositiveInfinity;
        int sweeps = 0;
        for (; !(largest <= tolerance); sweeps++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (sweeps == Math.Min(MostSweeps, maxSweeps))
            {
                return null;
            }

            largest = JacobiRounds.Sweep(vectors, body, tail, squares, work, tolerance);
            if (!WorkingRange<T>.AreWithin(squares, noise))
            {
                return null;
            }
        }

        return Parts(vectors, body, tail, squares, a.Rows, exponent, new Progress<T>(sweeps, T.Sqrt(largest)));
    }

    /// <summary>The columns with the unit vectors as tails; false if an element is not finite, or all are zero.</summary>
    private static bool Load<T>(Span<T> vectors, int body, int tail, ReadOnlyMatrixSpan<T> a, ref int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, stride = body + tail;
        a.Transposed.CopyTo(new MatrixSpan<T>(vectors, 0, n, m, stride, 1));
        T largest = T.Zero;
        for (int i = 0; i < n; i++)
        {
            vectors.Slice((i * stride) + m, stride - m).Clear();
            largest = T.Max(largest, VectorKernels.MaxAbs<T>(vectors.Slice(i * stride, m)));
        }

        if (largest == T.Zero || !T.IsFinite(largest))
        {
            return false;
        }

        int shift = Magnitude - T.ILogB(largest);
        exponent -= shift;
        for (int i = 0; i < n; i++)
        {
            PowerOfTwo.Scale(vectors.Slice(i * stride, m), shift);
            if (tail > 0)
            {
                vectors[(i * stride) + body + i] = T.One;
            }
        }

        return true;
    }

    private static SvdParts<T> Parts<T>(ReadOnlySpan<T> vectors, int body, int tail, ReadOnlySpan<T> squares, int rows, int exponent, Progress<T> progress)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = squares.Length, stride = body + tail;
        Span<int> order = stackalloc int[n];
        Sort(squares, order);
        T[] values = new T[n];
        SvdParts<T> parts = new(values, true, progress.Sweeps, progress.Cosine);
        Span<T> left = default, right = default;
        if (tail > 0)
        {
            parts.Left = Matrix<T>.Uninitialized(rows, n);
            parts.Right = Matrix<T>.Uninitialized(n, n);
            left = parts.Left.Data;
            right = parts.Right.Data;
        }

        for (int k = 0; k < n; k++)
        {
            T norm = T.Sqrt(squares[order[k]]), inverse = T.One / norm;
            values[k] = T.ScaleB(norm, exponent);
            if (tail > 0)
            {
                ReadOnlySpan<T> x = vectors.Slice(order[k] * stride, rows);
                for (int i = 0; i < x.Length; i++)
                {
                    left[(i * n) + k] = x[i] * inverse;
                }

                vectors.Slice((order[k] * stride) + body, n).CopyTo(right[(k * n)..]);
            }
        }

        return parts;
    }

    /// <summary>By descending square; equal ones keep their places.</summary>
    private static void Sort<T>(ReadOnlySpan<T> squares, Span<int> order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int p = 0; p < order.Length; p++)
        {
            int q = p;
            for (; q > 0 && squares[p] > squares[order[q - 1]]; q--)
            {
                order[q] = order[q - 1];
            }

            order[q] = p;
        }
    }

    private readonly record struct Progress<T>(int Sweeps, T Cosine);
}
