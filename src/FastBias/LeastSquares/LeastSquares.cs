using System.Numerics;

namespace FastBias;

/// <summary>Linear least squares with a certificate: min ‖A·x − b‖₂ (NumPy: <c>linalg.lstsq</c>; LAPACK: dgels, dgelsy, dgelsd).</summary>
public static class LeastSquares
{
    /// <summary>x = arg min ‖A·x − b‖₂; among several, the shortest.</summary>
    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixSpan{T}, ReadOnlyMatrixSpan{T}, LeastSquaresOptions{T}?)"/>
    /// <param name="a">m x n, any strides; not changed.</param>
    /// <param name="b">m elements; not changed.</param>
    /// <param name="options">The method, cutoff, λ, policy, threads, cancellation.</param>
    public static LeastSquaresSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> b, LeastSquaresOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve(a, new ReadOnlyMatrixSpan<T>(b, b.Length, 1), options);

    /// <summary>X = arg min ‖A·X − B‖ column by column; among several minimisers, the shortest. With λ: arg min ‖A·x − b‖² + λ‖x‖².</summary>
    /// <remarks>
    /// <para>Method <see cref="LeastSquaresMethod.Auto"/>: QR, of the transpose where m &lt; n, if R's condition estimate is far from 1/cutoff. Otherwise pivoted QR looks at the rank, and where that is not clear
    /// either, inverse iteration for a null space of few dimensions (32 ≤ n ≤ m), and then the singular values; at full column rank the answer is QR's all the same, else it has minimum norm, by the complete orthogonal decomposition or the SVD, whichever decided.</para>
    /// <para>Shapes: any m, n, p. Empty: at m = 0 or n = 0 the rank is 0, X is zero and the residual is b; without right-hand sides X is n x 0 and A's rank and condition are still found.</para>
    /// <para>Status: see <see cref="LeastSquaresSolution{T}.Status"/>. NaN or infinity in A or B: <see cref="Status.NonFiniteInput"/> with the operand and the first index, and no solution.</para>
    /// <para>Accuracy: all methods but the normal equations are backward stable; LAPACK's test ratios (DQRT17, 14, 12) stay below 10. Multiplying A, B or both by powers of two moves every
    /// result exactly (λ by the square of A's). The bits do not depend on the instruction set or the number of threads.</para>
    /// <para>Cost: 2n²(m − n/3) operations by QR for m ≥ n, and 4mn for each right-hand side and again for its certificate, to which an ill-conditioned problem adds one QR of a 2n x n matrix.
    /// QR takes A in blocks of rows and keeps R only: it allocates n² elements and X; <see cref="LeastSquaresOptions{T}.Refine"/> and the other methods keep a copy of A.</para>
    /// <para>Source: Å. Björck, Numerical Methods for Least Squares Problems; N. Higham, Accuracy and Stability of Numerical Algorithms, chapter 20.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides; not changed.</param>
    /// <param name="b">m x p, one right-hand side in each column; not changed.</param>
    /// <param name="options">The method, cutoff, λ, policy, threads, cancellation.</param>
    /// <returns>The solution; look at <see cref="LeastSquaresSolution{T}.Status"/> or call <see cref="LeastSquaresSolution{T}.EnsureSuccess"/>.</returns>
    /// <exception cref="ArgumentException">B has not m rows; ridge without λ; λ with a method that has no use for it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not in [0, 1), λ is negative or not finite, or there is no such method.</exception>
    public static LeastSquaresSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, LeastSquaresOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new LeastSquaresOptions<T>();
        RequireOptions(options);
        if (b.Rows != a.Rows)
        {
            throw new ArgumentException($"B has {b.Rows} rows, A is {a.Rows}x{a.Columns}.", nameof(b));
        }

        try
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            return Run(a, b, options);
        }
        catch (OperationCanceledException) when (options.CancellationToken.IsCancellationRequested)
        {
            return new(Status.Cancelled, options.Method, $"the caller cancelled.", a.Rows, a.Columns);
        }
    }

    /// <summary>x = arg min ‖A·x − b‖₂; among several, the shortest.</summary>
    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixSpan{T}, ReadOnlyMatrixSpan{T}, LeastSquaresOptions{T}?)"/>
    /// <param name="a">m x n; not changed.</param>
    /// <param name="b">m elements; not changed.</param>
    /// <param name="options">The method, cutoff, λ, policy, threads, cancellation.</param>
    /// <exception cref="ArgumentNullException">A or b is null.</exception>
    public static LeastSquaresSolution<T> Solve<T>(Matrix<T> a, T[] b, LeastSquaresOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(b);
        return Solve((ReadOnlyMatrixSpan<T>)a, b, options);
    }

    /// <summary>X = arg min ‖A·X − B‖ column by column; among several minimisers, the shortest.</summary>
    /// <inheritdoc cref="Solve{T}(ReadOnlyMatrixSpan{T}, ReadOnlyMatrixSpan{T}, LeastSquaresOptions{T}?)"/>
    /// <param name="a">m x n; not changed.</param>
    /// <param name="b">m x p; not changed.</param>
    /// <param name="options">The method, cutoff, λ, policy, threads, cancellation.</param>
    /// <exception cref="ArgumentNullException">A or B is null.</exception>
    public static LeastSquaresSolution<T> Solve<T>(Matrix<T> a, Matrix<T> b, LeastSquaresOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve((ReadOnlyMatrixSpan<T>)a, (ReadOnlyMatrixSpan<T>)b, options);

    private static LeastSquaresSolution<T> Run<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, LeastSquaresOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T maxA = ExactScaling.MaxAbs(a);
        if (!T.IsFinite(maxA))
        {
            return NonFinite(a, a, LeastSquaresOperand.Matrix, options);
        }

        T maxB = ExactScaling.MaxAbs(b);
        if (!T.IsFinite(maxB))
        {
            return NonFinite(a, b, LeastSquaresOperand.RightHandSide, options);
        }

        LeastSquaresProblem<T> problem = new(a, b, maxA, maxB, options);
        return LeastSquaresCertificate.Issue(problem, LeastSquaresRoute.Choose(problem));
    }

    private static LeastSquaresSolution<T> NonFinite<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> operand, LeastSquaresOperand which, LeastSquaresOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = which == LeastSquaresOperand.Matrix ? "A" : "B";
        (int Row, int Column)? first = options.Finite == FinitePolicy.Check ? FiniteScan.First(operand) : null;
        FormattableString reason = $"{name} has a NaN or an infinity.";
        if (first is (int row, int column))
        {
            reason = $"{name}[{row}, {column}] = {operand[row, column]} is not finite.";
        }

        return new(Status.NonFiniteInput, options.Method, reason, a.Rows, a.Columns) { FirstNonFinite = first, NonFiniteOperand = which };
    }

    private static void RequireOptions<T>(LeastSquaresOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Enum.IsDefined(options.Method))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Method, "There is no such method.");
        }

        if (options.RelativeCutoff is T cutoff && !(cutoff >= T.Zero && cutoff < T.One))
        {
            throw new ArgumentOutOfRangeException(nameof(options), cutoff, "A relative cutoff is at least 0 and less than 1.");
        }

        if (options.Lambda is T lambda && !(lambda >= T.Zero && T.IsFinite(lambda)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), lambda, "Lambda is finite and not negative.");
        }

        if (options.Method == LeastSquaresMethod.Ridge && options.Lambda is null)
        {
            throw new ArgumentException("Ridge needs a lambda.", nameof(options));
        }

        if (options.Lambda is not null && options.Method is not (LeastSquaresMethod.Auto or LeastSquaresMethod.Ridge))
        {
            throw new ArgumentException($"Lambda belongs to ridge; the method {options.Method} has no use for it.", nameof(options));
        }
    }
}
