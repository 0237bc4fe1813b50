using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>x[i] = alpha·x[i].</summary>
public static unsafe class Scale
{
    private const int Lanes = 32;
    private const int Vectors = Lanes / 1;

    internal static void Run(nuint n, T alpha, T* x)
    {
        V factor = Simd.Create(alpha);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                Simd.Store(factor * Simd.Load(x + (j * V.Count)), x + (j * V.Count));
            }

            x += Lanes;
        }

        for (nuint done = n - (n % Lanes); done < n; done += (nuint)V.Count)
        {
            V mask = Partial.Mask<T>(n - done, 0);
            Partial.Store(x, mask, factor * Partial.Load(x, mask));
            x += V.Count;
        }
    }
}
