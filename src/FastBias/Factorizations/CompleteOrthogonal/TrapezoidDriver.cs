using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Turns an upper trapezoid into [T 0] in place, by blocks of reflectors from the right; the storage is that of <see cref="TrapezoidReduction{T}"/>.</summary>
/// <remarks>What lies below the diagonal is neither read nor written: the reflectors of a QR may be there.</remarks>
internal readonly ref struct TrapezoidDriver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows of a block.</summary>
    public const int Width = 32;

    private readonly MatrixSpan<T> _packed;
    private readonly Span<T> _tau;
    private readonly MatrixSpan<T> _triangles;
    private readonly Span<T> _work;
    private readonly int _rank;

    /// <summary>A reduction to be made.</summary>
    /// <param name="packed">r x n with r ≤ n and contiguous rows.</param>
    /// <param name="tau">r scalars.</param>
    /// <param name="triangles">r x min(<see cref="Width"/>, r): the S of each block, one under the other.</param>
    /// <param name="work">At least <see cref="WorkspaceLength"/> elements.</param>
    public TrapezoidDriver(MatrixSpan<T> packed, Span<T> tau, MatrixSpan<T> triangles, Span<T> work)
    {
        _packed = packed;
        _tau = tau;
        _triangles = triangles;
        _work = work;
        _rank = packed.Rows;
    }

    private int TailLength => _packed.Columns - _rank;

    /// <summary>The elements of workspace.</summary>
    public static int WorkspaceLength(int rank, int columns) => Workspace<T>.RequireLength((2L * Width * rank) + columns + 1);

    /// <summary>Reduces; with r = n nothing is done at all.</summary>
    public void Reduce(Parallelism parallelism, CancellationToken cancellationToken)
    {
        for (int first = (_rank - 1) / Width * Width; TailLength > 0 && first >= 0 && _rank > 0; first -= Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Width, _rank - first);
            ReduceRows(first, count);
            FormTriangle(first, count);
            ApplyAbove(first, count, parallelism);
        }
    }

    /// <summary>The rows of one block, last first, each applied to the rows of the block above it.</summary>
    private void ReduceRows(int first, int count)
    {
        Workspace<T> parts = new(_work);
        Span<T> v = parts.Take(TailLength + 1), sums = parts.Take(count);
        for (int i = first + count - 1; i >= first; i--)
        {
            Span<T> row = _packed.RowSpan(i), tail = row[_rank..];
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
    private void ApplyAbove(int first, int count, Parallelism parallelism)
    {
        if (first == 0)
        {
            return;
        }

        Workspace<T> parts = new(_work);
        MatrixSpan<T> w = parts.TakeMatrix(first, count), ws = parts.TakeMatrix(first, count);
        MatrixSpan<T> square = _packed.Slice(0, first, first, count), above = Tails(0, first), tails = Tails(first, count);
        square.CopyTo(w);
        Gemm.Multiply(w, above, tails.Transposed, T.One, T.One, parallelism);
        Gemm.Multiply(ws, w, _triangles.Slice(first, 0, count, count), T.One, T.Zero, parallelism);
        BlockReflector.Subtract<T>(square, ws);
        Gemm.Multiply(above, ws, tails, -T.One, T.One, parallelism);
    }

    private MatrixSpan<T> Tails(int first, int count) => _packed.Slice(first, _rank, count, TailLength);
}
