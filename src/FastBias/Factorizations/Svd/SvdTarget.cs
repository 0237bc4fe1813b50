using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Where the decomposition of a matrix with m ≥ n goes; of a matrix with m &lt; n, that of its transpose, and the views are transposes too.</summary>
/// <param name="left">m x n or m x m, the left singular vectors in columns; empty if they are not wanted.</param>
/// <param name="values">n singular values.</param>
/// <param name="right">n x n, the right singular vectors in rows; empty if they are not wanted.</param>
/// <param name="hasVectors">Whether vectors are wanted.</param>
internal readonly ref struct SvdTarget<T>(MatrixSpan<T> left, Span<T> values, MatrixSpan<T> right, bool hasVectors)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The left singular vectors in columns.</summary>
    public MatrixSpan<T> Left { get; } = left;

    /// <summary>The singular values.</summary>
    public Span<T> Values { get; } = values;

    /// <summary>The right singular vectors in rows.</summary>
    public MatrixSpan<T> Right { get; } = right;

    /// <summary>Whether vectors are wanted.</summary>
    public bool HasVectors { get; } = hasVectors;

    /// <summary>The same with the first rows of the left singular vectors, n columns of them.</summary>
    public SvdTarget<T> Top(int rows) => HasVectors ? new(Left.Slice(0, 0, rows, Values.Length), Values, Right, true) : this;

    /// <summary>The left singular vectors that go with the values.</summary>
    public MatrixSpan<T> Thin => Left.Slice(0, 0, Left.Rows, Values.Length);

    /// <summary>The left singular vectors behind those, where all are wanted: orthonormal to them, in whatever way.</summary>
    public void CompleteLeft(Arena memory, CancellationToken cancellationToken)
    {
        int known = Values.Length, count = Left.Columns;
        if (!HasVectors || count == known)
        {
            return;
        }

        MatrixSpan<T> rows = memory.TakeMatrix<T>(count, Left.Rows);
        Thin.Transposed.CopyTo(rows.Slice(0, 0, known, Left.Rows));
        OrthonormalRows.Complete(rows, known, memory, cancellationToken);
        rows.Slice(known, 0, count - known, Left.Rows).Transposed.CopyTo(Left.Slice(0, known, Left.Rows, count - known));
    }

    /// <summary>The bytes that <see cref="CompleteLeft"/> works in.</summary>
    public static long CompleteBytes(int rows, int known, int count) =>
        count == known ? 0 : Arena.Bytes<T>((long)count * rows) + OrthonormalRows.Bytes<T>(known, rows);
}

/// <summary>How an iteration went.</summary>
/// <param name="Converged">Whether it ended before its cap.</param>
/// <param name="Sweeps">The sweeps done.</param>
/// <param name="LargestCosine">The largest |cosine| met in the last one.</param>
internal readonly record struct SvdProgress<T>(bool Converged, int Sweeps, T LargestCosine)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
