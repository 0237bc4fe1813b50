namespace FastBias.Testing;

/// <summary>The adversarial matrices that factorizations and solvers are judged on; sources: Higham's Algorithm 694 (1991), LAPACK's DLATMS, Hansen's Regularization Tools (1994).</summary>
public static partial class Gallery
{
    /// <summary>Families by name; each makes a matrix of (about) the asked shape.</summary>
    private static readonly Dictionary<string, Func<int, int, GalleryMatrix>> Families = CreateFamilies();

    /// <summary>Every name, in a fixed order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Families.Keys];

    /// <summary>Names of square symmetric families.</summary>
    public static IReadOnlyList<string> SymmetricNames { get; } = [.. Names.Where(name => Families[name](6, 6).IsSymmetric)];

    /// <summary>The matrix of this name with (at least nearly) this shape: families that exist only square give the leading block of a larger one, without its known values.</summary>
    public static GalleryMatrix Create(string name, int rows, int columns) =>
        Families.TryGetValue(name, out Func<int, int, GalleryMatrix>? create)
            ? create(rows, columns) with { Name = name }
            : throw new ArgumentException($"The gallery has no \"{name}\". It has: {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The square matrix of this name.</summary>
    public static GalleryMatrix Create(string name, int n) => Create(name, n, n);

    /// <summary>Every matrix of the gallery in this shape.</summary>
    public static IEnumerable<GalleryMatrix> All(int rows, int columns) => Names.Select(name => Create(name, rows, columns));

    /// <summary>Every square matrix of the gallery.</summary>
    public static IEnumerable<GalleryMatrix> All(int n) => All(n, n);

    private static Dictionary<string, Func<int, int, GalleryMatrix>> CreateFamilies()
    {
        Dictionary<string, Func<int, int, GalleryMatrix>> families = new(StringComparer.Ordinal)
        {
            ["zero"] = Zero,
            ["identity"] = Identity,
            ["ones"] = Ones,
            ["random"] = (m, n) => Random(m, n, 1),
            ["diagonal-graded"] = GradedDiagonal,
            ["upper-triangular-random"] = (m, n) => UpperTriangular(m, n, 2),
            ["hilbert"] = Hilbert,
            ["inverse-hilbert"] = Square(n => InverseHilbert(Math.Min(n, 12))),
            ["lotkin"] = Lotkin,
            ["kahan"] = Square(n => Kahan(n)),
            ["kahan-perturbed"] = Square(n => Kahan(n, perturbation: 25)),
            ["vandermonde"] = Vandermonde,
            ["frank"] = Square(Frank),
            ["cauchy"] = Cauchy,
            ["pascal"] = Square(n => Pascal(Math.Min(n, 28))),
            ["moler"] = Square(Moler),
            ["wilkinson"] = Square(Wilkinson),
            ["rosser"] = Square(_ => Rosser()),
            ["hadamard"] = Square(n => Hadamard(1 << Math.Max(0, (int)Math.Round(Math.Log2(Math.Max(1, n)))))),
            ["minij"] = Square(MinIJ),
            ["triw"] = Square(n => Triw(n)),
            ["half-graded-bidiagonal"] = Square(HalfGradedBidiagonal),
            ["scaled-columns"] = (m, n) => ScaledColumns(m, n, 500, 5),
            ["clustered"] = (m, n) => Clustered(m, n, 6),
            ["repeated"] = (m, n) => Repeated(m, n, 7),
            ["rank-half"] = (m, n) => RankDeficient(m, n, (Math.Min(m, n) + 1) / 2, 0, 8),
            ["rank-half-noise"] = (m, n) => RankDeficient(m, n, (Math.Min(m, n) + 1) / 2, 1e-10, 9),
            ["rank-one"] = (m, n) => RankDeficient(m, n, 1, 0, 10),
            ["integer-rank-half"] = (m, n) => IntegerRank(m, n, (Math.Min(m, n) + 1) / 2, 11),
            ["denormal"] = (m, n) => Denormal(m, n, 12),
            ["scaled-to-underflow"] = (m, n) => PowerScaled(Random(m, n, 13), -1000),
            ["scaled-to-overflow"] = (m, n) => PowerScaled(Random(m, n, 14), 1000),
        };
        for (int digits = 1; digits <= 9; digits++)
        {
            int d = digits;
            families[$"lauchli-1e-{d}"] = (m, n) => Cut(Lauchli(Math.Max(n, m - 1), Math.Pow(10, -d)), m, n);
        }

        foreach (string kappa in (string[])["1e2", "1e8", "1e16"])
        {
            for (int mode = 1; mode <= 5; mode++)
            {
                int fixedMode = mode;
                families[$"randsvd-{mode}-{kappa}"] = (m, n) => RandSvd(m, n, fixedMode, double.Parse(kappa), 100 + (ulong)fixedMode);
            }
        }

        families["randsvd-6"] = (m, n) => RandSvd(m, n, 6, 1, 106);
        AddZeroPatterns(families);
        foreach (string name in IllPosedNames)
        {
            families[name] = Square(n => new GalleryMatrix(name, IllPosed(name, n).A) { IsSymmetric = IsSymmetricKernel(name) });
        }

        return families;
    }

    /// <summary>A square family in another shape: the leading block of the square matrix of the larger dimension, repeated cyclically if that is too small.</summary>
    private static Func<int, int, GalleryMatrix> Square(Func<int, GalleryMatrix> create) => (m, n) => Cut(create(Math.Max(m, n)), m, n);

    private static GalleryMatrix Cut(GalleryMatrix whole, int rows, int columns)
    {
        if (whole.Rows == rows && whole.Columns == columns)
        {
            return whole;
        }

        int m = Math.Min(rows, whole.Rows), n = Math.Min(columns, whole.Columns);
        if (m == whole.Rows && n == whole.Columns)
        {
            // A family with a natural size (Rosser, Hadamard, Pascal while exact) stays at it.
            return whole;
        }

        return new GalleryMatrix(whole.Name, Generate(m, n, (i, j) => whole.A[i, j])) { IsSymmetric = whole.IsSymmetric && m == n, IsPositiveDefinite = whole.IsPositiveDefinite && m == n };
    }

    private static Matrix<double> Generate(int rows, int columns, Func<int, int, double> element)
    {
        Matrix<double> a = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a.Data[(i * columns) + j] = element(i, j);
            }
        }

        return a;
    }
}
