using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>(x, y) = (c·x − s·y, s·x + c·y), the rotation of a pair of vectors: x' = fma(c, x, −s·y), y' = fma(s, x, c·y).</summary>
public static unsafe class RotatePair
{
    private const int Lanes = 16;
    private const int Vectors = Lanes / 1;

    internal static void Run(nuint n, T cosine, T sine, T* x, T* y)
    {
        V c = Simd.Create(cosine);
        V s = Simd.Create(sine);
        V minus = Simd.Create(-sine);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V u = Simd.Load(x + (j * V.Count));
                V v = Simd.Load(y + (j * V.Count));
                Simd.Store(Simd.FusedMultiplyAdd(c, u, minus * v), x + (j * V.Count));
                Simd.Store(Simd.FusedMultiplyAdd(s, u, c * v), y + (j * V.Count));
            }

            x += Lanes;
            y += Lanes;
        }

        for (nuint done = n - (n % Lanes); done < n; done += (nuint)V.Count)
        {
            V mask = Partial.Mask<T>(n - done, 0);
            V u = Partial.Load(x, mask);
            V v = Partial.Load(y, mask);
            Partial.Store(x, mask, Simd.FusedMultiplyAdd(c, u, minus * v));
            Partial.Store(y, mask, Simd.FusedMultiplyAdd(s, u, c * v));
            x += V.Count;
            y += V.Count;
        }
    }
}
