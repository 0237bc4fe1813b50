using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>The chains of <see cref="GemvColumns"/>, w[j] = fma(x[i], a[i,j], w[j]) for i ascending, with lines of A read from end to end: Lines of them side by side.</summary>
/// <remarks>
/// The first Vectors vectors of w stay in registers, and the last one where it is partial (a masked load does not see a masked store that is under way, and waits for it);
/// the others go through the nearest cache that holds them, Side vectors at a time:
/// <code>
///   line i      ━━━━━━━━▶┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄━▶      in registers, through memory, in a register
///   line i + 1  ━━━━━━━━▶┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄━▶
/// </code>
/// One line after the other is the order that a core fetches ahead from its second-level cache; from beyond it, four lines side by side.
/// n is at least Vectors vectors, and m a multiple of Lines.
/// </remarks>
public static unsafe class GemvLines
{
    private const int Lines = 1;
    private const int Vectors = 8;
    private const int Side = 1;

    internal static void Run(nuint lines, nuint m, nuint n, T* a, nint aRow, T* x, T* w)
    {
        var sum = new Tile<V>(Vectors);
        for (int j = 0; j < Vectors; j++)
        {
            sum[j] = Simd.Load(w + (j * V.Count));
        }

        nuint rest = n - (nuint)(Vectors * V.Count);
        nuint last = rest % (nuint)V.Count;
        V mask = Partial.Mask<T>(last, 0);
        V tail = Partial.Load(w + (n - last), mask);
        for (nuint i = 0; i < m; i += Lines)
        {
            var factor = new Tile<V>(Lines);
            for (int r = 0; r < Lines; r++)
            {
                factor[r] = Simd.Create(x[r]);
                for (int j = 0; j < Vectors; j++)
                {
                    sum[j] = Simd.FusedMultiplyAdd(factor[r], Simd.Load(a + (r * aRow) + (j * V.Count)), sum[j]);
                }
            }

            T* line = a + (Vectors * V.Count);
            T* to = w + (Vectors * V.Count);
            nuint left = rest;
            for (; left >= (nuint)(Side * V.Count); left -= (nuint)(Side * V.Count))
            {
                var part = new Tile<V>(Side);
                for (int j = 0; j < Side; j++)
                {
                    part[j] = Simd.Load(to + (j * V.Count));
                }

                for (int r = 0; r < Lines; r++)
                {
                    for (int j = 0; j < Side; j++)
                    {
                        part[j] = Simd.FusedMultiplyAdd(Simd.Load(line + (r * aRow) + (j * V.Count)), factor[r], part[j]);
                    }
                }

                for (int j = 0; j < Side; j++)
                {
                    Simd.Store(part[j], to + (j * V.Count));
                }

                line += Side * V.Count;
                to += Side * V.Count;
            }

            if (Side > 1)
            {
                for (; left >= (nuint)V.Count; left -= (nuint)V.Count)
                {
                    V part = Simd.Load(to);
                    for (int r = 0; r < Lines; r++)
                    {
                        part = Simd.FusedMultiplyAdd(Simd.Load(line + (r * aRow)), factor[r], part);
                    }

                    Simd.Store(part, to);
                    line += V.Count;
                    to += V.Count;
                }
            }

            if (last != 0)
            {
                for (int r = 0; r < Lines; r++)
                {
                    tail = Simd.FusedMultiplyAdd(factor[r], Partial.Load(line + (r * aRow), mask), tail);
                }
            }

            a += Lines * aRow;
            x += Lines;
        }

        for (int j = 0; j < Vectors; j++)
        {
            Simd.Store(sum[j], w + (j * V.Count));
        }

        Partial.Store(w + (n - last), mask, tail);
    }
}
