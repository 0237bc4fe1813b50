using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>What <see cref="HouseholderPanel{T}"/> computes, element by element, for matrices of a few rows and columns: there its calls, and the copy into whole vectors, took half of the time.</summary>
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
            a.RowSpan(i).CopyTo(new Span<T>(work + (i * n), n));
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

        for (int i = 0; i < m; i++)
        {
            Span<T> row = a.RowSpan(i);
            for (int c = 0; c < n; c++)
            {
                T element = work[(i * n) + c];
                row[c] = c > i || c >= reflectors ? element : c == i ? diagonal[i] : element * inverse[c];
            }
        }

        new ReadOnlySpan<T>(scalars, reflectors).CopyTo(tau);
        return true;
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

            T s0 = T.Zero, s1 = T.Zero, s2 = T.Zero, s3 = T.Zero;
            T* y = a + ((j + 1) * n);
            for (int left = m - j - 1; left > 0; left -= 4, y += 4 * n)
            {
                s0 = T.FusedMultiplyAdd(y[j], y[c], s0);
                s1 = left > 1 ? T.FusedMultiplyAdd(y[n + j], y[n + c], s1) : s1;
                s2 = left > 2 ? T.FusedMultiplyAdd(y[(2 * n) + j], y[(2 * n) + c], s2) : s2;
                s3 = left > 3 ? T.FusedMultiplyAdd(y[(3 * n) + j], y[(3 * n) + c], s3) : s3;
            }

            sums[c] = (s0 + s2) + (s1 + s3);
        }
    }
}
