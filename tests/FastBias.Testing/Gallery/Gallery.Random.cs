namespace FastBias.Testing;

/// <content>Random matrices with chosen properties; always seeded.</content>
public static partial class Gallery
{
    /// <summary>Uniform in [−1, 1).</summary>
    public static GalleryMatrix Random(int rows, int columns, ulong seed) => new("random", new TestRandom(seed).UniformMatrix<double>(rows, columns));

    /// <summary>Uniform on and above the diagonal, zero below.</summary>
    public static GalleryMatrix UpperTriangular(int rows, int columns, ulong seed)
    {
        Matrix<double> a = new TestRandom(seed).UniformMatrix<double>(rows, columns);
        return new("upper-triangular-random", Generate(rows, columns, (i, j) => i <= j ? a[i, j] : 0));
    }

    /// <summary>U·diag(σ)·Vᵀ with random orthogonal U, V; σ known to eps·σ₁.</summary>
    public static GalleryMatrix WithSingularValues(int rows, int columns, double[] sigma, ulong seed)
    {
        TestRandom random = new(seed);
        int k = Math.Min(rows, columns);
        Matrix<double> a = Generate(rows, columns, (i, j) => i == j && i < k ? sigma[i] : 0);
        ReflectAll(random, a.AsSpan());
        ReflectAll(random, a.Transposed);
        double[] values = [.. sigma.Take(k).OrderDescending()];
        return new("with-singular-values", a)
        {
            SingularValues = values, Condition = k == 0 ? 1 : values[0] / values[^1], Rank = values.Count(s => s > 0),
        };
    }

    /// <summary>DLATMS: modes 1 (one large), 2 (one small), 3 (geometric), 4 (arithmetic), 5 (log-uniform), 6 (uniform; κ not used).</summary>
    public static GalleryMatrix RandSvd(int rows, int columns, int mode, double condition, ulong seed) =>
        WithSingularValues(rows, columns, SingularValues(Math.Min(rows, columns), mode, condition, seed), seed + 1000);

    /// <summary>A random symmetric matrix with these eigenvalues.</summary>
    public static GalleryMatrix WithEigenvalues(double[] values, ulong seed)
    {
        int n = values.Length;
        Matrix<double> a = Generate(n, n, (i, j) => i == j ? values[i] : 0);
        ReflectAll(new TestRandom(seed), a.AsSpan());
        ReflectAll(new TestRandom(seed), a.Transposed);
        double[] sizes = [.. values.Select(Math.Abs).OrderDescending()];
        return new("with-eigenvalues", Generate(n, n, (i, j) => i <= j ? a[i, j] : a[j, i]))
        {
            SingularValues = sizes, Condition = n == 0 ? 1 : sizes[0] / sizes[^1], IsSymmetric = true, IsPositiveDefinite = values.All(v => v > 0), Rank = sizes.Count(s => s > 0),
        };
    }

    /// <summary>A random symmetric positive definite matrix with κ as given (mode 3).</summary>
    public static GalleryMatrix PositiveDefinite(int n, double condition, ulong seed) => WithEigenvalues(SingularValues(n, 3, condition, seed), seed);

    /// <summary>Demmel and Veselić's B·D: B well conditioned, D powers of two over 2^±<paramref name="exponent"/>. One-sided Jacobi gets every σ to high relative accuracy.</summary>
    public static GalleryMatrix ScaledColumns(int rows, int columns, int exponent, ulong seed)
    {
        TestRandom random = new(seed);
        Matrix<double> b = RandSvd(rows, columns, 3, 10, seed + 1).A;
        int[] powers = [.. Enumerable.Range(0, columns).Select(j => j == 0 ? exponent : j == 1 ? -exponent : random.NextInteger(-exponent, exponent))];
        int[] order = random.Permutation(columns);
        return new("scaled-columns", Generate(rows, columns, (i, j) => Math.ScaleB(b[i, j], powers[order[j]])));
    }

    /// <summary>Two clusters of singular values, 1 and 10⁻⁶, each within 10⁻¹² of itself.</summary>
    public static GalleryMatrix Clustered(int rows, int columns, ulong seed)
    {
        int k = Math.Min(rows, columns);
        return WithSingularValues(rows, columns, Known(rows, columns, i => (i < k / 2 ? 1 : 1e-6) * (1 - (1e-12 * i / Math.Max(1, k)))), seed);
    }

