using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Exchanges of columns.</summary>
internal static unsafe class ColumnExchange
{
    /// <summary>Exchanges columns <paramref name="j"/> and <paramref name="k"/> of a view of any strides.</summary>
    public static void Swap<T>(MatrixSpan<T> a, int j, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = a.RowStride;
        fixed (T* origin = &a.Reference)
        {
            T* x = origin + (j * a.ColumnStride), y = origin + (k * a.ColumnStride);
            for (int i = 0; i < a.Rows; i++)
            {
                (*x, *y) = (*y, *x);
                x += step;
                y += step;
            }
        }
    }

    /// <summary>Exchanges column t for column <paramref name="partners"/>[t], one t after the other, in each row while it is at hand.</summary>
    /// <remarks>A column at a time would touch as many pages as there are rows, each time anew.</remarks>
    /// <param name="a">Rows contiguous.</param>
    /// <param name="partners">For each of the first columns a column that is not before it.</param>
    /// <param name="parallelism">How many threads.</param>
    public static void Swap<T>(MatrixSpan<T> a, ReadOnlySpan<int> partners, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* origin = &a.Reference)
        {
            fixed (int* first = partners)
            {
                ColumnExchangeJob<T>.Run(origin, a.Rows, a.RowStride, first, partners.Length, parallelism);
            }
        }
    }

    /// <summary>Column <paramref name="targets"/>[t] = column <paramref name="sources"/>[t] for all t, row by row; no target is a source.</summary>
    public static void Copy<T>(MatrixSpan<T> a, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = a.RowStride;
        fixed (T* origin = &a.Reference)
        {
            T* row = origin;
            for (int i = 0; i < a.Rows; i++, row += step)
            {
                T* ahead = row + (ColumnExchangeJob<T>.RowsAhead * step);
                for (int t = 0; t < sources.Length; t++)
                {
                    Prefetch.Line(ahead + targets[t]);
                    row[targets[t]] = row[sources[t]];
                }
            }
        }
    }
}

/// <summary>Exchanges of columns, cut into pieces of rows.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class ColumnExchangeJob<T> : IParallelJob
    where T : unmanaged
{
    /// <summary>Below this many exchanges of two elements a thread, the wake-up costs more than it saves.</summary>
    private const double MinimumWork = 3e4;

    /// <summary>No processor foresees where in the next rows elements will be asked for.</summary>
    internal const int RowsAhead = 2;

    [ThreadStatic]
    private static ColumnExchangeJob<T>? t_job;

    private T* _origin;
    private nint _step;
    private int _rows;
    private int _partRows;
    private int* _partners;
    private int _count;

    public static void Run(T* origin, int rows, nint step, int* partners, int count, Parallelism parallelism)
    {
        int threads = (int)Math.Clamp((double)rows * count / MinimumWork, 1, parallelism.MaxThreads);
        ColumnExchangeJob<T> job = t_job ??= new();
        job._origin = origin;
        job._step = step;
        job._rows = rows;
        job._partners = partners;
        job._count = count;
        job._partRows = Math.Max(1, (rows + threads - 1) / threads);
        WorkerPool.Run(job, (rows + job._partRows - 1) / job._partRows, threads);
    }

    public void Execute(int part)
    {
        int end = Math.Min(_rows, (part + 1) * _partRows);
        for (int i = part * _partRows; i < end; i++)
        {
            T* row = _origin + (i * _step), ahead = row + (RowsAhead * _step);
            for (int t = 0; t < _count; t++)
            {
                Prefetch.Line(ahead + _partners[t]);
                (row[t], row[_partners[t]]) = (row[_partners[t]], row[t]);
            }
        }
    }
}
