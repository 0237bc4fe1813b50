using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>Least squares in the leading singular directions only (LAPACK: dgelss with rcond; NumPy: <c>linalg.lstsq(rcond)</c>).</summary>
public static class TruncatedSvdSolver
{
    /// <summary>x = Aₖ⁺·b, where Aₖ = Σ over i ≤ k of σᵢ·uᵢ·vᵢᵀ is the nearest matrix of rank k.</summary>
    /// <remarks>
    /// <para>Shapes: any m, n, p. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/> at any k; <see cref="Status.RankDeficient"/> if the solution leaves the range of <typeparamref name="T"/>; <see cref="Status.NotConverged"/> (the result is the best there is), <see cref="Status.NonFiniteInput"/>,
    /// <see cref="Status.Cancelled"/>. Empty, or nothing kept: x is zero.</para>
    /// <para>Accuracy: backward stable for the kept part; an x of a cut with gap g changes by at most about (‖E‖/σₖ)·g/(g − 1) relative for a change E of A.
    /// Powers of two move the results exactly. Cost: one SVD and 4·(m + n)·k·p operations.</para>
    /// <para>Source: P. C. Hansen, The truncated SVD as a method for regularization, BIT 27 (1987).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="options">Where to cut.</param>
    /// <exception cref="ArgumentException">B has not m rows, or more than one cut is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The relative cutoff is not in [0, 1), the absolute one is negative or not finite, or k is not in 0 … min(m, n).</exception>
    public static TruncatedSvdSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, TruncatedSvdOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        Require(options, Math.Min(a.Rows, a.Columns));
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, a.Columns);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b);
        return input.Run(a.Rows, a.Columns, () => Truncate(input, left, right, options, cutoff));
    }

    private static void Require<T>(TruncatedSvdOptions<T> options, int most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if ((options.RelativeCutoff is null ? 0 : 1) + (options.AbsoluteCutoff is null ? 0 : 1) + (options.Kept is null ? 0 : 1) > 1)
        {
            throw new ArgumentException("RelativeCutoff, AbsoluteCutoff and Kept exclude each other.", nameof(options));
        }

        if (options.AbsoluteCutoff is T absolute)
        {
            SolverCheck.NotNegative(absolute, nameof(options.AbsoluteCutoff));
        }

        if (options.Kept is int kept && (kept < 0 || kept > most))
        {
            throw new ArgumentOutOfRangeException(nameof(options), kept, $"Kept lies between 0 and min(m, n) = {most}.");
        }
    }

    private static TruncatedSvdSolution<T> Truncate<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, TruncatedSvdOptions<T> options, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpectralForm<T> form = new(input, a.Matrix, b.Matrix, cutoff);
        T[] s = form.S;
        int kept = Count(form, options, a.Exponent);
        Matrix<T> x = form.Solve(kept, (k, c) => c / s[k]), residual = SolverMath.Residual<T>(a.Matrix, x, b.Matrix, input.Parallelism);
        T next = kept < s.Length ? s[kept] : T.Zero;
        return new()
        {
            Status = form.Svd.Status,
            Reason = Explain(options, cutoff, s, kept),
            X = SolverMath.Back(x, b.Exponent - a.Exponent),
            Kept = kept,
            SingularValues = SolverMath.Back(s, a.Exponent),
            Coordinates = SolverMath.Back(form.C, b.Exponent),
            Gap = kept == 0 || next == T.Zero ? T.PositiveInfinity : s[kept - 1] / next,
            ResidualNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(residual)), b.Exponent),
            SolutionNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(x)), b.Exponent - a.Exponent),
            KeptResidual = form.KeptResidual(residual, x, b.Matrix, kept),
            RowSpaceLeak = form.RowSpaceLeak(x, kept),
        };
    }

    private static int Count<T>(SpectralForm<T> form, TruncatedSvdOptions<T> options, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = 0;
        if (options.AbsoluteCutoff is T absolute)
        {
            while (count < form.S.Length && form.S[count] > T.ScaleB(absolute, -exponent))
            {
                count++;
            }

            return count;
        }

        while (count < form.S.Length && form.S[count] > T.Zero)
        {
            count++;
        }

        return Math.Min(options.Kept ?? form.Rank, count);
    }

    private static string Explain<T>(TruncatedSvdOptions<T> options, T cutoff, T[] s, int kept)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string rule = options.Kept is int k ? Invariant($"k = {k} was asked for")
            : options.AbsoluteCutoff is T absolute ? Invariant($"singular values above {absolute:0.0e+0} were asked for")
            : Invariant($"singular values above {cutoff:0.0e+0} of the largest are kept");
        string cut = kept < s.Length && kept > 0 ? Invariant($"; the last kept is {s[kept - 1] / s[0]:0.0e+0} of the largest, the first cut {s[kept] / s[0]:0.0e+0}") : string.Empty;
        return Invariant($"the shortest solution in {kept} of {s.Length} singular directions: {rule}{cut}");
    }
}
