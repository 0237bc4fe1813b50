using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A start for the Jacobi iteration by products of matrices: approximate right singular vectors from the Gram matrix.</summary>
/// <remarks>
/// <code>
///   G = AᵀA = V·Λ·Vᵀ         symmetric eigenproblem: V is orthogonal, and right up to ε·κ² or so
///   W = A·V                  its columns are nearly orthogonal: a cosine is an error of V times the quotient of two norms
///   K, skew, tan θ of each pair's rotation, where that is small;   [W; V] = [W; V]·(I + K)   all these rotations at once
/// </code>
/// What is left for true rotations are pairs whose singular values all but agree, and the sweep that tests them all. V is turned as W is, so A·V = W
/// holds whatever the start is worth.
/// <para>W is A times an orthogonal matrix with an error of ε·‖A‖ in each column, so that the smallest singular values get no more digits than
/// the condition number leaves them. The route is therefore taken only where the columns of A are of one size: there the condition of A is that of
/// A = B·D with the best D, up to a small factor, and nothing is lost.</para>
/// Source: Ogita and Aishima, "Iterative refinement for singular value decomposition based on matrix multiplication", JCAM 369 (2020), for the idea of a
/// simultaneous correction.
/// </remarks>
internal static class JacobiStart
{
    /// <summary>The fewest columns for which products pay.</summary>
    private const int FewestColumns = 29;

    /// <summary>Vectors W, one after the other, with the columns of V as their tails if they are wanted; null where this start is not taken.</summary>
    public static ScaledVectors<T>? Run<T>(ScaledVectors<T> columns, bool withTails, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = columns.Count;
        if (n < FewestColumns || columns.Length < n || !columns.AreOfOneSize())
        {
            return null;
        }

        Matrix<T> gram = Matrix<T>.Uninitialized(n, n);
        ReadOnlyMatrixSpan<T> lines = columns.AsRows();
        Gemm.Gram(gram.AsSpan(), lines.Transposed, T.One, T.Zero, parallelism, cancellationToken);
        PowerOfTwo.Scale(gram.Data.AsSpan(), -T.ILogB(VectorKernels.MaxAbs<T>(gram.Data)));
        SpectralParts<T> parts = TridiagonalEigen.Run(gram, parallelism, cancellationToken);
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(order, (i, j) => parts.Values[j].CompareTo(parts.Values[i]) is var sign && sign != 0 ? sign : i.CompareTo(j));

        // Eigenvalues that drown in the rounding errors of G would leave the rotations too much to do.
        T noise = T.CreateTruncating(16 * n) * WorkingRange<T>.Epsilon;
        if (!parts.Converged || !(parts.Values[order[^1]] > noise * parts.Values[order[0]]))
        {
            return null;
        }

        Matrix<T> vt = gram;
        for (int i = 0; i < n; i++)
        {
            parts.Vectors.Row(order[i]).CopyTo(vt.Row(i));
        }

        ScaledVectors<T> rotated = ScaledVectors<T>.Uninitialized(n, columns.Length, withTails ? n : 0);
        rotated.Base = columns.Base;
        columns.Exponents.CopyTo(rotated.Exponents, 0);
        Gemm.Multiply(rotated.AsRows(), vt, lines, T.One, T.Zero, parallelism, cancellationToken);
        for (int i = 0; withTails && i < n; i++)
        {
            vt.Row(i).CopyTo(rotated.Tail(i));
        }

        return Correct(rotated, vt, parallelism, cancellationToken);
    }

    /// <summary>All small rotations at once; <paramref name="work"/> is overwritten.</summary>
    private static ScaledVectors<T> Correct<T>(ScaledVectors<T> vectors, Matrix<T> work, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.Gram(work.AsSpan(), ((ReadOnlyMatrixSpan<T>)vectors.AsRows()).Transposed, T.One, T.Zero, parallelism, cancellationToken);
        FillTangents(work);
        ScaledVectors<T> corrected = vectors.Clone();
        Gemm.Multiply(corrected.AsWholeRows(), work, vectors.AsWholeRows(), T.One, T.One, parallelism, cancellationToken);
        return corrected;
    }

    /// <summary>The Gram matrix becomes K: row i takes −tan θ of row j, row j takes tan θ of row i; zero where θ is too large for a first-order step.</summary>
    private static void FillTangents<T>(Matrix<T> gram)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = gram.Rows;

        // n squares of what a step of first order leaves out: below the working precision.
        T limit = T.Sqrt(WorkingRange<T>.Epsilon / T.CreateTruncating(4 * n));
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<T> row = gram.Row(i);
            T square = row[i];
            for (int j = i + 1; j < n; j++)
            {
                // tan θ = 1/(ζ ± √(1 + ζ²)) = 1/(2ζ) = x·y/(y·y − x·x) up to the third power of the result.
                T tangent = row[j] / (gram[j, j] - square);
                bool small = T.Abs(tangent) <= limit;
                gram[i, j] = small ? -tangent : T.Zero;
                gram[j, i] = small ? tangent : T.Zero;
            }
        }

        for (int i = 0; i < n; i++)
        {
            gram[i, i] = T.Zero;
        }
    }
}
