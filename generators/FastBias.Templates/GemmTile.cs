// As it stands, a template has one value for each of its constants; what is dead for it lives in an expansion.
#pragma warning disable CS0162
using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>One register tile of a product, C[Rows x Vectors] = alpha·A·B + beta·C, and as many more below it as the call says.</summary>
/// <remarks>
/// Layout of the registers, for each step p of the chain:
/// <code>
///                    row[0]   row[1]   row[2]       one row of B, Vectors vectors wide
///   a[0,p] → x  ×  acc[0,0] acc[0,1] acc[0,2]
///   a[1,p] → x  ×  acc[1,0] acc[1,1] acc[1,2]       each lane of acc is the chain of one element of C:
///     ⋮               ⋮                             acc = fma(a[i,p], b[p,j], acc), p ascending
/// </code>
/// One of A's strides is 1. Where its rows are contiguous, rows 0, 1, 2 hang off one address, rows 3, 4, 5 off a second, and so on: three rows an
/// address, one register for the stride and one for its double. Where its columns are (a transpose, or a packed sliver), one address serves all rows.
/// Unroll steps are taken at a time: a step's bookkeeping competes with its multiply-adds for the ports of the processor.
/// A tile that keeps stores each row of B that it loads into the panel that the tiles below it will read: packing costs it nothing but free store slots.
/// A tile that asks brings, with each row of B that it loads, the row of a tile that comes later into the second-level cache.
/// The last vector of a masked tile is partial: its dead lanes load zeros and are never stored, so the live ones see the same chain.
/// </remarks>
public static unsafe class GemmTile
{
    private const int Rows = 8;
    private const int Vectors = 24;
    private const bool Masked = false;
    private const bool ByColumns = false;
    private const bool Keeps = false;
    private const bool Asks = false;
    private const int Ahead = 16;
    private const int Unroll = 2;
    private const int LongChain = 64;
    private const int Chunk = 32;
    private const int LineElements = 8;

