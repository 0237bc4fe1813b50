// As it stands, a template has one value for each of its constants; what is dead for it lives in an expansion.
#pragma warning disable CS0162
using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>sums[i, j] = Σ a[p, i]·b[p, j] for a few rows, where the columns of B are contiguous: blocks of B are turned in registers on their way to the multiply-adds.</summary>
/// <remarks>
/// One chain an element, p ascending, and nothing else: factors and what there was belong to the caller. Steps steps of Blocks vectors of columns are turned at a time.
/// On loading, halves of two columns are joined to a vector, so that half a vector of steps of all its columns takes half as many vectors; each further stage brings
/// even steps of two vectors into one and odd steps into the other. The last stage comes with the steps' multiply-adds.
/// <code>
///   columns 0 and 2   0₀ 0₁ │ 2₀ 2₁       step 0   0₀ 1₀ │ 2₀ 3₀        (four lanes: two steps, groups of two)
///   columns 1 and 3   1₀ 1₁ │ 3₀ 3₁   →   step 1   0₁ 1₁ │ 2₁ 3₁
/// </code>
/// The last block of columns ends where they do, and the last steps' block where the chains do: it repeats columns, with the same sums, and skips steps.
/// There are at least as many columns as Blocks vectors have, and Steps elements of each column up to the end of the chains: where these have fewer, before their begin.
/// </remarks>
public static unsafe class GemmTurned
{
    private const int Rows = 4;
    private const int Blocks = 2;
    private const int Steps = 1;
    private const int Group = 1;

    internal static void Run(nuint rows, nuint columns, nuint depth, T* a, T* b, nint bColumn, T* sums, nint sumsRow)
    {
        nint b2 = 2 * bColumn;
        nint b3 = 3 * bColumn;
        nuint rest = depth % Steps;
        nuint width = Blocks * (nuint)V.Count;
        for (nuint j = 0; j < columns; j += width)
        {
            nuint left = j + width <= columns ? j : columns - width;
            var acc = new Tile<V>(Blocks, Rows);
            var at = new Tile<nint>(((Blocks * V.Count) + 3) / 4);
            for (int i = 0; i < ((Blocks * V.Count) + 3) / 4; i++)
            {
                at[i] = (nint)(b + (((nint)left + (4 * i)) * bColumn));
            }

            T* factor = a;
            for (int pass = 0; pass < (Steps == 1 ? 1 : 2); pass++)
            {
                if (pass == 1)
                {
                    factor -= (Steps - (nint)rest) * Rows;
                    for (int i = 0; i < ((Blocks * V.Count) + 3) / 4; i++)
                    {
                        at[i] = (nint)((T*)at[i] - (Steps - (nint)rest));
                    }
                }

                for (nuint turns = pass == 0 ? depth / Steps : rest == 0 ? 0u : 1u; turns != 0; turns--)
                {
                    var x = new Tile<V>(Blocks, Steps);
                    for (int i = 0; i < Blocks * V.Count; i++)
                    {
                        if (V.Count == 1)
                        {
                            x[i, 0] = Simd.Load((T*)at[i / 4] + (i % 4 == 0 ? 0 : i % 4 == 1 ? bColumn : i % 4 == 2 ? b2 : b3));
                        }
                        else if (i / Group % 2 == 0)
                        {
                            x[i / V.Count, (i % V.Count / (2 * Group) * Group) + (i % Group)] = Partial.Halves(
                                (T*)at[i / 4] + (i % 4 == 0 ? 0 : i % 4 == 1 ? bColumn : i % 4 == 2 ? b2 : b3),
                                (T*)at[(i + Group) / 4] + ((i + Group) % 4 == 0 ? 0 : (i + Group) % 4 == 1 ? bColumn : (i + Group) % 4 == 2 ? b2 : b3));
                        }
                    }

                    for (int i = 0; i < ((Blocks * V.Count) + 3) / 4; i++)
                    {
                        at[i] = (nint)((T*)at[i] + Steps);
                    }

                    for (int distance = 1; 2 * distance < Steps; distance *= 2)
                    {
                        for (int block = 0; block < Blocks; block++)
                        {
                            for (int q = 0; q < Steps; q++)
                            {
                                if (q / distance % 2 == 0)
                                {
                                    V evens = Partial.Evens(distance, x[block, q], x[block, q + distance]);
                                    x[block, q + distance] = Partial.Odds(distance, x[block, q], x[block, q + distance]);
                                    x[block, q] = evens;
                                }
                            }
                        }
                    }

                    for (int p = 0; p < Steps; p++)
                    {
                        if ((nuint)p + (pass == 0 ? Steps : rest) >= Steps)
                        {
                            var turned = new Tile<V>(Blocks);
                            for (int block = 0; block < Blocks; block++)
                            {
                                turned[block] = Steps == 1 ? x[block, p]
                                    : p < Steps / 2 ? Partial.Evens(Steps / 2, x[block, p], x[block, p + (Steps / 2)])
                                    : Partial.Odds(Steps / 2, x[block, p - (Steps / 2)], x[block, p]);
                            }

                            for (int i = 0; i < Rows; i++)
                            {
                                V shared = Simd.Create(*(factor + (p * Rows) + i));
                                for (int block = 0; block < Blocks; block++)
                                {
                                    acc[block, i] = Simd.FusedMultiplyAdd(shared, turned[block], acc[block, i]);
                                }
                            }
                        }
                    }

                    factor += Steps * Rows;
                }
            }

            T* into = sums + left;
            for (int i = 0; i < Rows; i++)
            {
                for (int block = 0; block < Blocks; block++)
                {
                    Simd.Store(acc[block, i], into + (block * V.Count));
                }

                into += sumsRow;
            }
        }
    }
}
