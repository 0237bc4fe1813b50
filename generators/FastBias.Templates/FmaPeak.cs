using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>Twelve independent chains of multiply-adds in registers: what the machine can do when nothing else is asked of it.</summary>
public static unsafe class FmaPeak
{
    private const int Chains = 12;

    internal static T Run(nuint rounds)
    {
        var acc = new Tile<V>(Chains);
        V factor = Simd.Create((T)0.999999);
        for (nuint p = rounds; p != 0; p--)
        {
            for (int i = 0; i < Chains; i++)
            {
                acc[i] = Simd.FusedMultiplyAdd(acc[i], factor, factor);
            }
        }

        for (int i = 1; i < Chains; i++)
        {
            acc[0] = acc[0] + acc[i];
        }

        return Partial.Sum(acc[0]);
    }
}
