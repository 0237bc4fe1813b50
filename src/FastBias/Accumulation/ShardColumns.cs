namespace FastBias.Files;

/// <summary>Splits the columns of a block into regressors, target and weights.</summary>
internal sealed class ShardColumns
{
    private const string InterceptName = "intercept";

    private readonly string _path;
    private readonly List<int> _regressors = [];
    private readonly int _target;
    private readonly int _weights;
    private readonly bool _intercept;
    private Matrix<double> _x = new(0, 0);
    private double[] _y = [];
    private double[] _w = [];

    public ShardColumns(RowBlockReader reader, ShardOptions options)
    {
        _path = reader.Path;
        _intercept = options.Intercept;
        _target = options.Target is { } target ? Find(reader, target) : reader.Names.Count - 1;
        _weights = options.Weights is { } weights ? Find(reader, weights) : -1;
        HashSet<int> excluded = [.. options.Excluded.Where(name => !reader.Ignored.Contains(name)).Select(name => Find(reader, name))];
        if (_weights == _target || excluded.Contains(_target) || excluded.Contains(_weights))
        {
            throw new MatrixFileException(_path, $"'{reader.Names[_target]}' is the target; a column can be only one of target, weights and left out");
        }

        for (int j = 0; j < reader.Names.Count; j++)
        {
            if (j != _target && j != _weights && !excluded.Contains(j))
            {
                _regressors.Add(j);
            }
        }

        Names = [.. _regressors.Select(j => reader.Names[j]), .. _intercept ? [InterceptName] : Array.Empty<string>(), reader.Names[_target]];
        if (Names.Count > LeastSquaresAccumulator<double>.MaxWidth)
        {
            throw new MatrixFileException(_path, $"has {Names.Count} columns; a state holds at most {LeastSquaresAccumulator<double>.MaxWidth}");
        }
    }

    /// <summary>The regressors, the intercept where there is one, the target.</summary>
    public IReadOnlyList<string> Names { get; }

    public int Count => Names.Count - 1;

    public void Add(LeastSquaresAccumulator<double> state, Matrix<double> block, int rows)
    {
        if (_x.Rows < rows)
        {
            _x = new Matrix<double>(block.Rows, Count);
            _y = new double[block.Rows];
            _w = new double[_weights < 0 ? 0 : block.Rows];
        }

        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> source = block.Row(i);
            Span<double> row = _x.Row(i);
            for (int k = 0; k < _regressors.Count; k++)
            {
                row[k] = source[_regressors[k]];
            }

            if (_intercept)
            {
                row[^1] = 1;
            }

            _y[i] = source[_target];
            if (_weights >= 0)
            {
                _w[i] = source[_weights] >= 0 ? source[_weights] : throw new MatrixFileException(_path, $"row {state.Rows + i + 1}: the weight {source[_weights]} is negative");
            }
        }

        state.Add(_x.Slice(0, 0, rows, Count), _y.AsSpan(0, rows), _weights < 0 ? default : _w.AsSpan(0, rows));
    }

    private static int Find(RowBlockReader reader, string name)
    {
        for (int j = 0; j < reader.Names.Count; j++)
        {
            if (string.Equals(reader.Names[j], name, StringComparison.Ordinal))
            {
                return j;
            }
        }

        string[] likely = [.. reader.Names.Where(other => other.StartsWith(name + "[", StringComparison.Ordinal))];
        throw likely.Length > 0 || reader.Ignored.Contains(name)
            ? new MatrixFileException(reader.Path, $"'{FileText.Quote(name)}' is {(likely.Length > 0 ? "text" : "left out")}; the target and the weights are columns of numbers")
            : CsvLevels.Unknown(reader.Path, name, reader.Names);
    }
}
