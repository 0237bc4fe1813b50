using System.Numerics;

namespace FastBias.Kernels;

/// <summary>y = A·x + beta·y and w = alpha·Aᵀ·y + gamma·w, with the bits of two products and, where the rows of A are contiguous, A read from memory once.</summary>
/// <remarks>
/// A few rows at a time: their elements of y, then their links of the chains of w while they are in a near cache:
/// <code>
///   rows i .. i+3    ━━━━━━━━━━━▶ y[i] .. y[i+3]
///                    ━━━━━━━━━━━▶ w += y[i]·a[i] + .. + y[i+3]·a[i+3]
///   rows i+4 ..      ━━━━━━━━━━━▶ ..
/// </code>
/// A chain of w is cut every <see cref="Gemm.Depth"/> rows, which is what threads share: each piece has chains of its own, and they are added in order.
/// Source: Howell, Demmel, Fulton, Hammarling and Marmol, Cache efficient bidiagonalization using BLAS 2.5 operators, ACM TOMS 34 (2008).
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
internal sealed unsafe class GemvGramJob<T> : IParallelJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static GemvGramJob<T>? t_job;

    private KernelTable<T> _kernels = null!;
    private T* _y;
    private T* _a;
    private T* _x;
    private T* _chains;
    private (int Rows, int Columns, nint RowStride) _shape;
    private T _beta;

    /// <summary>Both products with the kernels of an ISA. w is apart from A, x and y, and y from A and x.</summary>
    public static void Run(
        KernelTable<T> kernels, Span<T> w, Span<T> y, in ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta, T gamma, Parallelism parallelism)
    {
        int pieces = (a.Rows + Gemm.Depth - 1) / Gemm.Depth;
        int threads = (int)Math.Clamp((double)a.Rows * a.Columns / GemvJob<T>.MinimumWork, 1, parallelism.MaxThreads);
        bool byRows = a.ColumnStride == 1 && a.RowStride != 1 && a.Columns > 1;
        if (!byRows || alpha == T.Zero || a.Rows <= RowsAtOnce(a.Columns) || pieces < threads)
        {
            MatrixSpan<T> image = new(y, y.Length, 1);
            Gemm.Route(kernels, image, a, new(x, x.Length, 1), T.One, beta, parallelism, default);
            Gemm.Route(kernels, new(w, w.Length, 1), a.Transposed, image, alpha, gamma, parallelism, default);
            return;
        }

        using Scratch.Lease<T> chains = Scratch.Rent<T>((nint)pieces * a.Columns);
        GemvGramJob<T> job = t_job ??= new();
        fixed (T* pw = w, py = y, pa = &a.Reference, px = x)
        {
            job._kernels = kernels;
            job._y = py;
            job._a = pa;
            job._x = px;
            job._chains = chains.Pointer;
            job._shape = (a.Rows, a.Columns, a.RowStride);
            job._beta = beta;
            WorkerPool.Run(job, pieces, threads);
            for (int piece = 0; piece < pieces; piece++)
            {
                Gemv.AddPiece(kernels, (nuint)a.Columns, chains.Pointer + ((nint)piece * a.Columns), pw, alpha, piece == 0 ? gamma : T.One);
            }
        }
    }

    public void Execute(int part)
    {
        T* chains = _chains + ((nint)part * _shape.Columns);
        int first = part * Gemm.Depth, end = Math.Min(first + Gemm.Depth, _shape.Rows), step = RowsAtOnce(_shape.Columns);
        bool alone = Gemv.AreReadInTurn(_shape.Rows, (long)_shape.Columns * sizeof(T));
        for (int i = first; i < end; i += step)
        {
            int rows = Math.Min(step, end - i);
            T* a = _a + (i * _shape.RowStride);
            Gemv.Rows(_kernels, _y + i, a, _shape.RowStride, rows, _shape.Columns, _x, T.One, _beta, alone);
            Gemv.AddRows(_kernels, chains, a, _shape.RowStride, rows, _shape.Columns, _y + i, i == first ? T.Zero : T.One);
        }
    }

    /// <summary>The rows that are read a second time while they are near: what half of the first-level cache holds, but eight where half of the second one does, and else four.</summary>
    private static int RowsAtOnce(int columns)
    {
        long line = (long)columns * sizeof(T), near = MachineInfo.L1 / 2 / line & -4;
        return (int)Math.Max(8 * line <= MachineInfo.L2 / 2 ? 8 : 4, near);
    }
}
