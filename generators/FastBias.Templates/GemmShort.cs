using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>C = alpha·A·B + beta·C for chains of a few steps: A's elements stay in registers while a row of C is written from end to end.</summary>
/// <remarks>
/// B is packed: of each vector of its columns the rows, one after the other, so that all loads hang off one address.
/// <code>
///   a[i, 0 … depth−1]   each in a register     ×   b[0 … depth−1, j]   Rows rows of C at a time
/// </code>
/// A tile of a general product would be chosen, called and stored for a few steps each, and C would be written in pieces of a tile's width.
/// The last vector of a row of C may be partial; what lies beside it in the panel is computed with, and not stored.
/// </remarks>
public static unsafe class GemmShort
{
    private const int Depth = 4;
    private const int Rows = 2;

    internal static void Run(nuint m, nuint columns, nuint depth, T* a, nint aRow, nint aStep, T* panel, T* c, nint cRow, T alpha, T beta)
    {
        V mask = Partial.Mask<T>(columns % (nuint)V.Count, 0);
        bool scales = alpha != 1 || beta != 0;
        for (int pass = 0; pass < 2; pass++)
        {
            // First Rows rows at a time, then the rest one by one.
            for (nuint turns = pass == 0 ? m / Rows : m % Rows; turns != 0; turns--)
            {
                var factor = new Tile<V>(Rows, Depth);
                T* step = a;
                for (int p = 0; p < Depth; p++)
                {
                    for (int r = 0; r < (pass == 0 ? Rows : 1); r++)
                    {
                        factor[r, p] = Simd.Create(*(step + (r * aRow)));
                    }

                    step += aStep;
                }

                T* b = panel;
                T* into = c;
                nuint left = columns;
                while (left != 0)
                {
                    var acc = new Tile<V>(Rows);
                    for (int p = 0; p < Depth; p++)
                    {
                        V x = Simd.Load(b + (p * V.Count));
                        for (int r = 0; r < (pass == 0 ? Rows : 1); r++)
                        {
                            acc[r] = Simd.FusedMultiplyAdd(factor[r, p], x, acc[r]);
                        }
                    }

                    if (left >= (nuint)V.Count)
                    {
                        if (scales)
                        {
                            for (int r = 0; r < (pass == 0 ? Rows : 1); r++)
                            {
                                acc[r] = beta == 0 ? Simd.Create(alpha) * acc[r] : Simd.FusedMultiplyAdd(Simd.Create(alpha), acc[r], Simd.Create(beta) * Simd.Load(into + (r * cRow)));
                            }
                        }

                        for (int r = 0; r < (pass == 0 ? Rows : 1); r++)
                        {
                            Simd.Store(acc[r], into + (r * cRow));
                        }

                        left -= (nuint)V.Count;
                    }
                    else
                    {
                        if (scales)
                        {
                            for (int r = 0; r < (pass == 0 ? Rows : 1); r++)
                            {
                                acc[r] = beta == 0 ? Simd.Create(alpha) * acc[r] : Simd.FusedMultiplyAdd(Simd.Create(alpha), acc[r], Simd.Create(beta) * Partial.Load(into + (r * cRow), mask));
                            }
                        }

                        for (int r = 0; r < (pass == 0 ? Rows : 1); r++)
                        {
                            Partial.Store(into + (r * cRow), mask, acc[r]);
                        }

                        left = 0;
                    }

                    b += Depth * V.Count;
                    into += V.Count;
                }

                a += (pass == 0 ? Rows : 1) * aRow;
                c += (pass == 0 ? Rows : 1) * cRow;
            }
        }
    }
}
