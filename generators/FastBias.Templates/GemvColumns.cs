using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>w[j] = fma(x[i], a[i,j], w[j]) for i ascending: the chains of xᵀA, continued from what w holds; where keep is zero, begun at +0, and w is not read.</summary>
/// <remarks>
/// Vectors vectors of w at a time stay in registers while the rows go by; what is left at the end is one stripe of as many vectors as it needs, the last
/// one partial. A stripe of few vectors waits for its own multiply-adds: hence one stripe and not several.
/// </remarks>
public static unsafe class GemvColumns
{
    private const int Vectors = 8;

    internal static void Run(nuint m, nuint n, T* a, nint aRow, T* x, T* w, T keep)
    {
        nuint left = n;
        for (; left >= (nuint)(Vectors * V.Count); left -= (nuint)(Vectors * V.Count))
        {
            var sum = new Tile<V>(Vectors);
            if (keep != 0)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    sum[j] = Simd.Load(w + (j * V.Count));
                }
            }

            T* row = a;
            T* at = x;
            for (nuint i = m; i != 0; i--)
            {
                V factor = Simd.Create(*at);
                for (int j = 0; j < Vectors; j++)
                {
                    sum[j] = Simd.FusedMultiplyAdd(factor, Simd.Load(row + (j * V.Count)), sum[j]);
                }

                row += aRow;
                at += 1;
            }

            for (int j = 0; j < Vectors; j++)
            {
                Simd.Store(sum[j], w + (j * V.Count));
            }

            a += Vectors * V.Count;
            w += Vectors * V.Count;
        }

        if (left == 0)
        {
            return;
        }

        nuint whole = (left - 1) / (nuint)V.Count;
        V mask = Partial.Mask<T>(left - (whole * (nuint)V.Count), 0);
        for (int last = 0; last < Vectors; last++)
        {
            if (whole == (nuint)last)
            {
                var sum = new Tile<V>(last + 1);
                if (keep != 0)
                {
                    for (int j = 0; j <= last; j++)
                    {
                        sum[j] = j == last ? Partial.Load(w + (j * V.Count), mask) : Simd.Load(w + (j * V.Count));
                    }
                }

                for (nuint i = m; i != 0; i--)
                {
                    V factor = Simd.Create(*x);
                    for (int j = 0; j <= last; j++)
                    {
                        sum[j] = Simd.FusedMultiplyAdd(factor, j == last ? Partial.Load(a + (j * V.Count), mask) : Simd.Load(a + (j * V.Count)), sum[j]);
                    }

                    a += aRow;
                    x += 1;
                }

                for (int j = 0; j <= last; j++)
                {
                    if (j == last)
                    {
                        Partial.Store(w + (j * V.Count), mask, sum[j]);
                    }
                    else
                    {
                        Simd.Store(sum[j], w + (j * V.Count));
                    }
                }
            }
        }
    }
}
