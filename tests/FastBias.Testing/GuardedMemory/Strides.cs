using System.Numerics;

namespace FastBias.Testing;

/// <summary>How a view lies in its buffer.</summary>
public enum StrideKind
{
    /// <summary>Row after row without a gap.</summary>
    Unit,

    /// <summary>Row after row with a gap.</summary>
    Padded,

    /// <summary>Column after column.</summary>
    Transposed,

    /// <summary>Column after column with a gap.</summary>
    TransposedPadded,

    /// <summary>The last row first.</summary>
    NegativeRows,

    /// <summary>The last column first.</summary>
    NegativeColumns,

    /// <summary>Everything backwards.</summary>
    NegativeBoth,

    /// <summary>Gaps between rows and between columns: neither stride is one.</summary>
    General,

    /// <summary>A block inside a larger row-major matrix.</summary>
    SubView,

    /// <summary>One row, repeated (inputs only).</summary>
    ZeroRows,

    /// <summary>One column, repeated (inputs only).</summary>
    ZeroColumns,

    /// <summary>One element, repeated (inputs only).</summary>
    ZeroBoth,
}

/// <summary>Where the elements of a view lie: the first at <paramref name="Offset"/> of a buffer of <paramref name="Length"/>, which ends (or starts) with an element of the view.</summary>
public readonly record struct StrideLayout(int Length, nint Offset, nint RowStride, nint ColumnStride)
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<StrideKind> InputKinds { get; } = Enum.GetValues<StrideKind>();

    /// <summary>The kinds in which no two elements share an address.</summary>
    public static IReadOnlyList<StrideKind> OutputKinds { get; } = [.. InputKinds.Where(kind => !IsRepeating(kind))];

    /// <summary>Whether elements share addresses.</summary>
    public static bool IsRepeating(StrideKind kind) => kind is StrideKind.ZeroRows or StrideKind.ZeroColumns or StrideKind.ZeroBoth;

    /// <summary>The tightest layout of this kind: no element of the buffer lies before the first or after the last one of the view.</summary>
    public static StrideLayout Of(StrideKind kind, int rows, int columns)
    {
        (nint rowStride, nint columnStride) = kind switch
        {
            StrideKind.Unit => (columns, 1),
            StrideKind.Padded => (columns + 3, 1),
            StrideKind.Transposed => (1, rows),
            StrideKind.TransposedPadded => (1, rows + 5),
            StrideKind.NegativeRows => (-columns, 1),
            StrideKind.NegativeColumns => (columns, -1),
            StrideKind.NegativeBoth => (-(nint)columns - 2, -1),
            StrideKind.General => ((3 * (nint)columns) + 1, 3),
            StrideKind.SubView => (columns + 9, 1),
            StrideKind.ZeroRows => (0, 1),
            StrideKind.ZeroColumns => (1, 0),
            StrideKind.ZeroBoth => (0, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        if (rows == 0 || columns == 0)
        {
            return new(0, 0, rowStride, columnStride);
        }

        nint down = (rows - 1) * rowStride, right = (columns - 1) * columnStride;
        nint offset = -(Math.Min(down, 0) + Math.Min(right, 0)), last = Math.Max(down, 0) + Math.Max(right, 0);
        return new(checked((int)(offset + last + 1)), offset, rowStride, columnStride);
    }
}

/// <summary>A matrix in a chosen layout, with NaN in every gap and at both ends: foreign data that is read spreads, foreign data that is written shows.</summary>
public sealed class StridedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Canaries before and after the elements.</summary>
    private const int Margin = 67;

    private readonly T[] _buffer;
    private readonly bool[] _isElement;
    private readonly StrideLayout _layout;

    /// <summary>A copy of <paramref name="elements"/> in this layout. For repeating kinds only the first row (column, element) counts.</summary>
    public StridedMatrix(ReadOnlyMatrixSpan<T> elements, StrideKind kind)
        : this(elements.Rows, elements.Columns, kind)
    {
        for (int i = elements.Rows - 1; i >= 0; i--)
        {
            for (int j = elements.Columns - 1; j >= 0; j--)
            {
                _buffer[Index(i, j)] = elements[i, j];
            }
        }
    }

    /// <summary>A matrix whose elements are NaN too: a destination that must not be read.</summary>
    public StridedMatrix(int rows, int columns, StrideKind kind)
    {
        (Rows, Columns, Kind, _layout) = (rows, columns, kind, StrideLayout.Of(kind, rows, columns));
        _buffer = new T[_layout.Length + (2 * Margin)];
        _isElement = new bool[_buffer.Length];
        Array.Fill(_buffer, Poison.Value<T>());
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                _isElement[Index(i, j)] = true;
            }
        }
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The layout's kind.</summary>
    public StrideKind Kind { get; }

    /// <summary>The view to write to; throws for repeating kinds.</summary>
    public MatrixSpan<T> Span => new(_buffer, Margin + _layout.Offset, Rows, Columns, _layout.RowStride, _layout.ColumnStride);

    /// <summary>The view to read.</summary>
    public ReadOnlyMatrixSpan<T> View => new(_buffer, Margin + _layout.Offset, Rows, Columns, _layout.RowStride, _layout.ColumnStride);

    /// <summary>A row-major copy of the elements.</summary>
    public Matrix<T> ToMatrix() => Matrix<T>.Copy(View);

    /// <summary>Fails if a gap or an end does not hold its canary any more.</summary>
    public void AssertPaddingUntouched()
    {
        for (int p = 0; p < _buffer.Length; p++)
        {
            if (!_isElement[p] && !Poison.Is(_buffer[p]))
            {
                throw new PoisonException($"{_buffer[p]} was written {p - Margin} elements after the start of a {Rows}x{Columns} matrix with {Kind} strides, outside its elements.");
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Rows}x{Columns} {Kind}";

    private nint Index(int i, int j) => Margin + _layout.Offset + (i * _layout.RowStride) + (j * _layout.ColumnStride);
}
