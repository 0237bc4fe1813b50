using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>[R C; X D] = Q·[R' C'; 0 D']: rows below a triangle are taken into it.</summary>
/// <remarks>
/// A reflector of column j reaches one row of R and all of X; between them lie zeros, which stay:
/// <code>
///       first  count
///     ┌──────┬─────┬───────────┐
///     │  R   │  R  │           │        panel: the triangle over X(·, panel), dense QR; its V is [I; V2]
///     │      ├─────┼───────────┤ first
///     │      │╲ R  │  C1       │        [C1; C2] −= [I; V2]·Tᵀ·(C1 + V2ᵀ·C2)
///     │      │  ╲  │           │
///     ├──────┼─────┼───────────┤
///     │  0   │  X  │  C2       │        where X is a triangle itself, only its first first + count rows
///     └──────┴─────┴───────────┘
/// </code>
/// The rows of X lie in a buffer with room for one panel's triangle above them, so that a panel is factored where it lies. C and D are further columns of R and X.
/// </remarks>
internal static class TriangleUpdate
{
    /// <summary>The columns of a panel: the same on every ISA, so that the bits are too.</summary>
    public const int Width = 32;

    /// <summary>Fewer rows than these go one by one: their panels would be mostly triangle.</summary>
    private const int FewestOfABlock = 4;

    /// <summary>Takes rows into a triangle whose diagonal is not negative afterwards. All elements are finite.</summary>
    /// <param name="r">n x n with contiguous rows; only on and above the diagonal is read and written.</param>
    /// <param name="c">n x p with contiguous rows; empty without right-hand sides.</param>
    /// <param name="residualNorms">p norms to which that of each column of D' is added, or none.</param>
    /// <param name="x">k x n.</param>
    /// <param name="d">k x p; empty without right-hand sides.</param>
    /// <param name="upper">Whether X is upper triangular.</param>
    public static void Append<T>(MatrixSpan<T> r, MatrixSpan<T> c, Span<T> residualNorms, ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> d, bool upper)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = r.Rows, p = c.Columns, stride = Stride<T>(n + p), room = Room(n);
        T largest = T.Max(ExactScaling.MaxAbsUpper<T>(r), ExactScaling.MaxAbs(x)), largestSide = T.Max(ExactScaling.MaxAbs<T>(c), ExactScaling.MaxAbs(d));
        int shift = ExactScaling.Shift(largest), sideShift = ExactScaling.Shift(largestSide);
        using Scratch.Lease<T> lease = Scratch.Rent<T>(Workspace<T>.RequireLength(((long)n + room + x.Rows) * stride));
        Workspace<T> parts = new(lease.Span);
        MatrixSpan<T> top = parts.TakePadded(n, n + p, stride), rows = parts.TakePadded(room + x.Rows, n + p, stride), added = rows.Slice(room, 0, x.Rows, n + p);
        Load(top, r, c, shift, sideShift);
        Load(added, x, d, shift, sideShift);
        if (x.Rows < FewestOfABlock)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                Rotate(top, added.RowSpan(i), n);
            }
        }
        else
        {
            Absorb(top, rows, n, upper, HouseholderPanel<T>.IsExtreme(T.Max(T.ScaleB(largest, shift), T.ScaleB(largestSide, sideShift))), default);
        }

        Store(r, c, top, -shift, -sideShift);
        ExactScaling.Scale(added.Slice(0, n, x.Rows, p), -sideShift);
        AddToNorms(residualNorms, added.Slice(0, n, x.Rows, p));
    }

    /// <summary>The distance of the rows of a buffer for so many columns.</summary>
    public static int Stride<T>(int columns)
        where T : unmanaged => QrBlocking.PanelStride<T>(columns);

    /// <summary>The rows of room above the rows of X.</summary>
    public static int Room(int n) => Math.Min(Width, n);

    /// <summary>Takes a block of rows into a triangle whose diagonal gets any signs, by reflectors; all elements are in the working range.</summary>
    /// <param name="top">n x (n + p): R and C; what is below the diagonal is neither read nor written.</param>
    /// <param name="rows">(<see cref="Room"/> + k) x (n + p): room, and below it X and D; V2 and D' on return.</param>
    /// <param name="n">The columns of R.</param>
    /// <param name="upper">Whether X is upper triangular.</param>
    /// <param name="extreme">As in <see cref="HouseholderPanel{T}.Factor"/>.</param>
    /// <param name="triangles">Empty, or n x <see cref="Width"/> with contiguous columns: the T of each panel, one under the other.</param>
    public static void Absorb<T>(MatrixSpan<T> top, MatrixSpan<T> rows, int n, bool upper, bool extreme, MatrixSpan<T> triangles)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int room = Room(n), k = rows.Rows - room;
        using Scratch.Lease<T> lease = Scratch.Rent<T>(room + (room * room) + Math.Max(QrPanel<T>.WorkspaceLength(room, room), 2 * room * rows.Columns));
        Workspace<T> parts = new(lease.Span);
        Span<T> tau = parts.Take(room), forTriangle = parts.Take(room * room), work = lease.Span[(room + (room * room))..];
        for (int first = 0; first < n; first += Width)
        {
            int count = Math.Min(Width, n - first), end = first + count, height = upper ? Math.Min(k, end) : k, right = rows.Columns - end;
            MatrixSpan<T> t = Workspace<T>.Shape(forTriangle, count, count).Transposed, diagonal = top.Slice(first, first, count, count);
            MatrixSpan<T> panel = rows.Slice(room - count, first, count + height, count);
            for (int i = 0; i < count; i++)
            {
                panel.RowSpan(i)[..i].Clear();
                diagonal.RowSpan(i)[i..].CopyTo(panel.RowSpan(i)[i..]);
            }

            new QrPanel<T>(panel, diagonal, t, tau[..count], extreme, true, work).Factor();
            BlockReflector.ApplyUnderIdentity(
                top.Slice(first, end, count, right), rows.Slice(room, end, height, right), rows.Slice(room, first, height, count), t, true, work, Parallelism.Serial);
            if (!triangles.IsEmpty)
            {
                t.CopyTo(triangles.Slice(first, 0, count, count));
            }
        }
    }

    /// <summary>One row, by a rotation with each row of the triangle.</summary>
    private static void Rotate<T>(MatrixSpan<T> top, Span<T> x, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < n; j++)
        {
            if (x[j] == T.Zero)
            {
                continue;
            }

            Span<T> row = top.RowSpan(j)[j..];
            T length = ElementaryReflector.Hypotenuse(row[0], T.Abs(x[j])), cosine = row[0] / length, sine = x[j] / length;
            row[0] = length;
            VectorKernels.RotatePair(row[1..], x[(j + 1)..], cosine, -sine);
        }
    }

    private static void Load<T>(MatrixSpan<T> both, ReadOnlyMatrixSpan<T> left, ReadOnlyMatrixSpan<T> right, int shift, int sideShift)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixSpan<T> x = both.Slice(0, 0, both.Rows, left.Columns);
        left.CopyTo(x);
        ExactScaling.Scale(x, shift);
        if (right.Columns > 0)
        {
            MatrixSpan<T> d = both.Slice(0, left.Columns, both.Rows, right.Columns);
            right.CopyTo(d);
            ExactScaling.Scale(d, sideShift);
        }
    }

    /// <summary>R and C from where they were worked on, with a positive diagonal.</summary>
    private static void Store<T>(MatrixSpan<T> r, MatrixSpan<T> c, MatrixSpan<T> top, int shift, int sideShift)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < r.Rows; i++)
        {
            Span<T> row = top.RowSpan(i)[i..];
            if (T.IsNegative(row[0]))
            {
                VectorKernels.Scale(row, -T.One);
            }

            row[..(r.Columns - i)].CopyTo(r.RowSpan(i)[i..]);
            if (c.Columns > 0)
            {
                row[(r.Columns - i)..].CopyTo(c.RowSpan(i));
            }
        }

        ExactScaling.ScaleUpper(r, shift);
        ExactScaling.Scale(c, sideShift);
    }

    /// <summary>ρ_j = √(ρ_j² + ‖d_j‖²).</summary>
    private static void AddToNorms<T>(Span<T> residualNorms, ReadOnlyMatrixSpan<T> d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; !residualNorms.IsEmpty && i < d.Rows; i++)
        {
            for (int j = 0; j < d.Columns; j++)
            {
                residualNorms[j] = ElementaryReflector.Hypotenuse(residualNorms[j], T.Abs(d[i, j]));
            }
        }
    }
}
