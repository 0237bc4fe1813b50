using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Chains of rotations on the rows of a matrix, kept until there are many: then stripe after stripe of columns goes through all of them while it is near.</summary>
/// <remarks>The columns are independent, so it makes no difference to any bit when a chain is applied, as long as the chains stay in order.</remarks>
internal sealed class RotationBatch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Chains = 24;

    private readonly Matrix<T> _rows;
    private readonly T[] _rotations;
    private readonly (int Row, int Start, int Length)[] _chains = new (int, int, int)[Chains];
    private int _count;
    private int _used;

    /// <summary>A batch for the rows of a matrix.</summary>
    public RotationBatch(Matrix<T> rows)
    {
        _rows = rows;
        _rotations = GC.AllocateUninitializedArray<T>(2 * Chains * rows.Rows);
    }

    /// <summary>Room for c and s of so many neighbouring pairs of rows, to be filled and kept.</summary>
    public Span<T> Take(int pairs)
    {
        if (_count == Chains)
        {
            Flush();
        }

        return _rotations.AsSpan(_used, 2 * pairs);
    }

    /// <summary>Keeps what was taken last, or the end of it, as a chain that begins with this row.</summary>
    public void Keep(int row, Span<T> chain)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        // The end of what was taken may not be its beginning.
        chain.CopyTo(_rotations.AsSpan(_used));
        _chains[_count++] = (row, _used, chain.Length);
        _used += chain.Length;
    }

    /// <summary>Applies all chains.</summary>
    public void Flush()
    {
        const int Stripe = 64;
        for (int j = 0; j < _rows.Columns; j += Stripe)
        {
            int columns = Math.Min(Stripe, _rows.Columns - j);
            foreach ((int row, int start, int length) in _chains.AsSpan(0, _count))
            {
                Rotations.Apply<T>(_rows.Slice(row, j, (length / 2) + 1, columns), _rotations.AsSpan(start, length));
            }
        }

        _count = 0;
        _used = 0;
    }
}
