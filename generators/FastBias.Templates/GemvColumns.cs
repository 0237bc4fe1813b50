using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>w[j] = fma(x[i], a[i,j], w[j]) for i ascending, Rows rows at a time: the chains of xᵀA, kept in w.</summary>
/// <remarks>Every column by itself; m is a multiple of Rows.</remarks>
public static unsafe class GemvColumns
{
    private const int Rows = 4;
    private const int Vectors = 1;

    internal static void Run(nuint m, nuint n, T* a, nint aRow, T* x, T* w)
    {
        for (nuint i = 0; i < m; i += Rows)
        {
            var factor = new Tile<V>(Rows);
            for (int r = 0; r < Rows; r++)
            {
                factor[r] = Simd.Create(x[r]);
            }

            T* row = a;
            T* into = w;
            for (nuint blocks = n / (nuint)(Vectors * V.Count); blocks != 0; blocks--)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    V sum = Simd.Load(into + (j * V.Count));
                    for (int r = 0; r < Rows; r++)
                    {
                        sum = Simd.FusedMultiplyAdd(factor[r], Simd.Load(row + (r * aRow) + (j * V.Count)), sum);
                    }

                    Simd.Store(sum, into + (j * V.Count));
                }

                row += Vectors * V.Count;
                into += Vectors * V.Count;
            }

            for (nuint rest = n % (nuint)(Vectors * V.Count); rest != 0; rest -= rest < (nuint)V.Count ? rest : (nuint)V.Count)
            {
                V mask = Partial.Mask<T>(rest, 0);
                V sum = Partial.Load(into, mask);
                for (int r = 0; r < Rows; r++)
                {
                    sum = Simd.FusedMultiplyAdd(factor[r], Partial.Load(row + (r * aRow), mask), sum);
                }

                Partial.Store(into, mask, sum);
                row += V.Count;
                into += V.Count;
            }

            a += Rows * aRow;
            x += Rows;
        }
    }
}
