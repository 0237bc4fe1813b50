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
    private const int Width = TrapezoidDriver<T>.Width;
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
        using Scratch.Lease<T> lease = Scratch.Rent<T>(TrapezoidDriver<T>.WorkspaceLength(_rank, trapezoid.Columns));
        new TrapezoidDriver<T>(_packed, _tau, _triangles, lease.Span).Reduce(parallelism, cancellationToken);
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
        using Scratch.Lease<T> lease = Scratch.Rent<T>(ApplyWorkspaceLength(y.Columns));
        Apply(y, transposed, lease.Span, parallelism);
    }

    /// <summary>The elements of workspace for <paramref name="columns"/> columns.</summary>
    public static int ApplyWorkspaceLength(int columns) => Workspace<T>.RequireLength(2L * Width * columns);

    /// <summary>The same in the caller's workspace.</summary>
    public void Apply(MatrixSpan<T> y, bool transposed, Span<T> work, Parallelism parallelism)
    {
        if (TailLength == 0 || y.Columns == 0)
        {
            return;
        }

        int blocks = (_rank + Width - 1) / Width;
        for (int b = 0; b < blocks; b++)
        {
            ApplyBlock(y, (transposed ? b : blocks - 1 - b) * Width, transposed, work, parallelism);
        }
    }

    private MatrixSpan<T> Tails(int first, int count) => _packed.Slice(first, _rank, count, TailLength);

    private void ApplyBlock(MatrixSpan<T> y, int first, bool transposed, Span<T> work, Parallelism parallelism)
    {
        int count = Math.Min(Width, _rank - first);
        MatrixSpan<T> own = y.Slice(first, 0, count, y.Columns), last = y.Slice(_rank, 0, TailLength, y.Columns);
        BlockReflector.ApplyUnderIdentity(own, last, Tails(first, count).Transposed, _triangles.Slice(first, 0, count, count), !transposed, work, parallelism);
    }
}
