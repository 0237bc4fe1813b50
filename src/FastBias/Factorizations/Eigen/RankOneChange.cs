using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Joins the eigenvalues and eigenvectors of two blocks of a tridiagonal matrix: one merge of <see cref="TridiagonalDivide{T}"/>.</summary>
/// <remarks>
/// The rows that take part are gathered by where they are not zero, so that two products of about half the size do the work:
/// <code>
///                        first     middle      end
///                       ┌────────┬───────────┐
///                       │  upper │     0     │            new rows, left part   = S(:, upper and both) · rows(upper and both)
///     gathered rows  =  │────────┼───────────│            new rows, right part  = S(:, both and lower) · rows(both and lower)
///                       │      both          │
///                       │────────┼───────────│            S: the eigenvectors of D + ρ·z·zᵀ, in rows
///                       │    0   │   lower   │
///                       └────────┴───────────┘            the finished rows follow, as they are
/// </code>
/// Only a rotation of an upper row with a lower one makes rows that are filled on both sides.
/// </remarks>
internal ref struct RankOneChange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixSpan<T> _gathered;
    private readonly MatrixSpan<T> _coefficients;
    private readonly Span<T> _poles;
    private readonly Span<T> _weights;
    private readonly Span<T> _z;
    private readonly Span<T> _zeros;
    private readonly Span<T> _line;
    private Deflation<T> _deflation;

    /// <summary>Room for merges up to this size.</summary>
    public RankOneChange(int size, scoped ref Arena memory)
    {
        _gathered = memory.TakeMatrix<T>(size, size);
        _coefficients = memory.TakeMatrix<T>(size, size);
        _poles = memory.Take<T>(size);
        _weights = memory.Take<T>(size);
        _z = memory.Take<T>(size);
        _zeros = memory.Take<T>(size);
        _line = memory.Take<T>(size);
        _deflation = new Deflation<T>(size, ref memory);
    }

    /// <summary>The bytes of that room.</summary>
    public static long Bytes(int size) => (2 * Arena.Bytes<T>((long)size * size)) + (5 * Arena.Bytes<T>(size)) + Deflation<T>.Bytes(size);

    /// <summary>From the parts of both blocks to those of the whole.</summary>
    /// <param name="seam">The blocks.</param>
    /// <param name="element">The element beside the diagonal between them; its magnitude was taken from the diagonal on both sides.</param>
    /// <param name="values">The eigenvalue of each row.</param>
    /// <param name="vectors">The eigenvectors in rows.</param>
    /// <param name="order">The rows of each block by ascending eigenvalue.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">For the products.</param>
    public void Apply(Seam seam, T element, Span<T> values, MatrixSpan<T> vectors, Span<int> order, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int kept = _deflation.Run(seam, element, values, vectors, order);
        if (kept == 0)
        {
            _deflation.Done.CopyTo(order[seam.First..]);
            return;
        }

        FormCoefficients(values, parallelism);
        Gather(seam, vectors);
        int size = seam.Size, upper = _deflation.Upper, both = _deflation.Both, width = seam.Middle - seam.First;
        MatrixSpan<T> rows = vectors.Slice(seam.First, seam.First, kept, size);
        MatrixSpan<T> s = _coefficients.Slice(0, 0, kept, kept), gathered = _gathered.Slice(0, 0, kept, size);
        Gemm.Multiply(
            rows.Slice(0, 0, kept, width), s.Slice(0, 0, kept, upper + both), gathered.Slice(0, 0, upper + both, width), T.One, T.Zero, parallelism, cancellationToken);
        Gemm.Multiply(
            rows.Slice(0, width, kept, size - width), s.Slice(0, upper, kept, kept - upper), gathered.Slice(upper, width, kept - upper, size - width), T.One, T.Zero, parallelism, cancellationToken);
        Finish(seam, values, vectors, order);
    }

    /// <summary>S, its elements in the order of the gathered rows.</summary>
    private readonly void FormCoefficients(ReadOnlySpan<T> values, Parallelism parallelism)
    {
        ReadOnlySpan<int> kept = _deflation.Kept;
        int k = kept.Length;
        for (int i = 0; i < k; i++)
        {
            T z = _deflation.Component(kept[i]);
            _poles[i] = values[kept[i]];
            _weights[i] = z * z;
            _z[i] = z;
        }

        SecularVectors<T>.Form(_coefficients.Slice(0, 0, k, k), _poles[..k], _weights[..k], _z[..k], _zeros[..k], _deflation.Places, _deflation.Rho, parallelism);
    }

    private readonly void Gather(Seam seam, MatrixSpan<T> vectors)
    {
        ReadOnlySpan<int> kept = _deflation.Kept, done = _deflation.Done, place = _deflation.Places;
        for (int i = 0; i < kept.Length; i++)
        {
            vectors.RowSpan(kept[i])[seam.First..seam.End].CopyTo(_gathered.RowSpan(place[i]));
        }

        for (int i = 0; i < done.Length; i++)
        {
            vectors.RowSpan(done[i])[seam.First..seam.End].CopyTo(_gathered.RowSpan(kept.Length + i));
        }
    }

    /// <summary>The finished rows behind the new ones, values beside both, and the order of all.</summary>
    private readonly void Finish(Seam seam, Span<T> values, MatrixSpan<T> vectors, Span<int> order)
    {
        ReadOnlySpan<int> done = _deflation.Done;
        int k = _deflation.Kept.Length, start = seam.First + k;
        for (int i = 0; i < done.Length; i++)
        {
            _gathered.RowSpan(k + i)[..seam.Size].CopyTo(vectors.RowSpan(start + i)[seam.First..seam.End]);
            _line[i] = values[done[i]];
        }

        _zeros[..k].CopyTo(values[seam.First..]);
        _line[..done.Length].CopyTo(values[start..]);
        for (int i = seam.First, p = seam.First, q = start; i < seam.End; i++)
        {
            order[i] = q == seam.End || (p < start && values[p] <= values[q]) ? p++ : q++;
        }
    }
}
