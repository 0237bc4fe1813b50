using System.Buffers;
using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A = Q·R as <see cref="Qr{T}"/> has it, with the same bits, in memory that is borrowed until <see cref="Release"/>: for a solve, which keeps no factors.</summary>
/// <remarks>Fresh arrays would get their pages one by one from the system: a fifth of a least-squares problem of 500 x 1000.</remarks>
internal sealed class BorrowedQr<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _width;
    private readonly T[] _packed;
    private readonly T[] _upper;
    private readonly T[] _triangles;
    private readonly T[] _tau;

    /// <summary>Factors.</summary>
    /// <param name="a">m x n with m ≥ n, finite and in the working range, any strides; not changed.</param>
    /// <param name="parallelism">How many threads.</param>
    /// <param name="cancellationToken">Checked between panels.</param>
    public BorrowedQr(ReadOnlyMatrixSpan<T> a, Parallelism parallelism, CancellationToken cancellationToken)
    {
        (_rows, _columns) = (a.Rows, a.Columns);
        _width = QrBlocking.IsDirect<T>(_rows, _columns) ? 0 : QrBlocking.Width(_rows, _columns);
        _tau = new T[_columns];
        _packed = ArrayPool<T>.Shared.Rent(Workspace<T>.RequireLength((long)_rows * _columns));
        _triangles = ArrayPool<T>.Shared.Rent(Workspace<T>.RequireLength((long)_width * _columns));
        _triangles.AsSpan(0, _width * _columns).Clear();
        CopyJob<T>.Run(a, Packed, parallelism);
        using Scratch.Lease<T> workspace = Scratch.Rent<T>(QrDriver.WorkspaceLength(_rows, _columns));
        QrDriver.Factor(Packed, _tau, ExactScaling.MaxAbs<T>(Packed), Triangles, workspace.Span, parallelism, cancellationToken);
        _upper = ArrayPool<T>.Shared.Rent(Workspace<T>.RequireLength((long)_columns * _columns));
        UpperTrapezoid.Copy(Packed, new MatrixSpan<T>(_upper, _columns, _columns));
    }

    /// <summary>R, n x n.</summary>
    public ReadOnlyMatrixSpan<T> R => new(_upper, _columns, _columns);

    private MatrixSpan<T> Packed => new(_packed, _rows, _columns);

    private MatrixSpan<T> Triangles => _width == 0 ? default : new MatrixSpan<T>(_triangles, _width, _columns).Transposed;

    /// <summary>C = Q·C, or Qᵀ·C.</summary>
    /// <param name="c">m rows.</param>
    /// <param name="transposed">Qᵀ instead of Q.</param>
    /// <param name="parallelism">How many threads.</param>
    public void Apply(MatrixSpan<T> c, bool transposed, Parallelism parallelism)
    {
        using Scratch.Lease<T> workspace = Scratch.Rent<T>(StoredReflectors<T>.ApplyWorkspaceLength(_rows, _columns, c.Columns, hasTriangles: _width > 0));
        new StoredReflectors<T>(Packed, _tau, Triangles).Apply(c, transposed, workspace.Span, parallelism);
    }

    /// <summary>Gives the memory back: no factors are left.</summary>
    public void Release()
    {
        ArrayPool<T>.Shared.Return(_packed);
        ArrayPool<T>.Shared.Return(_upper);
        ArrayPool<T>.Shared.Return(_triangles);
    }
}
