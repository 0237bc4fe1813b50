using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>v = scale·v, x = x + factor·v with zeros in its first rows, and Σx²: the column that becomes the next reflector is brought up to date.</summary>
/// <remarks>
/// Both columns are contiguous and end with a whole line, half of the lanes. The sum is over the lanes: the first line goes to their first half, all others to
/// both halves in turn, beginning with the first.
/// <code>
///   v   x
///   ▒   0   finished rows, all in the first line
///   ▒   ▒   v is the reflector that is applied, divided by its leading element on the way; it may be x itself where the factor is zero
/// </code>
/// </remarks>
public static unsafe class ReflectColumn
{
    private const int Lanes = 16;
    private const int Vectors = Lanes / 1;

    internal static T Run(nuint n, nuint finished, T scale, T factor, T* v, T* x)
    {
        V inverse = Simd.Create(scale);
        V change = Simd.Create(factor);
        var acc = new Tile<V>(Vectors);
        for (int j = 0; j < Vectors / 2; j++)
        {
            V u = inverse * Simd.Load(v + (j * V.Count));
            Simd.Store(u, v + (j * V.Count));
            V y = Simd.ConditionalSelect(Partial.Mask<T>(finished, j * V.Count), V.Zero, Simd.FusedMultiplyAdd(u, change, Simd.Load(x + (j * V.Count))));
            Simd.Store(y, x + (j * V.Count));
            acc[j] = y * y;
        }

        v += Lanes / 2;
        x += Lanes / 2;
        n -= Lanes / 2;
        for (nuint blocks = n / Lanes; blocks != 0; blocks--)
        {
            for (int j = 0; j < Vectors; j++)
            {
                V u = inverse * Simd.Load(v + (j * V.Count));
                Simd.Store(u, v + (j * V.Count));
                V y = Simd.FusedMultiplyAdd(u, change, Simd.Load(x + (j * V.Count)));
                Simd.Store(y, x + (j * V.Count));
                acc[j] = Simd.FusedMultiplyAdd(y, y, acc[j]);
            }

            v += Lanes;
            x += Lanes;
        }

        if (n % Lanes != 0)
        {
            for (int j = 0; j < Vectors / 2; j++)
            {
                V u = inverse * Simd.Load(v + (j * V.Count));
                Simd.Store(u, v + (j * V.Count));
                V y = Simd.FusedMultiplyAdd(u, change, Simd.Load(x + (j * V.Count)));
                Simd.Store(y, x + (j * V.Count));
                acc[j] = Simd.FusedMultiplyAdd(y, y, acc[j]);
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
