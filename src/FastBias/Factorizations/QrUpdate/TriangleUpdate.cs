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
/// </remarks>
internal static class TriangleUpdate
{
    /// <summary>The columns of a panel: the same on every ISA, so that the bits are too.</summary>
    private const int Width = 32;

    /// <summary>Fewer rows than these go one by one: their panels would be mostly triangle.</summary>
    private const int FewestOfABlock = 4;

    /// <summary>The elements of workspace, for any number of rows.</summary>
    public static int WorkspaceLength(int columns, int sides)
    {
        int width = Math.Min(Width, columns);
        return Workspace<double>.RequireLength(((long)width * width) + Math.Max(QrPanel<double>.WorkspaceLength(width, width), 2L * width * ((long)columns + sides)));
    }

    /// <summary>Takes rows into a triangle whose diagonal is not negative afterwards. All elements are finite.</summary>
    /// <param name="r">n x n with contiguous rows; only on and above the diagonal is read and written.</param>
    /// <param name="c">n x p with contiguous rows.</param>
    /// <param name="x">k x n with contiguous rows, destroyed.</param>
    /// <param name="d">k x p with contiguous rows: the part that fits none of the rows of R' on return.</param>
    /// <param name="upper">Whether X is upper triangular.</param>
    /// <param name="work">At least <see cref="WorkspaceLength"/> elements.</param>
    public static void Append<T>(MatrixSpan<T> r, MatrixSpan<T> c, MatrixSpan<T> x, MatrixSpan<T> d, bool upper, Span<T> work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Max(ExactScaling.MaxAbsUpper<T>(r), ExactScaling.MaxAbs<T>(x)), largestSide = T.Max(ExactScaling.MaxAbs<T>(c), ExactScaling.MaxAbs<T>(d));
        int shift = ExactScaling.Shift(largest), sideShift = ExactScaling.Shift(largestSide);
        ExactScaling.ScaleUpper(r, shift);
        ExactScaling.Scale(x, shift);
        ExactScaling.Scale(c, sideShift);
        ExactScaling.Scale(d, sideShift);
        if (x.Rows < FewestOfABlock)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                Rotate(r, c, x.RowSpan(i), d.Columns == 0 ? default : d.RowSpan(i));
            }
        }
        else
        {
            bool extreme = HouseholderPanel<T>.IsExtreme(T.ScaleB(largest, shift));
            for (int first = 0; first < r.Rows; first += Width)
            {
                int count = Math.Min(Width, r.Rows - first);
                Step(r, c, x, d, first, count, upper ? Math.Min(x.Rows, first + count) : x.Rows, extreme, work);
            }
        }

        MakePositive(r, c);
        ExactScaling.ScaleUpper(r, -shift);
        ExactScaling.Scale(c, -sideShift);
        ExactScaling.Scale(d, -sideShift);
    }

    /// <summary>One panel, and its reflectors on everything to its right.</summary>
    private static void Step<T>(MatrixSpan<T> r, MatrixSpan<T> c, MatrixSpan<T> x, MatrixSpan<T> d, int first, int count, int height, bool extreme, Span<T> work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = QrBlocking.PanelStride(count), end = first + count, right = r.Columns - end;
        Workspace<T> parts = new(work);
        MatrixSpan<T> t = parts.TakeMatrix(count, count).Transposed, diagonal = r.Slice(first, first, count, count);
        using Scratch.Lease<T> forTau = Scratch.Rent<T>(count);
        using Scratch.Lease<T> forPanel = Scratch.Rent<T>((nint)(count + height) * stride);
        MatrixSpan<T> v = new(ref forPanel.Span[0], count + height, count, stride, 1), below = v.Slice(count, 0, height, count);
        for (int i = 0; i < count; i++)
        {
            v.RowSpan(i)[..i].Clear();
            diagonal.RowSpan(i)[i..].CopyTo(v.RowSpan(i)[i..]);
        }

        x.Slice(0, first, height, count).CopyTo(below);
        Span<T> rest = work[(count * count)..];
        new QrPanel<T>(v, diagonal, t, forTau.Span, extreme, true, rest).Factor();
        BlockReflector.ApplyUnderIdentity(r.Slice(first, end, count, right), x.Slice(0, end, height, right), below, t, true, rest, Parallelism.Serial);
        if (c.Columns > 0)
        {
            BlockReflector.ApplyUnderIdentity(c.Slice(first, 0, count, c.Columns), d.Slice(0, 0, height, d.Columns), below, t, true, rest, Parallelism.Serial);
        }
    }

    /// <summary>One row, by a rotation with each row of the triangle.</summary>
    private static void Rotate<T>(MatrixSpan<T> r, MatrixSpan<T> c, Span<T> x, Span<T> d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < x.Length; j++)
        {
            if (x[j] == T.Zero)
            {
                continue;
            }

            Span<T> row = r.RowSpan(j)[j..];
            T length = ElementaryReflector.Hypotenuse(row[0], T.Abs(x[j])), cosine = row[0] / length, sine = x[j] / length;
            row[0] = length;
            VectorKernels.RotatePair(row[1..], x[(j + 1)..], cosine, -sine);
            if (!d.IsEmpty)
            {
                VectorKernels.RotatePair(c.RowSpan(j), d, cosine, -sine);
            }
        }
    }

    private static void MakePositive<T>(MatrixSpan<T> r, MatrixSpan<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < r.Rows; i++)
        {
            if (T.IsNegative(r[i, i]))
            {
                VectorKernels.Scale(r.RowSpan(i)[i..], -T.One);
                if (c.Columns > 0)
                {
                    VectorKernels.Scale(c.RowSpan(i), -T.One);
                }
            }
        }
    }
}
