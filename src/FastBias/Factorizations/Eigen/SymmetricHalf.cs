using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A symmetric matrix of which one half is kept, in squares along the diagonal and what is right of them: its products with a vector, and its changes, on several threads.</summary>
/// <remarks>
/// <code>
///      ■ ■ · · · ·   ┐ group 0      ■ the diagonal's squares, both of whose triangles are kept; with what is right of them (·) they are the matrix.
///      ■ ■ · · · ·   ┘
///          ■ ■ · ·   ┐ group 1      A row of squares and dots gives its part of A·x, and the dots, while they are near, once more as columns
///          ■ ■ · ·   ┘              the parts below. A group adds up for itself; the sums of the groups are added in order.
///              ⋮       group 0, …
/// </code>
/// How many groups there are depends on the size alone, and so the bits do not depend on the threads.
/// </remarks>
internal sealed class SymmetricHalf<T> : ViewJob<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The squares begin at its multiples: of what lies below them nothing is read or kept up to date.</summary>
    private const int Square = 32;

    /// <summary>The groups of a large product.</summary>
    private const int Groups = 4;

    /// <summary>The fewest rows of a large product: it takes some microseconds.</summary>
    private const int FewestRows = 256;

    [ThreadStatic]
    private static SymmetricHalf<T>? t_job;

    private bool _isUpdate;
    private int _start;

    /// <summary>Room for the sums of the groups: that many elements for each column of A.</summary>
    public static int SumRows(int size) => size >= FewestRows ? Groups : 0;

    /// <summary>y = A·x for the rows and columns from <paramref name="start"/> on; each element that is kept is read once.</summary>
    /// <param name="y">As many elements as there are such rows, overwritten.</param>
    /// <param name="a">n x n with contiguous rows.</param>
    /// <param name="start">The first row and column.</param>
    /// <param name="x">As many elements as y.</param>
    /// <param name="sums"><see cref="SumRows"/> x n, overwritten.</param>
    /// <param name="parallelism">How many threads.</param>
    public static void Multiply(Span<T> y, MatrixSpan<T> a, int start, Span<T> x, MatrixSpan<T> sums, Parallelism parallelism)
    {
        if (y.Length < FewestRows)
        {
            Multiply(y, a, start, x, 0, 1);
            return;
        }

        SymmetricHalf<T> job = t_job ??= new();
        (job._isUpdate, job._start) = (false, start);
        MatrixSpan<T> vector = new(x, 1, x.Length);
        job.Run(Groups, parallelism.MaxThreads, a, vector, sums);
        sums.RowSpan(0)[..y.Length].CopyTo(y);
        for (int group = 1; group < Groups; group++)
        {
            VectorKernels.Axpy<T>(y, T.One, sums.RowSpan(group)[..y.Length]);
        }
    }

    /// <summary>A −= SᵀS' from row and column <paramref name="start"/> on.</summary>
    /// <param name="a">n x n with contiguous rows.</param>
    /// <param name="start">The first row and column.</param>
    /// <param name="s">r x n.</param>
    /// <param name="other">S', r x n: S with its rows in another order, so that the product is symmetric.</param>
    /// <param name="parallelism">How many threads.</param>
    public static void Update(MatrixSpan<T> a, int start, MatrixSpan<T> s, MatrixSpan<T> other, Parallelism parallelism)
    {
        SymmetricHalf<T> job = t_job ??= new();
        (job._isUpdate, job._start) = (true, start);
        int parts = ((a.Rows + Square - 1) / Square) - (start / Square);
        job.Run(parts, a.Rows - start < FewestRows ? 1 : parallelism.MaxThreads, a, s, other);
    }

    public override void Execute(int part)
    {
        if (_isUpdate)
        {
            Update(View(0), _start, View(1), View(2), part);
            return;
        }

        Span<T> x = View(1).RowSpan(0);
        Multiply(View(2).RowSpan(part)[..x.Length], View(0), _start, x, part, Groups);
    }

    /// <summary>What the rows of squares of a group add to y.</summary>
    private static void Multiply(Span<T> y, MatrixSpan<T> a, int start, ReadOnlySpan<T> x, int group, int groups)
    {
        int n = a.Rows;
        y.Clear();
        for (int i = start, next, number = 0; i < n; i = next, number++)
        {
            next = Math.Min(n, (i / Square * Square) + Square);
            if (number % groups != group)
            {
                continue;
            }

            int height = next - i, at = i - start;
            Gemm.MultiplyVector(y.Slice(at, height), a.Slice(i, i, height, n - i), x[at..], T.One, T.One);
            if (next < n)
            {
                Gemm.MultiplyVector(y[(next - start)..], ((ReadOnlyMatrixSpan<T>)a.Slice(i, next, height, n - next)).Transposed, x.Slice(at, height), T.One, T.One);
            }
        }
    }

    /// <summary>One row of squares.</summary>
    private static void Update(MatrixSpan<T> a, int start, ReadOnlyMatrixSpan<T> s, ReadOnlyMatrixSpan<T> other, int part)
    {
        int square = ((start / Square) + part) * Square, i = Math.Max(start, square), height = Math.Min(a.Rows, square + Square) - i;
        int left = Math.Max(start, square), width = a.Columns - left;
        Gemm.Multiply(a.Slice(i, left, height, width), s.Slice(0, i, s.Rows, height).Transposed, other.Slice(0, left, s.Rows, width), -T.One, T.One);
    }
}
