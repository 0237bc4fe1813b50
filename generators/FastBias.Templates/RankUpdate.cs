using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>A += V·W for a narrow A with contiguous rows, V with Depth columns and W with Depth rows, which stay in registers.</summary>
/// <remarks>
/// <code>
///                       w[0,·] … w[Depth−1,·]     loaded once
///   v[i,0 … Depth−1]    A[i,·]                    four rows at a time: a[i,j] = fma(v[i,p], w[p,j], a[i,j]), p ascending
/// </code>
/// The tile of a general product would be loaded and stored more often than it is computed with.
/// </remarks>
public static unsafe class RankUpdate
{
    private const int Depth = 8;
    private const int Vectors = 1;
    private const bool Masked = false;

    internal static void Run(nuint m, nuint columns, T* v, nint vRow, T* w, nint wRow, T* a, nint aRow)
    {
        V mask = Partial.Mask<T>(columns, (Vectors - 1) * V.Count);
        var factor = new Tile<V>(Depth, Vectors);
        for (int p = 0; p < Depth; p++)
        {
            for (int j = 0; j < Vectors; j++)
            {
                if (Masked && j == Vectors - 1)
                {
                    factor[p, j] = Partial.Load(w + (j * V.Count), mask);
                }
                else
                {
                    factor[p, j] = Simd.Load(w + (j * V.Count));
                }
            }

            w += wRow;
        }

        nuint i = 0;
        for (; i + 4 <= m; i += 4)
        {
            var acc = new Tile<V>(4, Vectors);
            for (int r = 0; r < 4; r++)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    if (Masked && j == Vectors - 1)
                    {
                        acc[r, j] = Partial.Load(a + (r * aRow) + (j * V.Count), mask);
                    }
                    else
                    {
                        acc[r, j] = Simd.Load(a + (r * aRow) + (j * V.Count));
                    }
                }
            }

            for (int p = 0; p < Depth; p++)
            {
                for (int r = 0; r < 4; r++)
                {
                    V x = Simd.Create(*(v + (r * vRow) + p));
                    for (int j = 0; j < Vectors; j++)
                    {
                        acc[r, j] = Simd.FusedMultiplyAdd(x, factor[p, j], acc[r, j]);
                    }
                }
            }

            for (int r = 0; r < 4; r++)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    if (Masked && j == Vectors - 1)
                    {
                        Partial.Store(a + (r * aRow) + (j * V.Count), mask, acc[r, j]);
                    }
                    else
                    {
                        Simd.Store(acc[r, j], a + (r * aRow) + (j * V.Count));
                    }
                }
            }

            v += 4 * vRow;
            a += 4 * aRow;
        }

        for (; i < m; i++)
        {
            var last = new Tile<V>(Vectors);
            for (int j = 0; j < Vectors; j++)
            {
                if (Masked && j == Vectors - 1)
                {
                    last[j] = Partial.Load(a + (j * V.Count), mask);
                }
                else
                {
                    last[j] = Simd.Load(a + (j * V.Count));
                }
            }

            for (int p = 0; p < Depth; p++)
            {
                V x = Simd.Create(*(v + p));
                for (int j = 0; j < Vectors; j++)
                {
                    last[j] = Simd.FusedMultiplyAdd(x, factor[p, j], last[j]);
                }
            }

            for (int j = 0; j < Vectors; j++)
            {
                if (Masked && j == Vectors - 1)
                {
                    Partial.Store(a + (j * V.Count), mask, last[j]);
                }
                else
                {
                    Simd.Store(last[j], a + (j * V.Count));
                }
            }

            v += vRow;
            a += aRow;
        }
    }
}
