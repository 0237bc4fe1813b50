using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A copy in pieces of rows of the destination, on several threads: for what is read from memory, or transposed, before a factorization.</summary>
internal sealed class CopyJob<T> : ViewJob<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Below so many elements a thread waking it costs more than it saves.</summary>
    private const double MinimumWork = 1e5;

    private readonly int _partRows;

    private CopyJob(int partRows) => _partRows = partRows;

    /// <summary>Copies a view to another one of the same shape, which does not overlap it.</summary>
    /// <param name="source">m x n, any strides.</param>
    /// <param name="destination">m x n, any strides.</param>
    /// <param name="parallelism">How many threads.</param>
    public static void Run(ReadOnlyMatrixSpan<T> source, MatrixSpan<T> destination, Parallelism parallelism)
    {
        int rows = source.Rows, threads = (int)Math.Clamp((double)rows * source.Columns / MinimumWork, 1, parallelism.MaxThreads);
        if (threads == 1)
        {
            source.CopyTo(destination);
            return;
        }

        // Whole squares of a transpose.
        int partRows = (((rows + threads - 1) / threads) + 15) / 16 * 16;
        new CopyJob<T>(partRows).Run((rows + partRows - 1) / partRows, threads, OnlyRead(source), destination);
    }

    public override void Execute(int part)
    {
        int first = part * _partRows;
        MatrixSpan<T> source = View(0);
        int count = Math.Min(_partRows, source.Rows - first);
        source.Slice(first, 0, count, source.Columns).CopyTo(View(1).Slice(first, 0, count, source.Columns));
    }
}
