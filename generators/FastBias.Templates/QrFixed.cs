using FastBias.Kernels;
using Edge = FastBias.Kernels.EdgeLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>A = Q·R by reflectors, in place, for one shape fixed at compile time; the lanes are matrices that follow one another.</summary>
/// <remarks>
/// LAPACK's layout: R in the upper triangle, the reflectors H = I − tau·v·vᵀ below it without their leading ones, tau by itself.
/// <code>
///   for each column k:
///     s = the power of two at the column's largest element below the diagonal or on it; x = column / s, exactly
///     beta = −sign(x[k])·√(x[k]² + Σ x[i]²),  tau = (beta − x[k]) / beta,  v[i] = x[i] · (1 / (x[k] − beta))
///     for each column j behind it:  w = −tau·(a[k,j] + Σ v[i]·a[i,j]),  a[k,j] += w,  a[i,j] += v[i]·w      chains over i ascending
/// </code>
/// A column that is zero below its diagonal has tau = 0. NaN and infinities spread; nothing depends on them but values.
/// </remarks>
public static class QrFixed
{
    private const int Rows = 6;
    private const int Columns = 6;

    internal static void Run(ref T a, ref T tau, ref T work)
    {
        if (V.Count > 1)
        {
            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < Columns; column++)
                {
                    Simd.StoreUnsafe(Edge.Gather(ref a, (nuint)((row * Columns) + column), Rows * Columns, V.Count), ref work, (nuint)(((row * Columns) + column) * V.Count));
                }
            }
        }

        for (int k = 0; k < (Rows - 1 < Columns ? Rows - 1 : Columns); k++)
        {
            V head = Simd.LoadUnsafe(ref work, (nuint)(k * (Columns + 1) * V.Count));
            V largest = Simd.Abs(head);
            for (int i = k + 1; i < Rows; i++)
            {
                largest = Simd.Max(largest, Simd.Abs(Simd.LoadUnsafe(ref work, (nuint)(((i * Columns) + k) * V.Count))));
            }

            V power = Simd.Max(largest, Simd.Create(FixedRange.SmallestNormal<T>())) & Simd.Create(T.PositiveInfinity);
            V inverse = V.One / power;
            V below = V.Zero;
            for (int i = k + 1; i < Rows; i++)
            {
                V scaled = inverse * Simd.LoadUnsafe(ref work, (nuint)(((i * Columns) + k) * V.Count));
                below = Simd.FusedMultiplyAdd(scaled, scaled, below);
            }

            V flat = Simd.Equals(below, V.Zero);
            V alpha = inverse * head;
            V beta = -Simd.CopySign(Simd.Sqrt(Simd.FusedMultiplyAdd(alpha, alpha, below)), alpha);
            V reflection = Simd.ConditionalSelect(flat, V.Zero, (beta - alpha) / beta);
            V factor = Simd.ConditionalSelect(flat, V.Zero, V.One / (alpha - beta));
            for (int i = k + 1; i < Rows; i++)
            {
                V scaled = inverse * Simd.LoadUnsafe(ref work, (nuint)(((i * Columns) + k) * V.Count));
                Simd.StoreUnsafe(scaled * factor, ref work, (nuint)(((i * Columns) + k) * V.Count));
            }

            Simd.StoreUnsafe(Simd.ConditionalSelect(flat, head, beta * power), ref work, (nuint)(k * (Columns + 1) * V.Count));
            Edge.Scatter(reflection, ref tau, (nuint)k, Rows < Columns ? Rows : Columns, V.Count);
            for (int j = k + 1; j < Columns; j++)
            {
                V first = Simd.LoadUnsafe(ref work, (nuint)(((k * Columns) + j) * V.Count));
                V sum = first;
                for (int i = k + 1; i < Rows; i++)
                {
                    sum = Simd.FusedMultiplyAdd(
                        Simd.LoadUnsafe(ref work, (nuint)(((i * Columns) + k) * V.Count)), Simd.LoadUnsafe(ref work, (nuint)(((i * Columns) + j) * V.Count)), sum);
                }

                sum = -(reflection * sum);
                Simd.StoreUnsafe(first + sum, ref work, (nuint)(((k * Columns) + j) * V.Count));
                for (int i = k + 1; i < Rows; i++)
                {
                    Simd.StoreUnsafe(
                        Simd.FusedMultiplyAdd(
                            Simd.LoadUnsafe(ref work, (nuint)(((i * Columns) + k) * V.Count)), sum, Simd.LoadUnsafe(ref work, (nuint)(((i * Columns) + j) * V.Count))),
                        ref work, (nuint)(((i * Columns) + j) * V.Count));
                }
            }
        }

        if (Rows <= Columns)
        {
            Edge.Scatter(V.Zero, ref tau, (nuint)(Rows - 1), Rows, V.Count);
        }

        if (V.Count > 1)
        {
            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < Columns; column++)
                {
                    Edge.Scatter(Simd.LoadUnsafe(ref work, (nuint)(((row * Columns) + column) * V.Count)), ref a, (nuint)((row * Columns) + column), Rows * Columns, V.Count);
                }
            }
        }
    }
}
