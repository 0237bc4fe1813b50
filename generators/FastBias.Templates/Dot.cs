using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>Σ x[i]·y[i] over Lanes virtual lanes: element i goes to lane i mod Lanes.</summary>
/// <remarks>
/// <code>
///   acc[0]        acc[1]      …      Lanes lanes in Vectors registers, whatever the width of one
///   0 1 … 7       8 9 … 15    …
/// </code>
/// The last, incomplete block is loaded with zeros behind its end and runs through every lane, so that each ISA does the same
/// operations on the same lanes. Then lane l and lane l + half are added, until one is left.
/// </remarks>
public static unsafe class Dot
{
    private const int Lanes = 32;
    private const int Vectors = Lanes / 1;

    internal static T Run(nuint n, T* x, T* y)
    {
        var acc = new Tile<V>(Vectors);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                acc[j] = Simd.FusedMultiplyAdd(Simd.Load(x + (j * V.Count)), Simd.Load(y + (j * V.Count)), acc[j]);
            }

            x += Lanes;
            y += Lanes;
        }

        nuint rest = n % Lanes;
        if (rest != 0)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V mask = Partial.Mask<T>(rest, j * V.Count);
                acc[j] = Simd.FusedMultiplyAdd(Partial.Load(x + (j * V.Count), mask), Partial.Load(y + (j * V.Count), mask), acc[j]);
            }
        }

        for (int half = Vectors / 2; half >= 1; half /= 2)
        {
            for (int j = 0; j < half; j++)
            {
                acc[j] = acc[j] + acc[j + half];
            }
        }

        return Partial.Sum(acc[0]);
    }
}
