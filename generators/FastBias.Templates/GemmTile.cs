using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>One register tile of a product: C[Rows x Vectors] = alpha·A·B + beta·C.</summary>
/// <remarks>
/// Layout of the registers, for each step p of the chain:
/// <code>
///                    row[0]   row[1]   row[2]       one row of B, Vectors vectors wide
///   a[0,p] → x  ×  acc[0,0] acc[0,1] acc[0,2]
///   a[1,p] → x  ×  acc[1,0] acc[1,1] acc[1,2]       each lane of acc is the chain of one element of C:
///     ⋮               ⋮                             acc = fma(a[i,p], b[p,j], acc), p ascending
/// </code>
/// A is addressed through two strides, so that a packed sliver, a matrix where it lies and its transpose are the same to it.
/// Rows 0, 1, 2 hang off one address, rows 3, 4, 5 off a second, and so on: three rows an address, one register for the stride and one for its double.
/// The last vector of a masked tile is partial: its dead lanes load zeros and are never stored, so the live ones see the same chain.
/// </remarks>
public static unsafe class GemmTile
{
    private const int Rows = 8;
    private const int Vectors = 24;
    private const bool Masked = false;
    private const int LongChain = 64;
    private const int Chunk = 32;

    internal static void Run(GemmTileCall<T>* call)
    {
        var acc = new Tile<V>(Rows, Vectors);
        var row = new Tile<V>(Vectors);
        T* b = call->B;
        nint bStep = call->BStep;
        nint a1 = call->ARow;
        nint a2 = 2 * a1;
        nint aStep = call->AStep;
        T* rows0 = call->A;
        T* rows3 = rows0 + (3 * a1);
        T* rows6 = rows0 + (6 * a1);
        V mask = Partial.Mask<T>((nuint)call->Columns, (Vectors - 1) * V.Count);

        // The chain runs in chunks; before each one, a row of C is asked for: it is wanted at the end, and has the rest of the chain to come near.
        T* wanted = call->C;
        nuint left = call->Depth;
        int rowsWanted = left >= LongChain ? Rows : 0;
        while (left != 0)
        {
            if (rowsWanted > 0)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    Prefetch.Line(wanted + (j * V.Count));
                }

                Prefetch.Line(wanted + (Vectors * V.Count) - 1);
                wanted += call->CRow;
                rowsWanted--;
            }

            nuint chunk = left < Chunk ? left : Chunk;
            left -= chunk;
            for (nuint p = chunk; p != 0; p--)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    if (Masked && j == Vectors - 1)
                    {
                        row[j] = Partial.Load(b + (j * V.Count), mask);
                    }
                    else
                    {
                        row[j] = Simd.Load(b + (j * V.Count));
                    }
                }

                for (int i = 0; i < Rows; i++)
                {
                    V x = Simd.Create(*((i < 3 ? rows0 : i < 6 ? rows3 : rows6) + (i % 3 == 0 ? 0 : i % 3 == 1 ? a1 : a2)));
                    for (int j = 0; j < Vectors; j++)
                    {
                        acc[i, j] = Simd.FusedMultiplyAdd(x, row[j], acc[i, j]);
                    }
                }

                rows0 += aStep;
                if (Rows > 3)
                {
                    rows3 += aStep;
                }

                if (Rows > 6)
                {
                    rows6 += aStep;
                }

                b += bStep;
            }
        }

        V alpha = Simd.Create(call->Alpha);
        T* c = call->C;
        nint cRow = call->CRow;
        if (call->Beta == 0)
        {
            for (int i = 0; i < Rows; i++)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    if (Masked && j == Vectors - 1)
                    {
                        Partial.Store(c + (j * V.Count), mask, alpha * acc[i, j]);
                    }
                    else
                    {
                        Simd.Store(alpha * acc[i, j], c + (j * V.Count));
                    }
                }

                c += cRow;
            }

            return;
        }

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
}
