using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The two norms of a proof of full rank, on several threads: ‖R⁻¹‖_F by blocks of columns, and beside them a lower bound of σ₁(R).</summary>
/// <remarks>
/// <para>Columns j to j + k of R⁻¹ need the first j + k rows of R only; of each block its norm is kept, and the norms are put together in the order of the blocks.</para>
/// <para>The steps of Lanczos's method on RᵀR follow one another and each reads all of R, so they are one part. The proof can do without them where ‖R‖_F is
/// small enough, which it knows for sure once it has ‖R⁻¹‖_F; a caller that expects to need them has them computed meanwhile, by a thread that would wait for the blocks.</para>
/// </remarks>
internal sealed class FullRankNorms<T> : ViewJob<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns of the inverse, or rows of R, at a time.</summary>
    private const int Block = 64;

    private const int LanczosSteps = 20;

    /// <summary>Below so many multiply-adds a thread waking it costs more than it saves.</summary>
    private const double MinimumWork = 1e6;

    private readonly CancellationToken _cancellation;
    private readonly T[] _blocks;
    private readonly int _first;
    private T _largest;

    private FullRankNorms(int blocks, bool both, CancellationToken cancellation)
    {
        _blocks = new T[blocks];
        _first = both ? blocks : blocks - 1;
        _cancellation = cancellation;
    }

    /// <summary>‖R⁻¹‖_F, and σ₁ from below as <see cref="Largest"/> finds it if it was wanted and there is a thread to spare, else null.</summary>
    /// <param name="r">n x n, upper triangular, in the working range.</param>
    /// <param name="wantsLargest">Whether the second is expected to be needed.</param>
    /// <param name="options">How many threads, and whether to stop.</param>
    /// <exception cref="OperationCanceledException">The caller wants it no longer.</exception>
    public static (T Inverse, T? Largest) Find(ReadOnlyMatrixSpan<T> r, bool wantsLargest, FactorOptions options)
    {
        int n = r.Columns, blocks = (n + Block - 1) / Block, threads = (int)Math.Clamp((double)n * n * n / 6 / MinimumWork, 1, options.Parallelism.MaxThreads);
        bool both = wantsLargest && threads > 1;
        FullRankNorms<T> job = new(blocks, both, options.CancellationToken);
        job.Run(job._first + 1, threads, OnlyRead(r));
        options.CancellationToken.ThrowIfCancellationRequested();
        return (VectorProduct.Norm<T>(job._blocks), both ? job._largest : null);
    }

    /// <summary>√θ, θ the largest Ritz value after <see cref="LanczosSteps"/> steps w = RᵀR·v − α·v − β·v₋₁ from a random v.</summary>
    /// <param name="r">n x n, upper triangular, in the working range.</param>
    /// <param name="options">How many threads, and whether to stop: what comes back then is too small.</param>
    public static T Largest(ReadOnlyMatrixSpan<T> r, FactorOptions options)
    {
        int n = r.Columns, steps = Math.Min(LanczosSteps, n);
        Matrix<T> vectors = new(3, n), tridiagonal = new(steps, steps);
        Span<T> before = vectors.Row(0), v = vectors.Row(1), w = vectors.Row(2);
        new RandomSource(1).FillGaussian(v);
        VectorKernels.Scale(v, T.One / VectorKernels.Norm<T>(v));
        T beta = T.Zero;
        for (int k = 0; k < steps && !options.CancellationToken.IsCancellationRequested; k++)
        {
            ApplyGram(w, r, v, options.Parallelism);
            T alpha = VectorKernels.Dot<T>(v, w);
            tridiagonal[k, k] = alpha;
            VectorKernels.Axpy(w, -alpha, v);
            VectorKernels.Axpy(w, -beta, before);
            beta = VectorKernels.Norm<T>(w);
            if (k + 1 == steps || beta <= FactorRange<T>.Epsilon * alpha)
            {
                break;
            }

            tridiagonal[k, k + 1] = tridiagonal[k + 1, k] = beta;
            VectorKernels.Scale(w, T.One / beta);
            Span<T> spare = before;
            before = v;
            v = w;
            w = spare;
        }

        return T.Sqrt(VectorKernels.MaxAbs<T>(SymmetricEigen<T>.Factor(tridiagonal).Values));
    }

    /// <summary>What takes longest comes first: Lanczos's steps if they are wanted, then the blocks from the last, which needs all of R.</summary>
    public override void Execute(int part)
    {
        ReadOnlyMatrixSpan<T> r = View(0);
        int block = _first - part;
        if (block == _blocks.Length)
        {
            _largest = Largest(r, new() { CancellationToken = _cancellation });
        }
        else if (!_cancellation.IsCancellationRequested)
        {
            _blocks[block] = InverseNorm(r, block * Block);
        }
    }

    /// <summary>‖columns j to j + <see cref="Block"/> of R⁻¹‖_F.</summary>
    private static T InverseNorm(ReadOnlyMatrixSpan<T> r, int j)
    {
        int width = Math.Min(Block, r.Columns - j), height = j + width;
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)height * width);
        MatrixSpan<T> columns = new(lease.Span, height, width);
        columns.Fill(T.Zero);
        for (int i = 0; i < width; i++)
        {
            columns[j + i, i] = T.One;
        }

        Triangular.Solve(columns, r.Slice(0, 0, height, height), Triangle.Upper);
        return VectorProduct.Norm<T>(lease.Span);
    }

    /// <summary>w = Rᵀ·(R·v), block of rows by block of rows, which leaves out most of the zeros.</summary>
    private static void ApplyGram(Span<T> w, ReadOnlyMatrixSpan<T> r, Span<T> v, Parallelism parallelism)
    {
        int n = r.Columns;
        Span<T> image = stackalloc T[Block];
        w.Clear();
        for (int i = 0; i < n; i += Block)
        {
            int rows = Math.Min(Block, n - i);
            ReadOnlyMatrixSpan<T> block = r.Slice(i, i, rows, n - i);
            GemvGramJob<T>.Run(Kernels<T>.Current, w[i..], image[..rows], block, v[i..], T.One, T.Zero, T.One, parallelism);
        }
    }
}
