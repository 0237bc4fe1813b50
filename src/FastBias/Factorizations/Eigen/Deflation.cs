using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Finds the eigenpairs of D + ρ·z·zᵀ that need no computation, and sorts the others by where their vectors are not zero.</summary>
internal ref struct Deflation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<int> _rows;
    private readonly Span<int> _done;
    private readonly Span<int> _places;
    private readonly Span<T> _z;
    private readonly Span<Filled> _filled;
    private int _keptCount;
    private int _doneCount;
    private Seam _seam;

    /// <summary>Room for merges up to this size.</summary>
    public Deflation(int size, scoped ref Arena memory)
    {
        _rows = memory.Take<int>(size);
        _done = memory.Take<int>(size);
        _places = memory.Take<int>(size);
        _z = memory.Take<T>(size);
        _filled = memory.Take<Filled>(size);
    }

    /// <summary>The bytes of that room.</summary>
    public static long Bytes(int size) => (3 * Arena.Bytes<int>(size)) + Arena.Bytes<T>(size) + Arena.Bytes<Filled>(size);

    private enum Filled : byte
    {
        Upper,
        Both,
        Lower,
    }

    /// <summary>ρ, with z of length 1.</summary>
    public T Rho { get; private set; }

    /// <summary>The rows that take part, by ascending pole.</summary>
    public readonly ReadOnlySpan<int> Kept => _rows[.._keptCount];

    /// <summary>The rows that are eigenvectors already, by ascending eigenvalue.</summary>
    public readonly ReadOnlySpan<int> Done => _done[.._doneCount];

    /// <summary>Where the rows that take part go: those filled in the upper block first, then those filled in both, then the others.</summary>
    public readonly ReadOnlySpan<int> Places => _places[.._keptCount];

    /// <summary>The number of rows filled in the upper block only.</summary>
    public int Upper { get; private set; }

    /// <summary>The number of rows filled in both blocks.</summary>
    public int Both { get; private set; }

    /// <summary>The component of z for a row.</summary>
    public readonly T Component(int row) => _z[row - _seam.First];

    /// <summary>The number of rows that take part; rotates rows, and changes values by rounding errors of the norm.</summary>
    public int Run(Seam seam, T element, Span<T> values, MatrixSpan<T> vectors, ReadOnlySpan<int> order)
    {
        _seam = seam;
        _keptCount = _doneCount = 0;
        Rho = T.ScaleB(T.Abs(element), 1);
        ReadComponents(element, vectors);
        T largest = Rho;
        for (int i = seam.First; i < seam.End; i++)
        {
            largest = T.Max(largest, T.Abs(values[i]));
        }

        T tolerance = T.ScaleB(WorkingRange<T>.Epsilon * largest, 2);
        int upper = seam.First, lower = seam.Middle, pending = -1;
        for (int i = 0; i < seam.Size; i++)
        {
            bool fromUpper = lower == seam.End || (upper < seam.Middle && values[order[upper]] <= values[order[lower]]);
            int row = order[fromUpper ? upper++ : lower++];
            if (Rho * T.Abs(Component(row)) <= tolerance)
            {
                _done[_doneCount++] = row;
                continue;
            }

            if (pending >= 0)
            {
                if (Join(pending, row, tolerance, values, vectors))
                {
                    _done[_doneCount++] = pending;
                }
                else
                {
                    _rows[_keptCount++] = pending;
                }
            }

            pending = row;
        }

        if (pending >= 0)
        {
            _rows[_keptCount++] = pending;
        }

        SortDone(values);
        Group();
        return _keptCount;
    }

    /// <summary>z from the rows of the seam: its length is √2, as both parts are rows of orthogonal matrices.</summary>
    private readonly void ReadComponents(T element, MatrixSpan<T> vectors)
    {
        T factor = T.Sqrt(T.CreateTruncating(0.5)), signed = T.CopySign(factor, element);
        for (int i = _seam.First; i < _seam.End; i++)
        {
            bool upper = i < _seam.Middle;
            _z[i - _seam.First] = upper ? factor * vectors[i, _seam.Middle - 1] : signed * vectors[i, _seam.Middle];
            _filled[i - _seam.First] = upper ? Filled.Upper : Filled.Lower;
        }
    }

    /// <summary>Turns two rows so that the first has no component, if that leaves nothing beside the diagonal.</summary>
    private readonly bool Join(int first, int second, T tolerance, Span<T> values, MatrixSpan<T> vectors)
    {
        T s = Component(first), c = Component(second), length = T.Sqrt(T.FusedMultiplyAdd(s, s, c * c));
        s /= length;
        c /= length;
        T gap = values[second] - values[first];
        if (T.Abs(gap * c * s) > tolerance)
        {
            return false;
        }

        _z[second - _seam.First] = length;
        _z[first - _seam.First] = T.Zero;
        VectorKernels.RotatePair(
            vectors.RowSpan(first)[_seam.First.._seam.End], vectors.RowSpan(second)[_seam.First.._seam.End], c, s);
        values[first] += gap * s * s;
        values[second] -= gap * s * s;
        if (_filled[first - _seam.First] != _filled[second - _seam.First])
        {
            _filled[second - _seam.First] = Filled.Both;
        }

        return true;
    }

    /// <summary>Insertion: all but those that were turned are in order.</summary>
    private readonly void SortDone(ReadOnlySpan<T> values)
    {
        for (int p = 1; p < _doneCount; p++)
        {
            int moved = _done[p], q = p;
            for (; q > 0 && values[_done[q - 1]] > values[moved]; q--)
            {
                _done[q] = _done[q - 1];
            }

            _done[q] = moved;
        }
    }

    private void Group()
    {
        Span<int> counts = stackalloc int[3], next = stackalloc int[3];
        counts.Clear();
        foreach (int row in Kept)
        {
            counts[(int)_filled[row - _seam.First]]++;
        }

        (Upper, Both) = (counts[0], counts[1]);
        next[0] = 0;
        next[1] = Upper;
        next[2] = Upper + Both;
        for (int i = 0; i < _keptCount; i++)
        {
            _places[i] = next[(int)_filled[_rows[i] - _seam.First]]++;
        }
    }
}
