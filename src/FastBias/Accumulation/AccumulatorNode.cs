using System.Numerics;

namespace FastBias;

/// <summary>What is known of the shards [Index·2^Level, (Index + 1)·2^Level): one triangle and the counts.</summary>
/// <remarks>
/// <code>
///   [ X | Y ] = Q·[ R  D ]      R n x n, D = Qᵀ·Y, S p x p with ‖S_j‖² the residual sum of squares of target j
///                 [ 0  S ]      one upper triangle of n + p columns, its diagonal not negative
/// </code>
/// </remarks>
/// <param name="Level">0 for a single shard.</param>
/// <param name="Index">The place among the nodes of the level.</param>
/// <param name="Rows">The rows of data.</param>
/// <param name="WeightSum">The sum of their weights.</param>
/// <param name="Scales">max |element| of each column, targets included, weights left out.</param>
/// <param name="Triangle">(n + p) x (n + p), upper triangular.</param>
internal sealed record AccumulatorNode<T>(int Level, long Index, long Rows, double WeightSum, T[] Scales, Matrix<T> Triangle)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first shard.</summary>
    public long First => Index << Level;

    /// <summary>The last shard.</summary>
    public long Last => First + (1L << Level) - 1;

    /// <summary>Whether the other node is the right half of the parent whose left half this is.</summary>
    public bool IsLeftSiblingOf(AccumulatorNode<T> other) => Level == other.Level && (Index & 1) == 0 && other.Index == Index + 1;

    /// <summary>Both together, this one's rows first; level and index are those of the parent.</summary>
    public AccumulatorNode<T> Combine(AccumulatorNode<T> right)
    {
        T[] scales = new T[Triangle.Rows];
        for (int j = 0; j < scales.Length; j++)
        {
            scales[j] = T.Max(Scales[j], right.Scales[j]);
        }

        return new(Level + 1, Index >> 1, Rows + right.Rows, WeightSum + right.WeightSum, scales, Taken(Triangle, right.Triangle, upper: true));
    }

    /// <summary>The triangle of a triangle above some rows; its diagonal is not negative.</summary>
    public static Matrix<T> Taken(Matrix<T> triangle, ReadOnlyMatrixSpan<T> rows, bool upper)
    {
        Matrix<T> taken = triangle.Clone();
        TriangleUpdate.Append<T>(taken, default, default, rows, default, upper);
        return taken;
    }
}
