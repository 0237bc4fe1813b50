using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>A product of a matrix and a column, cut into pieces of the result; every element is computed as it would be on one thread.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class GemvJob<T> : IParallelJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Below this many elements of A a thread, the wake-up costs more than it saves.</summary>
    public const double MinimumWork = 5e5;

    [ThreadStatic]
    private static GemvJob<T>? t_job;

    private KernelTable<T> _kernels = null!;
    private T* _y;
    private T* _a;
    private T* _x;
    private (int Rows, int Columns, nint YStep, nint ARow, nint AColumn, nint XStep) _shape;
    private (T Alpha, T Beta) _factors;
    private int _partRows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        KernelTable<T> kernels, in MatrixSpan<T> y, in ReadOnlyMatrixSpan<T> a, in ReadOnlyMatrixSpan<T> x, T alpha, T beta, Parallelism parallelism)
    {
        double work = (double)a.Rows * a.Columns;
        if (work < 2 * MinimumWork || parallelism.MaxThreads == 1)
        {
            Gemv.Multiply(kernels, y, a, x, alpha, beta);
            return;
        }

        int threads = (int)Math.Clamp(work / MinimumWork, 1, Math.Min(parallelism.MaxThreads, a.Rows));
        GemvJob<T> job = t_job ??= new();
        fixed (T* py = &y.Reference, pa = &a.Reference, px = &x.Reference)
        {
            job._kernels = kernels;
            job._y = py;
            job._a = pa;
            job._x = px;
            job._shape = (a.Rows, a.Columns, y.RowStride, a.RowStride, a.ColumnStride, x.RowStride);
            job._factors = (alpha, beta);
            job._partRows = ((a.Rows + threads - 1) / threads + 63) / 64 * 64;
            WorkerPool.Run(job, (a.Rows + job._partRows - 1) / job._partRows, threads);
        }
    }

    public void Execute(int part)
    {
        int row = part * _partRows, rows = Math.Min(_partRows, _shape.Rows - row);
        Gemv.Multiply(
            _kernels,
            new MatrixSpan<T>(ref _y[row * _shape.YStep], rows, 1, _shape.YStep, 1),
            new ReadOnlyMatrixSpan<T>(ref _a[row * _shape.ARow], rows, _shape.Columns, _shape.ARow, _shape.AColumn),
            new ReadOnlyMatrixSpan<T>(ref *_x, _shape.Columns, 1, _shape.XStep, 1),
            _factors.Alpha,
            _factors.Beta);
    }
}
