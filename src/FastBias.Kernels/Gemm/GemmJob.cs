using System.Numerics;

namespace FastBias.Kernels;

/// <summary>A product cut into rectangles of C, one a part; every element is computed as it would be on one thread.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class GemmJob<T> : IParallelJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Below this many multiply-adds a thread, the wake-up costs more than it saves (about 100 microseconds of work).</summary>
    private const double MinimumWork = 1e6;

    /// <summary>Reading and packing an element of A or B takes about as long as so many multiply-adds.</summary>
    private const int PackingWork = 12;

    [ThreadStatic]
    private static GemmJob<T>? t_job;

    private KernelTable<T> _kernels = null!;
    private GemmProblem<T> _problem;
    private CancellationToken _cancellationToken;
    private int _partRows;
    private int _partColumns;
    private int _columnParts;

    /// <summary>Computes a product on as many threads as are allowed and worth waking.</summary>
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, Parallelism parallelism, CancellationToken cancellationToken)
    {
        double work = (double)problem.M * problem.N * problem.K;
        int threads = (int)Math.Clamp(work / MinimumWork, 1, parallelism.MaxThreads);
        if (threads == 1)
        {
            GemmLoops<T>.Run(kernels, problem, cancellationToken);
            return;
        }

        GemmJob<T> job = t_job ??= new();
        int parts = job.Prepare(kernels, problem, threads, cancellationToken);
        WorkerPool.Run(job, parts, threads);
        job._cancellationToken = default;
    }

    public void Execute(int part)
    {
        int row = part / _columnParts * _partRows, column = part % _columnParts * _partColumns;
        int rows = Math.Min(_partRows, _problem.M - row);
        int columns = Math.Min(_partColumns, (_problem.LowerOffset is { } offset ? Math.Min(_problem.N, row + rows + offset) : _problem.N) - column);
        if (!_problem.Skips(row, column, rows))
        {
            GemmLoops<T>.Run(_kernels, _problem.Part(row, column, rows, columns), _cancellationToken);
        }
    }

    /// <summary>A grid of as many parts as threads; rows of parts where a triangle makes them uneven.</summary>
    private int Prepare(KernelTable<T> kernels, in GemmProblem<T> problem, int threads, CancellationToken cancellationToken)
    {
        (_kernels, _problem, _cancellationToken) = (kernels, problem, cancellationToken);
        (_partRows, _partColumns) = problem.LowerOffset is null
            ? Grid(kernels, problem.M, problem.N, threads)
            : (RoundUp(problem.M, 4 * threads, kernels.TileRows), RoundUp(problem.N, 1, kernels.TileColumns));
        _columnParts = Ceiling(problem.N, _partColumns);
        return Ceiling(problem.M, _partRows) * _columnParts;
    }

    /// <summary>The parts of the grid whose largest part takes the shortest time.</summary>
    private static (int Rows, int Columns) Grid(KernelTable<T> kernels, int m, int n, int threads)
    {
        (int Rows, int Columns) best = default;
        double least = double.MaxValue;
        for (int candidate = 1; candidate <= threads; candidate++)
        {
            if (threads % candidate != 0)
            {
                continue;
            }

            (int rows, int columns) = (RoundUp(m, candidate, kernels.TileRows), RoundUp(n, threads / candidate, kernels.TileColumns));
            double time = ((double)Math.Min(rows, m) * Math.Min(columns, n)) + (PackingWork * ((double)rows + columns));
            if (time < least)
            {
                (best, least) = ((rows, columns), time);
            }
        }

        return best;
    }

    private static int RoundUp(int value, int parts, int step) => Ceiling(Ceiling(value, parts), step) * step;

    private static int Ceiling(int value, int step) => (value + step - 1) / step;
}
