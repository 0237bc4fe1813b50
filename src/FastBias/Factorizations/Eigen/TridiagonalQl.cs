using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Reduction to tridiagonal form and implicit QL with Wilkinson's shift.</summary>
/// <remarks>
/// <code>
///   A = Q·T·Qᵀ    by Householder (<see cref="TridiagonalReduction"/>)
///   T = Z·Λ·Zᵀ    plane rotations of neighbours; each also rotates two rows of (Q·Z)ᵀ, which are contiguous
/// </code>
/// </remarks>
internal static class TridiagonalQl
{
    /// <summary>QL steps per eigenvalue, on average over all, before the iteration gives up; 1.3 to 1.7 are usual.</summary>
    private const int MaxStepsPerValue = 30;

    /// <summary>Diagonalizes <paramref name="a"/>, whose largest element is between 1 and 2 (or all are zero); destroys it.</summary>
    public static SpectralParts<T> Run<T>(Matrix<T> a, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Rows;
        T[] diagonal = new T[n], beside = new T[n];
        Matrix<T> vectors = TridiagonalReduction.Run(a, diagonal, beside, cancellationToken);
        RotationBatch<T> rotations = new(vectors);
        int steps = 0;
        bool converged = true;
        for (int first = 0; first < n && converged; first++)
        {
            for (int last = EndOfBlock(diagonal, beside, first); last != first && converged; last = EndOfBlock(diagonal, beside, first))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Step(diagonal, beside, rotations, first, last);
                converged = ++steps <= MaxStepsPerValue * n;
            }
        }

        rotations.Flush();
        return new SpectralParts<T>(diagonal, vectors, steps, converged);
    }

    /// <summary>The last index of the unreduced block that starts at <paramref name="first"/>.</summary>
    private static int EndOfBlock<T>(T[] diagonal, T[] beside, int first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T eps = WorkingRange<T>.Epsilon;
        int last = first;
        while (last < diagonal.Length - 1)
        {
            T element = T.Abs(beside[last]);
            if (element <= eps * eps || element <= eps * (T.Abs(diagonal[last]) + T.Abs(diagonal[last + 1])))
            {
                break;
            }

            last++;
        }

        return last;
    }

    /// <summary>One implicit QL step: a bulge from the bottom of the block to its top.</summary>
    private static void Step<T>(T[] d, T[] e, RotationBatch<T> rotations, int first, int last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = (d[first + 1] - d[first]) / (e[first] + e[first]);
        T r = Hypotenuse(g, T.One);
        Span<T> chain = rotations.Take(last - first);
        g = d[last] - d[first] + (e[first] / (g + T.CopySign(r, g)));
        T sine = T.One, cosine = T.One, shift = T.Zero;
        for (int i = last - 1; i >= first; i--)
        {
            T f = sine * e[i], b = cosine * e[i];
            r = T.Sqrt(T.FusedMultiplyAdd(f, f, g * g));
            e[i + 1] = r;
            if (r == T.Zero)
            {
                // The rotation is undefined because the block falls apart here: take the shift back and look at the parts.
                d[i + 1] -= shift;
                e[last] = T.Zero;
                chain = chain[(2 * (i + 1 - first))..];
                rotations.Keep(i + 1, chain);
                return;
            }

            sine = f / r;
            cosine = g / r;
            g = d[i + 1] - shift;
            r = ((d[i] - g) * sine) + (T.ScaleB(cosine, 1) * b);
            shift = sine * r;
            d[i + 1] = g + shift;
            g = (cosine * r) - b;
            chain[2 * (i - first)] = cosine;
            chain[(2 * (i - first)) + 1] = sine;
        }

        d[first] -= shift;
        e[first] = g;
        e[last] = T.Zero;
        rotations.Keep(first, chain);
    }

    /// <summary>√(x² + y²) without overflow or underflow.</summary>
    private static T Hypotenuse<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T a = T.Abs(x), b = T.Abs(y), large = T.Max(a, b), small = T.Min(a, b);
        T ratio = large == T.Zero ? T.Zero : small / large;
        return large * T.Sqrt(T.FusedMultiplyAdd(ratio, ratio, T.One));
    }
}
