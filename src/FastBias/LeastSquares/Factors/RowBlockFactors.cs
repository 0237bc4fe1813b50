using System.Buffers;
using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A = Q·R of a tall A by blocks of rows that stay in the second-level cache, Q kept as the reflectors of each block.</summary>
/// <remarks>
/// The flat tree of TSQR: QR of the first block, and [R; Aₖ] = Hₖ·[R'; 0] for one block after the other, so that A = H₀·H₁·…·[R; 0].
/// <code>
///            buffer            triangles
///   block 0  a QR of its own
///   block 1  ┌ room ┐          ┌ T ┐     A panel is factored where it lies, under the triangle
///            │  V2  │          │ T │     that is put into the room above its block.
///   block 2  ├ room ┤          ├ T ┤
///            │  V2  │          │ T │
///            └      ┘          └   ┘
/// </code>
/// A triangle of zeros to begin with would need no first block, but its rows would take their share of Q where A has not full rank.
/// Source: J. Demmel, L. Grigori, M. Hoemmen, J. Langou, SIAM J. Sci. Comput. 34 (2012). The bits depend on the shape alone.
/// </remarks>
internal sealed class RowBlockFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Qr<T> _first;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _blockRows;
    private readonly int _blocks;
    private readonly int _room;
    private readonly int _stride;
    private readonly T[] _buffer;
    private readonly T[] _triangles;

    /// <summary>Factors a tall matrix for which <see cref="Suits"/> holds.</summary>
    /// <param name="a">m x n, finite and in the working range, any strides; not changed.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public RowBlockFactors(ReadOnlyMatrixSpan<T> a, CancellationToken cancellationToken)
    {
        (_rows, _columns, _blockRows) = (a.Rows, a.Columns, LeastSquaresTriangle.BlockRows(a.Columns));
        _blocks = (_rows + _blockRows - 1) / _blockRows;
        _room = TriangleUpdate.Room(_columns);
        _stride = TriangleUpdate.Stride<T>(_columns);
        cancellationToken.ThrowIfCancellationRequested();
        _first = Qr<T>.Factor(a.Slice(0, 0, _blockRows, _columns), new FactorOptions { Finite = FinitePolicy.Assume });
        R = _first.R.Clone();

        // Memory that was used before: new pages of this size would cost as much as a pass over A.
        _buffer = ArrayPool<T>.Shared.Rent(Workspace<T>.RequireLength((((long)_blocks * _room) + _rows - _blockRows) * _stride));
        _triangles = ArrayPool<T>.Shared.Rent(Workspace<T>.RequireLength((long)_blocks * _columns * TriangleUpdate.Width));
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)_columns * _stride);
        MatrixSpan<T> top = new Workspace<T>(lease.Span).TakePadded(_columns, _columns, _stride);
        R.AsSpan().CopyTo(top);
        for (int k = 1; k < _blocks; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MatrixSpan<T> block = Buffer().Slice((k - 1) * (_room + _blockRows), 0, _room + BlockLength(k), _columns);
            a.Slice(k * _blockRows, 0, BlockLength(k), _columns).CopyTo(Tails(k));
            TriangleUpdate.Absorb(top, block, _columns, false, false, Triangles(k));
        }

        top.CopyTo(R);
    }

    /// <summary>R, n x n, its diagonal of any signs.</summary>
    public Matrix<T> R { get; }

    /// <summary>Whether there are at least two blocks, and products of whole panels would be no faster.</summary>
    public static bool Suits(int rows, int columns) => columns > 0 && LeastSquaresTriangle.IsByBlocks(rows, columns);

    /// <summary>X = Q·[Z; 0], a vector of the range of A for each column.</summary>
    /// <param name="x">m x p, overwritten.</param>
    /// <param name="z">n x p, overwritten.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Expand(MatrixSpan<T> x, MatrixSpan<T> z, Parallelism parallelism)
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(WorkspaceLength(x.Columns));
        int last = (_columns - 1) / TriangleUpdate.Width * TriangleUpdate.Width;
        for (int k = _blocks - 1; k > 0; k--)
        {
            for (int first = last; first >= 0; first -= TriangleUpdate.Width)
            {
                ApplyPanel(k, first, z, x, false, first == last, lease.Span, parallelism);
            }
        }

        MatrixSpan<T> top = x.Slice(0, 0, _blockRows, x.Columns);
        z.CopyTo(top.Slice(0, 0, _columns, x.Columns));
        top.Slice(_columns, 0, _blockRows - _columns, x.Columns).Fill(T.Zero);
        _first.ApplyQ(top, lease.Span);
    }

    /// <summary>[Z; X] = Qᵀ·X: the coordinates in the range of A, and those outside below n rows of zeros.</summary>
    /// <param name="z">n x p, overwritten.</param>
    /// <param name="x">m x p, overwritten.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Split(MatrixSpan<T> z, MatrixSpan<T> x, Parallelism parallelism)
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>(WorkspaceLength(x.Columns));
        MatrixSpan<T> own = x.Slice(0, 0, _columns, x.Columns);
        _first.ApplyQTransposed(x.Slice(0, 0, _blockRows, x.Columns), lease.Span);
        own.CopyTo(z);
        own.Fill(T.Zero);
        for (int k = 1; k < _blocks; k++)
        {
            for (int first = 0; first < _columns; first += TriangleUpdate.Width)
            {
                ApplyPanel(k, first, z, x, true, false, lease.Span, parallelism);
            }
        }
    }

    /// <summary>Gives the memory back; nothing but <see cref="R"/> may be used afterwards.</summary>
    public void Release()
    {
        ArrayPool<T>.Shared.Return(_buffer);
        ArrayPool<T>.Shared.Return(_triangles);
    }

    private void ApplyPanel(int k, int first, MatrixSpan<T> z, MatrixSpan<T> x, bool transposed, bool zero, Span<T> work, Parallelism parallelism)
    {
        int count = Math.Min(TriangleUpdate.Width, _columns - first);
        MatrixSpan<T> tails = Tails(k);
        BlockReflector.ApplyUnderIdentity(
            z.Slice(first, 0, count, z.Columns),
            x.Slice(k * _blockRows, 0, tails.Rows, x.Columns),
            tails.Slice(0, first, tails.Rows, count),
            Triangles(k).Slice(first, 0, count, count),
            transposed,
            work,
            parallelism,
            zero);
    }

    private int WorkspaceLength(int columns) => Math.Max(_first.ApplyWorkspaceLength(columns), Workspace<T>.RequireLength(2L * _room * columns));

    private int BlockLength(int k) => Math.Min(_blockRows, _rows - (k * _blockRows));

    private MatrixSpan<T> Buffer() => new(ref _buffer[0], (_blocks * _room) + _rows - _blockRows, _columns, _stride, 1);

    private MatrixSpan<T> Tails(int k) => Buffer().Slice(((k - 1) * (_room + _blockRows)) + _room, 0, BlockLength(k), _columns);

    private MatrixSpan<T> Triangles(int k) => new(ref _triangles[(k - 1) * _columns * TriangleUpdate.Width], _columns, Math.Min(TriangleUpdate.Width, _columns), 1, _columns);
}
