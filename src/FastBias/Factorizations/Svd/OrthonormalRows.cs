using System.Numerics;

namespace FastBias;

/// <summary>Completion of orthonormal rows.</summary>
internal static class OrthonormalRows
{
    /// <summary>Overwrites rows <paramref name="known"/> and up, so that all rows are orthonormal; those before it are, and stay.</summary>
    /// <remarks>The reflectors that triangularize the known rows map the remaining unit vectors to their orthogonal complement.</remarks>
    public static void Complete<T>(MatrixSpan<T> rows, int known, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (known == rows.Rows)
        {
            return;
        }

        ScaledVectors<T> vectors = new(known, rows.Columns);
        rows.Slice(0, 0, known, rows.Columns).CopyTo(vectors.AsRows());
        PivotedColumns<T> basis = PivotedColumns<T>.Factor(vectors, cancellationToken);
        MatrixSpan<T> rest = rows.Slice(known, 0, rows.Rows - known, rows.Columns);
        rest.Fill(T.Zero);
        for (int i = 0; i < rest.Rows; i++)
        {
            rest[i, known + i] = T.One;
        }

        basis.ApplyQ(rest);
    }
}