    internal static void Run(GemmTileCall<T>* call)
    {
        nint a1 = call->ARow;
        nint a2 = 2 * a1;
        nint aStep = call->AStep;
        nint bStep = call->BStep;
        nint ahead = Asks ? call->Ask : Ahead * bStep;
        nint cRow = call->CRow;
        T* a = call->A;
        T* c = call->C;
        V mask = Partial.Mask<T>((nuint)call->Columns, (Vectors - 1) * V.Count);
        for (int below = call->TilesBelow; below >= 0; below--)
        {
            var acc = new Tile<V>(Rows, Vectors);
            var row = new Tile<V>(Vectors);
            T* b = call->B;
            T* rows0 = a;
            T* rows3 = rows0 + (3 * a1);
            T* rows6 = rows0 + (6 * a1);
            T* rows9 = rows0 + (9 * a1);
            T* rows12 = rows0 + (12 * a1);
            T* rows15 = rows0 + (15 * a1);
            T* keep = call->Keep;

            // A long chain runs in chunks. Before each one a piece is asked for of what the driver will want of A in the next tiles;
            // before the last few ones two rows of C, which are wanted at the end and would not stay near for longer.
            T* wanted = c;
            T* next = call->Next;
            nuint left = call->Depth;
            bool isLong = left >= LongChain;
            while (left != 0)
            {
                if (isLong)
                {
                    for (int p = 0; p < Chunk; p += LineElements)
                    {
                        Prefetch.Later(next + p);
                    }

                    next += Chunk;
                    if (left <= (Rows + 1) / 2 * Chunk)
                    {
                        for (int i = 0; i < 2; i++)
                        {
                            for (int j = 0; j < Vectors; j++)
                            {
                                Prefetch.Line(wanted + (j * V.Count));
                            }

                            Prefetch.Line(wanted + (Vectors * V.Count) - 1);
                            wanted += cRow;
                        }
                    }
                }

                nuint chunk = left < Chunk ? left : Chunk;
                left -= chunk;
                for (int pass = 0; pass < 2; pass++)
                {
                    // First Unroll steps at a time, then the rest one by one.
                    for (nuint turns = pass == 0 ? chunk / Unroll : chunk % Unroll; turns != 0; turns--)
                    {
                        for (int p = 0; p < (pass == 0 ? Unroll : 1); p++)
                        {
                            for (int j = 0; j < Vectors; j++)
                            {
                                if (Masked && j == Vectors - 1)
                                {
                                    row[j] = Partial.Load(b + (p * bStep) + (j * V.Count), mask);
                                }
                                else
                                {
                                    row[j] = Simd.Load(b + (p * bStep) + (j * V.Count));
                                }

                                if (Asks)
                                {
                                    Prefetch.Later(b + ahead + (p * bStep) + (j * V.Count));
                                }

                                if (Keeps)
                                {
                                    Simd.Store(row[j], keep + (((p * Vectors) + j) * V.Count));
                                    Prefetch.Line(b + ahead + (p * bStep) + (j * V.Count));
                                }
                            }

                            for (int i = 0; i < Rows; i++)
                            {
                                V x = Simd.Create(ByColumns
                                    ? *(rows0 + (p * aStep) + i)
                                    : *((i < 3 ? rows0 : i < 6 ? rows3 : i < 9 ? rows6 : i < 12 ? rows9 : i < 15 ? rows12 : rows15) + (i % 3 == 0 ? 0 : i % 3 == 1 ? a1 : a2) + p));
                                for (int j = 0; j < Vectors; j++)
                                {
                                    acc[i, j] = Simd.FusedMultiplyAdd(x, row[j], acc[i, j]);
                                }
                            }
                        }

                        if (ByColumns)
                        {
                            rows0 += (pass == 0 ? Unroll : 1) * aStep;
                        }
                        else
                        {
                            rows0 += pass == 0 ? Unroll : 1;
                            if (Rows > 3)
                            {
                                rows3 += pass == 0 ? Unroll : 1;
                            }

                            if (Rows > 6)
                            {
                                rows6 += pass == 0 ? Unroll : 1;
                            }

                            if (Rows > 9)
                            {
                                rows9 += pass == 0 ? Unroll : 1;
                            }

                            if (Rows > 12)
                            {
                                rows12 += pass == 0 ? Unroll : 1;
                            }

                            if (Rows > 15)
                            {
                                rows15 += pass == 0 ? Unroll : 1;
                            }
                        }

                        b += (pass == 0 ? Unroll : 1) * bStep;
                        if (Keeps)
                        {
                            keep += (pass == 0 ? Unroll : 1) * Vectors * V.Count;
                        }
                    }
                }
            }

            V alpha = Simd.Create(call->Alpha);
            if (call->Beta == 0)
            {
                // The factor 1, much the most often, changes nothing and would take the multiply-adds' ports.
                if (call->Alpha != 1)
                {
                    for (int i = 0; i < Rows; i++)
                    {
                        for (int j = 0; j < Vectors; j++)
                        {
                            acc[i, j] = alpha * acc[i, j];
                        }
                    }
                }

                for (int i = 0; i < Rows; i++)
                {
                    for (int j = 0; j < Vectors; j++)
                    {
                        if (Masked && j == Vectors - 1)
                        {
                            Partial.Store(c + (j * V.Count), mask, acc[i, j]);
                        }
                        else
                        {
                            Simd.Store(acc[i, j], c + (j * V.Count));
                        }
                    }

                    c += cRow;
                }
            }
            else if (call->Beta == 1)
            {
                for (int i = 0; i < Rows; i++)
                {
                    for (int j = 0; j < Vectors; j++)
                    {
                        if (Masked && j == Vectors - 1)
                        {
                            Partial.Store(c + (j * V.Count), mask, Simd.FusedMultiplyAdd(alpha, acc[i, j], Partial.Load(c + (j * V.Count), mask)));
                        }
                        else
                        {
                            Simd.Store(Simd.FusedMultiplyAdd(alpha, acc[i, j], Simd.Load(c + (j * V.Count))), c + (j * V.Count));
                        }
                    }

                    c += cRow;
                }
            }
            else
            {
                V beta = Simd.Create(call->Beta);
                for (int i = 0; i < Rows; i++)
                {
                    for (int j = 0; j < Vectors; j++)
                    {
                        if (Masked && j == Vectors - 1)
                        {
                            Partial.Store(c + (j * V.Count), mask, Simd.FusedMultiplyAdd(alpha, acc[i, j], beta * Partial.Load(c + (j * V.Count), mask)));
                        }
                        else
                        {
                            Simd.Store(Simd.FusedMultiplyAdd(alpha, acc[i, j], beta * Simd.Load(c + (j * V.Count))), c + (j * V.Count));
                        }
                    }

                    c += cRow;
                }
            }

            a += Rows * a1;
        }
    }
}
