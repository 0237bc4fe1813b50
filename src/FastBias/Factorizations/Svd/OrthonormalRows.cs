using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Completion of orthonormal rows.</summary>
internal static class OrthonormalRows
{
    /// <summary>Overwrites rows <paramref name="known"/> and up, so that all rows are orthonormal; those before it are, and stay.</summary>
    /// <remarks>The reflectors that triangularize the known rows map the remaining unit vectors to their orthogonal complement.</remarks>
    /// <param name="rows">Contiguous rows.</param>
    /// <param name="known">How many are there already.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    /// <param name="cancellationToken">Looked at in every step.</param>
    public static void Complete<T>(MatrixSpan<T> rows, int known, Arena memory, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (known == rows.Rows)
        {
            return;
        }

        ScaledVectors<T> vectors = new(known, rows.Columns, 0, ref memory);
        rows.Slice(0, 0, known, rows.Columns).CopyTo(vectors.AsRows());
        PivotedColumns<T> basis = PivotedColumns<T>.Factor(vectors, ref memory, cancellationToken);
        MatrixSpan<T> rest = rows.Slice(known, 0, rows.Rows - known, rows.Columns);
        rest.Fill(T.Zero);
        for (int i = 0; i < rest.Rows; i++)
        {
            rest[i, known + i] = T.One;
        }

        basis.ApplyQ(rest);
    }

    /// <summary>The bytes that <see cref="Complete"/> works in for so many known rows, or for fewer.</summary>
    public static long Bytes<T>(int known, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ScaledVectors<T>.Bytes(known, columns, 0) + PivotedColumns<T>.Bytes(known, columns);
}
