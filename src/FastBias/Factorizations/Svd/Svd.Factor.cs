namespace FastBias;

/// <content>The factorization.</content>
public sealed partial class Svd<T>
{
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
        options ??= new SvdOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSweeps, 1, nameof(options));
        bool wide = a.Rows < a.Columns;
        try
        {
            SvdParts<T>? parts = JacobiSvd.Compute(wide ? a.Transposed : a, options, parallelism, cancellationToken);
            return parts is null ? NonFinite(a, options) : Assemble(a.Rows, a.Columns, options.Vectors, parts, wide);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Svd<T>(a.Rows, a.Columns, options.Vectors, Status.Cancelled);
        }
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
            Kernels.VectorKernels.Scale(row, S[k]);
        }

        Product.Multiply<T>(product.AsSpan(), U.Slice(0, 0, Rows, S.Length), scaled);
        return product;
    }

    private static Svd<T> NonFinite(ReadOnlyMatrixSpan<T> a, SvdOptions options) =>
        new(a.Rows, a.Columns, options.Vectors, Status.NonFiniteInput) { FirstNonFinite = options.Finite == FinitePolicy.Check ? FiniteScan.First(a) : null };

    private static Svd<T> Assemble(int rows, int columns, SvdVectors vectors, SvdParts<T> parts, bool wide)
    {
        return new Svd<T>(rows, columns, vectors, parts.Converged ? Status.Success : Status.NotConverged)
        {
            S = parts.Values,
            Sweeps = parts.Sweeps,
            LargestCosine = parts.LargestCosine,
            U = (wide ? Transpose(parts.Right) : parts.Left) ?? new Matrix<T>(rows, 0),
            Vt = (wide ? Transpose(parts.Left) : parts.Right) ?? new Matrix<T>(0, columns),
        };
    }

    private static Matrix<T>? Transpose(Matrix<T>? matrix) => matrix is null ? null : Matrix<T>.Copy(matrix.Transposed);

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
