using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>Copies depth rows of a panel, Vectors vectors wide, into consecutive memory: what a tile then reads as its B.</summary>
public static unsafe class PackPanel
{
    private const int Vectors = 24;

    internal static void Run(nuint depth, T* source, nint row, T* panel)
    {
        for (nuint p = depth; p != 0; p--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                Simd.Store(Simd.Load(source + (j * V.Count)), panel + (j * V.Count));
            }

            source += row;
            panel += Vectors * V.Count;
        }
    }
}
