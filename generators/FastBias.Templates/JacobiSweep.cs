using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>A sweep of one-sided Jacobi rotations over few and short vectors, in rounds of pairs that have no vector in common.</summary>
/// <remarks>
/// <code>
///   vector i at vectors + i·stride:   [ body: `blocks` blocks of Lanes | tail: up to `all` blocks ]     zeros behind the end of either
///   squares[i] = |body i|²            a sum has Lanes virtual lanes: element e goes to lane e mod Lanes
///   schedule:                         for each of `rounds` rounds `pairs` times i, j
///
///   a round:   p = x·y of each pair                                           one after the other
///              d = |y|² − |x|²,  h = √(d² + 4p²),  e = |d| + h                  the lanes are pairs
///              c = e / √(e² + 4p²),  s = ±2p / √(e² + 4p²) with the sign of d   where p² > tolerance·|x|²·|y|², else 1 and 0
///              (x, y) = (c·x − s·y, s·x + c·y),  |x|² −= ±2p²/e,  |y|² += ±2p²/e  if there is one that turns
/// </code>
/// tan θ = 2p / (d ± h) is the smaller root of t² + t·d/p − 1 = 0. Two square roots and a division are all that the next round waits for.
/// work: five rows of `pairs`, rounded up to Lanes. Gives the largest p² / |x|²|y|² that was met.
/// </remarks>
public static unsafe class JacobiSweep
{
    private const int Lanes = 8;
    private const int Vectors = Lanes / 1;

    internal static T Run(
        nuint count, nuint rounds, nuint pairs, int* schedule, nuint blocks, nuint all, nint stride, T tolerance, T* vectors, T* squares, T* work)
    {
        nuint width = (pairs + (Lanes - 1)) / Lanes * Lanes;
        T* first = work + width;
        T* second = first + width;
        T* cosines = second + width;
        T* sines = cosines + width;
        for (nuint k = pairs; k < width; k++)
        {
            work[k] = 0;
            first[k] = 1;
            second[k] = 1;
        }

        T* x = vectors;
        for (nuint i = 0; i < count; i++)
        {
            var sum = new Tile<V>(Vectors);
            for (nuint block = 0; block < blocks; block++)
            {
                for (int j = 0; j < Vectors; j++)
                {
                    V u = Simd.Load(x + (block * Lanes) + (j * V.Count));
                    sum[j] = Simd.FusedMultiplyAdd(u, u, sum[j]);
                }
            }

            for (int step = Vectors / 2; step >= 1; step /= 2)
            {
                for (int j = 0; j < step; j++)
                {
                    sum[j] = sum[j] + sum[j + step];
                }
            }

            squares[i] = Partial.Sum(sum[0]);
            x += stride;
        }

        V limit = Simd.Create(tolerance);
        V half = Simd.Create((T)0.5);
        V nearly = Simd.Create((T)0.9375);
        V largest = V.Zero;
        for (nuint round = 0; round < rounds; round++)
        {
            for (nuint k = 0; k < pairs; k++)
            {
                nint i = schedule[2 * k];
                nint l = schedule[(2 * k) + 1];
                x = vectors + (i * stride);
                T* y = vectors + (l * stride);
                var dot = new Tile<V>(Vectors);
                for (nuint block = 0; block < blocks; block++)
                {
                    for (int j = 0; j < Vectors; j++)
                    {
                        dot[j] = Simd.FusedMultiplyAdd(Simd.Load(x + (block * Lanes) + (j * V.Count)), Simd.Load(y + (block * Lanes) + (j * V.Count)), dot[j]);
                    }
                }

                for (int step = Vectors / 2; step >= 1; step /= 2)
                {
                    for (int j = 0; j < step; j++)
                    {
                        dot[j] = dot[j] + dot[j + step];
                    }
                }

                work[k] = Partial.Sum(dot[0]);
                first[k] = squares[i];
                second[k] = squares[l];
            }

            bool turn = false;
            for (nuint k = 0; k < width; k += (nuint)V.Count)
            {
                V p = Simd.Load(work + k);
                V xx = Simd.Load(first + k);
                V yy = Simd.Load(second + k);
                V pp = p * p;
                V norms = xx * yy;

                // A quotient is looked at unless it is below the largest for certain, so that the lane it comes in makes no difference.
                if (Simd.LessThanAny(nearly * largest * norms, pp))
                {
                    largest = Simd.Max(largest, Simd.ConditionalSelect(Simd.LessThan(V.Zero, pp), pp / norms, V.Zero));
                }

                turn = turn || Simd.LessThanAny(limit * norms, pp);
            }

            if (turn)
            {
                for (nuint k = 0; k < width; k += (nuint)V.Count)
                {
                    V p = Simd.Load(work + k);
                    V xx = Simd.Load(first + k);
                    V yy = Simd.Load(second + k);
                    V oblique = Simd.LessThan(limit * (xx * yy), p * p);
                    V twice = p + p;
                    V difference = yy - xx;
                    V negative = Simd.LessThan(difference, V.Zero);
                    V squared = twice * twice;
                    V e = Simd.Abs(difference) + Simd.Sqrt(Simd.FusedMultiplyAdd(difference, difference, squared));
                    V inverse = V.One / Simd.Sqrt(Simd.FusedMultiplyAdd(e, e, squared));
                    V cosine = e * inverse;
                    V sine = twice * inverse;

                    // A rotation that lengthens does so every time: one step towards c² + s² = 1.
                    V excess = half * Simd.FusedMultiplyAdd(cosine, cosine, Simd.FusedMultiplyAdd(sine, sine, -V.One));
                    cosine = Simd.FusedMultiplyAdd(-excess, cosine, cosine);
                    sine = Simd.FusedMultiplyAdd(-excess, sine, sine);
                    V change = (p * twice) / e;
                    change = Simd.ConditionalSelect(oblique, Simd.ConditionalSelect(negative, -change, change), V.Zero);
                    Simd.Store(Simd.ConditionalSelect(oblique, cosine, V.One), cosines + k);
                    Simd.Store(Simd.ConditionalSelect(oblique, Simd.ConditionalSelect(negative, -sine, sine), V.Zero), sines + k);
                    Simd.Store(xx - change, first + k);
                    Simd.Store(yy + change, second + k);
                }

                for (nuint k = 0; k < pairs; k++)
                {
                    nint i = schedule[2 * k];
                    nint l = schedule[(2 * k) + 1];
                    squares[i] = first[k];
                    squares[l] = second[k];
                    x = vectors + (i * stride);
                    T* y = vectors + (l * stride);
                    V c = Simd.Create(cosines[k]);
                    V s = Simd.Create(sines[k]);
                    V minus = -s;
                    for (nuint block = 0; block < all; block++)
                    {
                        for (int j = 0; j < Vectors; j++)
                        {
                            V u = Simd.Load(x + (block * Lanes) + (j * V.Count));
                            V v = Simd.Load(y + (block * Lanes) + (j * V.Count));
                            Simd.Store(Simd.FusedMultiplyAdd(c, u, minus * v), x + (block * Lanes) + (j * V.Count));
                            Simd.Store(Simd.FusedMultiplyAdd(s, u, c * v), y + (block * Lanes) + (j * V.Count));
                        }
                    }
                }
            }

            schedule += 2 * pairs;
        }

        T most = 0;
        Simd.Store(largest, work);
        for (int lane = 0; lane < V.Count; lane++)
        {
            most = T.Max(most, work[lane]);
        }

        return most;
    }
}
