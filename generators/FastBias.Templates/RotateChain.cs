using FastBias.Kernels;
using Partial = FastBias.Kernels.PartialLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>Rotations of neighbouring rows, the last pair first: (a[k], a[k+1]) = (c·a[k] − s·a[k+1], s·a[k] + c·a[k+1]) for k = count − 1 … 0.</summary>
/// <remarks>
/// <code>
///   a[k]    ──►  c·x − s·y ─┐     each row is loaded and stored once: what a rotation leaves in its upper row
///   a[k+1]  ◄──  s·x + c·y  │     stays in registers for the next, a stripe of columns at a time
///                     y  ◄──┘     rotations: c and s of k = 0, then of k = 1, …
/// </code>
/// The same operations as <see cref="RotatePair"/>, so the same bits.
/// </remarks>
public static unsafe class RotateChain
{
    private const int Vectors = 2;
    private const bool Masked = false;

    internal static void Run(nuint count, nuint columns, T* rotations, T* a, nint aRow)
    {
        V mask = Partial.Mask<T>(columns, (Vectors - 1) * V.Count);
        T* row = a + ((nint)count * aRow);
        T* pair = rotations + (2 * count);
        var y = new Tile<V>(Vectors);
        for (int j = 0; j < Vectors; j++)
        {
            if (Masked && j == Vectors - 1)
            {
                y[j] = Partial.Load(row + (j * V.Count), mask);
            }
            else
            {
                y[j] = Simd.Load(row + (j * V.Count));
            }
        }

        for (nuint k = count; k != 0; k--)
        {
            pair -= 2;
            V c = Simd.Create(pair[0]);
            V s = Simd.Create(pair[1]);
            V minus = Simd.Create(-pair[1]);
            T* above = row - aRow;
            for (int j = 0; j < Vectors; j++)
            {
                if (Masked && j == Vectors - 1)
                {
                    V x = Partial.Load(above + (j * V.Count), mask);
                    Partial.Store(row + (j * V.Count), mask, Simd.FusedMultiplyAdd(s, x, c * y[j]));
                    y[j] = Simd.FusedMultiplyAdd(c, x, minus * y[j]);
                }
                else
                {
                    V x = Simd.Load(above + (j * V.Count));
                    Simd.Store(Simd.FusedMultiplyAdd(s, x, c * y[j]), row + (j * V.Count));
                    y[j] = Simd.FusedMultiplyAdd(c, x, minus * y[j]);
                }
            }

            row = above;
        }

        for (int j = 0; j < Vectors; j++)
        {
            if (Masked && j == Vectors - 1)
            {
                Partial.Store(row + (j * V.Count), mask, y[j]);
            }
            else
            {
                Simd.Store(y[j], row + (j * V.Count));
            }
        }
    }
}
