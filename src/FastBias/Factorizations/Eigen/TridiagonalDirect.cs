using System.Numerics;

namespace FastBias;

/// <summary>A small A = Q·T·Qᵀ element by element (Golub and Van Loan, algorithm 8.3.1; LAPACK: dsytd2), where calls for vectors of a few elements would take longer than what they do.</summary>
internal static class TridiagonalDirect
{
    /// <summary>Up to this order.</summary>
    public const int MostSide = 32;

    /// <summary>T into its diagonal and what is beside it; the rows of A become the reflectors. Only the upper triangle is read.</summary>
    /// <param name="a">n x n with contiguous rows.</param>
    /// <param name="diagonal">n elements.</param>
    /// <param name="beside">n elements; the last is not written.</param>
    /// <param name="tau">The scalars of the reflectors: n elements; those that are zero are not written.</param>
    /// <param name="work">At least n elements.</param>
    public static void Run<T>(MatrixSpan<T> a, Span<T> diagonal, Span<T> beside, Span<T> tau, Span<T> work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < a.Rows; k++)
        {
            Span<T> v = a.RowSpan(k)[k..];
            diagonal[k] = v[0];
            v = v[1..];
            if (v.IsEmpty)
            {
                break;
            }

            (T scale, beside[k]) = HouseholderVector.Make(v);
            if (scale != T.Zero)
            {
                tau[k] = scale;
                MatrixSpan<T> rest = a.Slice(k + 1, k + 1, v.Length, v.Length);
                Span<T> w = work[..v.Length];
                Multiply(w, rest, v);
                Project(w, v, scale);
                Update(rest, v, w);
            }
        }
    }

    /// <summary>w = A·v, each element of the upper triangle read once.</summary>
    private static void Multiply<T>(Span<T> w, MatrixSpan<T> a, ReadOnlySpan<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        w.Clear();
        for (int i = 0; i < v.Length; i++)
        {
            ReadOnlySpan<T> row = a.RowSpan(i)[i..], right = v.Slice(i, row.Length);
            Span<T> below = w.Slice(i, row.Length);
            T first = right[0], sum = T.FusedMultiplyAdd(row[0], first, below[0]);
            for (int j = 1; j < row.Length; j++)
            {
                sum = T.FusedMultiplyAdd(row[j], right[j], sum);
                below[j] = T.FusedMultiplyAdd(row[j], first, below[j]);
            }

            below[0] = sum;
        }
    }

    /// <summary>w = tau·w − (tau/2)·(tau·wᵀv)·v.</summary>
    private static void Project<T>(Span<T> w, ReadOnlySpan<T> v, T tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        v = v[..w.Length];
        T sum = T.Zero;
        for (int i = 0; i < w.Length; i++)
        {
            w[i] *= tau;
            sum = T.FusedMultiplyAdd(w[i], v[i], sum);
        }

        T factor = T.ScaleB(-tau * sum, -1);
        for (int i = 0; i < w.Length; i++)
        {
            w[i] = T.FusedMultiplyAdd(factor, v[i], w[i]);
        }
    }

    /// <summary>The upper triangle of A −= v·wᵀ + w·vᵀ.</summary>
    private static void Update<T>(MatrixSpan<T> a, ReadOnlySpan<T> v, ReadOnlySpan<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < v.Length; i++)
        {
            Span<T> row = a.RowSpan(i)[i..];
            ReadOnlySpan<T> rightV = v.Slice(i, row.Length), rightW = w.Slice(i, row.Length);
            T minusV = -rightV[0], minusW = -rightW[0];
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = T.FusedMultiplyAdd(minusV, rightW[j], T.FusedMultiplyAdd(minusW, rightV[j], row[j]));
            }
        }
    }
}
