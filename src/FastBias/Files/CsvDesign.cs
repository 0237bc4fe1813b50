using System.Numerics;

namespace FastBias.Files;

/// <summary>Columns of a table as a matrix, text columns one-hot.</summary>
/// <remarks>
/// A text column becomes one column of zeros and ones per level, named <c>column[level]</c>, in order of first appearance. All
/// levels are kept: with an intercept their columns add up to it, so that only differences between levels are determined, and
/// a <see cref="RegressionSolution{T}"/> says so.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class CsvDesign<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal CsvDesign(Matrix<T> matrix, IReadOnlyList<string> names)
    {
        Matrix = matrix;
        Names = names;
    }

    /// <summary>The matrix; its rows are the table's.</summary>
    public Matrix<T> Matrix { get; }

    /// <summary>The name of each column of the matrix.</summary>
    public IReadOnlyList<string> Names { get; }
}

/// <summary>Makes a <see cref="CsvDesign{T}"/>.</summary>
public static class CsvDesign
{
    /// <summary>The matrix of some columns of a table.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="table">The table.</param>
    /// <param name="columns">Some of its columns, in the order wanted.</param>
    /// <param name="options">Limits; defaults where null.</param>
    /// <exception cref="MatrixFileException">The matrix would be larger than the limit, or a value is beyond the range of <typeparamref name="T"/>.</exception>
    public static CsvDesign<T> Create<T>(CsvTable table, IReadOnlyList<CsvColumn> columns, MatrixFileOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        List<string> names = [];
        foreach (CsvColumn column in columns)
        {
            if (column.Kind == CsvColumnKind.Text)
            {
                names.AddRange(column.Levels.Select(level => $"{column.Name}[{level}]"));
            }
            else
            {
                names.Add(column.Name);
            }
        }

        (options ?? MatrixFileOptions.Default).RequireElements(table.Path, table.Rows, names.Count, typeof(T) == typeof(float) ? 4 : 8);
        Matrix<T> matrix = new(table.Rows, names.Count);
        int next = 0;
        foreach (CsvColumn column in columns)
        {
            MatrixSpan<T> target = matrix.Slice(0, next, table.Rows, Math.Max(1, column.Levels.Count));
            next += target.Columns;
            Fill(table, column, target);
        }

        return new CsvDesign<T>(matrix, names);
    }

    private static void Fill<T>(CsvTable table, CsvColumn column, MatrixSpan<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < target.Rows; i++)
        {
            if (column.Kind == CsvColumnKind.Text)
            {
                target[i, column.LevelOfRow[i]] = T.One;
                continue;
            }

            double value = column.Values[i];
            target[i, 0] = T.CreateTruncating(value);
            if (double.IsFinite(value) && !T.IsFinite(target[i, 0]))
            {
                throw new MatrixFileException(table.Path, $"{value:R} in row {i + 1} is beyond the range of single precision", null, column.Index + 1, column.Name);
            }
        }
    }
}
