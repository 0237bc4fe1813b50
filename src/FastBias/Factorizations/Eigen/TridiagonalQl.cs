using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Implicit QL with Wilkinson's shift: T = Z·Λ·Zᵀ by plane rotations of neighbours; each also rotates two rows of a matrix, which are contiguous.</summary>
internal static class TridiagonalQl
{
    /// <summary>QL steps per eigenvalue, on average over all, before the iteration gives up; 1.3 to 1.7 are usual.</summary>
    private const int MaxStepsPerValue = 30;

    /// <summary>Diagonalizes a tridiagonal matrix whose largest element is of the order of 1.</summary>
    /// <param name="diagonal">n elements; becomes the eigenvalues, in no order.</param>
    /// <param name="beside">At least n − 1 elements; overwritten.</param>
    /// <param name="rows">n rows; becomes Zᵀ times what it was.</param>
    /// <param name="memory">Room for a <see cref="RotationBatch{T}"/>.</param>
    /// <param name="cancellationToken">Looked at in every step.</param>
    public static SpectralProgress Run<T>(Span<T> diagonal, Span<T> beside, MatrixSpan<T> rows, Arena memory, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RotationBatch<T> rotations = new(rows, memory);
        int steps = 0, n = diagonal.Length;
        bool converged = true;
        for (int first = 0; first < n && converged; first++)
        {
            for (int last = EndOfBlock(diagonal, beside, first); last != first && converged; last = EndOfBlock(diagonal, beside, first))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Step(diagonal, beside, ref rotations, first, last);
                converged = ++steps <= MaxStepsPerValue * n;
            }
        }

        rotations.Flush();
        return new SpectralProgress(steps, converged);
    }

    /// <summary>The last index of the unreduced block that starts at <paramref name="first"/>.</summary>
    private static int EndOfBlock<T>(ReadOnlySpan<T> diagonal, ReadOnlySpan<T> beside, int first)
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
    private static void Step<T>(Span<T> d, Span<T> e, ref RotationBatch<T> rotations, int first, int last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = (d[first + 1] - d[first]) / (e[first] + e[first]);
        T r = ElementaryReflector.Hypotenuse(g, T.One);
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
}
