using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>sums[0] = Σ weights[i]/(poles[i] − at) and its derivative, sums[1] = Σ weights[i]/(poles[i] − at)², over Lanes virtual lanes.</summary>
/// <remarks>
/// A division takes as long as a vector of them, and eight times as long as a multiply-add: one for each pole, and two multiplications by what it gives.
/// Behind the last pole the distance is one and the weight zero, so that the last block runs through every lane as in <see cref="Dot"/>.
/// </remarks>
public static unsafe class PoleSums
{
    private const int Lanes = 8;
    private const int Vectors = Lanes / 1;

    internal static void Run(nuint n, T* poles, T* weights, T at, T* sums)
    {
        var sum = new Tile<V>(Vectors);
        var slope = new Tile<V>(Vectors);
        V shift = Simd.Create(at);
        V one = Simd.Create((T)1);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V inverse = one / (Simd.Load(poles + (j * V.Count)) - shift);
                V term = Simd.Load(weights + (j * V.Count)) * inverse;
                sum[j] = sum[j] + term;
                slope[j] = Simd.FusedMultiplyAdd(term, inverse, slope[j]);
            }

            poles += Lanes;
            weights += Lanes;
        }

        nuint rest = n % Lanes;
        if (rest != 0)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V mask = Partial.Mask<T>(rest, j * V.Count);
                V inverse = one / Simd.ConditionalSelect(mask, Partial.Load(poles + (j * V.Count), mask) - shift, one);
                V term = Partial.Load(weights + (j * V.Count), mask) * inverse;
                sum[j] = sum[j] + term;
                slope[j] = Simd.FusedMultiplyAdd(term, inverse, slope[j]);
            }
        }

        for (int half = Vectors / 2; half >= 1; half /= 2)
        {
            for (int j = 0; j < half; j++)
            {
                sum[j] = sum[j] + sum[j + half];
                slope[j] = slope[j] + slope[j + half];
            }
        }

        sums[0] = Partial.Sum(sum[0]);
        sums[1] = Partial.Sum(slope[0]);
    }
}
