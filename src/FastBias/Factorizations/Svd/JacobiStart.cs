using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A start for the Jacobi iteration by products of matrices: approximate right singular vectors from the Gram matrix.</summary>
/// <remarks>
/// <code>
///   G = AᵀA = V·Λ·Vᵀ         symmetric eigenproblem: V is orthogonal, and right up to ε·κ² or so
///   W = A·V                  its columns are nearly orthogonal: a cosine is an error of V times the quotient of two norms
///   K, skew, tan θ of each pair's rotation, where that is small;   W = W·(I + K), V = V·(I + K)   all these rotations at once
///   WᵀW                      tests every pair
/// </code>
/// What is left for true rotations are pairs whose singular values all but agree; mostly there are none. W is turned and not computed anew, which would bring rounding
/// errors of the size ε·‖A‖ into its short columns. V is turned as W is, so A·V = W holds whatever the start is worth.
/// <para>W is A times an orthogonal matrix with an error of ε·‖A‖ in each column, so that the smallest singular values get no more digits than
/// the condition number leaves them. The route is therefore taken only where the columns of A are of one size: there the condition of A is that of
/// A = B·D with the best D, up to a small factor, and nothing is lost.</para>
/// Source: Ogita and Aishima, "Iterative refinement for singular value decomposition based on matrix multiplication", JCAM 369 (2020), for the idea of a
/// simultaneous correction.
/// </remarks>
internal sealed class JacobiStart<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The fewest columns for which products pay.</summary>
    private const int FewestColumns = 23;

    /// <summary>Rows of W that are turned at once.</summary>
    private const int Block = 256;

    private readonly Matrix<T> _gram;

    private JacobiStart(Matrix<T> gram, int exponent)
    {
        _gram = gram;
        Exponent = exponent;
    }

    /// <summary>W, m x n: without the power of two.</summary>
    public required Matrix<T> Columns { get; init; }

    /// <summary>Vᵀ, n x n, if it is wanted.</summary>
    public required Matrix<T>? Vt { get; init; }

    /// <summary>A was divided by this power of two.</summary>
    public int Exponent { get; }

    /// <summary>The square of the norm of a column of W.</summary>
    public T Square(int column) => _gram[column, column];

    /// <summary>W and V, the rotations done; null where this start is not taken.</summary>
    public static JacobiStart<T>? Run(ReadOnlyMatrixSpan<T> a, bool withVectors, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int m = a.Rows, n = a.Columns;
        if (n < FewestColumns)
        {
            return null;
        }

        Matrix<T> gram = Matrix<T>.Uninitialized(n, n);
        Gemm.Gram(gram.AsSpan(), a, T.One, T.Zero, parallelism, cancellationToken);
        int exponent = 0;
        if (!AreInRange(gram) && !Scale(ref a, ref exponent, gram, parallelism, cancellationToken))
        {
            return null;
        }

        if (!AreOfOneSize(gram) || Eigenvectors(gram, parallelism, cancellationToken) is not { } vt)
        {
            return null;
        }

        Matrix<T> columns = Matrix<T>.Uninitialized(m, n);
        Gemm.Multiply(columns.AsSpan(), a, ((ReadOnlyMatrixSpan<T>)vt).Transposed, T.One, T.Zero, parallelism, cancellationToken);
        Gemm.Gram(gram.AsSpan(), columns, T.One, T.Zero, parallelism, cancellationToken);
        FillTangents(gram);
        Turn(columns, ((ReadOnlyMatrixSpan<T>)gram).Transposed, parallelism, cancellationToken);
        Matrix<T>? turned = withVectors ? vt.Clone() : null;
        if (turned is not null)
        {
            Gemm.Multiply(turned.AsSpan(), gram, vt, T.One, T.One, parallelism, cancellationToken);
        }

        Gemm.Gram(gram.AsSpan(), columns, T.One, T.Zero, parallelism, cancellationToken);
        return new JacobiStart<T>(gram, exponent) { Columns = columns, Vt = turned };
    }

    /// <summary>The largest |cosine| of two columns of W.</summary>
    public T LargestCosine()
    {
        int n = _gram.Rows;
        T[] inverse = new T[n];
        for (int i = 0; i < n; i++)
        {
            inverse[i] = T.One / T.Sqrt(_gram[i, i]);
        }

        T largest = T.Zero;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<T> row = _gram.Row(i);
            T inRow = T.Zero;
            for (int j = 0; j < i; j++)
            {
                inRow = T.Max(inRow, T.Abs(row[j]) * inverse[j]);
            }

            largest = T.Max(largest, inRow * inverse[i]);
        }

        return largest;
    }

    /// <summary>Vᵀ from the Gram matrix, by descending eigenvalue; null if eigenvalues drown in its rounding errors, which would leave the rotations too much to do.</summary>
    private static Matrix<T>? Eigenvectors(Matrix<T> gram, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int n = gram.Rows;
        PowerOfTwo.Scale(gram.Data.AsSpan(), -T.ILogB(VectorKernels.MaxAbs<T>(gram.Data)));
        SpectralParts<T> parts = TridiagonalEigen.Run(gram, parallelism, cancellationToken);
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => parts.Values[i])];
        T noise = T.CreateTruncating(16 * n) * WorkingRange<T>.Epsilon;
        if (!parts.Converged || !(parts.Values[order[^1]] > noise * parts.Values[order[0]]))
        {
            return null;
        }

        Matrix<T> vt = Matrix<T>.Uninitialized(n, n);
        for (int i = 0; i < n; i++)
        {
            parts.Vectors.Row(order[i]).CopyTo(vt.Row(i));
        }

        return vt;
    }

    /// <summary>A copy of A and its Gram matrix, scaled into the middle of the range; false if an element is not finite, or all are zero.</summary>
    private static bool Scale(ref ReadOnlyMatrixSpan<T> a, ref int exponent, Matrix<T> gram, Parallelism parallelism, CancellationToken cancellationToken)
    {
        Matrix<T> scaled = Matrix<T>.Copy(a);
        T largest = VectorKernels.MaxAbs<T>(scaled.Data);
        if (!T.IsFinite(largest) || largest == T.Zero)
        {
            return false;
        }

        exponent = T.ILogB(largest);
        PowerOfTwo.Scale(scaled.Data.AsSpan(), -exponent);
        a = scaled;
        Gemm.Gram(gram.AsSpan(), a, T.One, T.Zero, parallelism, cancellationToken);
        return AreInRange(gram);
    }

    /// <summary>Squared norms that are so far from both ends of the range that nothing of the products gets lost; NaN is out of it.</summary>
    private static bool AreInRange(Matrix<T> gram)
    {
        T least = T.ScaleB(T.One, -WorkingRange<T>.Unit), largest = T.ScaleB(T.One, WorkingRange<T>.Unit);
        for (int i = 0; i < gram.Rows; i++)
        {
            if (!(gram[i, i] >= least && gram[i, i] <= largest))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Norms of one size, by their squares.</summary>
    private static bool AreOfOneSize(Matrix<T> gram)
    {
        T least = gram[0, 0], largest = least;
        for (int i = 1; i < gram.Rows; i++)
        {
            least = T.Min(least, gram[i, i]);
            largest = T.Max(largest, gram[i, i]);
        }

        return least > T.ScaleB(largest, -2 * WorkingRange<T>.OneSize);
    }

    /// <summary>W += W·K, in place, block after block of rows.</summary>
    private static void Turn(Matrix<T> w, ReadOnlyMatrixSpan<T> k, Parallelism parallelism, CancellationToken cancellationToken)
    {
        Matrix<T> copy = Matrix<T>.Uninitialized(Math.Min(Block, w.Rows), w.Columns);
        for (int i = 0; i < w.Rows; i += Block)
        {
            MatrixSpan<T> block = w.Slice(i, 0, Math.Min(Block, w.Rows - i), w.Columns), before = copy.Slice(0, 0, block.Rows, w.Columns);
            block.CopyTo(before);
            Gemm.Multiply(block, before, k, T.One, T.One, parallelism, cancellationToken);
        }
    }

    /// <summary>The Gram matrix becomes K: row i takes −tan θ of row j, row j takes tan θ of row i; zero where θ is too large for a first-order step.</summary>
    private static void FillTangents(Matrix<T> gram)
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
