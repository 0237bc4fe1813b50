namespace FastBias.Reference;

/// <summary>Problems with inequalities or absolute values, by trying every set of active columns: for a handful of columns.</summary>
public static class ExactPolyhedral
{
    /// <summary>arg min over x ≥ 0 of ‖A·x − b‖: a support whose fit is positive and whose gradient elsewhere is not.</summary>
    public static Rational[] NonNegative(RationalMatrix a, RationalMatrix b)
    {
        foreach (int[] support in Subsets(a.Columns))
        {
            RationalMatrix columns = ExactQuadratic.Columns(a, support);
            if (columns.Rank() < support.Length)
            {
                continue;
            }

            Rational[] x = Spread(a.Columns, support, support.Length == 0 ? columns.Transpose * b : columns.LeastSquares(b));
            RationalMatrix gradient = a.Transpose * (b - (a * AsColumn(x)));
            if (support.All(j => x[j].Sign >= 0) && Enumerable.Range(0, a.Columns).All(j => gradient[j, 0].Sign <= 0))
            {
                return x;
            }
        }

        throw new InvalidOperationException("Some support is optimal always.");
    }

    /// <summary>arg min ½‖A·x − b‖² + λ‖x‖₁: a support with signs that the fit has and slopes elsewhere of at most λ.</summary>
    public static Rational[] Lasso(RationalMatrix a, RationalMatrix b, Rational lambda)
    {
        foreach (int[] support in Subsets(a.Columns))
        {
            RationalMatrix columns = ExactQuadratic.Columns(a, support);
            if (columns.Rank() < support.Length)
            {
                continue;
            }

            for (int pattern = 0; pattern < 1 << support.Length; pattern++)
            {
                Rational[] signs = [.. support.Select((_, i) => (pattern >> i & 1) == 0 ? Rational.One : -Rational.One)];
                RationalMatrix right = (columns.Transpose * b) - new RationalMatrix(Dense.Generate(support.Length, 1, (i, _) => lambda * signs[i]));
                Rational[] x = Spread(a.Columns, support, support.Length == 0 ? right : (columns.Transpose * columns).Solve(right));
                RationalMatrix slopes = a.Transpose * (b - (a * AsColumn(x)));
                bool hasSigns = support.Select((j, i) => x[j].Sign == signs[i].Sign).All(holds => holds);
                if (hasSigns && Enumerable.Range(0, a.Columns).All(j => Rational.Abs(slopes[j, 0]) <= lambda))
                {
                    return x;
                }
            }
        }

        throw new InvalidOperationException("Some support is optimal always.");
    }

    /// <summary>arg min ‖x‖₁ subject to A·x = b: the best of all basic solutions; null if there is none.</summary>
    public static Rational[]? LeastOneNorm(RationalMatrix a, RationalMatrix b)
    {
        int rank = a.Rank();
        Rational[]? best = null;
        foreach (int[] basis in Subsets(a.Columns).Where(subset => subset.Length == rank))
        {
            RationalMatrix columns = ExactQuadratic.Columns(a, basis);
            if (columns.Rank() < rank)
            {
                continue;
            }

            Rational[] x = Spread(a.Columns, basis, rank == 0 ? columns.Transpose * b : columns.LeastSquares(b));
            bool fits = (b - (a * AsColumn(x))).SquaredNorm().IsZero;
            best = fits && (best is null || OneNorm(x) < OneNorm(best)) ? x : best;
        }

        return best;
    }

    /// <summary>Σ |xⱼ|.</summary>
    public static Rational OneNorm(IEnumerable<Rational> x) => x.Aggregate(Rational.Zero, (sum, value) => sum + Rational.Abs(value));

    private static IEnumerable<int[]> Subsets(int n) =>
        Enumerable.Range(0, 1 << n).Select(pattern => Enumerable.Range(0, n).Where(j => (pattern >> j & 1) == 1).ToArray());

    private static Rational[] Spread(int n, int[] support, RationalMatrix values)
    {
        Rational[] x = new Rational[n];
        for (int i = 0; i < support.Length; i++)
        {
            x[support[i]] = values[i, 0];
        }

        return x;
    }

    private static RationalMatrix AsColumn(Rational[] x) => new(Dense.AsColumn(x));
}
