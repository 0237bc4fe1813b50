using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>destination[i, j] = source[i, j] for rows of some vectors, the last one partial: the panels that are narrower than a tile.</summary>
/// <remarks>Both have contiguous rows, <c>row</c> and <c>step</c> elements apart; they do not overlap.</remarks>
public static unsafe class CopyRows
{
    internal static void Run(nuint rows, nuint columns, T* source, nint row, T* destination, nint step)
    {
        nuint whole = columns / (nuint)V.Count;
        nuint rest = columns % (nuint)V.Count;
        V mask = Partial.Mask<T>(rest, 0);
        for (nuint i = rows; i != 0; i--)
        {
            T* from = source;
            T* into = destination;
            for (nuint j = whole; j != 0; j--)
            {
                Simd.Store(Simd.Load(from), into);
                from += V.Count;
                into += V.Count;
            }

            // A masked store takes its time and its line of the cache, even where it stores nothing.
            if (rest != 0)
            {
                Partial.Store(into, mask, Partial.Load(from, mask));
            }

            source += row;
            destination += step;
        }
    }
}
