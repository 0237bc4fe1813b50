using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>A += v·wᵀ, then w = Aᵀx, for a few columns that are contiguous: the last reflector is applied, and summed up for the next one.</summary>
/// <remarks>
/// v, x and the columns end with a whole line, which has as many elements as there are lanes.
/// <code>
///   v   x   a₀  a₁  a₂       each line of v and x is read once for all columns
///   ▒   ▒   ▒   ▒   ▒        a_k += v·w[k]
///   ▒   ▒   ▒   ▒   ▒        lane i of s_k += x·a_k      the halving tree at the end, and w[k] = s_k
/// </code>
/// Each column is by itself, so that how many there are at a time changes no bit. v may be the first column, with w[0] = 0.
/// </remarks>
public static unsafe class ReflectColumns
{
    private const int Lanes = 8;
    private const int Vectors = Lanes / 1;
    private const int Columns = 1;

    internal static void Run(nuint n, nuint columns, T* v, T* x, T* a, nint step, T* w)
    {
        var factor = new Tile<V>(Columns);
        for (int k = 0; k < Columns; k++)
        {
            factor[k] = Simd.Create(w[k]);
        }

        var acc = new Tile<V>(Columns, Vectors);
        for (nuint lines = n / Lanes; lines != 0; lines--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V u = Simd.Load(v + (j * V.Count));
                V y = Simd.Load(x + (j * V.Count));
                for (int k = 0; k < Columns; k++)
                {
                    V line = Simd.FusedMultiplyAdd(u, factor[k], Simd.Load(a + (k * step) + (j * V.Count)));
                    Simd.Store(line, a + (k * step) + (j * V.Count));
                    acc[k, j] = Simd.FusedMultiplyAdd(y, line, acc[k, j]);
                }
            }

            v += Lanes;
            x += Lanes;
            a += Lanes;
        }

        for (int k = 0; k < Columns; k++)
        {
            for (int half = Vectors / 2; half >= 1; half /= 2)
            {
                for (int j = 0; j < half; j++)
                {
                    acc[k, j] = acc[k, j] + acc[k, j + half];
                }
            }
        }

        if (Columns == 4)
        {
            Partial.StoreSums(acc[0, 0], acc[1, 0], acc[2, 0], acc[3, 0], w, 1, 0);
        }
        else
        {
            for (int k = 0; k < Columns; k++)
            {
                w[k] = Partial.Sum(acc[k, 0]);
            }
        }
    }
}
