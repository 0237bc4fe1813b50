using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The reflectors of a panel on the columns to its right, on several threads; the first part factors the next panel as soon as its columns are ready.</summary>
/// <remarks>
/// <code>
///     panel    next      part 1    part 2   …
///   ┌────────┬────────┬─────────┬─────────┬───
///   │ V      │ part 0 │         │         │        every part reads V and T and writes columns of its own: W = T(V'C), C −= V·W
///   │        │ and its│         │         │        in one go, with C still in the cache
///   │        │ QR     │         │         │
/// </code>
/// A product has the same bits however its columns are cut into parts of at least two, and so has the factorization.
/// </remarks>
internal sealed class QrStepJob<T> : ViewJob<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A thread's parts of a step: enough of them that one which begins late takes fewer.</summary>
    private const int PartsOfAThread = 3;

    /// <summary>Fewer columns than these would be packed more than computed with.</summary>
    private const int FewestColumns = 96;

    /// <summary>Below so many multiply-adds a thread waking it costs more than it saves.</summary>
    private const double MinimumWork = 1e6;

    [ThreadStatic]
    private static QrStepJob<T>? t_job;

    private int _partColumns;
    private int _next;
    private bool _extreme;
    private bool _needsTriangle;

    /// <summary>Whether a step is worth waking a second thread.</summary>
    public static bool Pays(int rows, int count, int right, Parallelism parallelism) => parallelism.MaxThreads > 1 && 2.0 * rows * count * right >= 2 * MinimumWork;

    /// <summary>C = Hᵀ·C for the columns of A behind those of V, and the QR of the first <paramref name="next"/> of them below.</summary>
    /// <param name="a">m x n, the panel in its first columns.</param>
    /// <param name="v">m x w, explicit.</param>
    /// <param name="t">w x w, explicit.</param>
    /// <param name="nextV">(m − w) x next: room for the V of the next panel.</param>
    /// <param name="nextT">next x next with contiguous columns.</param>
    /// <param name="nextTau">next x 1: the scalars.</param>
    /// <param name="extreme">As in <see cref="HouseholderPanel{T}.Factor"/>.</param>
    /// <param name="needsTriangle">Whether the T of the next panel is wanted.</param>
    /// <param name="next">The columns of the next panel; 0 if it is not to be factored. Neither they nor those behind them are a single column.</param>
    /// <param name="parallelism">How many threads.</param>
    public static void Run(
        MatrixSpan<T> a, MatrixSpan<T> v, MatrixSpan<T> t, MatrixSpan<T> nextV, MatrixSpan<T> nextT, MatrixSpan<T> nextTau, bool extreme, bool needsTriangle, int next, Parallelism parallelism)
    {
        QrStepJob<T> job = t_job ??= new();
        int right = a.Columns - v.Columns - next, threads = parallelism.MaxThreads, share = Math.Max(FewestColumns, ((right / (PartsOfAThread * threads)) + 47) / 48 * 48);
        (job._partColumns, job._next, job._extreme, job._needsTriangle) = (share, next, extreme, needsTriangle);

        // One column that is left over goes with the part before: by itself it would have other bits.
        int parts = right == 1 ? 1 : (right + share - 2) / share;
        job.Run(parts + 1, threads, a, v, t, nextV, nextT, nextTau);
    }

    public override void Execute(int part)
    {
        MatrixSpan<T> a = View(0), v = View(1);
        int first = v.Columns;
        if (part > 0)
        {
            int begin = first + _next + ((part - 1) * _partColumns), left = a.Columns - begin;
            Apply(begin, left <= _partColumns + 1 ? left : _partColumns);
        }
        else if (_next > 0)
        {
            Apply(first, _next);
            QrDriver.FactorPanel(a.Slice(first, first, a.Rows - first, _next), View(3), View(4), View(5).ColumnSpan(0), _extreme, _needsTriangle);
        }
    }

    private void Apply(int begin, int columns)
    {
        MatrixSpan<T> a = View(0), v = View(1);
        using Scratch.Lease<T> work = Scratch.Rent<T>(2 * (nint)v.Columns * columns);
        BlockReflector.Apply(a.Slice(0, begin, a.Rows, columns), v, View(2), true, work.Span, Parallelism.Serial);
    }
}
