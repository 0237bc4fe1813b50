using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>A = (I − tau·v·vᵀ)·A for a matrix with contiguous rows, and w = tau·Aᵀv: dot products and update, stripe by stripe of columns.</summary>
/// <remarks>
/// <code>
///   v[0] │ A[0, stripe]       down:  lane i mod 4 of w += v[i]·A[i, stripe]     four chains a column hide the latency
///   v[1] │ A[1, stripe]              w = tau·((w0 + w2) + (w1 + w3))
///    ⋮   │    ⋮               down again, the stripe still in cache:  A[i, stripe] −= v[i]·w
/// </code>
/// Each column is by itself, so neither the stripe's width nor the ISA changes a bit.
/// </remarks>
public static unsafe class ReflectRows
{
    private const int Vectors = 2;
    private const bool Masked = false;

    internal static void Run(nuint m, nuint columns, T tau, T* v, T* a, nint aRow, T* w)
    {
        V mask = Partial.Mask<T>(columns, (Vectors - 1) * V.Count);
        var acc = new Tile<V>(4, Vectors);
        T* row = a;
        T* at = v;
        nuint i = 0;
        for (; i + 4 <= m; i += 4)
        {
            for (int r = 0; r < 4; r++)
            {
                V x = Simd.Create(at[r]);
                for (int j = 0; j < Vectors; j++)
                {
                    if (Masked && j == Vectors - 1)
                    {
                        acc[r, j] = Simd.FusedMultiplyAdd(x, Partial.Load(row + (j * V.Count), mask), acc[r, j]);
                    }
                    else
                    {
                        acc[r, j] = Simd.FusedMultiplyAdd(x, Simd.Load(row + (j * V.Count)), acc[r, j]);
                    }
                }

                row += aRow;
            }

            at += 4;
        }

        for (int r = 0; r < 3; r++)
        {
            if (i < m)
            {
                V x = Simd.Create(at[r]);
                for (int j = 0; j < Vectors; j++)
                {
                    if (Masked && j == Vectors - 1)
                    {
                        acc[r, j] = Simd.FusedMultiplyAdd(x, Partial.Load(row + (j * V.Count), mask), acc[r, j]);
                    }
                    else
                    {
                        acc[r, j] = Simd.FusedMultiplyAdd(x, Simd.Load(row + (j * V.Count)), acc[r, j]);
                    }
                }

                row += aRow;
                i++;
            }
        }

        var sum = new Tile<V>(Vectors);
        V factor = Simd.Create(tau);
        for (int j = 0; j < Vectors; j++)
        {
            sum[j] = factor * ((acc[0, j] + acc[2, j]) + (acc[1, j] + acc[3, j]));
            if (Masked && j == Vectors - 1)
            {
                Partial.Store(w + (j * V.Count), mask, sum[j]);
            }
            else
            {
                Simd.Store(sum[j], w + (j * V.Count));
            }
        }

        row = a;
        for (i = 0; i < m; i++)
        {
            V x = Simd.Create(-v[i]);
            for (int j = 0; j < Vectors; j++)
            {
                if (Masked && j == Vectors - 1)
                {
                    Partial.Store(row + (j * V.Count), mask, Simd.FusedMultiplyAdd(x, sum[j], Partial.Load(row + (j * V.Count), mask)));
                }
                else
                {
                    Simd.Store(Simd.FusedMultiplyAdd(x, sum[j], Simd.Load(row + (j * V.Count))), row + (j * V.Count));
                }
            }

            row += aRow;
        }
    }
}
