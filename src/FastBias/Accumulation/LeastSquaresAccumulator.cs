using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Least squares over more rows than fit into memory, or onto one machine: a state of (n + p)(n + p + 1)/2 numbers that takes rows and merges.</summary>
/// <remarks>
/// <code>
///   shard 0 ─ rows ─► leaf ┐
///   shard 1 ─ rows ─► leaf ┴─► node ┐            a node is the QR factorization of [X | Y] of its shards, reduced to its triangle;
///   shard 2 ─ rows ─► leaf ┐        ├─► node     siblings merge as soon as both are there: triangle of [R_left; R_right]
///   shard 3 ─ rows ─► leaf ┴─► node ┘
/// </code>
/// <para>The tree is fixed by the shards' numbers, and rows are reduced in blocks of <see cref="BlockRows"/> however they come: the same shards give the same bits for any
/// number of workers, any order of arrival and any pattern of merges. A shard that comes twice is refused. Never is XᵀX formed: conditioning is not squared.</para>
/// <para>Numbers of shards should be consecutive from 0: a state holds one triangle for each gapless stretch's binary digits, so that holes cost memory, and nothing else.</para>
/// <para>Accuracy: backward stable like Householder QR, with a constant that grows with the depth of the tree. Cost: 2·rows·(n + p)²·(1 + (n + p)/BlockRows) operations, 10/3·(n + p)³ a merge.
/// Not for two threads at a time.</para>
/// <para>Source: J. Demmel, L. Grigori, M. Hoemmen, J. Langou, Communication-optimal parallel and sequential QR and LU, SIAM J. Sci. Comput. 34 (2012), TSQR;
/// G. Golub, Numer. Math. 7 (1965), for the updating of R.</para>
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class LeastSquaresAccumulator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most columns and targets together: the triangle has to fit into one array twice.</summary>
    public const int MaxWidth = 20_000;

    private readonly List<AccumulatorNode<T>> _nodes = [];
    private readonly int _width;
    private OpenShard<T>? _open;

    /// <summary>The state of a shard, to which rows can be added.</summary>
    /// <param name="columns">n, at least 0.</param>
    /// <param name="targets">p, at least 0.</param>
    /// <param name="shard">The shard's number, from 0 to 2⁶⁰.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LeastSquaresAccumulator(int columns, int targets = 1, long shard = 0)
        : this(columns, targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shard, 1L << 60);
        _open = new OpenShard<T>(shard, _width, BlockRows);
    }

    private LeastSquaresAccumulator(int columns, int targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(targets);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)columns + targets, MaxWidth, nameof(columns));
        Columns = columns;
        Targets = targets;
        _width = columns + targets;
    }

    /// <summary>n.</summary>
    public int Columns { get; }

    /// <summary>p.</summary>
    public int Targets { get; }

    /// <summary>The rows that are reduced at once.</summary>
    public int BlockRows => Math.Max(1024, 4 * _width);

    /// <summary>The names of the columns and then of the targets; empty where nobody gave any. Kept in files; states with different names do not merge.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The rows of all shards.</summary>
    public long Rows => _nodes.Sum(node => node.Rows) + (_open?.Rows ?? 0);

    /// <summary>The sum of the weights of all rows; their number where none had a weight.</summary>
    public double WeightSum => _nodes.Sum(node => node.WeightSum) + (_open?.WeightSum ?? 0);

    /// <summary>The shards that are in it, as ranges from the first to the last, ascending.</summary>
    public IReadOnlyList<(long First, long Last)> Shards
    {
        get
        {
            List<(long First, long Last)> ranges = [];
            foreach ((long first, long last) in _nodes.Select(node => (node.First, node.Last)).Concat(_open is { } open ? [(open.Shard, open.Shard)] : []).Order())
            {
                if (ranges.Count > 0 && ranges[^1].Last == first - 1)
                {
                    ranges[^1] = (ranges[^1].First, last);
                }
                else
                {
                    ranges.Add((first, last));
                }
            }

            return ranges;
        }
    }

    /// <summary>A state without any shard: what merges start from.</summary>
    /// <param name="columns">n, at least 0.</param>
    /// <param name="targets">p, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LeastSquaresAccumulator<T> Empty(int columns, int targets = 1) => new(columns, targets);

    /// <summary>Names the columns and targets.</summary>
    /// <param name="names">n + p names.</param>
    /// <exception cref="ArgumentNullException"><paramref name="names"/> is null.</exception>
    /// <exception cref="ArgumentException">There are not n + p names.</exception>
    public void SetNames(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != _width && names.Count != 0)
        {
            throw new ArgumentException($"There are {names.Count} names for {Columns} columns and {Targets} targets.", nameof(names));
        }

        Names = [.. names];
    }

    /// <summary>Adds rows to the shard: min Σ w_i·(x_iᵀβ − y_i)².</summary>
    /// <remarks>How the rows of a shard are cut into calls does not matter, their order does (to the bits). Nothing is added where an exception is thrown.</remarks>
    /// <param name="x">k x n, any strides.</param>
    /// <param name="y">k x p.</param>
    /// <param name="weights">Empty, or k weights, finite and not negative.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or an element is NaN or infinite (the message names it), or a weight is negative.</exception>
    /// <exception cref="InvalidOperationException">The shard was closed by a merge or comes from a file.</exception>
    public void Add(ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> y, ReadOnlySpan<T> weights = default)
    {
        if (_open is null)
        {
            throw new InvalidOperationException("The shard is closed: it was merged or read from a file, and takes no more rows.");
        }

        if (x.Columns != Columns || y.Columns != Targets || x.Rows != y.Rows)
        {
            throw new ArgumentException($"X is {x.Rows}x{x.Columns}, Y is {y.Rows}x{y.Columns}; k x {Columns} and k x {Targets} are needed.", nameof(x));
        }

        if (!weights.IsEmpty && weights.Length != x.Rows)
        {
            throw new ArgumentException($"There are {weights.Length} weights for {x.Rows} rows.", nameof(weights));
        }

        RequireFinite(x, nameof(x));
        RequireFinite(y, nameof(y));
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= T.Zero && T.IsFinite(weights[i])))
            {
                throw new ArgumentException($"weights[{i}] = {weights[i]} is not a finite number from 0 on.", nameof(weights));
            }
        }

        _open.Add(x, y, weights);
    }

    /// <summary>Adds the rows and one target.</summary>
    /// <inheritdoc cref="Add(ReadOnlyMatrixSpan{T}, ReadOnlyMatrixSpan{T}, ReadOnlySpan{T})"/>
    /// <param name="x">k x n, any strides.</param>
    /// <param name="y">k elements.</param>
    /// <param name="weights">Empty, or k weights, finite and not negative.</param>
    public void Add(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> weights = default) => Add(x, new ReadOnlyMatrixSpan<T>(y, y.Length, 1), weights);

    /// <summary>Takes over the shards of another state, which stays as it is. This state's own shard is closed.</summary>
    /// <remarks>The result does not depend on who merges into whom, nor when.</remarks>
    /// <param name="other">A state of as many columns and targets, with the same names or none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">Columns, targets or names differ, or a shard is in both; nothing was changed.</exception>
    public void Merge(LeastSquaresAccumulator<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Columns != Columns || other.Targets != Targets)
        {
            throw new ArgumentException($"One state has {Columns} columns and {Targets} targets, the other {other.Columns} and {other.Targets}.", nameof(other));
        }

        if (Names.Count > 0 && other.Names.Count > 0 && !Names.SequenceEqual(other.Names))
        {
            int j = Names.Zip(other.Names).TakeWhile(pair => pair.First == pair.Second).Count();
            throw new ArgumentException($"The columns differ: number {j + 1} is '{Names[j]}' in one state and '{other.Names[j]}' in the other.", nameof(other));
        }

        List<AccumulatorNode<T>> coming = [.. other.ClosedNodes()];
        IReadOnlyList<(long First, long Last)> mine = Shards;
        foreach (AccumulatorNode<T> node in coming)
        {
            foreach ((long first, long last) in mine)
            {
                if (first <= node.Last && node.First <= last)
                {
                    throw new ArgumentException($"Shard {Math.Max(first, node.First)} is in both states; merging it twice would count its rows twice.", nameof(other));
                }
            }
        }

        Names = Names.Count > 0 ? Names : other.Names;
        Close();
        coming.ForEach(Insert);
    }

    /// <summary>The whole problem, reduced to one triangle: what all answers come from. The state can go on taking rows.</summary>
    public AccumulatedProblem<T> Reduce()
    {
        AccumulatorNode<T> whole = new(0, 0, 0, 0, new T[_width], new Matrix<T>(_width, _width));
        bool isFirst = true;
        foreach (AccumulatorNode<T> node in ClosedNodes())
        {
            whole = isFirst ? node : whole.Combine(node);
            isFirst = false;
        }

        return new AccumulatedProblem<T>(Columns, Targets, Names, whole);
    }

    /// <summary>A state of nodes that were read; null where they are not what a state writes.</summary>
    internal static LeastSquaresAccumulator<T>? FromNodes(int columns, int targets, IReadOnlyList<AccumulatorNode<T>> nodes)
    {
        LeastSquaresAccumulator<T> state = new(columns, targets);
        foreach (AccumulatorNode<T> node in nodes)
        {
            if (state._nodes is [.., var before] && (before.Last >= node.First || before.IsLeftSiblingOf(node)))
            {
                return null;
            }

            state._nodes.Add(node);
        }

        return state;
    }

    /// <summary>The nodes in ascending order, the open shard as one of them.</summary>
    internal IReadOnlyList<AccumulatorNode<T>> ClosedNodes()
    {
        if (_open is null)
        {
            return _nodes;
        }

        LeastSquaresAccumulator<T> copy = new(Columns, Targets);
        copy._nodes.AddRange(_nodes);
        copy.Insert(_open.ToNode());
        return copy._nodes;
    }

    private void Close()
    {
        if (_open is { } open)
        {
            _open = null;
            Insert(open.ToNode());
        }
    }

    /// <summary>Puts a node into its place and merges siblings upwards.</summary>
    private void Insert(AccumulatorNode<T> node)
    {
        int place = _nodes.FindIndex(other => other.First > node.First);
        place = place < 0 ? _nodes.Count : place;
        _nodes.Insert(place, node);
        while (true)
        {
            if (place > 0 && _nodes[place - 1].IsLeftSiblingOf(_nodes[place]))
            {
                place--;
            }
            else if (!(place + 1 < _nodes.Count && _nodes[place].IsLeftSiblingOf(_nodes[place + 1])))
            {
                return;
            }

            _nodes[place] = _nodes[place].Combine(_nodes[place + 1]);
            _nodes.RemoveAt(place + 1);
        }
    }

    private static void RequireFinite(ReadOnlyMatrixSpan<T> a, string name)
    {
        if (!T.IsFinite(ExactScaling.MaxAbs(a)) && FiniteScan.First(a) is (int row, int column))
        {
            throw new ArgumentException($"{name}[{row}, {column}] = {a[row, column]} is not finite; nothing was added.", name);
        }
    }
}
