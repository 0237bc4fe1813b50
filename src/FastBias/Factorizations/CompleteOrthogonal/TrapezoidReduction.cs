using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>[R11 R12] = [T 0]·Z for an upper trapezoid of full row rank r, by reflectors from the right (LAPACK: dtzrzf, dlarzb).</summary>
/// <remarks>
/// Reflector i changes column i and the last n − r columns; its vector is e_i with a tail z_i, stored where it makes zeros:
/// <code>
///        T (r x r)     tails (r x (n − r))
///     ┌ t t t t t t │ z z z ┐      Z = Z₀·Z₁·…·Z_(r−1),  Z_i = I − tau_i·(e_i + z_i)(e_i + z_i)ᵀ
///     │   t t t t t │ z z z │
///     │     t t t t │ z z z │ ◄─ block: Z_last·…·Z_first = I − V·S·Vᵀ, S lower triangular,
///     │       t t t │ z z z │ ◄─        V = identity columns over the tails, so that VᵀV is
///     │         t t │ z z z │           I plus the Gram matrix of the tails
///     └           t │ z z z ┘
/// </code>
/// Rows go from the last to the first. With n = r nothing is done at all.
/// </remarks>
internal sealed class TrapezoidReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Width = 32;
    private readonly Matrix<T> _packed;
    private readonly Matrix<T> _triangles;
    private readonly T[] _tau;
    private readonly int _rank;

    /// <summary>Reduces a trapezoid, which it takes over.</summary>
    /// <param name="trapezoid">r x n with r ≤ n; zeros below the diagonal.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public TrapezoidReduction(Matrix<T> trapezoid, Parallelism parallelism, CancellationToken cancellationToken)
    {
        _packed = trapezoid;
        _rank = trapezoid.Rows;
        _tau = new T[_rank];
        _triangles = new(_rank, Math.Min(Width, _rank));
        T[] work = new T[Math.Max((2 * Width * _rank) + trapezoid.Columns, 1)];
        for (int first = (_rank - 1) / Width * Width; TailLength > 0 && first >= 0 && _rank > 0; first -= Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Width, _rank - first);
            ReduceRows(first, count, work);
            FormTriangle(first, count);
            ApplyAbove(first, count, work, parallelism);
        }
    }

    /// <summary>T, r x r; what lies below its diagonal is zero.</summary>
    public ReadOnlyMatrixSpan<T> Triangle => _packed.Slice(0, 0, _rank, _rank);

    private int TailLength => _packed.Columns - _rank;

    /// <summary>Y = Zᵀ·Y, or Z·Y.</summary>
    /// <param name="y">n x p, any strides.</param>
    /// <param name="transposed">Zᵀ instead of Z.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Apply(MatrixSpan<T> y, bool transposed, Parallelism parallelism)
    {
        if (TailLength == 0 || y.Columns == 0)
        {
            return;
        }

        T[] work = new T[2 * Width * y.Columns];
        int blocks = (_rank + Width - 1) / Width;
        for (int b = 0; b < blocks; b++)
        {
            ApplyBlock(y, (transposed ? b : blocks - 1 - b) * Width, transposed, work, parallelism);
        }
    }

    private MatrixSpan<T> Tails(int first, int count) => _packed.Slice(first, _rank, count, TailLength);

    /// <summary>The rows of one block, last first, each applied to the rows of the block above it.</summary>
    private void ReduceRows(int first, int count, Span<T> work)
    {
        Workspace<T> parts = new(work);
        Span<T> v = parts.Take(TailLength + 1), sums = parts.Take(count);
        for (int i = first + count - 1; i >= first; i--)
        {
            Span<T> row = _packed.Row(i), tail = row[_rank..];
            v[0] = row[i];
            tail.CopyTo(v[1..]);
            (_tau[i], row[i]) = ElementaryReflector.Make(v);
            v[1..].CopyTo(tail);
            if (i > first && _tau[i] != T.Zero)
            {
                ApplyRow(first, i, v[1..], sums[..(i - first)]);
            }
        }
    }

    /// <summary>Rows first..i−1 times Z_i.</summary>
    private void ApplyRow(int first, int i, ReadOnlySpan<T> tail, Span<T> sums)
    {
        MatrixSpan<T> tails = Tails(first, i - first);
        QrDirect.Gather(sums, _packed, first, i);
        Gemm.MultiplyVector(sums, tails, tail, T.One, T.One);
        VectorKernels.Scale(sums, _tau[i]);
        for (int p = 0; p < sums.Length; p++)
        {
            _packed[first + p, i] -= sums[p];
        }

        Gemm.RankOne<T>(tails, sums, tail, -T.One);
    }

    /// <summary>S of the block: column i is −tau_i·S·(Vᵀv_i) below tau_i, from the last column to the first (LAPACK: dlarzt).</summary>
    private void FormTriangle(int first, int count)
    {
        MatrixSpan<T> s = _triangles.Slice(first, 0, count, count);
        Gemm.Gram(s, Tails(first, count).Transposed, T.One, T.Zero);
        for (int j = count - 1; j >= 0; j--)
        {
            for (int i = count - 1; i > j; i--)
            {
                T sum = T.Zero;
                for (int p = j + 1; p <= i; p++)
                {
                    sum = T.FusedMultiplyAdd(s[i, p], s[p, j], sum);
                }

                s[i, j] = -_tau[first + j] * sum;
            }

            s[j, j] = _tau[first + j];
            for (int i = 0; i < j; i++)
            {
                s[i, j] = T.Zero;
            }
        }
    }

    /// <summary>The rows above a block, X = X·(I − V·S·Vᵀ).</summary>
    private void ApplyAbove(int first, int count, Span<T> work, Parallelism parallelism)
    {
        if (first == 0)
        {
            return;
        }

        Workspace<T> parts = new(work);
        MatrixSpan<T> w = parts.TakeMatrix(first, count), ws = parts.TakeMatrix(first, count);
        MatrixSpan<T> square = _packed.Slice(0, first, first, count), above = Tails(0, first), tails = Tails(first, count);
        square.CopyTo(w);
        Gemm.Multiply(w, above, tails.Transposed, T.One, T.One, parallelism);
        Gemm.Multiply(ws, w, _triangles.Slice(first, 0, count, count), T.One, T.Zero, parallelism);
        BlockReflector.Subtract<T>(square, ws);
        Gemm.Multiply(above, ws, tails, -T.One, T.One, parallelism);
    }

    private void ApplyBlock(MatrixSpan<T> y, int first, bool transposed, Span<T> work, Parallelism parallelism)
    {
        int count = Math.Min(Width, _rank - first);
        MatrixSpan<T> own = y.Slice(first, 0, count, y.Columns), last = y.Slice(_rank, 0, TailLength, y.Columns);
        BlockReflector.ApplyUnderIdentity(own, last, Tails(first, count).Transposed, _triangles.Slice(first, 0, count, count), !transposed, work, parallelism);
    }
}
