using System.Collections.Concurrent;

namespace FastBias.Files;

/// <summary>Streams a file into a state: one thread reads the next blocks while another reduces the last one.</summary>
public static class ShardReader
{
    private const int BlockBytes = 4 << 20;
    private const int Blocks = 3;

    /// <summary>The state of a .npy or .csv file of any length.</summary>
    /// <remarks>Memory: three blocks of 4 MiB (at least 64 rows each) and the state. The bits depend on the file and the columns chosen, and on nothing else.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">Target, weights, intercept, missing values, shard, progress, cancellation.</param>
    /// <returns>The state with its columns' names, and the rows that were left out.</returns>
    /// <exception cref="MatrixFileException">The file cannot be read, has no such column, or holds what is not a finite number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (LeastSquaresAccumulator<double> State, long DroppedRows) Accumulate(string path, ShardOptions? options = null)
    {
        options ??= new();
        using RowBlockReader reader = RowBlockReader.Open(path, new RowBlockOptions
        {
            DropMissing = options.DropMissing,
            IgnoredColumns = options.Excluded,
            Categorical = options.Categorical,
            CategoryColumns = options.CategoryColumns,
            Baseline = options.Baseline,
        });
        ShardColumns columns = new(reader, options);
        LeastSquaresAccumulator<double> state = new(columns.Count, 1, options.Shard);
        state.SetNames(columns.Names);
        int rows = Math.Max(64, BlockBytes / (sizeof(double) * reader.Names.Count));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        using BlockingCollection<Matrix<double>> free = new(), full = new();
        using BlockingCollection<int> counts = new();
        for (int i = 0; i < Blocks; i++)
        {
            free.Add(new Matrix<double>(rows, reader.Names.Count), stop.Token);
        }

        Task reading = Task.Run(() => Read(reader, free, full, counts, stop.Token), stop.Token);
        try
        {
            foreach (Matrix<double> block in full.GetConsumingEnumerable(stop.Token))
            {
                columns.Add(state, block, counts.Take(stop.Token));
                free.Add(block, stop.Token);
                options.Progress?.Report(reader.Progress);
            }
        }
        finally
        {
            stop.Cancel();
            Wait(reading, options.CancellationToken);
        }

        return (state, reader.DroppedRows);
    }

    private static void Read(RowBlockReader reader, BlockingCollection<Matrix<double>> free, BlockingCollection<Matrix<double>> full, BlockingCollection<int> counts, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                Matrix<double> block = free.Take(stop);
                int rows = reader.Read(block);
                if (rows == 0)
                {
                    return;
                }

                counts.Add(rows, stop);
                full.Add(block, stop);
            }
        }
        finally
        {
            full.CompleteAdding();
        }
    }

    /// <summary>What the reading thread threw, unless it only was told to stop.</summary>
    private static void Wait(Task reading, CancellationToken caller)
    {
        try
        {
            reading.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            // The consumer failed first; its exception is the one to see.
        }
    }
}
