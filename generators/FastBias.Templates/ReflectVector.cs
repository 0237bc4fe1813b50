using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>x = (I − tau·v·vᵀ)·x: the dot product over the lanes of <see cref="Dot"/>, then the update, while x is in the nearest cache.</summary>
public static unsafe class ReflectVector
{
    private const int Lanes = 32;
    private const int Vectors = Lanes / 1;

    internal static void Run(nuint n, T tau, T* v, T* x)
    {
        var acc = new Tile<V>(Vectors);
        T* from = v;
        T* into = x;
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                acc[j] = Simd.FusedMultiplyAdd(Simd.Load(from + (j * V.Count)), Simd.Load(into + (j * V.Count)), acc[j]);
            }

            from += Lanes;
            into += Lanes;
        }

        nuint rest = n % Lanes;
        if (rest != 0)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V mask = Partial.Mask<T>(rest, j * V.Count);
                acc[j] = Simd.FusedMultiplyAdd(Partial.Load(from + (j * V.Count), mask), Partial.Load(into + (j * V.Count), mask), acc[j]);
            }
        }

        for (int half = Vectors / 2; half >= 1; half /= 2)
        {
            for (int j = 0; j < half; j++)
            {
                acc[j] = acc[j] + acc[j + half];
            }
        }

        V factor = Simd.Create(-(tau * Partial.Sum(acc[0])));
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                Simd.Store(Simd.FusedMultiplyAdd(factor, Simd.Load(v + (j * V.Count)), Simd.Load(x + (j * V.Count))), x + (j * V.Count));
            }

            v += Lanes;
            x += Lanes;
        }

        for (nuint done = n - rest; done < n; done += (nuint)V.Count)
        {
            V mask = Partial.Mask<T>(n - done, 0);
            Partial.Store(x, mask, Simd.FusedMultiplyAdd(factor, Partial.Load(v, mask), Partial.Load(x, mask)));
            v += V.Count;
            x += V.Count;
        }
    }
}
