// As it stands, a template has one value for each of its constants; what is dead for it lives in an expansion.
#pragma warning disable CS0162
using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>C[Rows x columns] = alpha·A·B + beta·C for a product of one tile and a few steps, whose time is that of its call.</summary>
/// <remarks>
/// The layout of the registers is that of <see cref="GemmTile"/>. All arguments fit into the registers of a call, two or three numbers in one where they are
/// small: what knows the tile hands them on as they are, where a record in memory would be written and read, and further parameters copied on the stack.
/// <code>
///   shape      rows - 1 + 2⁶·(columns - 1) + 2¹²·depth
///   aStrides   of A, from row to row + 2³²·from column to column
///   strides    of B from row to row + 2³²·the same of C
/// </code>
/// Nothing is asked for ahead and no steps are taken together, since all is over before either would pay. The last vector of a row is partial: its dead lanes
/// are neither read nor written.
/// </remarks>
public static unsafe class GemmTiny
{
    private const int Rows = 8;
    private const int Vectors = 24;

    internal static void Run(nuint shape, T* a, nint aStrides, T* b, T* c, nint strides, T alpha, T beta)
    {
        V mask = Partial.Mask<T>((shape >> 6 & 63) + 1, (Vectors - 1) * V.Count);
        nint aRow = (int)aStrides;
        nint aStep = aStrides >> 32;
        nint bRow = (int)strides;
        nint cRow = strides >> 32;
        var acc = new Tile<V>(Rows, Vectors);
        var row = new Tile<V>(Vectors);
        nint a2 = 2 * aRow;
        T* rows0 = a;
        T* rows3 = rows0 + (3 * aRow);
        T* rows6 = rows0 + (6 * aRow);
        T* rows9 = rows0 + (9 * aRow);
        T* rows12 = rows0 + (12 * aRow);
        T* rows15 = rows0 + (15 * aRow);
        for (nuint depth = shape >> 12; depth != 0; depth--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                row[j] = j == Vectors - 1 ? Partial.Load(b + (j * V.Count), mask) : Simd.Load(b + (j * V.Count));
            }

            for (int i = 0; i < Rows; i++)
            {
                V x = Simd.Create(*((i < 3 ? rows0 : i < 6 ? rows3 : i < 9 ? rows6 : i < 12 ? rows9 : i < 15 ? rows12 : rows15) + (i % 3 == 0 ? 0 : i % 3 == 1 ? aRow : a2)));
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

            if (Rows > 9)
            {
                rows9 += aStep;
            }

            if (Rows > 12)
            {
                rows12 += aStep;
            }

            if (Rows > 15)
            {
                rows15 += aStep;
            }

            b += bRow;
        }

        if (alpha != 1 || beta != 0)
        {
            T* old = c;
            for (int i = 0; i < Rows; i++)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    acc[i, j] = beta == 0
                        ? Simd.Create(alpha) * acc[i, j]
                        : Simd.FusedMultiplyAdd(Simd.Create(alpha), acc[i, j], Simd.Create(beta) * (j == Vectors - 1 ? Partial.Load(old + (j * V.Count), mask) : Simd.Load(old + (j * V.Count))));
                }

                old += cRow;
            }
        }

        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Vectors; j++)
            {
                if (j == Vectors - 1)
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
}
