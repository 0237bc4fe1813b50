namespace FastBias.Testing;

/// <content>Zeros in every position: LAPACK's DQK types, and zero blocks.</content>
public static partial class Gallery
{
    /// <summary>A random matrix with zeros where the predicate says so.</summary>
    public static GalleryMatrix WithZeros(int rows, int columns, Func<int, int, bool> isZero, ulong seed)
    {
        Matrix<double> a = new TestRandom(seed).UniformMatrix<double>(rows, columns);
        return new("zeros", Generate(rows, columns, (i, j) => isZero(i, j) ? 0 : a[i, j]));
    }

    private static void AddZeroPatterns(Dictionary<string, Func<int, int, GalleryMatrix>> families)
    {
        void Add(string name, Func<int, int, Func<int, int, bool>> pattern) =>
            families[name] = (m, n) => WithZeros(m, n, pattern(m, n), 200);

        Add("zero-first-row", (_, _) => (i, _) => i == 0);
        Add("zero-middle-row", (m, _) => (i, _) => i == m / 2);
        Add("zero-last-row", (m, _) => (i, _) => i == m - 1);
        Add("zero-first-column", (_, _) => (_, j) => j == 0);
        Add("zero-middle-column", (_, n) => (_, j) => j == n / 2);
        Add("zero-last-column", (_, n) => (_, j) => j == n - 1);
        Add("zero-first-half-columns", (_, n) => (_, j) => j < n / 2);
        Add("zero-last-half-columns", (_, n) => (_, j) => j >= n / 2);
        Add("zero-middle-columns", (_, n) => (_, j) => j >= n / 4 && j < n - (n / 4));
        Add("zero-outer-columns", (_, n) => (_, j) => j < n / 4 || j >= n - (n / 4));
        Add("zero-every-other-column", (_, _) => (_, j) => j % 2 == 0);
        Add("only-first-column", (_, _) => (_, j) => j > 0);
        Add("only-last-column", (_, n) => (_, j) => j < n - 1);
        Add("zero-first-half-rows", (m, _) => (i, _) => i < m / 2);
        Add("zero-last-half-rows", (m, _) => (i, _) => i >= m / 2);
        Add("zero-leading-block", (m, n) => (i, j) => i < m / 2 && j < n / 2);
        Add("zero-trailing-block", (m, n) => (i, j) => i >= m / 2 && j >= n / 2);
        Add("zero-upper-right-block", (m, n) => (i, j) => i < m / 2 && j >= n / 2);
        Add("zero-lower-left-block", (m, n) => (i, j) => i >= m / 2 && j < n / 2);
        Add("block-diagonal", (m, n) => (i, j) => (i < m / 2) != (j < n / 2));
        Add("one-element", (m, n) => (i, j) => i != m / 2 || j != n / 2);
        Add("zero-diagonal", (_, _) => (i, j) => i == j);
    }
}
