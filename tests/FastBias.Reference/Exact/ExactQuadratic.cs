namespace FastBias.Reference;

/// <summary>Quadratic problems from their normal equations, which are exact in fractions; always the solution of minimum norm.</summary>
public static class ExactQuadratic
{
    /// <summary>arg min Σ wᵢ·(aᵢ·x − bᵢ)².</summary>
    public static RationalMatrix Weighted(RationalMatrix a, RationalMatrix b, IReadOnlyList<Rational> weights)
    {
        RationalMatrix weighted = new(Dense.Generate(a.Rows, a.Columns, (i, j) => weights[i] * a[i, j]));
        return (weighted.Transpose * a).MinimumNorm(weighted.Transpose * b);
    }

    /// <summary>arg min ‖A·x − b‖² + λ‖L·x‖².</summary>
    public static RationalMatrix Tikhonov(RationalMatrix a, RationalMatrix b, RationalMatrix l, Rational lambda)
    {
        RationalMatrix gram = a.Transpose * a, penalty = l.Transpose * l;
        return new RationalMatrix(Dense.Generate(a.Columns, a.Columns, (i, j) => gram[i, j] + (lambda * penalty[i, j]))).MinimumNorm(a.Transpose * b);
    }

    /// <summary>arg min ‖A·x − b‖² + λ‖x‖².</summary>
    public static RationalMatrix Ridge(RationalMatrix a, RationalMatrix b, Rational lambda) => Tikhonov(a, b, Identity(a.Columns), lambda);

    /// <summary>The residual of each row by the ridge fit without it, rows x right-hand sides.</summary>
    public static RationalMatrix LeaveOneOut(RationalMatrix a, RationalMatrix b, Rational lambda)
    {
        Rational[,] errors = new Rational[b.Rows, b.Columns];
        for (int left = 0; left < a.Rows; left++)
        {
            int[] kept = [.. Enumerable.Range(0, a.Rows).Where(i => i != left)];
            RationalMatrix x = Ridge(Rows(a, kept), Rows(b, kept), lambda), missed = Rows(b, [left]) - (Rows(a, [left]) * x);
            for (int j = 0; j < b.Columns; j++)
            {
                errors[left, j] = missed[0, j];
            }
        }

        return new(errors);
    }

    /// <summary>arg min ‖A·x − b‖ subject to C·x = d, and the multipliers below it: the minimum-norm solution of the optimality conditions.</summary>
    public static RationalMatrix Constrained(RationalMatrix a, RationalMatrix b, RationalMatrix c, RationalMatrix d)
    {
        int n = a.Columns, q = c.Rows;
        RationalMatrix gram = a.Transpose * a, gradient = a.Transpose * b;
        RationalMatrix system = new(Dense.Generate(n + q, n + q, (i, j) =>
            i < n && j < n ? gram[i, j] : i < n ? c[j - n, i] : j < n ? c[i - n, j] : Rational.Zero));
        return system.MinimumNorm(new(Dense.Generate(n + q, b.Columns, (i, j) => i < n ? gradient[i, j] : d[i - n, j])));
    }

    /// <summary>I, n x n.</summary>
    public static RationalMatrix Identity(int n) => new(Dense.Generate(n, n, (i, j) => i == j ? Rational.One : Rational.Zero));

    /// <summary>Some rows.</summary>
    public static RationalMatrix Rows(RationalMatrix a, int[] rows) => new(Dense.Generate(rows.Length, a.Columns, (i, j) => a[rows[i], j]));

    /// <summary>Some columns.</summary>
    public static RationalMatrix Columns(RationalMatrix a, int[] columns) => new(Dense.Generate(a.Rows, columns.Length, (i, j) => a[i, columns[j]]));
}
