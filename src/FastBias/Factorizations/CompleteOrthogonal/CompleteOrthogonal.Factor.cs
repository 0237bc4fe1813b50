using System.Numerics;

namespace FastBias;

public sealed partial class CompleteOrthogonal<T>
{
    /// <summary>Decomposes A (LAPACK: the first half of dgelsy).</summary>
    /// <param name="a">m x n, any strides; copied and never written.</param>
    /// <param name="relativeCutoff">Between 0 and 1, 1 excluded: diagonal elements of R of at most this times |r₁₁| count as zero; max(m, n)·ε (at most √ε) if not given.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Ends the call early, with <see cref="Status.Cancelled"/>.</param>
    /// <returns>The decomposition; look at <see cref="Status"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative, at least 1 or NaN.</exception>
    public static CompleteOrthogonal<T> Factor(
        ReadOnlyMatrixSpan<T> a, T? relativeCutoff = null, Parallelism parallelism = default, CancellationToken cancellationToken = default) =>
        Factor(a, relativeCutoff, new FactorOptions { Parallelism = parallelism, CancellationToken = cancellationToken });

    /// <summary>Decomposes A (LAPACK: the first half of dgelsy).</summary>
    /// <param name="a">m x n, any strides; copied and never written.</param>
    /// <param name="relativeCutoff">As in the other overload.</param>
    /// <param name="options">The policy on non-finite input, threads and cancellation.</param>
    /// <returns>The decomposition; look at <see cref="Status"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative, at least 1 or NaN.</exception>
    public static CompleteOrthogonal<T> Factor(ReadOnlyMatrixSpan<T> a, T? relativeCutoff, FactorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PivotedQr<T>.RequireCutoff(relativeCutoff, a.Rows, a.Columns);
        return From(PivotedQr<T>.Factor(a, options), relativeCutoff, options);
    }

    /// <summary>Decomposes A from its pivoted QR, which is kept and not changed; another cutoff needs no new QR.</summary>
    /// <param name="pivoted">The pivoted QR of A; its status carries over.</param>
    /// <param name="relativeCutoff">As in the other overloads.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <returns>The decomposition; look at <see cref="Status"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="pivoted"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative, at least 1 or NaN.</exception>
    public static CompleteOrthogonal<T> From(PivotedQr<T> pivoted, T? relativeCutoff = null, FactorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pivoted);
        T cutoff = PivotedQr<T>.RequireCutoff(relativeCutoff, pivoted.Rows, pivoted.Columns);
        options ??= new FactorOptions();
        Status status = pivoted.Status;
        TrapezoidReduction<T>? reduction = null;
        try
        {
            reduction = status == Status.Success ? new(Trapezoid(pivoted, cutoff), options.Parallelism, options.CancellationToken) : null;
        }
        catch (OperationCanceledException) when (options.CancellationToken.IsCancellationRequested)
        {
            status = Status.Cancelled;
        }

        return new(pivoted, status, reduction, cutoff, options.Parallelism);
    }

    /// <summary>The first r rows of R.</summary>
    private static Matrix<T> Trapezoid(PivotedQr<T> pivoted, T cutoff)
    {
        Matrix<T> trapezoid = new(pivoted.CountRank(cutoff), pivoted.Columns);
        for (int i = 0; i < trapezoid.Rows; i++)
        {
            pivoted.Factors.Packed.Row(i)[i..].CopyTo(trapezoid.Row(i)[i..]);
        }

        return trapezoid;
    }
}
