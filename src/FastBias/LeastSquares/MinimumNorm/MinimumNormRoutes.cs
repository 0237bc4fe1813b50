using System.Numerics;

namespace FastBias;

/// <summary>The three routes themselves.</summary>
internal static class MinimumNormRoutes
{
    /// <summary>A⁺·B by one route, in the units of A and B.</summary>
    public static (MinimumNormAnswer<T> Answer, Status Status) Take<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, MinimumNormRoute route, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => route switch
        {
            MinimumNormRoute.CompleteOrthogonal => ByCompleteOrthogonal(input, a, b, cutoff),
            MinimumNormRoute.Svd => BySvd(input, a, b, cutoff),
            _ => ByTransposedQr(input, a, b, cutoff),
        };

    private static (MinimumNormAnswer<T> Answer, Status Status) ByCompleteOrthogonal<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompleteOrthogonal<T> factors = CompleteOrthogonal<T>.Factor(a, cutoff, input.Factor);
        input.ThrowIfCancelled();
        Matrix<T> x = new(a.Columns, b.Columns);
        Status status = factors.SolveMinimumNorm(x, b);
        return (new(MinimumNormRoute.CompleteOrthogonal, x, factors.Rank, factors.RankGap), status);
    }

    private static (MinimumNormAnswer<T> Answer, Status Status) BySvd<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpectralForm<T> form = new(input, a, b, cutoff);
        Matrix<T> x = form.Solve(form.Rank, (k, c) => c / form.S[k]);
        return (new(MinimumNormRoute.Svd, x, form.Rank, form.RankGap), form.Svd.Status);
    }

    /// <summary>
    /// <code>
    ///   Aᵀ·P = [Q₁ Q₂]·┌ R₁ │ r x m      A ≈ P·R₁ᵀ·Q₁ᵀ      x = Q₁·z, z = arg min ‖(P·R₁ᵀ)·z − b‖
    ///                  └ ≈0 │
    /// </code>
    /// </summary>
    private static (MinimumNormAnswer<T> Answer, Status Status) ByTransposedQr<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PivotedQr<T> factors = PivotedQr<T>.Factor(a.Transposed, input.Factor);
        input.ThrowIfCancelled();
        int rank = factors.Rank(cutoff);
        Matrix<T> rows = new(a.Rows, rank), r = factors.R;
        for (int i = 0; i < a.Rows; i++)
        {
            r.Slice(0, i, rank, 1).CopyTo(rows.Slice(factors.Permutation[i], 0, 1, rank).Transposed);
        }

        Matrix<T> z = new(rank, b.Columns), x = new(a.Columns, b.Columns);
        Status status = rank == 0 ? Status.Success : Qr<T>.Factor(rows, input.Factor).Solve(z, b);
        z.AsSpan().CopyTo(x.Slice(0, 0, rank, b.Columns));
        factors.ApplyQ(x);
        return (new(MinimumNormRoute.TransposedQr, x, rank, Gap(r, rank)), status);
    }

    private static T Gap<T>(Matrix<T> r, int rank)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rank == 0 || rank == Math.Min(r.Rows, r.Columns) ? T.PositiveInfinity : T.Abs(r[rank - 1, rank - 1]) / T.Abs(r[rank, rank]);
}
