using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public sealed partial class Qr<T>
{
    /// <summary>Factors A = Q·R (LAPACK: dgeqrf).</summary>
    /// <param name="a">m x n, any strides; copied and never written.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Ends the call early, with <see cref="Status.Cancelled"/>.</param>
    /// <returns>The factorization; look at <see cref="Status"/>.</returns>
    public static Qr<T> Factor(ReadOnlyMatrixSpan<T> a, Parallelism parallelism = default, CancellationToken cancellationToken = default) =>
        Factor(a, new FactorOptions { Parallelism = parallelism, CancellationToken = cancellationToken });

    /// <summary>Factors A = Q·R (LAPACK: dgeqrf).</summary>
    /// <param name="a">m x n, any strides; copied and never written.</param>
    /// <param name="options">The policy on non-finite input, threads and cancellation.</param>
    /// <returns>The factorization; look at <see cref="Status"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static Qr<T> Factor(ReadOnlyMatrixSpan<T> a, FactorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FactorInput<T> input = FactorInput<T>.Read(a, options.Finite);
        T[] tau = new T[Math.Min(a.Rows, a.Columns)];
        Matrix<T>? triangles = null;
        Status status = input.Status;
        if (status == Status.Success)
        {
            triangles = QrBlocking.IsDirect<T>(a.Rows, a.Columns) ? null : HouseholderFactors<T>.NewTriangles(a.Rows, a.Columns);
            status = Run(input, tau, triangles, options);
        }

        return new(new(input.Matrix, tau, triangles), input.Exponent, status, input.FirstNonFinite, options.Parallelism);
    }

    private static Status Run(in FactorInput<T> input, T[] tau, Matrix<T>? triangles, FactorOptions options)
    {
        Matrix<T> a = input.Matrix;
        using Scratch.Lease<T> workspace = Scratch.Rent<T>(QrDriver.WorkspaceLength(a.Rows, a.Columns));
        try
        {
            QrDriver.Factor(a, tau, input.Largest, triangles is null ? default : triangles.AsSpan().Transposed, workspace.Span, options.Parallelism, options.CancellationToken);
            return Status.Success;
        }
        catch (OperationCanceledException) when (options.CancellationToken.IsCancellationRequested)
        {
            return Status.Cancelled;
        }
    }
}
