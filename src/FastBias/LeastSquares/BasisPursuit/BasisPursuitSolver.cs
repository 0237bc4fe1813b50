using System.Numerics;
using FastBias.Kernels;
using static System.FormattableString;

namespace FastBias;

/// <summary>The interpolant of minimum ℓ₁ norm (basis pursuit), exact to rounding, by the simplex method with a dual certificate.</summary>
public static class BasisPursuitSolver
{
    /// <summary>x = arg min ‖x‖₁ subject to A·x = b.</summary>
    /// <remarks>
    /// <para>Method: pivoted QR leaves rank(A) equations and a first basis; a column j with |aⱼᵀy| &gt; 1 enters, where y = B⁻ᵀ·sign(x_B); along the edge basic elements may change their
    /// sign as long as the norm still falls (Barrodale and Roberts), and the one at which it would rise leaves. At the end the chosen columns are solved once more by QR.</para>
    /// <para>Shapes: any m, n and rank with b in the range of A. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>: the gap is proved; <see cref="Status.Infeasible"/>: b is not in the range of A (take <see cref="LassoPathSolver"/>);
    /// <see cref="Status.NotConverged"/>: the cap was reached, x interpolates and the gap says how far it is from optimal; <see cref="Status.RankDeficient"/> if x leaves the range of <typeparamref name="T"/>; <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>.
    /// Empty, or b = 0: x is zero.</para>
    /// <para>Accuracy: the certificates are evaluated with the A and b that were given. Powers of two in A and b move the results exactly. Cost: pivoted QR, and 2mn + 4r² operations a step,
    /// mostly 1 to 3 steps for each equation.</para>
    /// <para>Source: S. Chen, D. Donoho, M. Saunders, SIAM Rev. 43 (2001); I. Barrodale and F. Roberts, SIAM J. Numer. Anal. 10 (1973).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m elements.</param>
    /// <param name="options">The cutoff, the gap and the cap.</param>
    /// <exception cref="ArgumentException">b has not m elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static BasisPursuitSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> b, BasisPursuitOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSide(a, b);
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, a.Columns);
        T accepted = options.RelativeGap ?? (T.CreateTruncating(10_000) * FactorRange<T>.Epsilon);
        if (!(accepted > T.Zero && accepted < T.One))
        {
            throw new ArgumentOutOfRangeException(nameof(options), accepted, "RelativeGap lies between 0 and 1.");
        }

        int most = options.MaxIterations ?? ((20 * (a.Rows + a.Columns)) + 100);
        ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(options));
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("b", b);
        return input.Run(a.Rows, a.Columns, () => Solve(input, left, right, cutoff, accepted, most, options.Progress));
    }

    private static BasisPursuitSolution<T> Solve<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, T cutoff, T accepted, int most, IProgress<int>? progress)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PivotedQr<T> qr = PivotedQr<T>.Factor(a.Matrix, input.Factor);
        input.ThrowIfCancelled();
        int rank = qr.Rank(cutoff), n = a.Matrix.Columns;
        Matrix<T> right = b.Matrix.Clone();
        qr.ApplyQTransposed(right);
        T norm = VectorProduct.Norm<T>(b.Matrix.Data), outside = VectorProduct.Norm<T>(right.Data.AsSpan(rank));
        T missed = outside == T.Zero ? T.Zero : outside / norm;
        T allowed = T.CreateTruncating(100) * T.Max(cutoff, RankCutoff.Default<T>(a.Matrix.Rows, n));
        if (missed > allowed)
        {
            return new()
            {
                Status = Status.Infeasible,
                Rank = rank,
                Feasibility = missed,
                Reason = Invariant($"no x interpolates: {missed:0.0e+0} of b lies outside the range of A, which has rank {rank} of {a.Matrix.Rows} rows; the lasso needs no interpolation"),
            };
        }

        Matrix<T> rows = new(rank, n), r = qr.R;
        for (int j = 0; j < n; j++)
        {
            r.Slice(0, j, rank, 1).CopyTo(rows.Slice(0, qr.Permutation[j], rank, 1));
        }

        OneNormSimplex<T> simplex = new(input, rows, right.Data[..rank], qr.Permutation[..rank].ToArray(), progress);
        simplex.Run(most);
        Matrix<T> dual = new(a.Matrix.Rows, 1);
        simplex.Dual().CopyTo(dual.Data, 0);
        qr.ApplyQ(dual);
        return Report(input, a, b, rank, simplex, dual.Data, accepted);
    }

    private static BasisPursuitSolution<T> Report<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, int rank, OneNormSimplex<T> simplex, T[] dual, T accepted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Settle(input, a.Matrix, b.Matrix, simplex.Basis), slopes = new T[x.Length];
        Product.Multiply<T>(slopes, a.Matrix.Transposed, dual, input.Parallelism);
        T steepest = T.Max(T.One, VectorKernels.MaxAbs<T>(slopes));
        dual = [.. dual.Select(y => y / steepest)];
        T one = x.Aggregate(T.Zero, (sum, value) => sum + T.Abs(value)), bound = VectorProduct.Dot<T>(b.Matrix.Data, dual);
        T gap = one == T.Zero ? T.Zero : T.Abs(one - bound) / one;
        T missed = VectorProduct.Norm<T>(SolverMath.Residual<T>(a.Matrix, new Matrix<T>(x, x.Length, 1), b.Matrix, input.Parallelism).Data);
        T size = (Columns.Frobenius<T>(a.Matrix) * VectorProduct.Norm<T>(x)) + VectorProduct.Norm<T>(b.Matrix.Data);
        int back = b.Exponent - a.Exponent;
        int[] support = [.. Enumerable.Range(0, x.Length).Where(j => x[j] != T.Zero)];
        HashSet<int> basis = [.. simplex.Basis];
        T margin = T.One - T.Sqrt(FactorRange<T>.Epsilon);
        bool certified = gap <= accepted;
        return new()
        {
            Status = certified ? Status.Success : Status.NotConverged,
            Reason = Invariant($"the interpolant of least 1-norm, {support.Length} of {x.Length} elements not zero, proved by a dual point to {gap:0.0e+0} relative, after {simplex.Iterations} simplex steps")
                + (certified ? string.Empty : "; the cap or rounding ended the search before that was enough"),
            X = SolverMath.Back(x, back),
            Dual = SolverMath.Back(dual, -a.Exponent),
            Support = support,
            Rank = rank,
            Iterations = simplex.Iterations,
            OneNorm = T.ScaleB(one, back),
            RelativeGap = gap,
            Feasibility = missed == T.Zero ? T.Zero : missed / size,
            IsProvedUnique = certified && Enumerable.Range(0, x.Length).All(j => basis.Contains(j) || T.Abs(slopes[j]) / steepest < margin),
        };
    }

    /// <summary>The basic elements once more from the columns themselves; what is only rounding becomes zero.</summary>
    private static T[] Settle<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, int[] basis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = new T[a.Columns];
        Matrix<T> columns = new(a.Rows, basis.Length);
        for (int i = 0; i < basis.Length; i++)
        {
            a.Slice(0, basis[i], a.Rows, 1).CopyTo(columns.Slice(0, i, a.Rows, 1));
        }

        LeastSquaresSolution<T> solved = LeastSquares.Solve<T>(
            columns, b, new LeastSquaresOptions<T> { Method = LeastSquaresMethod.Qr, RelativeCutoff = T.Zero, Refine = true, Parallelism = input.Parallelism });
        T[] values = solved.X.Rows == basis.Length ? solved.X.Data : new T[basis.Length];
        T noise = T.CreateTruncating(16 * Math.Max(a.Rows, 1)) * FactorRange<T>.Epsilon * VectorKernels.MaxAbs<T>(values);
        for (int i = 0; i < basis.Length; i++)
        {
            x[basis[i]] = T.Abs(values[i]) <= noise ? T.Zero : values[i];
        }

        return x;
    }
}
