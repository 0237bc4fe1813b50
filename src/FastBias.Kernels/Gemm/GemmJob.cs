using System.Numerics;

namespace FastBias.Kernels;

/// <summary>A product cut into rectangles of C, one a part; every element is computed as it would be on one thread.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class GemmJob<T> : IParallelJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Below this many multiply-adds a thread, the wake-up costs more than it saves (about 100 microseconds of work).</summary>
    private const double MinimumWork = 1e6;

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
        int rows = Math.Min(_partRows, _problem.M - row), columns = Math.Min(_partColumns, _problem.N - column);
        if (!_problem.Skips(row, column, rows))
        {
            GemmLoops<T>.Run(_kernels, _problem.Part(row, column, rows, columns), _cancellationToken);
        }
    }

    /// <summary>A grid of threads parts that reads least of A and B; more rows of parts where a triangle makes them uneven.</summary>
    private int Prepare(KernelTable<T> kernels, in GemmProblem<T> problem, int threads, CancellationToken cancellationToken)
    {
        (_kernels, _problem, _cancellationToken) = (kernels, problem, cancellationToken);
        int rowParts = 1;
        double least = double.MaxValue;
        for (int candidate = 1; candidate <= threads; candidate++)
        {
            double read = ((double)problem.M / candidate) + ((double)problem.N / (threads / candidate));
            if (threads % candidate == 0 && read < least)
            {
                (rowParts, least) = (candidate, read);
            }
        }

        int columnParts = threads / rowParts;
        if (problem.LowerOffset is not null)
        {
            (rowParts, columnParts) = (4 * threads, 1);
        }

        _partRows = RoundUp(problem.M, rowParts, kernels.TileRows);
        _partColumns = RoundUp(problem.N, columnParts, kernels.TileColumns);
        _columnParts = Ceiling(problem.N, _partColumns);
        return Ceiling(problem.M, _partRows) * _columnParts;
    }

    private static int RoundUp(int value, int parts, int step) => Ceiling(Ceiling(value, parts), step) * step;

    private static int Ceiling(int value, int step) => (value + step - 1) / step;
}