    /// <summary>Every singular value exactly 2 (before rounding).</summary>
    public static GalleryMatrix Repeated(int rows, int columns, ulong seed) => WithSingularValues(rows, columns, Known(rows, columns, _ => 2), seed);

    /// <summary>Rank r (σ from 1 to 1/10), and the other singular values all equal to <paramref name="noise"/>.</summary>
    public static GalleryMatrix RankDeficient(int rows, int columns, int rank, double noise, ulong seed) =>
        WithSingularValues(rows, columns, Known(rows, columns, i => i < rank ? 1 - (0.9 * i / Math.Max(1, rank - 1)) : noise), seed) with { Rank = Math.Min(rank, Math.Min(rows, columns)) };

    /// <summary>Integers with exactly this rank: the product of two random integer matrices, so that rank and solutions are exact in rationals.</summary>
    public static GalleryMatrix IntegerRank(int rows, int columns, int rank, ulong seed)
    {
        TestRandom random = new(seed);
        Matrix<double> left = random.IntegerMatrix<double>(rows, rank, 4), right = random.IntegerMatrix<double>(rank, columns, 4);
        for (int p = 0; p < Math.Min(rank, Math.Min(rows, columns)); p++)
        {
            // A dominant diagonal in both factors keeps their rank.
            left[p, p] = right[p, p] = 5 * rank;
        }

        Matrix<double> a = Generate(rows, columns, (i, j) => Enumerable.Range(0, rank).Sum(p => left[i, p] * right[p, j]));
        return new("integer-rank", a) { Rank = Math.Min(rank, Math.Min(rows, columns)) };
    }

    /// <summary>Every entry subnormal.</summary>
    public static GalleryMatrix Denormal(int rows, int columns, ulong seed)
    {
        TestRandom random = new(seed);
        return new("denormal", Generate(rows, columns, (_, _) => double.Epsilon * random.NextInteger(-1000, 1000)));
    }

    /// <summary>The same matrix times 2^<paramref name="exponent"/>; everything known scales with it.</summary>
    public static GalleryMatrix PowerScaled(GalleryMatrix matrix, int exponent) => matrix with
    {
        Name = $"{matrix.Name}·2^{exponent}",
        A = Generate(matrix.Rows, matrix.Columns, (i, j) => Math.ScaleB(matrix.A[i, j], exponent)),
        SingularValues = matrix.SingularValues?.Select(s => Math.ScaleB(s, exponent)).ToArray(),
    };

    /// <summary>The values of DLATM1, descending but for mode 5 and 6.</summary>
    public static double[] SingularValues(int count, int mode, double condition, ulong seed)
    {
        TestRandom random = new(seed);
        double small = 1 / condition, steps = Math.Max(1, count - 1);
        return [.. Enumerable.Range(0, count).Select(i => mode switch
        {
            1 => i == 0 ? 1 : small,
            2 => i < count - 1 || count == 1 ? 1 : small,
            3 => Math.Pow(condition, -i / steps),
            4 => 1 - (i / steps * (1 - small)),
            5 => Math.Exp(random.NextDouble() * Math.Log(small)),
            6 => random.NextDouble(),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Modes are 1 to 6."),
        })];
    }

    /// <summary>Multiplies from the left by random reflections, as many as there are rows: a random orthogonal matrix.</summary>
    private static void ReflectAll(TestRandom random, MatrixSpan<double> a)
    {
        for (int k = 0; k < a.Rows - 1; k++)
        {
            double[] v = [.. Enumerable.Range(0, a.Rows).Select(i => i < k ? 0 : random.Normal())];
            double square = v.Sum(x => x * x);
            for (int j = 0; j < a.Columns; j++)
            {
                double dot = 0;
                for (int i = k; i < a.Rows; i++)
                {
                    dot += v[i] * a[i, j];
                }

                for (int i = k; i < a.Rows; i++)
                {
                    a[i, j] -= 2 * dot / square * v[i];
                }
            }
        }
    }
}
