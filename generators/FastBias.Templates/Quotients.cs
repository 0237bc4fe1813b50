using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>y[i] = y[i]·(x[i]/(z[i] − shift)): every element by itself, so the width of a vector does not matter.</summary>
public static unsafe class Quotients
{
    private const int Lanes = 32;
    private const int Vectors = Lanes / 1;

    internal static void Run(nuint n, T* x, T* z, T shift, T* y)
    {
        V by = Simd.Create(shift);
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                Simd.Store(Simd.Load(y + (j * V.Count)) * (Simd.Load(x + (j * V.Count)) / (Simd.Load(z + (j * V.Count)) - by)), y + (j * V.Count));
            }

            x += Lanes;
            z += Lanes;
            y += Lanes;
        }

        // the last, incomplete block: vector by vector
        for (nuint done = n - (n % Lanes); done < n; done += (nuint)V.Count)
        {
            V mask = Partial.Mask<T>(n - done, 0);
            Partial.Store(y, mask, Partial.Load(y, mask) * (Partial.Load(x, mask) / (Partial.Load(z, mask) - by)));
            x += V.Count;
            z += V.Count;
            y += V.Count;
        }
    }
}
