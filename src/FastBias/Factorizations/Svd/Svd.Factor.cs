using FastBias.Kernels;

namespace FastBias;

/// <content>The factorization.</content>
public sealed partial class Svd<T>
{
    /// <summary>Matrices with sides up to this are worked on in memory that stays for the next call, and is large enough for each of them.</summary>
    internal const int SmallSide = 48, SmallBytes = 1 << 18;

    private static readonly SvdOptions s_default = new();

    /// <summary>A = U·Σ·Vᵀ.</summary>
    /// <param name="a">m x n, any strides; not changed. Empty matrices have no singular values, and identities for their full factors.</param>
    /// <param name="options">Which vectors, the cap on sweeps, the policy on NaN and infinity.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Looked at in every row of a sweep; the result then has <see cref="Status.Cancelled"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="SvdOptions.MaxSweeps"/> is less than 1, or a factor would not fit into one array.</exception>
    /// <returns>The factors; look at <see cref="Status"/>. NaN or infinity in A give <see cref="Status.NonFiniteInput"/>.</returns>
    public static Svd<T> Factor(
        ReadOnlyMatrixSpan<T> a, SvdOptions? options = null, Parallelism parallelism = default, CancellationToken cancellationToken = default)
    {
        options ??= s_default;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSweeps, 1, nameof(options));
        int m = a.Rows, n = a.Columns;
        (int left, int right) = Counts(m, n, options.Vectors);
        Matrix<T> u = Matrix<T>.Uninitialized(m, left), vt = Matrix<T>.Uninitialized(right, n);
        T[] s = new T[Math.Min(m, n)];
        bool small = Math.Max(m, n) <= SmallSide;
        using ArenaLease work = new(small ? SmallBytes : WorkspaceBytes(m, n, options.Vectors));
        SvdOutcome<T> outcome = Run(a, u, s, vt, options, work.Memory, parallelism, cancellationToken);
        return outcome.Status is Status.Success or Status.NotConverged
            ? new Svd<T>(u, s, vt, options.Vectors, outcome)
            : new Svd<T>(new Matrix<T>(m, 0), [], new Matrix<T>(0, n), options.Vectors, outcome);
    }

    /// <summary>A itself again: U·Σ·Vᵀ, m x n, up to rounding.</summary>
    /// <exception cref="InvalidOperationException">There are no singular vectors: they were not asked for, or <see cref="Status"/> says that there is no result.</exception>
    public Matrix<T> Reconstruct()
    {
        RequireVectors();
        Matrix<T> scaled = new(S.Length, Columns), product = new(Rows, Columns);
        for (int k = 0; k < S.Length; k++)
        {
            Span<T> row = scaled.Row(k);
            Vt.Row(k).CopyTo(row);
            VectorKernels.Scale(row, S[k]);
        }

        Product.Multiply<T>(product.AsSpan(), U.Slice(0, 0, Rows, S.Length), scaled);
        return product;
    }

    /// <summary>How many left and right singular vectors there are.</summary>
    private static (int Left, int Right) Counts(int m, int n, SvdVectors vectors) =>
        vectors switch { SvdVectors.None => (0, 0), SvdVectors.Thin => (Math.Min(m, n), Math.Min(m, n)), _ => (m, n) };

    /// <summary>The bytes that <see cref="Run"/> works in.</summary>
    private static long WorkspaceBytes(int m, int n, SvdVectors vectors) => JacobiSvd.Bytes<T>(Math.Max(m, n), Math.Min(m, n), vectors);

    private static SvdOutcome<T> Run(
        ReadOnlyMatrixSpan<T> a, MatrixSpan<T> u, Span<T> s, MatrixSpan<T> vt, SvdOptions options, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
    {
        bool wide = a.Rows < a.Columns, hasVectors = options.Vectors != SvdVectors.None;
        SvdTarget<T> target = wide ? new(vt.Transposed, s, u.Transposed, hasVectors) : new(u, s, vt, hasVectors);
        try
        {
            SvdProgress<T>? progress = JacobiSvd.Compute(wide ? a.Transposed : a, target, options.MaxSweeps, memory, parallelism, cancellationToken);
            return progress is { } done
                ? new SvdOutcome<T>(done.Converged ? Status.Success : Status.NotConverged, done.Sweeps, done.LargestCosine, null)
                : new SvdOutcome<T>(Status.NonFiniteInput, 0, T.Zero, options.Finite == FinitePolicy.Check ? FiniteScan.First(a) : null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SvdOutcome<T>(Status.Cancelled, 0, T.Zero, null);
        }
    }

    private void RequireResult()
    {
        if (Status is Status.NonFiniteInput or Status.Cancelled)
        {
            throw new InvalidOperationException($"There is no decomposition: {Status}.");
        }
    }

    private void RequireVectors()
    {
        RequireResult();
        if (Vectors == SvdVectors.None)
        {
            throw new InvalidOperationException("The singular vectors were not computed: ask for SvdVectors.Thin or Full.");
        }
    }
}
