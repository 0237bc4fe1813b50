using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>max |x[i]|; NaN if an element is NaN. A maximum has no rounding, so the order of the lanes does not matter.</summary>
public static unsafe class MaxAbs
{
    private const int Lanes = 32;
    private const int Vectors = Lanes / 1;

    internal static T Run(nuint n, T* x)
    {
        var acc = new Tile<V>(Vectors);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                acc[j] = Simd.Max(acc[j], Simd.Abs(Simd.Load(x + (j * V.Count))));
            }

            x += Lanes;
        }

        nuint rest = n % Lanes;
        if (rest != 0)
        {
            for (int j = 0; j < Vectors; j++)
            {
                acc[j] = Simd.Max(acc[j], Simd.Abs(Partial.Load(x + (j * V.Count), Partial.Mask<T>(rest, j * V.Count))));
            }
        }

        for (int half = Vectors / 2; half >= 1; half /= 2)
        {
            for (int j = 0; j < half; j++)
            {
                acc[j] = Simd.Max(acc[j], acc[j + half]);
            }
        }

        return Partial.Max(acc[0]);
    }
}
