using System.Runtime.CompilerServices;
using FastBias.Kernels;
using Edge = FastBias.Kernels.EdgeLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>A = L·Lᵀ in place, for one order fixed at compile time; the lanes are matrices that follow one another.</summary>
/// <remarks>
/// <code>
///   work:  element (i, j) of every matrix side by side, then the next element; on one lane it is the matrix itself
///   for each column j from the left:
///     L[j,j] = √(a[j,j] − Σ L[j,k]²)                       chains over k ascending, kept negated: −a + Σ … has the same roundings
///     L[i,j] = (a[i,j] − Σ L[i,k]·L[j,k]) · (1 / L[j,j])   for the rows i below
/// </code>
/// A pivot that is not positive and finite becomes NaN, and all that comes of it; the first one's index is the status, −1 where there is none.
/// Only the lower triangle is read and written. Matrices with a tiny diagonal are lifted by a power of four, and L is dropped by its root: exactly.
/// </remarks>
public static class CholeskyFixed
{
    private const int Order = 6;

    internal static void Run(ref T a, ref T work, ref int failed)
    {
        if (V.Count > 1)
        {
            for (int row = 0; row < Order; row++)
            {
                for (int column = 0; column <= row; column++)
                {
                    Simd.StoreUnsafe(Edge.Gather(ref a, (nuint)((row * Order) + column), Order * Order, V.Count), ref work, (nuint)(((row * Order) + column) * V.Count));
                }
            }
        }

        V largest = V.Zero;
        for (int i = 0; i < Order; i++)
        {
            largest = Simd.Max(largest, Simd.LoadUnsafe(ref work, (nuint)(i * (Order + 1) * V.Count)));
        }

        V tiny = Simd.LessThan(largest, Simd.Create(FixedRange.Tiny<T>()));
        bool lifted = Simd.LessThanAny(largest, Simd.Create(FixedRange.Tiny<T>()));
        if (lifted)
        {
            V lift = Simd.ConditionalSelect(tiny, Simd.Create(FixedRange.Lift<T>()), V.One);
            for (int row = 0; row < Order; row++)
            {
                for (int column = 0; column <= row; column++)
                {
                    Simd.StoreUnsafe(lift * Simd.LoadUnsafe(ref work, (nuint)(((row * Order) + column) * V.Count)), ref work, (nuint)(((row * Order) + column) * V.Count));
                }
            }
        }

        V status = Simd.Create((T)(-1));
        for (int j = 0; j < Order; j++)
        {
            V sum = -Simd.LoadUnsafe(ref work, (nuint)(j * (Order + 1) * V.Count));
            for (int k = 0; k < j; k++)
            {
                V left = Simd.LoadUnsafe(ref work, (nuint)(((j * Order) + k) * V.Count));
                sum = Simd.FusedMultiplyAdd(left, left, sum);
            }

            V pivot = -sum;
            V good = Simd.GreaterThan(pivot, V.Zero) & Simd.LessThanOrEqual(pivot, Simd.Create(T.MaxValue));
            status = Simd.ConditionalSelect(good | Simd.GreaterThan(status, Simd.Create((T)(-1))), status, Simd.Create((T)j));
            V root = Simd.Sqrt(Simd.ConditionalSelect(good, pivot, Simd.Create(T.NaN)));
            V inverse = Simd.Create((T)(-1)) / root;
            Simd.StoreUnsafe(root, ref work, (nuint)(j * (Order + 1) * V.Count));
            for (int i = j + 1; i < Order; i++)
            {
                sum = -Simd.LoadUnsafe(ref work, (nuint)(((i * Order) + j) * V.Count));
                for (int k = 0; k < j; k++)
                {
                    sum = Simd.FusedMultiplyAdd(
                        Simd.LoadUnsafe(ref work, (nuint)(((i * Order) + k) * V.Count)), Simd.LoadUnsafe(ref work, (nuint)(((j * Order) + k) * V.Count)), sum);
                }

                Simd.StoreUnsafe(sum * inverse, ref work, (nuint)(((i * Order) + j) * V.Count));
            }
        }

        V drop = Simd.ConditionalSelect(tiny, Simd.Create(FixedRange.RootDrop<T>()), V.One);
        if (V.Count > 1)
        {
            for (int row = 0; row < Order; row++)
            {
                for (int column = 0; column <= row; column++)
                {
                    Edge.Scatter(drop * Simd.LoadUnsafe(ref work, (nuint)(((row * Order) + column) * V.Count)), ref a, (nuint)((row * Order) + column), Order * Order, V.Count);
                }
            }
        }
        else if (lifted)
        {
            for (int row = 0; row < Order; row++)
            {
                for (int column = 0; column <= row; column++)
                {
                    Simd.StoreUnsafe(drop * Simd.LoadUnsafe(ref work, (nuint)((row * Order) + column)), ref work, (nuint)((row * Order) + column));
                }
            }
        }

        for (int lane = 0; lane < V.Count; lane++)
        {
            Unsafe.Add(ref failed, lane) = (int)status[lane];
        }
    }
}
