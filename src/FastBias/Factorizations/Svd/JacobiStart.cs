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
internal sealed class JacobiStart
{
    /// <summary>Rows of W that are turned at once.</summary>
    private const int Block = 256;

    /// <summary>W, m x n, by descending norm: without the power of two.</summary>
    public required Matrix<double> Columns { get; init; }

    /// <summary>Vᵀ, n x n, if it is wanted.</summary>
    public required Matrix<double>? Vt { get; init; }

    /// <summary>The norms of the columns of W.</summary>
    public required double[] Norms { get; init; }

    /// <summary>The largest |cosine| of two columns of W.</summary>
    public required double LargestCosine { get; init; }

    /// <summary>A was divided by this power of two.</summary>
    public required int Exponent { get; init; }

    /// <summary>W and V with all pairs tested, the rotations done where one was above the tolerance; null where this start is not taken.</summary>
    public static JacobiStart? Run<T>(ReadOnlyMatrixSpan<T> a, bool withVectors, double tolerance, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            return Run(ViewMemory.Known<T, double>(a), null, withVectors, tolerance, parallelism, cancellationToken);
        }

        Matrix<double> wide = Widened(a);
        return Run(wide, wide, withVectors, tolerance, parallelism, cancellationToken);
    }

    /// <summary>The same in double; <paramref name="wide"/> is A again where it was a matrix in float, and takes W.</summary>
    private static JacobiStart? Run(
        ReadOnlyMatrixSpan<double> a, Matrix<double>? wide, bool withVectors, double tolerance, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int n = a.Columns;
        Matrix<double> gram = Matrix<double>.Uninitialized(n, n);
        Gemm.Gram(gram.AsSpan(), a, 1, 0, parallelism, cancellationToken);
        int exponent = 0;
        if (!AreInRange(gram) && (wide is not null || !Scale(ref a, ref exponent, gram, parallelism, cancellationToken)))
        {
            return null;
        }

        if ((wide is null && !WorkingRange<double>.AreOfOneSize([.. Enumerable.Range(0, n).Select(i => gram[i, i])])) || Eigenvectors(gram, parallelism, cancellationToken) is not { } vt)
        {
            return null;
        }

        Matrix<double> columns = wide ?? Matrix<double>.Uninitialized(a.Rows, n);
        ReadOnlyMatrixSpan<double> v = ((ReadOnlyMatrixSpan<double>)vt).Transposed;
        if (wide is null)
        {
            Gemm.Multiply(columns.AsSpan(), a, v, 1, 0, parallelism, cancellationToken);
        }
        else
        {
            Turn(columns, v, 0, parallelism, cancellationToken);
        }

        double cosine = Test(gram, columns, parallelism, cancellationToken);
        if (!(cosine <= tolerance))
        {
            vt = Correct(columns, vt, gram, withVectors, parallelism, cancellationToken);
            cosine = Test(gram, columns, parallelism, cancellationToken);
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => gram[i, i])];
        double[] norms = [.. order.Select(i => Math.Sqrt(gram[i, i]))];
        if (!order.AsSpan().SequenceEqual(Enumerable.Range(0, n).ToArray()))
        {
            // The eigenvalues came in order, so that this is for norms that all but agree.
            columns = Matrix<double>.Copy(InOrder(Matrix<double>.Copy(columns.Transposed), order).Transposed);
            vt = InOrder(vt, order);
        }

        return new JacobiStart { Columns = columns, Vt = withVectors ? vt : null, Norms = norms, LargestCosine = cosine, Exponent = exponent };
    }

    private static Matrix<double> Widened<T>(ReadOnlyMatrixSpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.ColumnStride != 1)
        {
            return Precision.Convert<T, double>(Matrix<T>.Copy(a));
        }

        Matrix<double> wide = Matrix<double>.Uninitialized(a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            Precision.Convert(a.RowSpan(i), wide.Row(i));
        }

        return wide;
    }

    private static Matrix<double> InOrder(Matrix<double> rows, int[] order)
    {
        Matrix<double> sorted = Matrix<double>.Uninitialized(rows.Rows, rows.Columns);
        for (int i = 0; i < order.Length; i++)
        {
            rows.Row(order[i]).CopyTo(sorted.Row(i));
        }

        return sorted;
    }

    /// <summary>WᵀW, and the largest |cosine| in it.</summary>
    private static double Test(Matrix<double> gram, Matrix<double> columns, Parallelism parallelism, CancellationToken cancellationToken)
    {
        Gemm.Gram(gram.AsSpan(), columns, 1, 0, parallelism, cancellationToken);
        int n = gram.Rows;
        double[] inverse = new double[n];
        for (int i = 0; i < n; i++)
        {
            inverse[i] = 1 / Math.Sqrt(gram[i, i]);
        }

        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = gram.Row(i);
            double inRow = 0;
            for (int j = 0; j < i; j++)
            {
                inRow = Math.Max(inRow, Math.Abs(row[j]) * inverse[j]);
            }

            largest = Math.Max(largest, inRow * inverse[i]);
        }

        return largest;
    }

    /// <summary>All small rotations at once, on W in place; gives Vᵀ turned with it, if it is wanted.</summary>
    private static Matrix<double> Correct(
        Matrix<double> columns, Matrix<double> vt, Matrix<double> gram, bool withVectors, Parallelism parallelism, CancellationToken cancellationToken)
    {
        FillTangents(gram);
        Turn(columns, ((ReadOnlyMatrixSpan<double>)gram).Transposed, 1, parallelism, cancellationToken);
        if (!withVectors)
        {
            return vt;
        }

        Matrix<double> turned = vt.Clone();
        Gemm.Multiply(turned.AsSpan(), gram, vt, 1, 1, parallelism, cancellationToken);
        return turned;
    }

    /// <summary>Vᵀ from the Gram matrix, by descending eigenvalue; null if eigenvalues drown in its rounding errors, which would leave the rotations too much to do.</summary>
    private static Matrix<double>? Eigenvectors(Matrix<double> gram, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int n = gram.Rows;
        PowerOfTwo.Scale(gram.Data.AsSpan(), -Math.ILogB(VectorKernels.MaxAbs<double>(gram.Data)));
        SpectralParts<double> parts = TridiagonalEigen.Run(gram, parallelism, cancellationToken);
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => parts.Values[i])];
        double noise = (16.0 * n) * WorkingRange<double>.Epsilon;
        if (!parts.Converged || !(parts.Values[order[^1]] > noise * parts.Values[order[0]]))
        {
            return null;
        }

        return InOrder(parts.Vectors, order);
    }

    /// <summary>A copy of A and its Gram matrix, scaled into the middle of the range; false if an element is not finite, or all are zero.</summary>
    private static bool Scale(ref ReadOnlyMatrixSpan<double> a, ref int exponent, Matrix<double> gram, Parallelism parallelism, CancellationToken cancellationToken)
    {
        if (PowerOfTwo.ScaledCopy(a, out exponent) is not { } scaled)
        {
            return false;
        }

        a = scaled;
        Gemm.Gram(gram.AsSpan(), a, 1, 0, parallelism, cancellationToken);
        return AreInRange(gram);
    }

    /// <summary>Squared norms that are so far from both ends of the range that nothing of the products gets lost; NaN is out of it.</summary>
    private static bool AreInRange(Matrix<double> gram)
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
    private static void Turn(Matrix<double> w, ReadOnlyMatrixSpan<double> k, double beta, Parallelism parallelism, CancellationToken cancellationToken)
    {
        Matrix<double> copy = Matrix<double>.Uninitialized(Math.Min(Block, w.Rows), w.Columns);
        for (int i = 0; i < w.Rows; i += Block)
        {
            MatrixSpan<double> block = w.Slice(i, 0, Math.Min(Block, w.Rows - i), w.Columns), before = copy.Slice(0, 0, block.Rows, w.Columns);
            block.CopyTo(before);
            Gemm.Multiply(block, before, k, 1, beta, parallelism, cancellationToken);
        }
    }

    /// <summary>The Gram matrix becomes K: row i takes −tan θ of row j, row j takes tan θ of row i; zero where θ is too large for a first-order step.</summary>
    private static void FillTangents(Matrix<double> gram)
    {
        int n = gram.Rows;

        // n squares of what a step of first order leaves out: below the working precision.
        double limit = Math.Sqrt(WorkingRange<double>.Epsilon / (4.0 * n));
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = gram.Row(i);
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
