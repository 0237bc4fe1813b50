using System.Runtime.CompilerServices;
using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>C = A·B for one shape fixed at compile time; all three row-major and contiguous.</summary>
/// <remarks>
/// <code>
///   columns of B:  │ vector 0 │ vector 1 │ … │ last │      the last vector starts Count before the end, so it may overlap
///   rows of A:     RowsPerTile at a time                   its neighbour: those columns are computed twice, to the same bits
/// </code>
/// Each element is one chain of fused multiply-adds over the whole depth. No pointer is taken and nothing outside the operands is read.
/// </remarks>
public static class GemmFixed
{
    private const int Rows = 6;
    private const int Columns = 6;
    private const int Depth = 6;
    private const int RowsPerTile = 6;
    private const int VectorsPerTile = 6;

    internal static void Run(ref T a, ref T b, ref T c)
    {
        // Declared once for all tiles: the JIT compiler counts locals, and gives up above some hundreds.
        var acc = new Tile<V>(RowsPerTile, VectorsPerTile);
        var row = new Tile<V>(VectorsPerTile);
        V x = default;
        for (int i0 = 0; i0 < Rows; i0 += RowsPerTile)
        {
            for (int j0 = 0; j0 < (Columns + V.Count - 1) / V.Count; j0 += VectorsPerTile)
            {
                for (int i = 0; i < RowsPerTile; i++)
                {
                    for (int j = 0; j < VectorsPerTile; j++)
                    {
                        if (i0 + i < Rows && (j0 + j) * V.Count < Columns)
                        {
                            acc[i, j] = V.Zero;
                        }
                    }
                }

                for (int p = 0; p < Depth; p++)
                {
                    for (int j = 0; j < VectorsPerTile; j++)
                    {
                        if ((j0 + j) * V.Count < Columns)
                        {
                            row[j] = Simd.LoadUnsafe(ref b, (nuint)((p * Columns) + ((j0 + j + 1) * V.Count > Columns ? Columns - V.Count : (j0 + j) * V.Count)));
                        }
                    }

                    for (int i = 0; i < RowsPerTile; i++)
                    {
                        if (i0 + i < Rows)
                        {
                            x = Simd.Create(Unsafe.Add(ref a, ((i0 + i) * Depth) + p));
                            for (int j = 0; j < VectorsPerTile; j++)
                            {
                                if ((j0 + j) * V.Count < Columns)
                                {
                                    acc[i, j] = Simd.FusedMultiplyAdd(x, row[j], acc[i, j]);
                                }
                            }
                        }
                    }
                }

                for (int i = 0; i < RowsPerTile; i++)
                {
                    if (i0 + i < Rows)
                    {
                        for (int j = 0; j < VectorsPerTile; j++)
                        {
                            if ((j0 + j) * V.Count < Columns)
                            {
                                Simd.StoreUnsafe(acc[i, j], ref c, (nuint)(((i0 + i) * Columns) + ((j0 + j + 1) * V.Count > Columns ? Columns - V.Count : (j0 + j) * V.Count)));
                            }
                        }
                    }
                }
            }
        }
    }
}
