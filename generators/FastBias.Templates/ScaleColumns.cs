using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>a[i,j] = a[i,j]·factor[j] for a matrix with contiguous rows, a stripe of columns at a time.</summary>
public static unsafe class ScaleColumns
{
    private const int Vectors = 2;
    private const bool Masked = false;

    internal static void Run(nuint m, nuint columns, T* factor, T* a, nint aRow)
    {
        V mask = Partial.Mask<T>(columns, (Vectors - 1) * V.Count);
        var scale = new Tile<V>(Vectors);
        for (int j = 0; j < Vectors; j++)
        {
            if (Masked && j == Vectors - 1)
            {
                scale[j] = Partial.Load(factor + (j * V.Count), mask);
            }
            else
            {
                scale[j] = Simd.Load(factor + (j * V.Count));
            }
        }

        for (nuint i = 0; i < m; i++)
        {
            for (int j = 0; j < Vectors; j++)
            {
                if (Masked && j == Vectors - 1)
                {
                    Partial.Store(a + (j * V.Count), mask, scale[j] * Partial.Load(a + (j * V.Count), mask));
                }
                else
                {
                    Simd.Store(scale[j] * Simd.Load(a + (j * V.Count)), a + (j * V.Count));
                }
            }

            a += aRow;
        }
    }
}
