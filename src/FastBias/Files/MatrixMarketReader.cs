using System.Collections;
using System.Globalization;
using System.Numerics;

namespace FastBias.Files;

/// <summary>One read of one Matrix Market file.</summary>
internal sealed class MatrixMarketReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TextTokens _tokens;
    private readonly string _path;
    private readonly MatrixFileOptions _options;
    private readonly long? _fileLength;
    private bool _coordinate;
    private bool _pattern;
    private bool _integer;
    private Symmetry _symmetry;

    public MatrixMarketReader(TextTokens tokens, string path, MatrixFileOptions options, long? fileLength)
    {
        _tokens = tokens;
        _path = path;
        _options = options;
        _fileLength = fileLength;
    }

    private enum Symmetry
    {
        General,
        Symmetric,
        Skew,
    }

    public Matrix<T> Read()
    {
        ReadBanner();
        long[] sizes = ReadSizes();
        _options.RequireElements(_path, sizes[0], sizes[1], typeof(T) == typeof(float) ? 4 : 8, _tokens.Line);
        if (_symmetry != Symmetry.General && sizes[0] != sizes[1])
        {
            throw _tokens.Fail($"a symmetric matrix cannot be {sizes[0]}x{sizes[1]}");
        }

        // An entry takes at least a digit and a separator; the last one needs no separator.
        RequirePromised(_coordinate ? sizes[2] : StoredElements((int)sizes[0], (int)sizes[1]), _coordinate ? 4 : 2);
        Matrix<T> matrix = new((int)sizes[0], (int)sizes[1]);
        if (_coordinate)
        {
            ReadCoordinates(matrix, sizes[2]);
        }
        else
        {
            ReadArray(matrix);
        }

        if (_tokens.TryReadWord(out ReadOnlySpan<char> word))
        {
            throw _tokens.Fail($"'{FileText.Quote(word)}' follows the last entry");
        }

        return matrix;
    }

    private void ReadBanner()
    {
        if (!_tokens.TryReadLine(out ReadOnlySpan<char> line) || !line.StartsWith("%%MatrixMarket", StringComparison.OrdinalIgnoreCase))
        {
            throw _tokens.Fail("not a Matrix Market file: it does not start with %%MatrixMarket");
        }

        string[] words = line.ToString().ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is not [_, "matrix", ("array" or "coordinate"), ("real" or "integer" or "pattern"), ("general" or "symmetric" or "skew-symmetric")])
        {
            throw _tokens.Fail($"'{FileText.Quote(line)}' is not supported; matrix array|coordinate real|integer|pattern general|symmetric|skew-symmetric is");
        }

        _coordinate = words[2] == "coordinate";
        _pattern = words[3] == "pattern";
        _integer = words[3] == "integer";
        _symmetry = words[4] == "general" ? Symmetry.General : words[4] == "symmetric" ? Symmetry.Symmetric : Symmetry.Skew;
        if (_pattern && (!_coordinate || _symmetry == Symmetry.Skew))
        {
            throw _tokens.Fail("a pattern is coordinate, and general or symmetric");
        }
    }

    private long[] ReadSizes()
    {
        ReadOnlySpan<char> line;
        do
        {
            if (!_tokens.TryReadLine(out line))
            {
                throw _tokens.Fail("is cut off before the line of sizes");
            }
        }
        while (line.IsWhiteSpace() || line.TrimStart()[0] == '%');

        string[] words = line.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        long[] sizes = new long[_coordinate ? 3 : 2];
        bool valid = words.Length == sizes.Length;
        for (int i = 0; valid && i < sizes.Length; i++)
        {
            valid = long.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]);
        }

        _tokens.SkipLine();
        return valid ? sizes : throw _tokens.Fail($"'{FileText.Quote(line)}' is not {(_coordinate ? "rows, columns and entries" : "rows and columns")}");
    }

    private long StoredElements(int rows, int columns) => _symmetry switch
    {
        Symmetry.Symmetric => (long)rows * (rows + 1L) / 2,
        Symmetry.Skew => (long)rows * (rows - 1L) / 2,
        _ => (long)rows * columns,
    };

    private void RequirePromised(long entries, int bytesPerEntry)
    {
        if (_fileLength is { } length && entries > (length / bytesPerEntry) + 1)
        {
            throw _tokens.Fail($"promises {entries} entries, more than a file of {length} bytes can hold");
        }
    }

    private void ReadArray(Matrix<T> matrix)
    {
        for (int j = 0; j < matrix.Columns; j++)
        {
            int first = _symmetry switch { Symmetry.Symmetric => j, Symmetry.Skew => j + 1, _ => 0 };
            for (int i = first; i < matrix.Rows; i++)
            {
                Store(matrix, i, j, ReadValue());
            }
        }
    }

    private void ReadCoordinates(Matrix<T> matrix, long entries)
    {
        BitArray given = new(matrix.Rows * matrix.Columns);
        for (long entry = 0; entry < entries; entry++)
        {
            int i = ReadIndex(matrix.Rows, "row");
            int j = ReadIndex(matrix.Columns, "column");
            T value = _pattern ? T.One : ReadValue();
            if (_symmetry != Symmetry.General && (j > i || (j == i && _symmetry == Symmetry.Skew)))
            {
                throw _tokens.Fail($"entry ({i + 1}, {j + 1}) lies outside the stored triangle");
            }

            int position = (i * matrix.Columns) + j;
            if (given[position])
            {
                throw _tokens.Fail($"entry ({i + 1}, {j + 1}) is given twice");
            }

            given[position] = true;
            Store(matrix, i, j, value);
        }
    }

    private void Store(Matrix<T> matrix, int i, int j, T value)
    {
        matrix[i, j] = value;
        if (_symmetry != Symmetry.General)
        {
            // i > j for a skew matrix: its diagonal is zero and never given.
            matrix[j, i] = _symmetry == Symmetry.Skew ? -value : value;
        }
    }

    private int ReadIndex(int count, string what)
    {
        ReadOnlySpan<char> word = ReadWord();
        if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index < 1 || index > count)
        {
            throw _tokens.Fail($"'{FileText.Quote(word)}' is not a {what} number from 1 to {count}");
        }

        return index - 1;
    }

    private T ReadValue()
    {
        ReadOnlySpan<char> word = ReadWord();
        NumberKind kind = NumberText.Parse(word, out T value);
        if (kind == NumberKind.Overflow)
        {
            throw _tokens.Fail($"'{FileText.Quote(word)}' is beyond the range of {(typeof(T) == typeof(float) ? "single" : "double")} precision");
        }

        if (kind == NumberKind.Text || (_integer && (kind != NumberKind.Finite || word.ContainsAny('.', 'e', 'E'))))
        {
            throw _tokens.Fail($"'{FileText.Quote(word)}' is not {(_integer ? "an integer" : "a number")}");
        }

        return value;
    }

    private ReadOnlySpan<char> ReadWord() =>
        _tokens.TryReadWord(out ReadOnlySpan<char> word) ? word : throw _tokens.Fail("is cut off: entries are missing at the end");
}
