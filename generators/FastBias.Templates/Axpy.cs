using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>y[i] = fma(alpha, x[i], y[i]): every element by itself, so the width of a vector does not matter.</summary>
public static unsafe class Axpy
{
    private const int Lanes = 32;
    private const int Vectors = Lanes / 1;

    internal static void Run(nuint n, T alpha, T* x, T* y)
    {
        V factor = Simd.Create(alpha);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                Simd.Store(Simd.FusedMultiplyAdd(factor, Simd.Load(x + (j * V.Count)), Simd.Load(y + (j * V.Count))), y + (j * V.Count));
            }

            x += Lanes;
            y += Lanes;
        }

        // the last, incomplete block: vector by vector
        for (nuint done = n - (n % Lanes); done < n; done += (nuint)V.Count)
        {
            V mask = Partial.Mask<T>(n - done, 0);
            Partial.Store(y, mask, Simd.FusedMultiplyAdd(factor, Partial.Load(x, mask), Partial.Load(y, mask)));
            x += V.Count;
            y += V.Count;
        }
    }
}
