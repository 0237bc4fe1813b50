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
///   columns of B:  │ vector 0 │ vector 1 │ … │ last │ tail │      the last vector may have fewer columns than lanes: see Edge
///   rows of A:     RowsPerTile at a time
///
///   the tail, of rows that share a vector:  │ row 0, Lanes │ row 1 │ … │ row RowsPerVector - 1 │
///   times the tail of B's row over and over, times an element of A in each run: broadcasts of RowsPerVector elements, blended
/// </code>
/// Where Steps is more than 1, one load brings as many neighbours in a row of A, and each step spreads one of them: for the tail, and, since broadcasts from
/// memory are what the others wait for, for every second row. Where Packed is 1, RowsPerVector rows of A lie in memory as they have to lie in a vector.
/// EndA and EndB are the lengths of A and B where their elements are unrolled, so that a load that ends before it can be told; EndC is that of C where a row may be
/// stored with what belongs into the next one, which follows at once and is stored later. Else they are 0.
/// Each element is one chain of fused multiply-adds over the whole depth, then added to C or subtracted from it with one rounding.
/// No pointer is taken and nothing outside the operands is read.
/// </remarks>
public static class GemmFixed
{
    private const int Rows = 6;
    private const int Columns = 6;
    private const int Tail = 0;
    private const int Depth = 6;
    private const int RowsPerTile = 6;
    private const int VectorsPerTile = 6;
    private const int RowsPerVector = 1;
    private const int Lanes = 1;
    private const int Steps = 1;
    private const int Packed = 0;
    private const int StrideA = 6;
    private const int StrideB = 6;
    private const int StrideC = 6;
    private const int EndA = 36;
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
        var shared = new Tile<V>(RowsPerTile);
        var factor = new Tile<V>(RowsPerTile);
        var row = new Tile<V>(VectorsPerTile + 1);
        for (int i0 = 0; i0 < Rows; i0 += RowsPerTile)
        {
            for (int j0 = 0; j0 == 0 || j0 * V.Count < Columns - Tail; j0 += VectorsPerTile)
            {
                for (int i = 0; i < RowsPerTile; i++)
                {
                    for (int j = 0; j < VectorsPerTile; j++)
                    {
                        if (i0 + i < Rows && (j0 + j) * V.Count < Columns - Tail)
                        {
                            acc[i, j] = V.Zero;
                        }
                    }

                    if (Tail > 0 && i % RowsPerVector == 0 && i0 + i < Rows)
                    {
                        shared[i] = V.Zero;
                    }
                }

                for (int p = 0; p < Depth; p += Steps)
                {
                    for (int s = 0; s < Steps && (Steps == 1 || p + s < Depth); s++)
                    {
                        for (int j = 0; j < VectorsPerTile; j++)
                        {
                            if ((j0 + j) * V.Count < Columns - Tail)
                            {
                                if (TransposeB == 1)
                                {
                                    row[j] = Edge.Gather(ref b, (nuint)((j0 + j) * V.Count * StrideB) + (nuint)(p + s), StrideB, (j0 + j + 1) * V.Count > Columns ? Columns % V.Count : V.Count);
                                }
                                else if ((j0 + j + 1) * V.Count > Columns)
                                {
                                    row[j] = Edge.Load(ref b, ((nuint)(p + s) * StrideB) + (nuint)((j0 + j) * V.Count), Columns % V.Count, EndB);
                                }
                                else
                                {
                                    row[j] = Simd.LoadUnsafe(ref b, ((nuint)(p + s) * StrideB) + (nuint)((j0 + j) * V.Count));
                                }
                            }
                        }

                        if (Tail > 0)
                        {
                            if (TransposeB == 1)
                            {
                                row[VectorsPerTile] = Edge.Repeat(Edge.Gather(ref b, (nuint)((Columns - Tail) * StrideB) + (nuint)(p + s), StrideB, Tail), Lanes);
                            }
                            else
                            {
                                row[VectorsPerTile] = Edge.Repeat(ref b, ((nuint)(p + s) * StrideB) + (nuint)(Columns - Tail), Lanes, Tail, EndB);
                            }
                        }

                        for (int i = 0; i < RowsPerTile; i++)
                        {
                            if (i0 + i < Rows)
                            {
                                if (Steps == 1 || (Tail == 0 && i % 2 == 0))
                                {
                                    factor[i] = Simd.Create(Unsafe.Add(ref a, TransposeA == 1 ? ((nuint)(p + s) * StrideA) + (nuint)(i0 + i) : (nuint)((i0 + i) * StrideA) + (nuint)(p + s)));
                                }
                                else if (s == 0 && Packed == 0)
                                {
                                    factor[i] = Edge.Repeat(ref a, (nuint)((i0 + i) * StrideA) + (nuint)p, Steps, p + Steps > Depth ? Depth - p : Steps, EndA);
                                }
                                else if (s == 0 && i % RowsPerVector == 0)
                                {
                                    factor[i] = Edge.Load(ref a, (nuint)((i0 + i) * StrideA), (i0 + i + RowsPerVector > Rows ? Rows - i0 - i : RowsPerVector) * Lanes, EndA);
                                }

                                for (int j = 0; j < VectorsPerTile; j++)
                                {
                                    if ((j0 + j) * V.Count < Columns - Tail)
                                    {
                                        acc[i, j] = Simd.FusedMultiplyAdd(Steps == 1 || i % 2 == 0 ? factor[i] : Edge.Spread(factor[i], Steps, s), row[j], acc[i, j]);
                                    }
                                }

                                // The last of the rows that share a vector.
                                if (Tail > 0 && (i % RowsPerVector == RowsPerVector - 1 || i == RowsPerTile - 1 || i0 + i == Rows - 1))
                                {
                                    for (int run = 1; run < RowsPerVector && s == 0 && Packed == 0; run *= 2)
                                    {
                                        for (int k = i - (i % RowsPerVector); k + run <= i; k += 2 * run)
                                        {
                                            factor[k] = Edge.Blend(factor[k], factor[k + run], run * Lanes);
                                        }
                                    }

                                    shared[i - (i % RowsPerVector)] = Simd.FusedMultiplyAdd(
                                        Steps == 1 ? factor[i - (i % RowsPerVector)] : Edge.Spread(factor[i - (i % RowsPerVector)], Steps, s), row[VectorsPerTile], shared[i - (i % RowsPerVector)]);
                                }
                            }
                        }
                    }
                }

                for (int i = 0; i < RowsPerTile; i += RowsPerVector)
                {
                    if (Tail > 0 && i0 + i < Rows)
                    {
                        if (Accumulate == 1)
                        {
                            if (Columns == Lanes && StrideC == Lanes)
                            {
                                factor[i] = Edge.Load(ref c, (nuint)((i0 + i) * StrideC), (i0 + i + RowsPerVector > Rows ? Rows - i0 - i : RowsPerVector) * Lanes, Rows * StrideC);
                            }

                            for (int k = i; k < i + RowsPerVector && k < RowsPerTile && i0 + k < Rows && (Columns != Lanes || StrideC != Lanes); k++)
                            {
                                factor[k] = Edge.Repeat(ref c, (nuint)(((i0 + k) * StrideC) + Columns - Tail), Lanes, Tail, ((Rows - 1) * StrideC) + Columns);
                            }

                            for (int run = 1; run < RowsPerVector && (Columns != Lanes || StrideC != Lanes); run *= 2)
                            {
                                for (int k = i; k + run < i + RowsPerVector && k + run < RowsPerTile && i0 + k + run < Rows; k += 2 * run)
                                {
                                    factor[k] = Edge.Blend(factor[k], factor[k + run], run * Lanes);
                                }
                            }

                            shared[i] = Negate == 1 ? factor[i] - shared[i] : factor[i] + shared[i];
                        }
                        else if (Negate == 1)
                        {
                            shared[i] = -shared[i];
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
                                    row[j] = Simd.LoadUnsafe(ref c, (nuint)(((i0 + i) * StrideC) + ((j0 + j) * V.Count)));
                                    acc[i, j] = Negate == 1 ? row[j] - acc[i, j] : row[j] + acc[i, j];
                                }

                                Simd.StoreUnsafe(Negate == 1 && Accumulate == 0 ? -acc[i, j] : acc[i, j], ref c, (nuint)(((i0 + i) * StrideC) + ((j0 + j) * V.Count)));
                            }
                            else if ((j0 + j) * V.Count < Columns - Tail)
                            {
                                if (Accumulate == 1)
                                {
                                    row[j] = Edge.Load(ref c, (nuint)(((i0 + i) * StrideC) + ((j0 + j) * V.Count)), Columns % V.Count, ((Rows - 1) * StrideC) + Columns);
                                    acc[i, j] = Negate == 1 ? row[j] - acc[i, j] : row[j] + acc[i, j];
                                }

                                Edge.Store(Negate == 1 && Accumulate == 0 ? -acc[i, j] : acc[i, j], ref c, (nuint)(((i0 + i) * StrideC) + ((j0 + j) * V.Count)), Columns % V.Count, EndC);
                            }
                        }

                        if (Tail > 0 && (Columns != Lanes || StrideC != Lanes))
                        {
                            Edge.StorePart(shared[i - (i % RowsPerVector)], Lanes, i % RowsPerVector, ref c, (nuint)(((i0 + i) * StrideC) + Columns - Tail), Tail, EndC);
                        }
                        else if (Tail > 0 && i % RowsPerVector == 0)
                        {
                            Edge.Store(shared[i], ref c, (nuint)((i0 + i) * StrideC), (i0 + i + RowsPerVector > Rows ? Rows - i0 - i : RowsPerVector) * Lanes, EndC);
                        }
                    }
                }
            }
        }
    }
}
