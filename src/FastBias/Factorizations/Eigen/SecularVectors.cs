using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The eigenvalues and eigenvectors of D + ρ·z·zᵀ, on several threads: what a merge computes before its products.</summary>
/// <remarks>
/// <code>
///     λⱼ                 the zeros of the secular equation; row j of S is dᵢ − λⱼ                          rows of S
///     ẑᵢ² = (λᵢ − dᵢ)/ρ · Π (λⱼ − dᵢ)/(dⱼ − dᵢ)     over j ≠ i: for this z they are exact (Löwner)        columns of S
///     S(j, ·) = ẑᵢ/(dᵢ − λⱼ), normalized, its elements where the rows that they belong to were gathered    rows of S
/// </code>
/// Each element is computed in the same way however the rows and columns are shared out.
/// </remarks>
internal sealed class SecularVectors<T> : ViewJob<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Fewer zeros than these are found on the calling thread: all of them take some ten microseconds.</summary>
    private const int FewestForThreads = 96;

    /// <summary>A thread's parts: enough of them that one which begins late takes fewer.</summary>
    private const int PartsOfAThread = 3;

    [ThreadStatic]
    private static SecularVectors<T>? t_job;

    private int[] _places = [];
    private T _rho;
    private Stage _stage;
    private int _share;

    private enum Stage
    {
        Zeros,
        Components,
        Vectors,
    }

    /// <summary>The zeros, and S.</summary>
    /// <param name="s">k x k: S on return.</param>
    /// <param name="poles">k, ascending: d.</param>
    /// <param name="weights">k: the squares of z; overwritten.</param>
    /// <param name="z">k; overwritten by ẑ.</param>
    /// <param name="zeros">k: λ on return.</param>
    /// <param name="places">Where each element of an eigenvector goes in its row of S.</param>
    /// <param name="rho">Positive.</param>
    /// <param name="parallelism">How many threads.</param>
    public static void Form(
        MatrixSpan<T> s, Span<T> poles, Span<T> weights, Span<T> z, Span<T> zeros, ReadOnlySpan<int> places, T rho, Parallelism parallelism)
    {
        SecularVectors<T> job = t_job ??= new();
        int count = places.Length, threads = count < FewestForThreads ? 1 : parallelism.MaxThreads;
        if (job._places.Length < count)
        {
            job._places = new int[count];
        }

        places.CopyTo(job._places);
        job._rho = rho;

        // Whole lines of the cache, so that no two threads write to one.
        job._share = threads == 1 ? count : ((count / (PartsOfAThread * threads)) + 15) / 16 * 16;
        job.RunStage(Stage.Zeros, s, poles, weights, z, zeros, threads);
        weights.Fill(T.One / rho);
        job.RunStage(Stage.Components, s, poles, weights, z, zeros, threads);
        for (int i = 0; i < count; i++)
        {
            z[i] = T.CopySign(T.Sqrt(weights[i]), z[i]);
        }

        job.RunStage(Stage.Vectors, s, poles, weights, z, zeros, threads);
    }

    public override void Execute(int part)
    {
        int first = part * _share, end = Math.Min(first + _share, View(0).Rows);
        switch (_stage)
        {
            case Stage.Zeros:
                FindZeros(first, end);
                break;
            case Stage.Components:
                MultiplyComponents(first, end);
                break;
            default:
                FormVectors(first, end);
                break;
        }
    }

    private void RunStage(Stage stage, MatrixSpan<T> s, Span<T> poles, Span<T> weights, Span<T> z, Span<T> zeros, int threads)
    {
        _stage = stage;
        int count = s.Rows;
        Run((count + _share - 1) / _share, threads, s, Line(poles), Line(weights), Line(z), Line(zeros));

        MatrixSpan<T> Line(Span<T> values) => new(values, 1, count);
    }

    private void FindZeros(int first, int end)
    {
        MatrixSpan<T> s = View(0);
        Span<T> poles = View(1).RowSpan(0), weights = View(2).RowSpan(0), zeros = View(4).RowSpan(0);
        for (int j = first; j < end; j++)
        {
            zeros[j] = SecularEquation.Solve<T>(poles, weights, _rho, j, s.RowSpan(j));
        }
    }

    private void MultiplyComponents(int first, int end)
    {
        MatrixSpan<T> s = View(0);
        Span<T> all = View(1).RowSpan(0), poles = all[first..end], squares = View(2).RowSpan(0)[first..end];
        for (int j = 0; j < s.Rows; j++)
        {
            Span<T> differences = s.RowSpan(j)[first..end];
            bool isOwn = j >= first && j < end;
            T own = isOwn ? squares[j - first] * -differences[j - first] : T.Zero;
            VectorKernels.Quotients<T>(squares, differences, poles, all[j]);
            if (isOwn)
            {
                squares[j - first] = own;
            }
        }
    }

    private void FormVectors(int first, int end)
    {
        MatrixSpan<T> s = View(0);
        Span<T> z = View(3).RowSpan(0);
        using Scratch.Lease<T> lease = Scratch.Rent<T>(s.Rows);
        Span<T> line = lease.Span;
        for (int j = first; j < end; j++)
        {
            Span<T> row = s.RowSpan(j);
            line.Fill(T.One);
            VectorKernels.Quotients<T>(line, z, row, T.Zero);
            VectorKernels.Scale(line, T.One / VectorKernels.Norm<T>(line));
            for (int i = 0; i < row.Length; i++)
            {
                row[_places[i]] = line[i];
            }
        }
    }
}
