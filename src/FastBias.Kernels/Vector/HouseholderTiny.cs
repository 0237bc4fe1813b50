using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>What <see cref="HouseholderPanel{T}"/> and <see cref="ReflectorProduct"/> compute, element by element, for matrices of a few rows and columns: there its calls, and the copy into whole vectors, took half of the time.</summary>
/// <remarks>The same operations in the same order; so the bits are those of the panel, but for the sign of a zero.</remarks>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class HouseholderTiny<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most rows, and columns: from eight on the vectors are as fast.</summary>
    public const int MostSide = 6;

    /// <summary>Factors in place, R on and above the diagonal, below it the reflectors with their leading ones left out; false, and nothing is written, where a column asks for more care.</summary>
    /// <param name="a">Up to <see cref="MostSide"/> rows, which are contiguous, and columns.</param>
    /// <param name="tau">min(m, n) scalars.</param>
    /// <param name="extreme">As in <see cref="HouseholderPanel{T}.Factor(KernelTable{T}, MatrixSpan{T}, Span{T}, bool, MatrixSpan{T}, Span{T})"/>.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFactor(MatrixSpan<T> a, Span<T> tau, bool extreme)
    {
        int m = a.Rows, n = a.Columns, reflectors = Math.Min(m, n);
        T* work = stackalloc T[(MostSide * MostSide) + (4 * MostSide)];
        T* sums = work + (MostSide * MostSide), diagonal = sums + MostSide, inverse = diagonal + MostSide, scalars = inverse + MostSide;
        T high = extreme ? SafeSquares<T>.HighBesideExtremes : SafeSquares<T>.High, factor = T.Zero;
        for (int i = 0; i < m; i++)
        {
            ref T row = ref Unsafe.Add(ref a.Reference, i * a.RowStride);
            for (int c = 0; c < n; c++)
            {
                work[(i * n) + c] = Unsafe.Add(ref row, c);
            }
        }

        for (int j = 0; j < reflectors; j++)
        {
            Pass(work, m, n, j, factor, sums);
            T* at = work + (j * (n + 1));
            if (j == m - 1 && T.IsFinite(*at))
            {
                (diagonal[j], scalars[j], inverse[j]) = (*at, T.Zero, T.One);
                break;
            }

            T square = T.FusedMultiplyAdd(*at, *at, sums[j]);
            if (!SafeSquares<T>.Hold(sums[j], square, high))
            {
                return false;
            }

            (diagonal[j], *at, inverse[j], scalars[j]) = SafeSquares<T>.Reflect(*at, square);
            factor = inverse[j] / diagonal[j];
        }

        for (int c = 0; c < reflectors; c++)
        {
            tau[c] = scalars[c];
            work[c * (n + 1)] = diagonal[c];
            for (int i = c + 1; i < m; i++)
            {
                work[(i * n) + c] *= inverse[c];
            }
        }

        Store(a, work);
        return true;
    }

    /// <summary>Q = H₀·H₁·…·[I; 0], from the last reflector to the first.</summary>
    /// <param name="q">m x n, k ≤ n ≤ m ≤ <see cref="MostSide"/>; all of it is written. May be the reflectors themselves.</param>
    /// <param name="packed">m x k with contiguous rows: the reflectors below the diagonal, their leading ones left out.</param>
    /// <param name="tau">k scalars.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Form(MatrixSpan<T> q, ReadOnlyMatrixSpan<T> packed, ReadOnlySpan<T> tau)
    {
        int m = q.Rows, n = q.Columns, k = tau.Length;
        T* work = stackalloc T[2 * MostSide * MostSide];
        T* v = work + (MostSide * MostSide);
        for (int i = 0; i < m; i++)
        {
            ref T row = ref Unsafe.Add(ref packed.Reference, i * packed.RowStride);
            for (int c = 0; c < Math.Min(i, k); c++)
            {
                v[(i * MostSide) + c] = Unsafe.Add(ref row, c);
            }

            for (int c = 0; c < n; c++)
            {
                work[(i * n) + c] = c == i ? T.One : T.Zero;
            }
        }

        for (int j = k - 1; j >= 0; j--)
        {
            Pass(work, m, n, v + j, j, -tau[j]);
        }

        Store(q, work);
    }

    /// <summary>A call to copy a row of a few elements would take longer than the copy.</summary>
    private static void Store(MatrixSpan<T> a, T* work)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            ref T row = ref Unsafe.Add(ref a.Reference, i * a.RowStride);
            for (int c = 0; c < a.Columns; c++)
            {
                Unsafe.Add(ref row, c) = *work++;
            }
        }
    }

    /// <summary>Q += v_j·wᵀ, w = factor·Qᵀ·v_j, for the columns from j on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(T* q, int m, int n, T* v, int j, T factor)
    {
        T* head = q + (j * n);
        for (int c = j; c < n; c++)
        {
            T w = (head[c] + Sum(v + ((j + 1) * MostSide), MostSide, head + n + c, n, m - j - 1)) * factor;
            head[c] += w;
            for (int i = j + 1; i < m; i++)
            {
                q[(i * n) + c] = T.FusedMultiplyAdd(v[i * MostSide], w, q[(i * n) + c]);
            }
        }
    }

    /// <summary>Applies the reflector of column j − 1, if there is one, and sums up for column j: four chains a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(T* a, int m, int n, int j, T factor, T* sums)
    {
        int from = Math.Max(0, j - 1);
        T* head = a + (from * n);
        for (int c = j; c < n; c++)
        {
            if (j > 0)
            {
                T w = T.FusedMultiplyAdd(head[from], head[c], sums[c]) * factor;
                for (int i = from; i < m; i++)
                {
                    a[(i * n) + c] = T.FusedMultiplyAdd(a[(i * n) + from], w, a[(i * n) + c]);
                }
            }

            T* below = a + ((j + 1) * n);
            sums[c] = Sum(below + j, n, below + c, n, m - j - 1);
        }
    }

    /// <summary>xᵀy of two columns by four chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum(T* x, nint stepX, T* y, nint stepY, int left)
    {
        T s0 = T.Zero, s1 = T.Zero, s2 = T.Zero, s3 = T.Zero;
        for (; left > 0; left -= 4, x += 4 * stepX, y += 4 * stepY)
        {
            s0 = T.FusedMultiplyAdd(x[0], y[0], s0);
            s1 = left > 1 ? T.FusedMultiplyAdd(x[stepX], y[stepY], s1) : s1;
            s2 = left > 2 ? T.FusedMultiplyAdd(x[2 * stepX], y[2 * stepY], s2) : s2;
            s3 = left > 3 ? T.FusedMultiplyAdd(x[3 * stepX], y[3 * stepY], s3) : s3;
        }

        return (s0 + s2) + (s1 + s3);
    }
}
