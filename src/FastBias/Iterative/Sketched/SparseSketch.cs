using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>S·A for a random sparse S: each row of A is added, with random signs, to some rows of the result.</summary>
/// <remarks>
/// <code>
///   row i of A ──► ±1/√z · into z different random rows of S·A        z = 8
/// </code>
/// E‖S·x‖² = ‖x‖². With s ≥ 4n rows the singular values of S·Q, Q an orthonormal basis of n dimensions, lie near [1 − √(n/s), 1 + √(n/s)]
/// (Cohen 2016; Kane and Nelson 2014; Martinsson and Tropp 2020, section 9.2). Row i has its own stream, so that a row's share does not depend on the others.
/// </remarks>
internal static class SparseSketch
{
    private const int NonZeros = 8;

    /// <summary>s x n from m x n. Cost: 16·m·n operations.</summary>
    public static Matrix<T> Apply<T>(ReadOnlyMatrixSpan<T> a, int sketchRows, RandomSource random, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> sketch = new(sketchRows, a.Columns);
        int count = Math.Min(NonZeros, sketchRows);
        T weight = T.One / T.Sqrt(T.CreateTruncating(count));
        T[] line = new T[a.Columns];
        Span<int> targets = stackalloc int[NonZeros];
        for (int i = 0; i < a.Rows; i++)
        {
            if ((i & 255) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            a.Slice(i, 0, 1, a.Columns).CopyTo(new MatrixSpan<T>(line, 1, a.Columns));
            for (int k = 0; k < count; k++)
            {
                targets[k] = Draw(targets[..k], sketchRows, random);
                VectorKernels.Axpy<T>(sketch.Row(targets[k]), random.Sign() > 0 ? weight : -weight, line);
            }
        }

        return sketch;
    }

    /// <summary>A row that was not drawn yet.</summary>
    private static int Draw(ReadOnlySpan<int> taken, int rows, RandomSource random)
    {
        int row = random.Index(rows);
        while (taken.Contains(row))
        {
            row = random.Index(rows);
        }

        return row;
    }
}
