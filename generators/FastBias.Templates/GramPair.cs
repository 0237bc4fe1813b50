using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>The Gram matrix of a pair of vectors in one pass: gram[0] = Σx², gram[1] = Σy², gram[2] = Σxy.</summary>
/// <remarks>Each sum has Lanes virtual lanes, half as many as <see cref="Dot"/>: three sums have to fit into sixteen registers of V256.</remarks>
public static unsafe class GramPair
{
    private const int Lanes = 16;
    private const int Vectors = Lanes / 1;

    internal static void Run(nuint n, T* x, T* y, T* gram)
    {
        var xx = new Tile<V>(Vectors);
        var yy = new Tile<V>(Vectors);
        var xy = new Tile<V>(Vectors);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V u = Simd.Load(x + (j * V.Count));
                V v = Simd.Load(y + (j * V.Count));
                xx[j] = Simd.FusedMultiplyAdd(u, u, xx[j]);
                yy[j] = Simd.FusedMultiplyAdd(v, v, yy[j]);
                xy[j] = Simd.FusedMultiplyAdd(u, v, xy[j]);
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
                V u = Partial.Load(x + (j * V.Count), mask);
                V v = Partial.Load(y + (j * V.Count), mask);
                xx[j] = Simd.FusedMultiplyAdd(u, u, xx[j]);
                yy[j] = Simd.FusedMultiplyAdd(v, v, yy[j]);
                xy[j] = Simd.FusedMultiplyAdd(u, v, xy[j]);
            }
        }

        for (int half = Vectors / 2; half >= 1; half /= 2)
        {
            for (int j = 0; j < half; j++)
            {
                xx[j] = xx[j] + xx[j + half];
                yy[j] = yy[j] + yy[j + half];
                xy[j] = xy[j] + xy[j + half];
            }
        }

        gram[0] = Partial.Sum(xx[0]);
        gram[1] = Partial.Sum(yy[0]);
        gram[2] = Partial.Sum(xy[0]);
    }
}
