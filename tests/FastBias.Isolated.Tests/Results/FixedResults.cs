using System.Numerics;

namespace FastBias.Isolated.Tests;

/// <summary>Results with fixed inputs, one hash an item: what must not depend on the instruction set, the JIT or the threads.</summary>
internal static class FixedResults<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (int M, int N, int K)[] s_products = [(17, 23, 31), (9, 70, 257), (101, 49, 65), (1, 60, 70), (60, 1, 70), (5, 300, 520), (150, 151, 152)];

    private static readonly (int M, int N)[] s_matrices = [(7, 7), (24, 9), (9, 24), (40, 33), (1, 5)];

    private static readonly (int M, int N, int P)[] s_tall = [(900, 5, 3), (700, 40, 3), (700, 40, 30), (60, 58, 3)];

    /// <summary>Name and hash of every item.</summary>
    public static IEnumerable<(string Item, string Hash)> All(Parallelism parallelism)
    {
        foreach ((int m, int n, int k) in s_products)
        {
            yield return ($"product {m}x{n}x{k}", Products(m, n, k, parallelism));
        }

        foreach ((int m, int n) in s_matrices)
        {
            Matrix<T> a = Create(m, n, 11);
            yield return ($"qr {m}x{n}", HashOf(Qr<T>.Factor(a, parallelism) is var qr ? [qr.Q.Data, qr.R.Data] : []));
            yield return ($"pivoted qr {m}x{n}", Pivoted(a, parallelism));
            yield return ($"updated triangle {m}x{n}", Updated(a));
            CompleteOrthogonal<T> cod = CompleteOrthogonal<T>.Factor(LowRank(a, parallelism), default(T?), parallelism);
            yield return ($"complete orthogonal {m}x{n} rank {cod.Rank}", HashOf([cod.NullSpace().Data, cod.Range().Data]));
            Svd<T> svd = Svd<T>.Factor(a, null, parallelism);
            yield return ($"svd {m}x{n} {svd.Status} sweeps {svd.Sweeps}", HashOf([svd.U.Data, svd.S, svd.Vt.Data]));
            yield return ($"symmetric {m}x{n}", Symmetric(a, parallelism));
            foreach (LeastSquaresMethod method in (LeastSquaresMethod[])[LeastSquaresMethod.Auto, LeastSquaresMethod.CompleteOrthogonal, LeastSquaresMethod.Svd])
            {
                LeastSquaresSolution<T> solution = LeastSquares.Solve<T>(a, Create(m, 2, 12), new LeastSquaresOptions<T> { Method = method, Parallelism = parallelism });
                yield return ($"least squares {m}x{n} {method} {solution.Status} rank {solution.Rank}", HashOf(
                    [solution.X.Data, solution.ResidualNorms, [solution.ConditionEstimate, solution.BackwardError, solution.ForwardErrorBound, solution.SolutionNorm]]));
            }
        }

        foreach ((int m, int n, int p) in s_tall)
        {
            LeastSquaresSolution<T> solution = LeastSquares.Solve<T>(Create(m, n, 16), Create(m, p, 17), new LeastSquaresOptions<T> { Parallelism = parallelism });
            yield return ($"least squares by blocks of rows {m}x{n}, {p} {solution.Status}", HashOf([solution.X.Data, solution.ResidualNorms, [solution.BackwardError]]));
        }

        yield return ("vectors", Vectors());
    }

    /// <summary>Entries with random signs and exponents from a generator of its own, SplitMix64.</summary>
    private static Matrix<T> Create(int rows, int columns, ulong seed)
    {
        Matrix<T> a = new(rows, columns);
        for (int i = 0; i < a.Data.Length; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            ulong z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            a.Data[i] = T.ScaleB(T.CreateTruncating((long)(z >> 11) - (1L << 52)), (int)(z % 5) - 54);
        }

        return a;
    }

    private static Matrix<T> LowRank(Matrix<T> a, Parallelism parallelism)
    {
        int rank = Math.Max(1, Math.Min(a.Rows, a.Columns) / 2);
        return Product.Multiply(Create(a.Rows, rank, 21), Create(rank, a.Columns, 22), parallelism);
    }

    private static string Products(int m, int n, int k, Parallelism parallelism)
    {
        Matrix<T> a = Create(m, k, 1), b = Create(k, n, 2), c = Create(m, n, 3), d = c.Clone(), gram = new(k, k), solved = Create(k, n, 4);
        T alpha = T.CreateTruncating(0.7), beta = T.CreateTruncating(-1.3);
        Product.Multiply(c.AsSpan(), a, b, alpha, beta, parallelism);
        Product.Multiply(d.AsSpan(), Matrix<T>.Copy(a.Transposed).Transposed, Matrix<T>.Copy(b.Transposed).Transposed, alpha, beta, parallelism);
        Product.Gram(gram.AsSpan(), a, parallelism);
        Triangular.Solve(solved.AsSpan(), gram, Triangle.Lower, unitDiagonal: true, parallelism);
        T[] y = new T[m];
        Product.Multiply(y, a, b.Column(0), parallelism);
        return HashOf([c.Data, d.Data, gram.Data, solved.Data, y]);
    }

    private static string Pivoted(Matrix<T> a, Parallelism parallelism)
    {
        PivotedQr<T> qr = PivotedQr<T>.Factor(a, parallelism);
        BitHash hash = new();
        hash.Add<T>(qr.Q.Data);
        hash.Add<T>(qr.R.Data);
        hash.Add(qr.Permutation);
        return hash.ToString();
    }

    /// <summary>Blocks of rows, single rows, and rows that go again.</summary>
    private static string Updated(Matrix<T> a)
    {
        int n = a.Columns;
        Matrix<T> start = Create(n + 7, n, 13), sides = Create(n + 7, 2, 14), more = Create(a.Rows, 2, 15), r = new(n, n), c = new(n, 2);
        T[] rho = new T[2];
        List<T> margins = [];
        QrUpdate.Append(r, c, rho, start, sides);
        QrUpdate.Append(r, c, rho, a, more);
        for (int i = 0; i < Math.Min(3, a.Rows); i++)
        {
            QrUpdate.Append(r, c, rho, a.Slice(i, 0, 1, n), more.Slice(i, 0, 1, 2));
            QrUpdate.Remove<T>(r, c, rho, start.Row(i), sides.Row(i), out T margin);
            margins.Add(margin);
        }

        return HashOf([r.Data, c.Data, rho, [.. margins]]);
    }

    private static string Symmetric(Matrix<T> a, Parallelism parallelism)
    {
        Matrix<T> gram = new(a.Columns, a.Columns);
        Product.Gram(gram.AsSpan(), a, parallelism);
        SymmetricEigen<T> eigen = SymmetricEigen<T>.Factor(gram);
        PowerIterationResult<T> dominant = PowerIteration.Dominant<T>(gram, new PowerIterationOptions { MaxIterations = 60 });
        for (int i = 0; i < gram.Rows; i++)
        {
            gram[i, i] += T.One;
        }

        return HashOf([eigen.Values, eigen.Vectors.Data, [dominant.Value, dominant.Residual], dominant.Vector, Cholesky<T>.Factor(gram, parallelism).L.Data]);
    }

    private static string Vectors()
    {
        List<T[]> results = [];
        for (int n = 0; n <= 200; n += 7)
        {
            T[] x = Create(1, n, 31).Data, y = Create(1, n, 32).Data, tiny = [.. x.Select(value => T.ScaleB(value, typeof(T) == typeof(double) ? -1060 : -135))];
            results.Add([VectorProduct.Dot<T>(x, y), VectorProduct.Norm<T>(x), VectorProduct.Norm<T>(tiny)]);
            VectorProduct.AddScaled<T>(y, T.CreateTruncating(0.3), x);
            results.Add(y);
        }

        return HashOf([.. results]);
    }

    private static string HashOf(params ReadOnlySpan<T[]> parts)
    {
        BitHash hash = new();
        foreach (T[] part in parts)
        {
            hash.Add<T>(part);
        }

        return hash.ToString();
    }
}
