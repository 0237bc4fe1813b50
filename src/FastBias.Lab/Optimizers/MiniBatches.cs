namespace FastBias.Lab;

/// <summary>In which order examples come.</summary>
public enum BatchOrder
{
    /// <summary>Always as they are numbered: a fixed partition.</summary>
    Cyclic,

    /// <summary>Shuffled once, then always in that order: a fixed random partition.</summary>
    ShuffledOnce,

    /// <summary>Shuffled anew in every epoch.</summary>
    Reshuffled,

    /// <summary>Every batch a fresh draw without replacement, independent of all earlier ones: no epochs.</summary>
    Independent,
}

/// <summary>Batches of examples for stochastic gradients.</summary>
/// <remarks>An epoch is ⌈m/size⌉ updates; its last batch holds the rest and is averaged over its own size. Equal seeds give equal batches on every machine.</remarks>
/// <param name="Size">Examples in a batch, at least 1; more than there are means all.</param>
/// <param name="Order">The order.</param>
/// <param name="Seed">The seed of shuffles and draws.</param>
public sealed record MiniBatches(int Size, BatchOrder Order = BatchOrder.Reshuffled, ulong Seed = 1)
{
    /// <summary>A permutation of 0 … m − 1 for each epoch in place of own shuffles: to follow another program's random numbers. Used for <see cref="BatchOrder.Reshuffled"/>.</summary>
    public Func<int, IReadOnlyList<int>>? EpochOrder { get; init; }

    /// <summary>Whether an epoch drops the incomplete batch at its end (unless it is the only one).</summary>
    public bool DropsRest { get; init; }

    /// <summary>Updates in an epoch of m examples.</summary>
    /// <param name="examples">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Size"/> or <paramref name="examples"/> is less than 1.</exception>
    public int UpdatesPerEpoch(int examples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        int size = Math.Min(Size, examples);
        return DropsRest ? examples / size : (examples + size - 1) / size;
    }

    internal BatchSequence Start(int examples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Size, 1);
        return new(this, examples);
    }
}

/// <summary>The batches of a run, one after the other.</summary>
internal sealed class BatchSequence(MiniBatches batches, int examples)
{
    private readonly RandomSource _random = new(batches.Seed);
    private readonly int[] _order = [.. Enumerable.Range(0, examples)];
    private readonly int _size = Math.Min(batches.Size, examples);
    private int _next;
    private int _epoch;

    public ReadOnlySpan<int> Next()
    {
        if (batches.Order == BatchOrder.Independent)
        {
            DrawFront();
            return _order.AsSpan(0, _size);
        }

        if (_next == 0)
        {
            Arrange();
        }

        int first = _next, count = Math.Min(_size, examples - first);
        _next = first + count;
        if (_next >= examples || (batches.DropsRest && _next + _size > examples))
        {
            (_next, _epoch) = (0, _epoch + 1);
        }

        return _order.AsSpan(first, count);
    }

    private void Arrange()
    {
        if (batches.Order == BatchOrder.Reshuffled && batches.EpochOrder is { } given)
        {
            IReadOnlyList<int> order = given(_epoch);
            for (int i = 0; i < _order.Length; i++)
            {
                _order[i] = order[i];
            }
        }
        else if (batches.Order == BatchOrder.Reshuffled || (batches.Order == BatchOrder.ShuffledOnce && _epoch == 0))
        {
            _random.Shuffle<int>(_order);
        }
    }

    /// <summary>The first steps of a shuffle: a uniform draw without replacement, whatever the order before.</summary>
    private void DrawFront()
    {
        for (int i = 0; i < _size; i++)
        {
            int j = i + _random.Index(examples - i);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
    }
}
