using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>destination[j, i] = source[i, j]: by square blocks in registers, and what is left at the edges element by element.</summary>
/// <remarks>Both have contiguous rows, <c>row</c> and <c>step</c> elements apart; they do not overlap.</remarks>
public static unsafe class Transpose
{
    internal static void Run(nuint rows, nuint columns, T* source, nint row, T* destination, nint step)
    {
        nuint edge = rows % (nuint)V.Count;
        for (nuint i = rows / (nuint)V.Count; i != 0; i--)
        {
            T* from = source;
            T* into = destination;
            for (nuint j = columns / (nuint)V.Count; j != 0; j--)
            {
                Partial.TransposeBlock(from, row, into, step);
                from += V.Count;
                into += V.Count * step;
            }

            for (nuint j = columns % (nuint)V.Count; j != 0; j--)
            {
                for (int r = 0; r < V.Count; r++)
                {
                    into[r] = from[r * row];
                }

                from += 1;
                into += step;
            }

            source += V.Count * row;
            destination += V.Count;
        }

        for (; edge != 0; edge--)
        {
            T* from = source;
            T* into = destination;
            for (nuint j = columns; j != 0; j--)
            {
                *into = *from;
                from += 1;
                into += step;
            }

            source += row;
            destination += 1;
        }
    }
}
