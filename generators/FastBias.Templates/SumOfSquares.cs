using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>Σ (scale·x[i])² over the virtual lanes of <see cref="Dot"/>; scale is a power of two, so scaling is exact.</summary>
public static unsafe class SumOfSquares
{
    private const int Lanes = 32;
    private const int Vectors = Lanes / 1;

    internal static T Run(nuint n, T* x, T scale)
    {
        var acc = new Tile<V>(Vectors);
        V factor = Simd.Create(scale);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V value = factor * Simd.Load(x + (j * V.Count));
                acc[j] = Simd.FusedMultiplyAdd(value, value, acc[j]);
            }

            x += Lanes;
        }

        nuint rest = n % Lanes;
        if (rest != 0)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V value = factor * Partial.Load(x + (j * V.Count), Partial.Mask<T>(rest, j * V.Count));
                acc[j] = Simd.FusedMultiplyAdd(value, value, acc[j]);
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
