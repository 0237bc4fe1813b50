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
    public static int MostColumns<T>(bool withVectors) => !withVectors ? 24 : typeof(T) == typeof(double) ? 40 : 64;

    /// <summary>More are not needed where columns of one size are independent.</summary>
    private const int MostSweeps = 12;

    /// <summary>The largest element is brought to about this power of two: fourth powers of lengths stay in range, and those of rounding errors too.</summary>
    private const int Magnitude = 8;

    /// <summary>
    /// The thin parts of a · 2^exponent; null where there are too many columns, they are not of one size or not finite, have not converged soon, or are dependent up to
    /// rounding errors: what is then left of them has no direction of its own, and a preconditioner has to tell it from the rest.
    /// </summary>
    /// <param name="a">m x n with m ≥ n and few columns.</param>
    /// <param name="exponent">The power of two beside it.</param>
    /// <param name="target">Written on success only; of the left singular vectors the thin part.</param>
    /// <param name="maxSweeps">The cap.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    /// <param name="cancellationToken">Looked at in every sweep.</param>
    public static SvdProgress<T>? Run<T>(ReadOnlyMatrixSpan<T> a, int exponent, in SvdTarget<T> target, int maxSweeps, Arena memory, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Columns;
        if (n == 0)
        {
            return null;
        }

        int body = JacobiRounds.Padded<T>(a.Rows), tail = target.HasVectors ? JacobiRounds.Padded<T>(n) : 0;
        Span<T> vectors = memory.Take<T>(checked(n * (body + tail))), squares = memory.Take<T>(n), work = memory.Take<T>(JacobiRounds.WorkLength<T>(n));
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

        Write(vectors, body, tail, squares, a.Rows, exponent, target);
        return new SvdProgress<T>(true, sweeps, T.Sqrt(largest));
    }

    /// <summary>The bytes that it works in.</summary>
    public static long Bytes<T>(int rows, int columns, bool withVectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long length = (long)JacobiRounds.Padded<T>(rows) + (withVectors ? JacobiRounds.Padded<T>(columns) : 0);
        return Arena.Bytes<T>(columns * length) + Arena.Bytes<T>(columns) + Arena.Bytes<T>(JacobiRounds.WorkLength<T>(columns));
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

    private static void Write<T>(ReadOnlySpan<T> vectors, int body, int tail, ReadOnlySpan<T> squares, int rows, int exponent, in SvdTarget<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = squares.Length;
        Span<int> starts = stackalloc int[n];
        Span<T> factors = stackalloc T[n];
        StableOrder.Descending(squares, starts);
        for (int k = 0; k < n; k++)
        {
            T norm = T.Sqrt(squares[starts[k]]);
            target.Values[k] = T.ScaleB(norm, exponent);
            factors[k] = T.One / norm;
            starts[k] *= body + tail;
        }

        if (tail > 0)
        {
            WriteLines(vectors, rows, starts, factors, target.Left.Transposed);
            factors.Fill(T.One);
            WriteLines(vectors[body..], n, starts, factors, target.Right);
        }
    }

    /// <summary>Line k of a view, whose rows or columns are contiguous, is what begins at starts[k] times factors[k].</summary>
    private static void WriteLines<T>(ReadOnlySpan<T> vectors, int length, ReadOnlySpan<int> starts, ReadOnlySpan<T> factors, MatrixSpan<T> lines)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (lines.ColumnStride == 1)
        {
            for (int k = 0; k < starts.Length; k++)
            {
                ReadOnlySpan<T> vector = vectors.Slice(starts[k], length);
                Span<T> line = lines.RowSpan(k)[..vector.Length];
                T factor = factors[k];
                for (int i = 0; i < vector.Length; i++)
                {
                    line[i] = vector[i] * factor;
                }
            }

            return;
        }

        MatrixSpan<T> rows = lines.Transposed;
        for (int i = 0; i < length; i++)
        {
            Span<T> across = rows.RowSpan(i)[..starts.Length];
            for (int k = 0; k < across.Length; k++)
            {
                across[k] = vectors[starts[k] + i] * factors[k];
            }
        }
    }
}
