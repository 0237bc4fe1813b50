using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public sealed partial class PivotedQr<T>
{
    /// <summary>Factors A·P = Q·R (LAPACK: dgeqp3).</summary>
    /// <inheritdoc cref="Qr{T}.Factor(ReadOnlyMatrixSpan{T}, Parallelism, CancellationToken)"/>
    public static PivotedQr<T> Factor(ReadOnlyMatrixSpan<T> a, Parallelism parallelism = default, CancellationToken cancellationToken = default) =>
        Factor(a, new FactorOptions { Parallelism = parallelism, CancellationToken = cancellationToken });

    /// <summary>Factors A·P = Q·R (LAPACK: dgeqp3).</summary>
    /// <inheritdoc cref="Qr{T}.Factor(ReadOnlyMatrixSpan{T}, FactorOptions)"/>
    public static PivotedQr<T> Factor(ReadOnlyMatrixSpan<T> a, FactorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FactorInput<T> input = FactorInput<T>.Read(a, options.Finite);
        T[] tau = new T[Math.Min(a.Rows, a.Columns)];
        int[] permutation = new int[a.Columns];
        Status status = input.Status == Status.Success ? Run(input, tau, permutation, options) : input.Status;
        return new(new(input.Matrix, tau, null), permutation, input.Exponent, status, input.FirstNonFinite, options.Parallelism);
    }

    /// <summary>The elements of workspace that <see cref="FactorInPlace"/> needs for an m x n matrix.</summary>
    /// <inheritdoc cref="Qr{T}.WorkspaceLength"/>
    public static int WorkspaceLength(int m, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return PivotedQrDriver<T>.WorkspaceLength(m, n);
    }

    /// <summary>A·P = Q·R in place and without allocation (LAPACK: dgeqp3, its storage in row-major order).</summary>
    /// <remarks>As <see cref="Qr{T}.FactorInPlace(MatrixSpan{T}, Span{T}, Span{T})"/>; with NaN in A the order of the columns is some permutation.</remarks>
    /// <param name="a">m x n with contiguous rows, overwritten.</param>
    /// <param name="tau">At least min(m, n) elements, overwritten.</param>
    /// <param name="permutation">At least n elements, overwritten: A[:, permutation[j]] = (Q·R)[:, j].</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> elements, overwritten.</param>
    /// <exception cref="ArgumentException">The elements of a row of A are not next to each other, or a span is too short. Nothing was written.</exception>
    public static void FactorInPlace(MatrixSpan<T> a, Span<T> tau, Span<int> permutation, Span<T> workspace)
    {
        FactorCheck.RequireContiguousRows<T>(a, nameof(a));
        FactorCheck.RequireLength(tau.Length, Math.Min(a.Rows, a.Columns), nameof(tau));
        FactorCheck.RequireLength(permutation.Length, a.Columns, nameof(permutation));
        FactorCheck.RequireLength(workspace.Length, PivotedQrDriver<T>.WorkspaceLength(a.Rows, a.Columns), nameof(workspace));
        T largest = ExactScaling.MaxAbs<T>(a);
        int shift = ExactScaling.Shift(largest);
        ExactScaling.Scale(a, shift);
        new PivotedQrDriver<T>(a, tau, permutation, workspace).Factor(T.ScaleB(largest, shift), Parallelism.Serial, CancellationToken.None);
        ExactScaling.ScaleUpper(a, -shift);
    }

    private static Status Run(in FactorInput<T> input, T[] tau, int[] permutation, FactorOptions options)
    {
        Matrix<T> a = input.Matrix;
        using Scratch.Lease<T> workspace = Scratch.Rent<T>(PivotedQrDriver<T>.WorkspaceLength(a.Rows, a.Columns));
        try
        {
            new PivotedQrDriver<T>(a, tau, permutation, workspace.Span).Factor(input.Largest, options.Parallelism, options.CancellationToken);
            return Status.Success;
        }
        catch (OperationCanceledException) when (options.CancellationToken.IsCancellationRequested)
        {
            return Status.Cancelled;
        }
    }
}
