using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A shard that takes rows: its triangle so far, and the rows that do not fill a block yet.</summary>
internal sealed class OpenShard<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _width;
    private readonly int _block;
    private readonly T[] _scales;
    private Matrix<T> _triangle;
    private Matrix<T> _pending;
    private int _waiting;

    public OpenShard(long shard, int width, int block)
    {
        Shard = shard;
        _width = width;
        _block = block;
        _scales = new T[width];
        _triangle = new Matrix<T>(width, width);
        _pending = new Matrix<T>(0, width);
    }

    public long Shard { get; }

    public long Rows { get; private set; }

    public double WeightSum { get; private set; }

    public void Add(ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlySpan<T> weights)
    {
        if (_pending.Rows == 0)
        {
            _pending = new Matrix<T>(_block, _width);
        }

        for (int first = 0; first < x.Rows;)
        {
            int count = Math.Min(x.Rows - first, _block - _waiting);
            x.Slice(first, 0, count, x.Columns).CopyTo(_pending.Slice(_waiting, 0, count, x.Columns));
            y.Slice(first, 0, count, y.Columns).CopyTo(_pending.Slice(_waiting, x.Columns, count, y.Columns));
            Weigh(weights.IsEmpty ? default : weights.Slice(first, count), count);
            first += count;
            _waiting += count;
            Rows += count;
            if (_waiting == _block)
            {
                _triangle = AccumulatorNode<T>.Taken(_triangle, _pending, upper: false);
                _waiting = 0;
            }
        }
    }

    /// <summary>The state as a leaf; rows can still be added afterwards.</summary>
    public AccumulatorNode<T> ToNode() =>
        new(0, Shard, Rows, WeightSum, (T[])_scales.Clone(), _waiting == 0 ? _triangle : AccumulatorNode<T>.Taken(_triangle, _pending.Slice(0, 0, _waiting, _width), upper: false));

    /// <summary>Scales of the new rows, and their weights' roots multiplied in.</summary>
    private void Weigh(ReadOnlySpan<T> weights, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Span<T> row = _pending.Row(_waiting + i);
            for (int j = 0; j < row.Length; j++)
            {
                _scales[j] = T.Max(_scales[j], T.Abs(row[j]));
            }

            if (weights.IsEmpty)
            {
                WeightSum += 1;
                continue;
            }

            VectorKernels.Scale(row, T.Sqrt(weights[i]));
            WeightSum += double.CreateTruncating(weights[i]);
        }
    }
}
