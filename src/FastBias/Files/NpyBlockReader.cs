namespace FastBias.Files;

/// <summary>Rows of a C-ordered .npy file of f4, f8 or integers.</summary>
internal sealed class NpyBlockReader : RowBlockReader
{
    private readonly NpyElement _element;
    private readonly bool _dropMissing;
    private readonly int _columns;
    private readonly long _rows;
    private long _row;
    private byte[] _bytes = [];

    public NpyBlockReader(string path, FileStream stream, bool dropMissing)
        : base(path, stream)
    {
        NpyHeader header = NpyStream.ReadHeader(stream, path);
        _element = NpyElement.Parse(header.Descriptor, path);
        _dropMissing = dropMissing;
        if (header.Shape.Count is < 1 or > 2 || header.Columns is < 1 or > 1_000_000)
        {
            throw new MatrixFileException(path, $"has the shape ({string.Join(", ", header.Shape)}); a matrix with 1 to 1,000,000 columns is wanted");
        }

        if (header.FortranOrder && header.Shape.Count == 2)
        {
            throw new MatrixFileException(path, "is stored column by column (Fortran order) and cannot be read row by row; save it with numpy.ascontiguousarray");
        }

        _rows = header.Rows;
        _columns = (int)header.Columns;
        decimal expected = (decimal)_rows * _columns * _element.Size;
        long present = stream.Length - stream.Position;
        if (present != expected)
        {
            throw new MatrixFileException(path, $"{(present < expected ? "is cut off" : "goes on behind its data")}: the header promises {expected} bytes of data, there are {present}");
        }

        Names = Numbered(_columns);
    }

    private protected override int ReadRows(Matrix<double> block)
    {
        int lineBytes = _columns * _element.Size, kept = 0;
        while (kept < block.Rows && _row < _rows)
        {
            int count = (int)Math.Min(Math.Min(block.Rows - kept, _rows - _row), Math.Max(1, (1 << 20) / lineBytes));
            if (_bytes.Length < count * lineBytes)
            {
                _bytes = new byte[count * lineBytes];
            }

            Span<byte> bytes = _bytes.AsSpan(0, count * lineBytes);
            Stream.ReadExactly(bytes);
            Span<double> values = block.Data.AsSpan(kept * _columns, count * _columns);
            if (!_element.TryDecode(bytes, values, out int failed))
            {
                throw new MatrixFileException(Path, $"element [{_row + (failed / _columns)}, {failed % _columns}] of type {_element.Kind}{_element.Size} cannot be held by an 8-byte floating-point number");
            }

            kept = Check(block, kept, count);
        }

        return kept;
    }

    /// <summary>Moves the complete rows together; the first non-finite element otherwise is an error. Returns the rows that are good now.</summary>
    private int Check(Matrix<double> block, int kept, int count)
    {
        int next = kept;
        for (int i = 0; i < count; i++, _row++)
        {
            ReadOnlySpan<double> source = block.Row(kept + i);
            int bad = IndexOfNonFinite(source);
            if (bad < 0)
            {
                source.CopyTo(block.Row(next++));
            }
            else if (_dropMissing && double.IsNaN(source[bad]))
            {
                DroppedRows++;
            }
            else
            {
                throw new MatrixFileException(Path, $"element [{_row}, {bad}] = {source[bad]} is not a finite number");
            }
        }

        return next;
    }

    private static int IndexOfNonFinite(ReadOnlySpan<double> row)
    {
        for (int j = 0; j < row.Length; j++)
        {
            if (!double.IsFinite(row[j]))
            {
                return j;
            }
        }

        return -1;
    }
}
