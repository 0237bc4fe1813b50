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
internal sealed class RankOneChange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Matrix<T> _gathered;
    private readonly Matrix<T> _coefficients;
    private readonly Deflation<T> _deflation;
    private readonly T[] _poles;
    private readonly T[] _weights;
    private readonly T[] _z;
    private readonly T[] _zeros;
    private readonly T[] _line;

    /// <summary>Room for merges up to this size.</summary>
    public RankOneChange(int size)
    {
        _gathered = Matrix<T>.Uninitialized(size, size);
        _coefficients = Matrix<T>.Uninitialized(size, size);
        _deflation = new Deflation<T>(size);
        _poles = new T[size];
        _weights = new T[size];
        _z = new T[size];
        _zeros = new T[size];
        _line = new T[size];
    }

    /// <summary>From the parts of both blocks to those of the whole.</summary>
    /// <param name="seam">The blocks.</param>
    /// <param name="element">The element beside the diagonal between them; its magnitude was taken from the diagonal on both sides.</param>
    /// <param name="values">The eigenvalue of each row.</param>
    /// <param name="vectors">The eigenvectors in rows.</param>
    /// <param name="order">The rows of each block by ascending eigenvalue.</param>
    /// <param name="parallelism">For the products.</param>
    /// <param name="cancellationToken">For the products.</param>
    public void Apply(Seam seam, T element, T[] values, Matrix<T> vectors, int[] order, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int kept = _deflation.Run(seam, element, values, vectors, order);
        if (kept == 0)
        {
            _deflation.Done.CopyTo(order.AsSpan(seam.First));
            return;
        }

        SolveSecular(values);
        FormCoefficients();
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

    /// <summary>Row j of the coefficients becomes dᵢ − λⱼ.</summary>
    private void SolveSecular(T[] values)
    {
        ReadOnlySpan<int> kept = _deflation.Kept;
        for (int i = 0; i < kept.Length; i++)
        {
            T z = _deflation.Component(kept[i]);
            _poles[i] = values[kept[i]];
            _weights[i] = z * z;
            _z[i] = z;
        }

        ReadOnlySpan<T> poles = _poles.AsSpan(0, kept.Length), weights = _weights.AsSpan(0, kept.Length);
        for (int j = 0; j < kept.Length; j++)
        {
            _zeros[j] = SecularEquation.Solve(poles, weights, _deflation.Rho, j, _coefficients.Row(j)[..kept.Length]);
        }
    }

    /// <summary>Row j becomes the eigenvector of λⱼ, its elements in the order of the gathered rows.</summary>
    private void FormCoefficients()
    {
        int k = _deflation.Kept.Length;
        ReadOnlySpan<int> place = _deflation.Places;
        ReadOnlySpan<T> poles = _poles.AsSpan(0, k);
        Span<T> squares = _weights.AsSpan(0, k), line = _line.AsSpan(0, k);

        // Löwner: ẑᵢ² = (λᵢ − dᵢ)/ρ · Π_{j≠i} (λⱼ − dᵢ)/(dⱼ − dᵢ).
        squares.Fill(T.One / _deflation.Rho);
        for (int j = 0; j < k; j++)
        {
            ReadOnlySpan<T> differences = _coefficients.Row(j)[..k];
            T pole = poles[j];
            for (int i = 0; i < k; i++)
            {
                squares[i] *= i == j ? -differences[i] : differences[i] / (poles[i] - pole);
            }
        }

        for (int i = 0; i < k; i++)
        {
            _z[i] = T.CopySign(T.Sqrt(squares[i]), _z[i]);
        }

        for (int j = 0; j < k; j++)
        {
            Span<T> row = _coefficients.Row(j)[..k];
            for (int i = 0; i < k; i++)
            {
                line[i] = _z[i] / row[i];
            }

            VectorKernels.Scale(line, T.One / VectorKernels.Norm<T>(line));
            for (int i = 0; i < k; i++)
            {
                row[place[i]] = line[i];
            }
        }
    }

    private void Gather(Seam seam, Matrix<T> vectors)
    {
        ReadOnlySpan<int> kept = _deflation.Kept, done = _deflation.Done, place = _deflation.Places;
        for (int i = 0; i < kept.Length; i++)
        {
            vectors.Row(kept[i])[seam.First..seam.End].CopyTo(_gathered.Row(place[i]));
        }

        for (int i = 0; i < done.Length; i++)
        {
            vectors.Row(done[i])[seam.First..seam.End].CopyTo(_gathered.Row(kept.Length + i));
        }
    }

    /// <summary>The finished rows behind the new ones, values beside both, and the order of all.</summary>
    private void Finish(Seam seam, T[] values, Matrix<T> vectors, int[] order)
    {
        ReadOnlySpan<int> done = _deflation.Done;
        int k = _deflation.Kept.Length, start = seam.First + k;
        for (int i = 0; i < done.Length; i++)
        {
            _gathered.Row(k + i)[..seam.Size].CopyTo(vectors.Row(start + i)[seam.First..seam.End]);
            _line[i] = values[done[i]];
        }

        _zeros.AsSpan(0, k).CopyTo(values.AsSpan(seam.First));
        _line.AsSpan(0, done.Length).CopyTo(values.AsSpan(start));
        for (int i = seam.First, p = seam.First, q = start; i < seam.End; i++)
        {
            order[i] = q == seam.End || (p < start && values[p] <= values[q]) ? p++ : q++;
        }
    }
}
