namespace FastBias.Files;

/// <summary>Reads the Python dictionary of a .npy header: three keys in any order, nothing evaluated.</summary>
internal ref struct NpyHeaderParser
{
    private readonly ReadOnlySpan<char> _text;
    private readonly string _path;
    private int _position;

    private NpyHeaderParser(ReadOnlySpan<char> text, string path)
    {
        _text = text;
        _path = path;
    }

    public static NpyHeader Parse(ReadOnlySpan<char> text, long dataOffset, string path)
    {
        NpyHeaderParser parser = new(text, path);
        return parser.ParseDictionary(dataOffset);
    }

    private NpyHeader ParseDictionary(long dataOffset)
    {
        string? descriptor = null;
        bool? fortran = null;
        List<long>? shape = null;
        Expect('{');
        while (!TryTake('}'))
        {
            string key = ParseString();
            Expect(':');
            switch (key)
            {
                case "descr" when descriptor is null:
                    descriptor = ParseDescriptor();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = ParseBoolean();
                    break;
                case "shape" when shape is null:
                    shape = ParseShape();
                    break;
                default:
                    throw Fail($"the header has an unknown or repeated key '{FileText.Quote(key)}'");
            }

            if (!TryTake(','))
            {
                Expect('}');
                break;
            }
        }

        SkipSpace();
        if (_position != _text.Length || descriptor is null || fortran is null || shape is null)
        {
            throw Fail("the header is not a dictionary of descr, fortran_order and shape");
        }

        return new NpyHeader(descriptor, fortran.Value, shape, dataOffset);
    }

    private string ParseDescriptor()
    {
        SkipSpace();
        if (_position < _text.Length && _text[_position] is '[' or '(')
        {
            throw Fail("holds a structured array; only plain numbers are supported");
        }

        return ParseString();
    }

    private string ParseString()
    {
        SkipSpace();
        char quote = _position < _text.Length ? _text[_position] : '\0';
        int length = quote is '\'' or '"' ? _text[(_position + 1)..].IndexOf(quote) : -1;
        if (length < 0)
        {
            throw Fail("the header is malformed");
        }

        string value = _text.Slice(_position + 1, length).ToString();
        _position += length + 2;
        return value;
    }

    private bool ParseBoolean()
    {
        SkipSpace();
        foreach ((string word, bool value) in new[] { ("True", true), ("False", false) })
        {
            if (_text[_position..].StartsWith(word, StringComparison.Ordinal))
            {
                _position += word.Length;
                return value;
            }
        }

        throw Fail("fortran_order is neither True nor False");
    }

    private List<long> ParseShape()
    {
        List<long> shape = [];
        Expect('(');
        while (!TryTake(')'))
        {
            shape.Add(ParseDimension());
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }

        return shape;
    }

    private long ParseDimension()
    {
        SkipSpace();
        int start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        ReadOnlySpan<char> digits = _text[start.._position];
        if (!long.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long value))
        {
            throw Fail(digits.IsEmpty ? "a dimension is not a number" : "a dimension is too large");
        }

        // Python 2 wrote long integers as 3L.
        if (_position < _text.Length && _text[_position] == 'L')
        {
            _position++;
        }

        return value;
    }

    private bool TryTake(char c)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char c)
    {
        if (!TryTake(c))
        {
            throw Fail("the header is malformed");
        }
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\n' or '\t' or '\r')
        {
            _position++;
        }
    }

    private readonly MatrixFileException Fail(string reason) => new(_path, $"not a readable .npy file: {reason}");
}
