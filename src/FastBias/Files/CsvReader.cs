using System.Text;

namespace FastBias.Files;

/// <summary>Cuts a delimited text (RFC 4180) into records of cells, one record in memory at a time.</summary>
/// <remarks>
/// <code>
///   cell      := plain | '"' { any character but '"' | '""' } '"'
///   record    := cell { delimiter cell } ( LF | CR LF | CR | end of file )
///   _text     [ a | b b | c c c | ... ]       the cells of one record, unescaped, end to end
///   _ends       1   3     6                   where each cell ends
/// </code>
/// A quote inside a plain cell is an ordinary character; behind a closing quote only a delimiter or the end of the record may come.
/// </remarks>
internal sealed class CsvReader : IDisposable
{
    private readonly TextReader _reader;
    private readonly string _path;
    private readonly char[] _buffer = new char[1 << 15];
    private readonly long _longestRecord;
    private readonly List<int> _ends = [];
    private readonly List<bool> _quoted = [];
    private char[] _text = new char[256];
    private int _textLength;
    private int _bufferLength;
    private int _position;
    private long _line = 1;

    public CsvReader(TextReader reader, string path, char? delimiter, long longestRecord)
    {
        _reader = reader;
        _path = path;
        _longestRecord = Math.Min(longestRecord, Array.MaxLength / 2);
        Delimiter = delimiter ?? DetectDelimiter();
    }

    private enum Place
    {
        CellStart,
        Plain,
        Quoted,
        BehindQuote,
    }

    public char Delimiter { get; }

    /// <summary>The line on which the current record starts, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The number of cells in the current record.</summary>
    public int Count => _ends.Count;

    /// <summary>Cell <paramref name="index"/> of the current record; spaces around a plain cell do not belong to it.</summary>
    public ReadOnlySpan<char> Cell(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        ReadOnlySpan<char> cell = _text.AsSpan(start, _ends[index] - start);
        return _quoted[index] ? cell : cell.Trim();
    }

    /// <summary>The next record that is not a blank line; false at the end of the text.</summary>
    public bool TryRead()
    {
        do
        {
            if (!TryReadRecord())
            {
                return false;
            }
        }
        while (Count == 1 && !_quoted[0] && Cell(0).IsEmpty);
        return true;
    }

    public void Dispose() => _reader.Dispose();

    private bool TryReadRecord()
    {
        _ends.Clear();
        _quoted.Clear();
        _textLength = 0;
        Line = _line;
        if (Peek() < 0)
        {
            return false;
        }

        Place place = Place.CellStart;
        bool quoted = false;
        while (true)
        {
            int c = Peek();
            _position++;
            if (place == Place.Quoted)
            {
                place = Quoted(c);
            }
            else if (c < 0 || c is '\n' or '\r')
            {
                EndCell(quoted);
                EndLine(c);
                return true;
            }
            else if (c == Delimiter)
            {
                EndCell(quoted);
                quoted = false;
                place = Place.CellStart;
            }
            else if (c == '"' && place == Place.CellStart)
            {
                quoted = true;
                place = Place.Quoted;
            }
            else if (place == Place.BehindQuote)
            {
                place = BehindQuote((char)c);
            }
            else
            {
                Append((char)c);
                place = Place.Plain;
            }
        }
    }

    private Place Quoted(int c)
    {
        if (c < 0)
        {
            throw new MatrixFileException(_path, "a quote is opened and never closed", Line, Count + 1);
        }

        if (c == '"')
        {
            if (Peek() != '"')
            {
                return Place.BehindQuote;
            }

            _position++;
        }
        else if (c == '\n' || (c == '\r' && Peek() != '\n'))
        {
            _line++;
        }

        Append((char)c);
        return Place.Quoted;
    }

    private Place BehindQuote(char c) => c is ' ' or '\t'
        ? Place.BehindQuote
        : throw new MatrixFileException(_path, $"'{FileText.Quote([c])}' follows a closing quote", _line, Count + 1);

    private void EndCell(bool quoted)
    {
        _ends.Add(_textLength);
        _quoted.Add(quoted);
        if (_ends.Count * 5L > _longestRecord)
        {
            throw new MatrixFileException(_path, "the record is longer than the memory limit", Line);
        }
    }

    private void EndLine(int c)
    {
        if (c == '\r' && Peek() == '\n')
        {
            _position++;
        }

        _line++;
    }

    private void Append(char c)
    {
        if (_textLength == _text.Length)
        {
            if (2L * _textLength > _longestRecord)
            {
                throw new MatrixFileException(_path, "the record is longer than the memory limit", Line);
            }

            Array.Resize(ref _text, 2 * _textLength);
        }

        _text[_textLength++] = c;
    }

    private int Peek()
    {
        if (_position < _bufferLength)
        {
            return _buffer[_position];
        }

        try
        {
            _bufferLength = _reader.Read(_buffer, 0, _buffer.Length);
            _position = 0;
        }
        catch (DecoderFallbackException error)
        {
            throw new MatrixFileException(_path, "is not text (invalid UTF-8)", _line, innerException: error);
        }
        catch (IOException error)
        {
            throw new MatrixFileException(_path, $"cannot be read: {FileText.Line(error.Message)}", innerException: error);
        }

        return _bufferLength > 0 ? _buffer[0] : -1;
    }

    /// <summary>Counts the candidates outside quotes in the first line that is not blank, as far as it lies in the buffer.</summary>
    private char DetectDelimiter()
    {
        Peek();
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        bool quoted = false;
        ReadOnlySpan<char> text = _buffer.AsSpan(0, _bufferLength).TrimStart("\r\n");
        foreach (char c in text)
        {
            if (c is '\n' or '\r' && !quoted)
            {
                break;
            }

            quoted ^= c == '"';
            commas += c == ',' && !quoted ? 1 : 0;
            semicolons += c == ';' && !quoted ? 1 : 0;
            tabs += c == '\t' && !quoted ? 1 : 0;
        }

        return commas >= semicolons && commas >= tabs ? ',' : semicolons >= tabs ? ';' : '\t';
    }
}
