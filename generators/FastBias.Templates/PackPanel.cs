using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>Copies depth rows into panels that are Vectors vectors wide: what a tile then reads as its B.</summary>
/// <remarks>
/// Row after row, so that the source is read in its own order; a row's pieces go to the same line of each panel:
/// <code>
///   source   │ p,0 … │ p,1 … │ p,2 … │      →      panel 0: row p     panel 1: row p     panel 2: row p
/// </code>
/// </remarks>
public static unsafe class PackPanel
{
    private const int Vectors = 24;

    internal static void Run(nuint depth, nuint panels, T* source, nint row, T* block)
    {
        nuint panelStep = depth * Vectors * (nuint)V.Count;
        for (nuint p = depth; p != 0; p--)
        {
            T* from = source;
            T* into = block;
            for (nuint panel = panels; panel != 0; panel--)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    Simd.Store(Simd.Load(from + (j * V.Count)), into + (j * V.Count));
                }

                from += Vectors * V.Count;
                into += panelStep;
            }

            source += row;
            block += Vectors * V.Count;
        }
    }
}
