using System.Text;

namespace FastBias.Files;

/// <summary>Lines and words of a text file, read through one buffer, with the line number at hand.</summary>
internal sealed class TextTokens : IDisposable
{
    /// <summary>No line of a matrix file is longer; an endless line is refused instead of filling the memory.</summary>
    private const int LongestLine = 1 << 20;

    private readonly TextReader _reader;
    private readonly string _path;
    private char[] _line = new char[256];
    private int _length;
    private int _position;
    private bool _isReturn;

    public TextTokens(TextReader reader, string path)
    {
        _reader = reader;
        _path = path;
    }

    /// <summary>The number of the current line, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Strict UTF-8 (or what a byte order mark says), so that binary files are told from text.</summary>
    public static StreamReader Open(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16);

    /// <summary>The next line without its end; false at the end of the file.</summary>
    public bool TryReadLine(out ReadOnlySpan<char> line)
    {
        _length = 0;
        _position = 0;
        int c = Read();
        if (_isReturn && c == '\n')
        {
            // The second half of the end of the line before.
            c = Read();
        }

        if (c < 0)
        {
            line = default;
            return false;
        }

        Line++;
        for (; c is not ('\n' or '\r') && c >= 0; c = Read())
        {
            Append((char)c);
        }

        _isReturn = c == '\r';
        line = _line.AsSpan(0, _length);
        return true;
    }

    /// <summary>The next word of the file, over as many lines as it takes; false at the end of the file.</summary>
    public bool TryReadWord(out ReadOnlySpan<char> word)
    {
        while (!TryReadWordInLine(out word))
        {
            if (!TryReadLine(out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Leaves the rest of the current line unread.</summary>
    public void SkipLine() => _position = _length;

    public MatrixFileException Fail(string reason) => new(_path, reason, Math.Max(1, Line));

    public void Dispose() => _reader.Dispose();

    private bool TryReadWordInLine(out ReadOnlySpan<char> word)
    {
        while (_position < _length && char.IsWhiteSpace(_line[_position]))
        {
            _position++;
        }

        int start = _position;
        while (_position < _length && !char.IsWhiteSpace(_line[_position]))
        {
            _position++;
        }

        word = _line.AsSpan(start, _position - start);
        return _position > start;
    }

    private void Append(char c)
    {
        if (_length == _line.Length)
        {
            if (_length >= LongestLine)
            {
                throw Fail($"the line is longer than {LongestLine} characters");
            }

            Array.Resize(ref _line, 2 * _length);
        }

        _line[_length++] = c;
    }

    private int Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (DecoderFallbackException error)
        {
            throw new MatrixFileException(_path, "is not text (invalid UTF-8)", Line + 1, innerException: error);
        }
        catch (IOException error)
        {
            throw new MatrixFileException(_path, $"cannot be read: {FileText.Line(error.Message)}", innerException: error);
        }
    }
}
