using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>destination[j, i] = source[i, j]: by square blocks in registers, the largest that fit into both directions.</summary>
/// <remarks>
/// Both have contiguous rows, <c>row</c> and <c>step</c> elements apart; they do not overlap.
/// The last block of each direction ends where the matrix does, and repeats what it shares with the one before:
/// <code>
///   11 columns, blocks of 4:   0 1 2 3 │ 4 5 6 7 │ 7 8 9 10
/// </code>
/// A few columns, or a few rows, that would leave half of a square or more to be repeated go four at a time, over as many rows, or columns, as a vector has elements.
/// </remarks>
public static unsafe class Transpose
{
    internal static void Run(nuint rows, nuint columns, T* source, nint row, T* destination, nint step)
    {
        if (V.Count > 4)
        {
            if (columns >= 4 && columns < (nuint)(2 * V.Count) && (columns - 1) % (nuint)V.Count < (nuint)(V.Count - 4) && rows >= (nuint)V.Count)
            {
                for (nuint i = 0; i < rows; i += (nuint)V.Count)
                {
                    nuint top = i + (nuint)V.Count <= rows ? i : rows - (nuint)V.Count;
                    for (nuint j = 0; j < columns; j += 4)
                    {
                        nuint left = j + 4 <= columns ? j : columns - 4;
                        Partial.TransposeColumns(source + ((nint)top * row) + left, row, destination + ((nint)left * step) + top, step);
                    }
                }

                return;
            }

            if (rows >= 4 && rows < (nuint)(2 * V.Count) && (rows - 1) % (nuint)V.Count < (nuint)(V.Count - 4) && columns >= (nuint)V.Count)
            {
                for (nuint j = 0; j < columns; j += (nuint)V.Count)
                {
                    nuint left = j + (nuint)V.Count <= columns ? j : columns - (nuint)V.Count;
                    for (nuint i = 0; i < rows; i += 4)
                    {
                        nuint top = i + 4 <= rows ? i : rows - 4;
                        Partial.TransposeRows(source + ((nint)top * row) + left, row, destination + ((nint)left * step) + top, step);
                    }
                }

                return;
            }
        }

        for (int size = V.Count; size >= 1; size /= 2)
        {
            if (rows >= (nuint)size && columns >= (nuint)size)
            {
                for (nuint i = 0; i < rows; i += (nuint)size)
                {
                    nuint top = i + (nuint)size <= rows ? i : rows - (nuint)size;
                    T* from = source + ((nint)top * row);
                    T* into = destination + top;
                    for (nuint j = 0; j < columns; j += (nuint)size)
                    {
                        nuint left = j + (nuint)size <= columns ? j : columns - (nuint)size;
                        Partial.TransposeSquare(size, from + left, row, into + ((nint)left * step), step);
                    }
                }

                return;
            }
        }
    }
}
