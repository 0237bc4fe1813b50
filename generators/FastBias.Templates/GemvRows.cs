using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>y[i] = alpha·Σ a[i,j]·x[j] + beta·y[i] for Rows rows at a time, each sum over the virtual lanes of <see cref="Dot"/>.</summary>
/// <remarks>
/// The rows share the loads of x; each row's sum is the same as that of <see cref="Dot"/> to the bit. m is a multiple of Rows.
/// A block of one row is read before that of the next: rows of a block each are read from end to end, as they lie in memory.
/// Where the rows end within the lanes, nothing is loaded beyond, but zero is added to those lanes as the products of <see cref="Dot"/> do: it makes +0 of -0.
/// </remarks>
public static unsafe class GemvRows
{
    private const int Rows = 1;
    private const int Lanes = 32;
    private const int Vectors = Lanes / 1;

    internal static void Run(nuint m, nuint n, T* a, nint aRow, T* x, T* y, T alpha, T beta)
    {
        nuint rest = n % Lanes;
        V mask = Partial.Mask<T>(rest % (nuint)V.Count, 0);
        for (nuint i = 0; i < m; i += Rows)
        {
            var acc = new Tile<V>(Rows, Vectors);
            T* row = a;
            T* at = x;
            for (nuint blocks = n / Lanes; blocks != 0; blocks--)
            {
                var block = new Tile<V>(Vectors);
                if (Rows > 1)
                {
                    for (int j = 0; j < Vectors; j++)
                    {
                        block[j] = Simd.Load(at + (j * V.Count));
                    }
                }

                for (int r = 0; r < Rows; r++)
                {
                    for (int j = 0; j < Vectors; j++)
                    {
                        acc[r, j] = Simd.FusedMultiplyAdd(Simd.Load(row + (r * aRow) + (j * V.Count)), Rows > 1 ? block[j] : Simd.Load(at + (j * V.Count)), acc[r, j]);
                    }
                }

                row += Lanes;
                at += Lanes;
            }

            if (rest != 0)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    if (rest >= (nuint)((j + 1) * V.Count))
                    {
                        V shared = Simd.Load(at + (j * V.Count));
                        for (int r = 0; r < Rows; r++)
                        {
                            acc[r, j] = Simd.FusedMultiplyAdd(Simd.Load(row + (r * aRow) + (j * V.Count)), shared, acc[r, j]);
                        }
                    }
                    else if (rest > (nuint)(j * V.Count))
                    {
                        V shared = Partial.Load(at + (j * V.Count), mask);
                        for (int r = 0; r < Rows; r++)
                        {
                            acc[r, j] = Simd.FusedMultiplyAdd(Partial.Load(row + (r * aRow) + (j * V.Count), mask), shared, acc[r, j]);
                        }
                    }
                    else
                    {
                        for (int r = 0; r < Rows; r++)
                        {
                            acc[r, j] = acc[r, j] + V.Zero;
                        }
                    }
                }
            }

            for (int r = 0; r < Rows; r++)
            {
                for (int half = Vectors / 2; half >= 1; half /= 2)
                {
                    for (int j = 0; j < half; j++)
                    {
                        acc[r, j] = acc[r, j] + acc[r, j + half];
                    }
                }
            }

            if (Rows == 4)
            {
                Partial.StoreSums(acc[0, 0], acc[1, 0], acc[2, 0], acc[3, 0], y, alpha, beta);
            }
            else
            {
                for (int r = 0; r < Rows; r++)
                {
                    T product = alpha * Partial.Sum(acc[r, 0]);
                    y[r] = beta == 0 ? product : product + (beta * y[r]);
                }
            }

            a += Rows * aRow;
            y += Rows;
        }
    }
}
