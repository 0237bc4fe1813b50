using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A dense row-major matrix that owns its elements.</summary>
/// <remarks>
/// Element (i, j) lies at <c>Data[i * Columns + j]</c>. Everything that computes takes views
/// (<see cref="MatrixSpan{T}"/>, <see cref="ReadOnlyMatrixSpan{T}"/>), to which a matrix converts implicitly.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class Matrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">The number of rows, not negative.</param>
    /// <param name="columns">The number of columns, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the matrix would not fit into one array.</exception>
    public Matrix(int rows, int columns)
        : this(new T[RequireLength(rows, columns)], rows, columns)
    {
    }

    /// <summary>A matrix over an existing array, which is not copied.</summary>
    /// <param name="data">The elements, row after row; exactly <paramref name="rows"/> · <paramref name="columns"/> of them.</param>
    /// <param name="rows">The number of rows, not negative.</param>
    /// <param name="columns">The number of columns, not negative.</param>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="data"/> has another length.</exception>
    public Matrix(T[] data, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Length != RequireLength(rows, columns))
        {
            throw new ArgumentException($"A {rows}x{columns} matrix has {(long)rows * columns} elements, the array has {data.Length}.", nameof(data));
        }

        Data = data;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>A copy of a two-dimensional array.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentNullException"><paramref name="elements"/> is null.</exception>
    public Matrix(T[,] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        Rows = elements.GetLength(0);
        Columns = elements.GetLength(1);
        Data = new T[elements.Length];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                Data[(i * Columns) + j] = elements[i, j];
            }
        }
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The elements themselves, row after row (not a copy).</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The buffer is meant to be shared.")]
    public T[] Data { get; }

    /// <summary>The element in row <paramref name="row"/> and column <paramref name="column"/>.</summary>
    /// <param name="row">0 ≤ row &lt; <see cref="Rows"/>.</param>
    /// <param name="column">0 ≤ column &lt; <see cref="Columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public ref T this[int row, int column]
    {
        get
        {
            if ((uint)row >= (uint)Rows || (uint)column >= (uint)Columns)
            {
                ViewExtent.ThrowIndex(row, column, Rows, Columns);
            }

            return ref Data[(row * Columns) + column];
        }
    }

    /// <summary>The transpose as a view of the same elements.</summary>
    public MatrixSpan<T> Transposed => AsSpan().Transposed;

    /// <summary>A copy of a view.</summary>
    /// <param name="source">The view.</param>
    public static Matrix<T> Copy(ReadOnlyMatrixSpan<T> source)
    {
        Matrix<T> copy = Uninitialized(source.Rows, source.Columns);
        source.CopyTo(copy.AsSpan());
        return copy;
    }

    /// <summary>The matrix with ones on the main diagonal and zeros elsewhere.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; as many as rows where it is not given.</param>
    public static Matrix<T> Identity(int rows, int? columns = null)
    {
        Matrix<T> identity = new(rows, columns ?? rows);
        for (int i = 0; i < Math.Min(identity.Rows, identity.Columns); i++)
        {
            identity[i, i] = T.One;
        }

        return identity;
    }

    /// <summary>The whole matrix as a writable view.</summary>
    public MatrixSpan<T> AsSpan()
    {
        // The constructor showed that the shape fits the array: no view of a whole matrix needs to be checked again.
        T[] data = Data;
        return data.Length == 0 ? new MatrixSpan<T>(data, Rows, Columns) : new MatrixSpan<T>(ref data[0], Rows, Columns, Columns, 1);
    }

    /// <summary>The block of <paramref name="rows"/> x <paramref name="columns"/> elements at (<paramref name="row"/>, <paramref name="column"/>), as a view.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block does not lie inside this matrix.</exception>
    public MatrixSpan<T> Slice(int row, int column, int rows, int columns) => AsSpan().Slice(row, column, rows, columns);

    /// <summary>Row <paramref name="row"/> as a span.</summary>
    /// <param name="row">0 ≤ row &lt; <see cref="Rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<T> Row(int row)
    {
        ViewExtent.RequireLine(row, Rows, Columns, 1, nameof(row));
        return Data.AsSpan(row * Columns, Columns);
    }

    /// <summary>A copy of column <paramref name="column"/>.</summary>
    /// <param name="column">0 ≤ column &lt; <see cref="Columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public T[] Column(int column)
    {
        T[] copy = new T[Rows];
        Slice(0, column, Rows, 1).CopyTo(new MatrixSpan<T>(copy, Rows, 1));
        return copy;
    }

    /// <summary>A copy of this matrix.</summary>
    public Matrix<T> Clone() => new((T[])Data.Clone(), Rows, Columns);

    /// <summary>A copy as a two-dimensional array.</summary>
    public T[,] ToArray()
    {
        T[,] array = new T[Rows, Columns];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                array[i, j] = Data[(i * Columns) + j];
            }
        }

        return array;
    }

    /// <summary>The whole matrix as a writable view.</summary>
    /// <param name="matrix">The matrix.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "AsSpan is the named form.")]
    public static implicit operator MatrixSpan<T>(Matrix<T> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.AsSpan();
    }

    /// <summary>The whole matrix as a read-only view.</summary>
    /// <param name="matrix">The matrix.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "AsSpan is the named form.")]
    public static implicit operator ReadOnlyMatrixSpan<T>(Matrix<T> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.AsSpan();
    }

    /// <summary>A matrix whose elements are still to be written, every one of them.</summary>
    internal static Matrix<T> Uninitialized(int rows, int columns) => new(GC.AllocateUninitializedArray<T>(RequireLength(rows, columns)), rows, columns);

    private static int RequireLength(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if ((long)rows * columns > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(rows), $"A {rows}x{columns} matrix does not fit into one array of at most {Array.MaxLength} elements.");
        }

        return rows * columns;
    }
}
