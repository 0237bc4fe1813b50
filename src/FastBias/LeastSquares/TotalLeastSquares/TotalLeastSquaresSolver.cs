using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>Total least squares: errors in A and in b (SciPy: <c>odr</c> for a linear model; orthogonal regression, Deming regression).</summary>
public static class TotalLeastSquaresSolver
{
    /// <summary>X with (A + E)·X = B + F for the smallest ‖[E F]‖_F; of several X the shortest.</summary>
    /// <remarks>
    /// <para>Formula: [A B] = U·Σ·Vᵀ, V₁₂ the upper n and V₂₂ the lower p rows of the right singular vectors behind the cut k, where σₖ &gt; σₙ₊₁: X = −V₁₂·V₂₂⁺.</para>
    /// <para>All elements of [A B] are taken to have errors of one size: multiply columns (or rows) beforehand where they have not. Columns that are exact, such as a constant, belong into
    /// centring the others.</para>
    /// <para>Shapes: any m, n, p. With m ≤ n nothing needs to be corrected where B is in the range of A, and X has minimum norm. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>; <see cref="Status.NoSolution"/>: the problem is not generic: V₂₂ is singular, the infimum of the corrections is not attained by any X
    /// (<see cref="TotalLeastSquaresSolution{T}.Denominator"/> has the figure); <see cref="Status.NotConverged"/>, <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>.
    /// Empty: x is zero.</para>
    /// <para>Accuracy: of the SVD, magnified by 1/(SpectralGap·Denominator). A power of two in A and B together moves the corrections exactly and leaves X bit for bit. Cost: one SVD of m x (n + p).</para>
    /// <para>Source: G. Golub and C. Van Loan, SIAM J. Numer. Anal. 17 (1980); S. Van Huffel and J. Vandewalle, The Total Least Squares Problem (1991), sections 3.3 and 3.4.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="options">The cutoff.</param>
    /// <exception cref="ArgumentException">B has not m rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not in [0, 1).</exception>
    public static TotalLeastSquaresSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, TotalLeastSquaresOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        int n = a.Columns, p = b.Columns;
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, n + p);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b);
        return input.Run(a.Rows, n, () => Solve(input, left, right, cutoff));
    }

    private static TotalLeastSquaresSolution<T> Solve<T>(SolverInput<T> input, ScaledMatrix<T> left, ScaledMatrix<T> right, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // One unit for both: their errors are compared.
        bool zeroA = !left.Matrix.Data.AsSpan().ContainsAnyExcept(T.Zero), zeroB = !right.Matrix.Data.AsSpan().ContainsAnyExcept(T.Zero);
        int unit = zeroA ? right.Exponent : zeroB ? left.Exponent : Math.Max(left.Exponent, right.Exponent);
        Matrix<T> a = SolverMath.Back(left.Matrix, left.Exponent - unit), b = SolverMath.Back(right.Matrix, right.Exponent - unit);
        int m = a.Rows, n = a.Columns, p = b.Columns;
        Matrix<T> both = new(m, n + p);
        a.AsSpan().CopyTo(both.Slice(0, 0, m, n));
        b.AsSpan().CopyTo(both.Slice(0, n, m, p));
        Svd<T> svd = input.Svd(both, m < n + p ? SvdVectors.Full : SvdVectors.Thin);
        T Value(int k) => k < svd.S.Length ? svd.S[k] : T.Zero;
        int cut = n;
        while (cut > 0 && p > 0 && Value(cut - 1) - Value(n) <= cutoff * Value(0))
        {
            cut--;
        }

        Matrix<T> behind = Matrix<T>.Copy(svd.Vt.Slice(cut, 0, n + p - cut, n + p).Transposed);
        ReadOnlyMatrixSpan<T> upper = behind.Slice(0, 0, n, behind.Columns), lower = behind.Slice(n, 0, p, behind.Columns);
        Svd<T> block = input.Svd(lower);
        T denominator = p == 0 ? T.One : block.S[^1];
        if (p > 0 && denominator <= cutoff)
        {
            return new()
            {
                Status = Status.NoSolution,
                Denominator = denominator,
                SpectralGap = cut == 0 || Value(0) == T.Zero ? T.PositiveInfinity : (Value(cut - 1) - Value(cut)) / Value(0),
                Reason = Invariant($"the smallest corrections of [A B] turn A and not B, so no x belongs to them (V22 is singular to {denominator:0.0e+0}): the problem is not generic; remove columns that do not help to explain B, or use least squares"),
            };
        }

        Matrix<T> x = SolverMath.Times<T>(upper, block.PseudoInverse(T.Zero), input.Parallelism);
        for (int i = 0; i < x.Data.Length; i++)
        {
            x.Data[i] = -x.Data[i];
        }

        return Report(input, svd, a, b, x, cut, denominator, unit);
    }

    /// <summary>E = −D·S⁻¹·Xᵀ and F = D·S⁻¹ with D = A·X − B and S = I + XᵀX = RᵀR from the QR of [X; I].</summary>
    private static TotalLeastSquaresSolution<T> Report<T>(SolverInput<T> input, Svd<T> svd, Matrix<T> a, Matrix<T> b, Matrix<T> x, int cut, T denominator, int unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Columns, p = b.Columns;
        Matrix<T> r = Qr<T>.Factor(SolverMath.Stack<T>(x, Matrix<T>.Identity(p)), input.Factor).R;
        Matrix<T> d = SolverMath.Residual<T>(a, x, b, input.Parallelism), corrected = Matrix<T>.Copy(d.Transposed);
        Triangular.Solve<T>(corrected, r.Transposed, Triangle.Lower);
        T norm = Columns.Frobenius<T>(corrected), bound = VectorProduct.Norm<T>(svd.S.AsSpan(Math.Min(n, svd.S.Length)));
        Triangular.Solve<T>(corrected, r, Triangle.Upper);
        Matrix<T> f = Matrix<T>.Copy(corrected.Transposed), e = SolverMath.Times<T>(f, x.Transposed, input.Parallelism);
        for (int i = 0; i < f.Data.Length; i++)
        {
            f.Data[i] = -f.Data[i];
        }

        T first = svd.S.Length == 0 ? T.Zero : svd.S[0];
        T last = cut == 0 ? T.Zero : cut <= svd.S.Length ? svd.S[cut - 1] : T.Zero, next = cut < svd.S.Length ? svd.S[cut] : T.Zero;
        string which = cut == n ? "the only solution" : Invariant($"the shortest solution ({n - cut} directions are left open)");
        return new()
        {
            Status = svd.Status,
            Reason = Invariant($"{which} with corrections of A and B of norm {T.ScaleB(norm, unit):0.0e+0}; relative gap behind singular value {cut} of [A B]: {(first == T.Zero ? T.Zero : (last - next) / first):0.0e+0}"),
            X = x,
            CorrectionA = SolverMath.Back(e, unit),
            CorrectionB = SolverMath.Back(f, unit),
            CorrectionNorm = T.ScaleB(norm, unit),
            LowerBound = T.ScaleB(bound, unit),
            OptimalityGap = first == T.Zero ? T.Zero : (norm - bound) / first,
            SpectralGap = cut == 0 || first == T.Zero ? T.PositiveInfinity : (last - next) / first,
            Denominator = denominator,
            OpenDirections = n - cut,
            SolutionNorm = SolverMath.Largest(Columns.Norms(x)),
        };
    }
}
