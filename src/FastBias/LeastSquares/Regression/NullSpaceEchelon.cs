using System.Numerics;

namespace FastBias;

/// <summary>A null space as readable dependencies: its basis in reduced echelon form.</summary>
/// <remarks>
/// <code>
///            a   b   c   d   e              free columns F (pivots 1): b, d
///   v₁   [   1   1  -1   0   0 ]            dependencies   a + b − c = 0,  d − 2e = 0
///   v₂   [   0   0   0   1  -2 ]            determined     a − b, c + b, e + 2d  (βⱼ − Σᵢ vᵢⱼ·β of vᵢ's pivot)
/// </code>
/// Gauss and Jordan's elimination with complete pivoting on an orthonormal basis, whose rows are never small, so that its
/// growth stays small too. What is below the tolerance of the basis becomes zero.
/// </remarks>
internal sealed class NullSpaceEchelon<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>More than that many multiplications are not worth a readable text.</summary>
    private const double Affordable = 3e8;

    private NullSpaceEchelon(Matrix<T> rows, int[] pivots)
    {
        Rows = rows;
        Pivots = pivots;
    }

    /// <summary>One dependency per row.</summary>
    public Matrix<T> Rows { get; }

    /// <summary>The column in which each row has its 1 and every other row a 0.</summary>
    public int[] Pivots { get; }

    /// <summary>Null where the space is too large.</summary>
    public static NullSpaceEchelon<T>? Reduce(Matrix<T> basis, T tolerance)
    {
        if ((double)basis.Rows * basis.Rows * basis.Columns > Affordable)
        {
            return null;
        }

        Matrix<T> rows = basis.Clone();
        int[] pivots = new int[rows.Rows];
        for (int step = 0; step < rows.Rows; step++)
        {
            (int row, int column) = FindPivot(rows, step);
            Swap(rows, row, step);
            pivots[step] = column;
            Eliminate(rows, step, column);
        }

        foreach (ref T element in rows.Data.AsSpan())
        {
            // After the division by the pivot the largest element of a row is at least one.
            element = T.Abs(element) <= tolerance ? T.Zero : element;
        }

        return new(rows, pivots);
    }

    /// <summary>The largest element at or below a row; the first one where several are as good as equal, for the sake of a stable choice.</summary>
    private static (int Row, int Column) FindPivot(Matrix<T> rows, int first)
    {
        (int Row, int Column) best = (first, 0);
        T size = T.Zero;
        T margin = T.One + T.ScaleB(T.One, -10);
        for (int j = 0; j < rows.Columns; j++)
        {
            for (int i = first; i < rows.Rows; i++)
            {
                if (T.Abs(rows[i, j]) > size * margin)
                {
                    best = (i, j);
                    size = T.Abs(rows[i, j]);
                }
            }
        }

        return best;
    }

    private static void Swap(Matrix<T> rows, int i, int j)
    {
        if (i != j)
        {
            T[] kept = rows.Row(i).ToArray();
            rows.Row(j).CopyTo(rows.Row(i));
            kept.CopyTo(rows.Row(j));
        }
    }

    private static void Eliminate(Matrix<T> rows, int step, int column)
    {
        Span<T> pivotRow = rows.Row(step);
        T pivot = pivotRow[column];
        foreach (ref T element in pivotRow)
        {
            element /= pivot;
        }

        pivotRow[column] = T.One;
        for (int i = 0; i < rows.Rows; i++)
        {
            if (i != step)
            {
                VectorProduct.AddScaled(rows.Row(i), -rows[i, column], pivotRow);
                rows[i, column] = T.Zero;
            }
        }
    }
}
