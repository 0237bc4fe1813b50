using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The singular values of a bidiagonal matrix by the differential quotient-difference iteration with shifts.</summary>
/// <remarks>
/// q = d² and e = squares of what is beside the diagonal. A step with the shift τ goes from BᵀB to the next B with BᵀB − τ, without a subtraction but that of τ:
/// <code>
///   d = q₀ − τ;   for each k:  q'ₖ = d + eₖ,   t = qₖ₊₁ / q'ₖ,   e'ₖ = eₖ·t,   d = d·t − τ;   q'ₙ = d
/// </code>
/// All d stay positive while σ² of the smallest value left is above the sum of the shifts; a shift that was too large is seen at once, and the step is taken again.
/// The last e goes to zero, and with it the last q plus the shifts to the square of the smallest value. Every value has small relative error.
/// <para>The shift: with d at its smallest in the last place, the unit vector there and what the quotients e/q make of it is nearly a singular vector. Its Rayleigh quotient
/// less its residual is a lower bound; less the residual's square over the gap to the place before, it is nearly right.</para>
/// Sources: Fernando, Parlett, "Accurate singular values and differential qd algorithms", Numer. Math. 67 (1994); Parlett, Marques, "An implementation of the dqds
/// algorithm (positive case)", LAA 309 (2000), for the bounds.
/// </remarks>
internal ref struct BidiagonalValues<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Steps a value, at the most: four are usual.</summary>
    private const int MostSteps = 30;

    private static readonly T s_four = T.CreateTruncating(4);
    private static readonly T s_tolerance = T.ScaleB(WorkingRange<T>.Epsilon * WorkingRange<T>.Epsilon, 4);

    private readonly Span<T> _values;
    private readonly Span<Part> _parts;
    private Span<T> _q;
    private Span<T> _e;
    private Span<T> _nextQ;
    private Span<T> _nextE;
    private int _partCount;

    /// <summary>The sum of the shifts, and what rounding left out of it.</summary>
    private T _shift;
    private T _rest;

    private T _least;
    private T _last;
    private T _beforeLast;
    private int _split;

    private BidiagonalValues(Span<T> values, ReadOnlySpan<T> diagonal, ReadOnlySpan<T> beside, Arena memory)
    {
        int n = diagonal.Length;
        _values = values;
        _parts = memory.Take<Part>(n);
        _q = memory.Take<T>(n);
        _nextQ = memory.Take<T>(n);
        _e = memory.Take<T>(n);
        _nextE = memory.Take<T>(n);
        Square(diagonal, _q);
        Square(beside, _e);
    }

    /// <summary>The values, descending; false if the iteration did not end.</summary>
    /// <param name="values">n elements, overwritten.</param>
    /// <param name="diagonal">n elements.</param>
    /// <param name="beside">n − 1 elements.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    public static bool Run(Span<T> values, ReadOnlySpan<T> diagonal, ReadOnlySpan<T> beside, Arena memory)
    {
        BidiagonalValues<T> iteration = new(values, diagonal, beside, memory);
        iteration._parts[iteration._partCount++] = new Part(0, diagonal.Length - 1, T.Zero, T.Zero);
        int steps = checked(MostSteps * diagonal.Length);
        while (iteration._partCount > 0)
        {
            Part part = iteration._parts[--iteration._partCount];
            (iteration._shift, iteration._rest) = (part.Shift, part.Rest);
            if (!iteration.Solve(part.First, part.Last, ref steps))
            {
                return false;
            }
        }

        values.Sort();
        values.Reverse();
        return true;
    }

    /// <summary>The bytes that it works in.</summary>
    public static long Bytes(int size) => Arena.Bytes<Part>(size) + (4 * Arena.Bytes<T>(size));

    private static void Square(ReadOnlySpan<T> from, Span<T> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i] * from[i];
        }
    }

    private bool Solve(int first, int last, ref int steps)
    {
        Turn(first, last);
        _split = FindSplit(first, last);
        T tau = T.Zero;
        while (first <= last)
        {
            if (_split >= first && _split < last - 1)
            {
                // The two pairs of arrays change places at each step: what waits lies in both.
                _q[first..(_split + 1)].CopyTo(_nextQ[first..]);
                _e[first.._split].CopyTo(_nextE[first..]);
                _parts[_partCount++] = new Part(first, _split, _shift, _rest);
                first = _split + 1;
            }

            int end = last;
            if (Deflate(first, ref last))
            {
                // The d before the last is its q, now that the e between them is nothing; what lies before that is at least the least of all.
                (_least, _last, _beforeLast) = end - last == 1 && first <= last ? (T.Min(_beforeLast, _q[last]), _q[last], T.Zero) : (T.Zero, T.One, T.Zero);
                _split = FindSplit(first, last);
                tau = first < last ? NextShift(first, last) : T.Zero;
                continue;
            }

            if (steps-- == 0 || !Advance(first, last, tau))
            {
                return false;
            }

            tau = NextShift(first, last);
        }

        return true;
    }

    /// <summary>Takes one or two values off the end where what is beside them is negligible.</summary>
    private bool Deflate(int first, ref int last)
    {
        if (first == last || _e[last - 1] <= s_tolerance * (_shift + _q[last]))
        {
            _values[last] = Value(_q[last]);
            last--;
            return true;
        }

        if (last - first > 1 && !(_e[last - 2] <= s_tolerance * T.Max(_shift, _q[last - 2])))
        {
            return false;
        }

        // The two eigenvalues for q, e, q: λ₁ + λ₂ = a + b + c and λ₁·λ₂ = a·c.
        T a = T.Max(_q[last - 1], _q[last]), b = _e[last - 1], c = T.Min(_q[last - 1], _q[last]);
        T difference = (a - c) + b, root = T.Sqrt(T.FusedMultiplyAdd(difference, difference, s_four * b * c));
        T larger = T.ScaleB((a + b + c) + root, -1);
        _values[last - 1] = Value(larger);
        _values[last] = Value(a * (c / larger));
        last -= 2;
        return true;
    }

    private T Value(T q) => T.Sqrt(_shift + (_rest + q));

    /// <summary>A step with a shift at most the given one; false if that cannot be done even without one.</summary>
    private bool Advance(int first, int last, T tau)
    {
        for (int attempt = 0; !Step(first, last, tau); attempt++)
        {
            if (tau == T.Zero)
            {
                return false;
            }

            // Too large. If all went well but in the last place, the last d says by how much, and more.
            T less = tau + _least;
            tau = attempt > 2 ? T.Zero : _beforeLast > T.Zero && less > T.Zero ? less * (T.One - (s_four * WorkingRange<T>.Epsilon)) : T.ScaleB(tau, -2);
        }

        Swap(ref _q, ref _nextQ);
        Swap(ref _e, ref _nextE);
        T sum = _shift + tau;
        _rest += tau - (sum - _shift);
        _shift = sum;
        return true;
    }

    /// <summary>False if a d became negative, or NaN; <see cref="_beforeLast"/>, the least but for the last, is then positive if only the last is.</summary>
    private bool Step(int first, int last, T tau)
    {
        ReadOnlySpan<T> q = _q, e = _e;
        Span<T> nextQ = _nextQ, nextE = _nextE;
        T d = q[first] - tau, least = d, before = d, kept = T.Max(_shift + tau, T.Zero);
        int split = -1;
        for (int k = first; k < last; k++)
        {
            before = least;
            T sum = d + e[k], quotient = q[k + 1] / sum, beside = e[k] * quotient;
            nextQ[k] = sum;
            nextE[k] = beside;
            split = beside <= s_tolerance * T.Max(kept, sum) ? k : split;
            d = T.FusedMultiplyAdd(d, quotient, -tau);
            least = T.Min(least, d);
        }

        nextQ[last] = d;
        (_least, _last, _beforeLast, _split) = (least, d, before, split);
        return least >= T.Zero;
    }

    private T NextShift(int first, int last)
    {
        if (_last > _least)
        {
            return T.ScaleB(_least, -2);
        }

        // |z|² − 1 of the vector z that ends in 1 and solves all equations but the last.
        T more = T.Zero, product = T.One;
        for (int k = last - 1; k >= first; k--)
        {
            product *= _e[k] / _q[k];
            more += product;
            if (!(product > T.ScaleB(more, -7)) || more > T.One)
            {
                break;
            }
        }

        more *= T.One + T.ScaleB(T.One, -4);
        if (!(more < T.ScaleB(T.One, -1)))
        {
            return T.ScaleB(_last, -2);
        }

        T quotient = _last / (T.One + more), residual = quotient * T.Sqrt(more), gap = (_beforeLast * T.CreateTruncating(0.75)) - quotient - residual;
        return gap > residual ? T.Max(T.Zero, quotient - (residual * (residual / gap))) : T.Max(T.Zero, quotient - residual);
    }

    private int FindSplit(int first, int last)
    {
        for (int k = last - 2; k >= first; k--)
        {
            if (_e[k] <= s_tolerance * T.Max(_shift, _q[k]))
            {
                return k;
            }
        }

        return -1;
    }

    /// <summary>The small end last: the iteration takes values off there.</summary>
    private void Turn(int first, int last)
    {
        if (_q[last] > _q[first])
        {
            _q[first..(last + 1)].Reverse();
            _e[first..last].Reverse();
        }
    }

    private static void Swap(ref Span<T> x, ref Span<T> y)
    {
        Span<T> kept = x;
        x = y;
        y = kept;
    }

    /// <summary>Places that wait, with the sum of their shifts and what rounding left out of it: no two have a place in common.</summary>
    private readonly record struct Part(int First, int Last, T Shift, T Rest);
}
