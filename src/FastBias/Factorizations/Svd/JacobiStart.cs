using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A start for the Jacobi iteration by products of matrices: approximate right singular vectors from the Gram matrix.</summary>
/// <remarks>
/// <code>
///   G = AᵀA = V·Λ·Vᵀ         symmetric eigenproblem: V is orthogonal, and right up to ε·κ² or so
///   W = A·V                  its columns are nearly orthogonal: a cosine is an error of V times the quotient of two norms
///   WᵀW                      tests every pair; where one fails:
///   K, skew, tan θ of each pair's rotation, where that is small;   W = W·(I + K), V = V·(I + K)   all these rotations at once
///   WᵀW                      tests again
/// </code>
/// What is left for true rotations are pairs whose singular values all but agree; mostly there are none. W is turned and not computed anew, which would bring rounding
/// errors of the size ε·‖A‖ into its short columns. V is turned as W is, so A·V = W holds whatever the start is worth.
/// <para>W is A times an orthogonal matrix with an error of ε·‖A‖ in each column, so that the smallest singular values get no more digits than
/// the condition number leaves them. The route is therefore taken only where the columns of A are of one size: there the condition of A is that of
/// A = B·D with the best D, up to a small factor, and nothing is lost.</para>
/// <para>Everything is computed in double. Of a matrix in float the squared condition number leaves room for the start, which it would not in float from κ = 70 on (n = 100),
/// the columns may be of any size, and mostly the first test passes.</para>
/// Source: Ogita and Aishima, "Iterative refinement for singular value decomposition based on matrix multiplication", JCAM 369 (2020), for the idea of a
/// simultaneous correction.
/// </remarks>
/// <param name="LargestCosine">The largest |cosine| of two columns of W.</param>
/// <param name="Exponent">A was divided by this power of two.</param>
internal readonly record struct JacobiStart(double LargestCosine, int Exponent)
{
    /// <summary>Rows of W that are turned at once.</summary>
    private const int Block = 256;

    /// <summary>W and V with all pairs tested, the rotations done where one was above the tolerance; null where this start is not taken.</summary>
    /// <param name="a">m x n.</param>
    /// <param name="columns">W, m x n, by descending norm: without the power of two.</param>
    /// <param name="vt">Vᵀ, n x n; not turned with W if it is not wanted.</param>
    /// <param name="norms">The n norms of the columns of W.</param>
    /// <param name="withVectors">Whether V is wanted.</param>
    /// <param name="tolerance">A pair with at most this |cosine| is orthogonal.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    /// <param name="parallelism">For the products.</param>
    /// <param name="cancellationToken">For the products.</param>
    public static JacobiStart? Run<T>(
        ReadOnlyMatrixSpan<T> a,
        MatrixSpan<double> columns,
        MatrixSpan<double> vt,
        Span<double> norms,
        bool withVectors,
        double tolerance,
        Arena memory,
        Parallelism parallelism,
        CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Columns, exponent = 0;
        MatrixSpan<double> gram = memory.TakeMatrix<double>(n, n), other = memory.TakeMatrix<double>(n, n);
        Span<int> order = memory.Take<int>(n);
        bool isDouble = typeof(T) == typeof(double), isCopied = !isDouble;
        ReadOnlyMatrixSpan<double> source = isDouble ? ViewMemory.Known<T, double>(a) : columns;
        if (isCopied)
        {
            Precision.Convert(a, columns, memory);
        }

        Gemm.Gram(gram, source, 1, 0, parallelism, cancellationToken);
        if (!AreInRange(gram))
        {
            isCopied = true;
            if (!isDouble || !TryScale(source, columns, ref exponent, gram, parallelism, cancellationToken))
            {
                return null;
            }
        }

        if ((isDouble && !AreOfOneSize(gram, norms)) || !TryEigenvectors(gram, other, vt, order, memory, parallelism, cancellationToken))
        {
            return null;
        }

        if (isCopied)
        {
            Turn(columns, vt.Transposed, 0, memory, parallelism, cancellationToken);
        }
        else
        {
            Gemm.Multiply(columns, source, vt.Transposed, 1, 0, parallelism, cancellationToken);
        }

        double cosine = Test(gram, columns, norms, parallelism, cancellationToken);
        if (!(cosine <= tolerance))
        {
            Correct(columns, vt, gram, other, withVectors, memory, parallelism, cancellationToken);
            cosine = Test(gram, columns, norms, parallelism, cancellationToken);
        }

        Sort(columns, vt, other, gram, norms, order);
        return new JacobiStart(cosine, exponent);
    }

    /// <summary>The bytes that it works in.</summary>
    public static long Bytes<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long work = Math.Max(TridiagonalEigen.Bytes<double>(columns), Arena.Bytes<double>((long)Math.Min(Block, rows) * columns));
        return (2 * Arena.Bytes<double>((long)columns * columns)) + Arena.Bytes<int>(columns) + Math.Max(work + Arena.Bytes<double>(columns), Precision.Bytes<T, double>(columns));
    }

    private static bool AreOfOneSize(ReadOnlyMatrixSpan<double> gram, Span<double> squares)
    {
        Diagonal(gram, squares);
        return WorkingRange<double>.AreOfOneSize(squares);
    }

    private static void Diagonal(ReadOnlyMatrixSpan<double> gram, Span<double> diagonal)
    {
        for (int i = 0; i < diagonal.Length; i++)
        {
            diagonal[i] = gram[i, i];
        }
    }

    /// <summary>By descending norm. The eigenvalues came in order, so that there is only something to do for norms that all but agree.</summary>
    private static void Sort(MatrixSpan<double> columns, MatrixSpan<double> vt, MatrixSpan<double> other, ReadOnlyMatrixSpan<double> gram, Span<double> norms, Span<int> order)
    {
        Diagonal(gram, norms);
        StableOrder.Descending(norms, order);
        bool isSorted = true;
        for (int k = 0; k < order.Length; k++)
        {
            norms[k] = Math.Sqrt(gram[order[k], order[k]]);
            isSorted &= order[k] == k;
        }

        if (isSorted)
        {
            return;
        }

        vt.CopyTo(other);
        CopyInOrder(other, vt, order);
        Span<double> line = ViewMemory.Cover(other)[..order.Length];
        for (int i = 0; i < columns.Rows; i++)
        {
            Span<double> row = columns.RowSpan(i);
            row.CopyTo(line);
            for (int k = 0; k < order.Length; k++)
            {
                row[k] = line[order[k]];
            }
        }
    }

    private static void CopyInOrder(ReadOnlyMatrixSpan<double> rows, MatrixSpan<double> sorted, ReadOnlySpan<int> order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            rows.RowSpan(order[i]).CopyTo(sorted.RowSpan(i));
        }
    }

    /// <summary>WᵀW, and the largest |cosine| in it.</summary>
    private static double Test(MatrixSpan<double> gram, ReadOnlyMatrixSpan<double> columns, Span<double> inverse, Parallelism parallelism, CancellationToken cancellationToken)
    {
        Gemm.Gram(gram, columns, 1, 0, parallelism, cancellationToken);
        int n = gram.Rows;
        for (int i = 0; i < n; i++)
        {
            inverse[i] = 1 / Math.Sqrt(gram[i, i]);
        }

        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = gram.RowSpan(i);
            double inRow = 0;
            for (int j = 0; j < i; j++)
            {
                inRow = Math.Max(inRow, Math.Abs(row[j]) * inverse[j]);
            }

            largest = Math.Max(largest, inRow * inverse[i]);
        }

        return largest;
    }

    /// <summary>All small rotations at once, on W in place, and on Vᵀ, if it is wanted.</summary>
    private static void Correct(
        MatrixSpan<double> columns,
        MatrixSpan<double> vt,
        MatrixSpan<double> gram,
        MatrixSpan<double> other,
        bool withVectors,
        Arena memory,
        Parallelism parallelism,
        CancellationToken cancellationToken)
    {
        FillTangents(gram);
        Turn(columns, gram.Transposed, 1, memory, parallelism, cancellationToken);
        if (withVectors)
        {
            vt.CopyTo(other);
            Gemm.Multiply(vt, gram, other, 1, 1, parallelism, cancellationToken);
        }
    }

    /// <summary>Vᵀ from the Gram matrix, by descending eigenvalue; false if eigenvalues drown in its rounding errors, which would leave the rotations too much to do.</summary>
    private static bool TryEigenvectors(
        MatrixSpan<double> gram, MatrixSpan<double> vectors, MatrixSpan<double> vt, Span<int> order, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int n = gram.Rows;
        Span<double> elements = ViewMemory.Cover(gram), values = memory.Take<double>(n);
        PowerOfTwo.Scale(elements, -Math.ILogB(VectorKernels.MaxAbs<double>(elements)));
        bool converged = TridiagonalEigen.Run(gram, values, vectors, memory, parallelism, cancellationToken).Converged;
        StableOrder.Descending(values, order);
        double noise = (16.0 * n) * WorkingRange<double>.Epsilon;
        if (!converged || !(values[order[^1]] > noise * values[order[0]]))
        {
            return false;
        }

        CopyInOrder(vectors, vt, order);
        return true;
    }

    /// <summary>A copy of A and its Gram matrix, scaled into the middle of the range; false if an element is not finite, or all are zero.</summary>
    private static bool TryScale(
        ReadOnlyMatrixSpan<double> a, MatrixSpan<double> scaled, ref int exponent, MatrixSpan<double> gram, Parallelism parallelism, CancellationToken cancellationToken)
    {
        if (!PowerOfTwo.TryCopy(a, scaled, out exponent))
        {
            return false;
        }

        Gemm.Gram(gram, scaled, 1, 0, parallelism, cancellationToken);
        return AreInRange(gram);
    }

    /// <summary>Squared norms that are so far from both ends of the range that nothing of the products gets lost; NaN is out of it.</summary>
    private static bool AreInRange(ReadOnlyMatrixSpan<double> gram)
    {
        double least = Math.ScaleB(1, -WorkingRange<double>.Unit), largest = Math.ScaleB(1, WorkingRange<double>.Unit);
        for (int i = 0; i < gram.Rows; i++)
        {
            if (!(gram[i, i] >= least && gram[i, i] <= largest))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>W = β·W + W·K, in place, block after block of rows.</summary>
    private static void Turn(MatrixSpan<double> w, ReadOnlyMatrixSpan<double> k, double beta, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
    {
        MatrixSpan<double> copy = memory.TakeMatrix<double>(Math.Min(Block, w.Rows), w.Columns);
        for (int i = 0; i < w.Rows; i += Block)
        {
            MatrixSpan<double> block = w.Slice(i, 0, Math.Min(Block, w.Rows - i), w.Columns), before = copy.Slice(0, 0, block.Rows, w.Columns);
            block.CopyTo(before);
            Gemm.Multiply(block, before, k, 1, beta, parallelism, cancellationToken);
        }
    }

    /// <summary>The Gram matrix becomes K: row i takes −tan θ of row j, row j takes tan θ of row i; zero where θ is too large for a first-order step.</summary>
    private static void FillTangents(MatrixSpan<double> gram)
    {
        int n = gram.Rows;

        // n squares of what a step of first order leaves out: below the working precision.
        double limit = Math.Sqrt(WorkingRange<double>.Epsilon / (4.0 * n));
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = gram.RowSpan(i);
            double square = row[i];
            for (int j = i + 1; j < n; j++)
            {
                // tan θ = 1/(ζ ± √(1 + ζ²)) = 1/(2ζ) = x·y/(y·y − x·x) up to the third power of the result.
                double tangent = row[j] / (gram[j, j] - square);
                bool small = Math.Abs(tangent) <= limit;
                gram[i, j] = small ? -tangent : 0;
                gram[j, i] = small ? tangent : 0;
            }
        }

        for (int i = 0; i < n; i++)
        {
            gram[i, i] = 0;
        }
    }
}
