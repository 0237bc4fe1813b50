using System.Runtime.CompilerServices;
using FastBias.Kernels;
using Edge = FastBias.Kernels.EdgeLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>C = ±A·B or C ± A·B for one shape fixed at compile time; each stored by rows, A and B perhaps transposed.</summary>
/// <remarks>
/// <code>
///   columns of B:  │ vector 0 │ vector 1 │ … │ last │      the last vector may have fewer columns than lanes: see Edge
///   rows of A:     RowsPerTile at a time
/// </code>
/// EndB is the length of B where its rows are unrolled, so that a load that ends before it can be told; EndC is that of C where a row may be stored with
/// what belongs into the next one, which follows at once and is stored later. Else they are 0.
/// Each element is one chain of fused multiply-adds over the whole depth, then added to C or subtracted from it with one rounding.
/// No pointer is taken and nothing outside the operands is read.
/// </remarks>
public static class GemmFixed
{
    private const int Rows = 6;
    private const int Columns = 6;
    private const int Depth = 6;
    private const int RowsPerTile = 6;
    private const int VectorsPerTile = 6;
    private const int StrideA = 6;
    private const int StrideB = 6;
    private const int StrideC = 6;
    private const int EndB = 36;
    private const int EndC = 36;
    private const int TransposeA = 0;
    private const int TransposeB = 0;
    private const int Accumulate = 0;
    private const int Negate = 0;

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
                            if (TransposeB == 1)
                            {
                                row[j] = Edge.Gather(ref b, (nuint)((j0 + j) * V.Count * StrideB) + (nuint)p, StrideB, (j0 + j + 1) * V.Count > Columns ? Columns % V.Count : V.Count);
                            }
                            else if ((j0 + j + 1) * V.Count > Columns)
                            {
                                row[j] = Edge.Load(ref b, ((nuint)p * StrideB) + (nuint)((j0 + j) * V.Count), Columns % V.Count, EndB);
                            }
                            else
                            {
                                row[j] = Simd.LoadUnsafe(ref b, ((nuint)p * StrideB) + (nuint)((j0 + j) * V.Count));
                            }
                        }
                    }

                    for (int i = 0; i < RowsPerTile; i++)
                    {
                        if (i0 + i < Rows)
                        {
                            x = Simd.Create(Unsafe.Add(ref a, TransposeA == 1 ? ((nuint)p * StrideA) + (nuint)(i0 + i) : (nuint)((i0 + i) * StrideA) + (nuint)p));
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
                            if ((j0 + j + 1) * V.Count <= Columns)
                            {
                                if (Accumulate == 1)
                                {
                                    x = Simd.LoadUnsafe(ref c, (nuint)(((i0 + i) * StrideC) + ((j0 + j) * V.Count)));
                                    acc[i, j] = Negate == 1 ? x - acc[i, j] : x + acc[i, j];
                                }

                                Simd.StoreUnsafe(Negate == 1 && Accumulate == 0 ? -acc[i, j] : acc[i, j], ref c, (nuint)(((i0 + i) * StrideC) + ((j0 + j) * V.Count)));
                            }
                            else if ((j0 + j) * V.Count < Columns)
                            {
                                if (Accumulate == 1)
                                {
                                    x = Edge.Load(ref c, (nuint)(((i0 + i) * StrideC) + ((j0 + j) * V.Count)), Columns % V.Count, ((Rows - 1) * StrideC) + Columns);
                                    acc[i, j] = Negate == 1 ? x - acc[i, j] : x + acc[i, j];
                                }

                                Edge.Store(Negate == 1 && Accumulate == 0 ? -acc[i, j] : acc[i, j], ref c, (nuint)(((i0 + i) * StrideC) + ((j0 + j) * V.Count)), Columns % V.Count, EndC);
                            }
                        }
                    }
                }
            }
        }
    }
}
