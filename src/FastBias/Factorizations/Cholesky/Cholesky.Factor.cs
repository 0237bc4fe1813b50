using System.Numerics;

namespace FastBias;

public sealed partial class Cholesky<T>
{
    /// <summary>Factors A = L·Lᵀ (LAPACK: dpotrf).</summary>
    /// <param name="a">n x n, any strides; copied and never written. Only what is on and below the diagonal is read.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Ends the call early, with <see cref="Status.Cancelled"/>.</param>
    /// <returns>The factorization; look at <see cref="Status"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="a"/> is not square.</exception>
    public static Cholesky<T> Factor(ReadOnlyMatrixSpan<T> a, Parallelism parallelism = default, CancellationToken cancellationToken = default) =>
        Factor(a, new FactorOptions { Parallelism = parallelism, CancellationToken = cancellationToken });

    /// <summary>Factors A = L·Lᵀ (LAPACK: dpotrf).</summary>
    /// <param name="a">n x n, any strides; copied and never written. Only what is on and below the diagonal is read.</param>
    /// <param name="options">The policy on non-finite input, threads and cancellation.</param>
    /// <returns>The factorization; look at <see cref="Status"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="a"/> is not square.</exception>
    public static Cholesky<T> Factor(ReadOnlyMatrixSpan<T> a, FactorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FactorCheck.RequireShape(a.Rows, a.Columns, a.Rows, a.Rows, nameof(a));
        Matrix<T> lower = CopyLower(a);
        T max = ExactScaling.MaxAbs<T>(lower);
        if (!T.IsFinite(max))
        {
            (int Row, int Column)? first = options.Finite == FinitePolicy.Check ? FactorInput<T>.FindNonFinite(lower) : null;
            return new(lower, 0, Status.NonFiniteInput, -1, first, options.Parallelism);
        }

        // An even power of two, so that L is scaled by its square root exactly.
        int shift = ExactScaling.Shift(max);
        shift -= shift % 2;
        ExactScaling.Scale(lower.Data.AsSpan(), shift);
        (Status status, int failed) = Run(lower, options);
        return new(lower, -shift, status, failed, null, options.Parallelism);
    }

    /// <summary>The elements of workspace that <see cref="FactorInPlace"/> needs for an n x n matrix.</summary>
    /// <param name="n">The order, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public static int WorkspaceLength(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return CholeskyDriver.WorkspaceLength(n);
    }

    /// <summary>A = L·Lᵀ in place and without allocation: L on and below the diagonal; what is above it is neither read nor written.</summary>
    /// <remarks>
    /// Status: <see cref="Status.Success"/> or <see cref="Status.NotPositiveDefinite"/>, after which A is partly overwritten. Nothing is checked or scaled: a
    /// NaN or an infinity in the lower triangle makes a pivot fail, or spreads into L. Aliasing: the arguments may not overlap. No allocation; the calling thread.
    /// </remarks>
    /// <param name="a">n x n with contiguous rows, overwritten.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements, overwritten.</param>
    /// <param name="failedPivot">The index of the first pivot that was not positive, or −1.</param>
    /// <exception cref="ArgumentException">A is not square, the elements of a row are not next to each other, or the span is too short. Nothing was written.</exception>
    public static Status FactorInPlace(MatrixSpan<T> a, Span<T> workspace, out int failedPivot)
    {
        FactorCheck.RequireShape(a.Rows, a.Columns, a.Rows, a.Rows, nameof(a));
        FactorCheck.RequireContiguousRows<T>(a, nameof(a));
        FactorCheck.RequireLength(workspace.Length, CholeskyDriver.WorkspaceLength(a.Rows), nameof(workspace));
        failedPivot = CholeskyDriver.Factor(a, workspace, Parallelism.Serial, CancellationToken.None);
        return failedPivot < 0 ? Status.Success : Status.NotPositiveDefinite;
    }

    private static (Status Status, int FailedPivot) Run(Matrix<T> lower, FactorOptions options)
    {
        T[] workspace = new T[CholeskyDriver.WorkspaceLength(lower.Rows)];
        try
        {
            int failed = CholeskyDriver.Factor<T>(lower, workspace, options.Parallelism, options.CancellationToken);
            return (failed < 0 ? Status.Success : Status.NotPositiveDefinite, failed);
        }
        catch (OperationCanceledException) when (options.CancellationToken.IsCancellationRequested)
        {
            return (Status.Cancelled, -1);
        }
    }

    private static Matrix<T> CopyLower(ReadOnlyMatrixSpan<T> a)
    {
        Matrix<T> lower = new(a.Rows, a.Rows);
        for (int i = 0; i < a.Rows; i++)
        {
            a.Slice(i, 0, 1, i + 1).CopyTo(lower.Slice(i, 0, 1, i + 1));
        }

        return lower;
    }
}
