using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>One pass over a panel with contiguous rows: A += v·wᵀ, the last reflector, and s = Aᵀx, all that the next one needs.</summary>
/// <remarks>
/// <code>
///        finished   open               w = factor·(v[0]·A[0, ·] + s), 0 in the finished columns; s as the pass before left it
///      ┌ ───────┬────────── ┐
///      │ v[0]   │ A[0, ·]   │ head     A += v·wᵀ in every row; the first `head` rows take no part in the sums
///      │ v[1] x │ A[1, ·]   │ rows
///      │  ⋮   ⋮ │   ⋮       │          x[i] is brought up to date on the way: x[i] + v[i]·next
///      │ v[i] x │ A[i, ·]   │          lane i mod 4 of s += x[i]·A[i, ·]   four chains a column, s = (s0 + s2) + (s1 + s3)
/// </code>
/// v and x may be columns of A itself (step is then the step of its rows). Each column is by itself, so neither the stripe's width nor the
/// ISA changes a bit.
/// </remarks>
public static unsafe class ReflectPanel
{
    private const int Vectors = 2;
    private const bool Masked = false;

    internal static void Run(nuint m, nuint columns, nuint finished, nuint head, T factor, T next, T* v, T* x, nint step, T* a, nint aRow, T* s)
    {
        V mask = Partial.Mask<T>(columns, (Vectors - 1) * V.Count);
        V scale = Simd.Create(factor);
        V first = Simd.Create(v[0]);
        V change = Simd.Create(next);
        var w = new Tile<V>(Vectors);
        for (int j = 0; j < Vectors; j++)
        {
            V done = Partial.Mask<T>(finished, j * V.Count);
            if (Masked && j == Vectors - 1)
            {
                V sum = Simd.FusedMultiplyAdd(first, Partial.Load(a + (j * V.Count), mask), Partial.Load(s + (j * V.Count), mask));
                w[j] = Simd.ConditionalSelect(done, V.Zero, sum * scale);
            }
            else
            {
                V sum = Simd.FusedMultiplyAdd(first, Simd.Load(a + (j * V.Count)), Simd.Load(s + (j * V.Count)));
                w[j] = Simd.ConditionalSelect(done, V.Zero, sum * scale);
            }
        }

        nuint i = 0;
        for (; i < head; i++)
        {
            V u = Simd.Create(v[0]);
            for (int j = 0; j < Vectors; j++)
            {
                if (Masked && j == Vectors - 1)
                {
                    Partial.Store(a + (j * V.Count), mask, Simd.FusedMultiplyAdd(u, w[j], Partial.Load(a + (j * V.Count), mask)));
                }
                else
                {
                    Simd.Store(Simd.FusedMultiplyAdd(u, w[j], Simd.Load(a + (j * V.Count))), a + (j * V.Count));
                }
            }

            v += step;
            x += step;
            a += aRow;
        }

        var acc = new Tile<V>(4, Vectors);
        for (; i + 4 <= m; i += 4)
        {
            for (int r = 0; r < 4; r++)
            {
                V u = Simd.Create(v[0]);
                V y = Simd.FusedMultiplyAdd(u, change, Simd.Create(x[0]));
                for (int j = 0; j < Vectors; j++)
                {
                    if (Masked && j == Vectors - 1)
                    {
                        V row = Simd.FusedMultiplyAdd(u, w[j], Partial.Load(a + (j * V.Count), mask));
                        Partial.Store(a + (j * V.Count), mask, row);
                        acc[r, j] = Simd.FusedMultiplyAdd(y, row, acc[r, j]);
                    }
                    else
                    {
                        V row = Simd.FusedMultiplyAdd(u, w[j], Simd.Load(a + (j * V.Count)));
                        Simd.Store(row, a + (j * V.Count));
                        acc[r, j] = Simd.FusedMultiplyAdd(y, row, acc[r, j]);
                    }
                }

                v += step;
                x += step;
                a += aRow;
            }
        }

        for (int r = 0; r < 3; r++)
        {
            if (i < m)
            {
                V u = Simd.Create(v[0]);
                V y = Simd.FusedMultiplyAdd(u, change, Simd.Create(x[0]));
                for (int j = 0; j < Vectors; j++)
                {
                    if (Masked && j == Vectors - 1)
                    {
                        V row = Simd.FusedMultiplyAdd(u, w[j], Partial.Load(a + (j * V.Count), mask));
                        Partial.Store(a + (j * V.Count), mask, row);
                        acc[r, j] = Simd.FusedMultiplyAdd(y, row, acc[r, j]);
                    }
                    else
                    {
                        V row = Simd.FusedMultiplyAdd(u, w[j], Simd.Load(a + (j * V.Count)));
                        Simd.Store(row, a + (j * V.Count));
                        acc[r, j] = Simd.FusedMultiplyAdd(y, row, acc[r, j]);
                    }
                }

                v += step;
                x += step;
                a += aRow;
                i++;
            }
        }

        for (int j = 0; j < Vectors; j++)
        {
            V sum = (acc[0, j] + acc[2, j]) + (acc[1, j] + acc[3, j]);
            if (Masked && j == Vectors - 1)
            {
                Partial.Store(s + (j * V.Count), mask, sum);
            }
            else
            {
                Simd.Store(sum, s + (j * V.Count));
            }
        }
    }
}
