using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Chains of rotations on the rows of a matrix, kept until there are many: then stripe after stripe of columns goes through all of them while it is near.</summary>
/// <remarks>The columns are independent, so it makes no difference to any bit when a chain is applied, as long as the chains stay in order.</remarks>
internal ref struct RotationBatch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Chains = 24;

    private readonly MatrixSpan<T> _rows;
    private readonly Span<T> _rotations;
    private readonly Span<(int Row, int Start, int Length)> _chains;
    private int _count;
    private int _used;

    /// <summary>A batch for the rows of a matrix.</summary>
    public RotationBatch(MatrixSpan<T> rows, Arena memory)
    {
        _rows = rows;
        _rotations = memory.Take<T>(2 * Chains * rows.Rows);
        _chains = memory.Take<(int, int, int)>(Chains);
    }

    /// <summary>The bytes of a batch for so many rows.</summary>
    public static long Bytes(int rows) => Arena.Bytes<T>(2L * Chains * rows) + Arena.Bytes<(int, int, int)>(Chains);

    /// <summary>Room for c and s of so many neighbouring pairs of rows, to be filled and kept.</summary>
    public Span<T> Take(int pairs)
    {
        if (_count == Chains)
        {
            Flush();
        }

        return _rotations.Slice(_used, 2 * pairs);
    }

    /// <summary>Keeps what was taken last, or the end of it, as a chain that begins with this row.</summary>
    public void Keep(int row, scoped Span<T> chain)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        // The end of what was taken may not be its beginning.
        chain.CopyTo(_rotations[_used..]);
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
            foreach ((int row, int start, int length) in _chains[.._count])
            {
                Rotations.Apply<T>(_rows.Slice(row, j, (length / 2) + 1, columns), _rotations.Slice(start, length));
            }
        }

        _count = 0;
        _used = 0;
    }
}
