using System.Numerics;

namespace FastBias.Testing;

/// <content>Matrices with a closed form (i, j count from 0 here).</content>
public static partial class Gallery
{
    /// <summary>All zero.</summary>
    public static GalleryMatrix Zero(int rows, int columns) => new("zero", new Matrix<double>(rows, columns))
    {
        SingularValues = new double[Math.Min(rows, columns)], Rank = 0, IsSymmetric = rows == columns,
    };

    /// <summary>The identity (ones on the diagonal).</summary>
    public static GalleryMatrix Identity(int rows, int columns) => new("identity", Matrix<double>.Identity(rows, columns))
    {
        SingularValues = Known(rows, columns, _ => 1), Condition = 1, Rank = Math.Min(rows, columns), IsSymmetric = rows == columns, IsPositiveDefinite = rows == columns,
    };

    /// <summary>All ones: rank one.</summary>
    public static GalleryMatrix Ones(int rows, int columns) => new("ones", Generate(rows, columns, (_, _) => 1))
    {
        SingularValues = Known(rows, columns, k => k == 0 ? Math.Sqrt((double)rows * columns) : 0), Rank = Math.Min(1, Math.Min(rows, columns)), IsSymmetric = rows == columns,
    };

    /// <summary>Diagonal 2⁰, 2⁻⁴, 2⁻⁸ …: σ known exactly.</summary>
    public static GalleryMatrix GradedDiagonal(int rows, int columns) => new("diagonal-graded", Generate(rows, columns, (i, j) => i == j ? Math.ScaleB(1, -4 * i) : 0))
    {
        SingularValues = Known(rows, columns, k => Math.ScaleB(1, -4 * k)), Condition = Math.ScaleB(1, 4 * Math.Max(0, Math.Min(rows, columns) - 1)),
        Rank = Math.Min(rows, columns), IsSymmetric = rows == columns, IsPositiveDefinite = rows == columns,
    };

    /// <summary>1/(i + j + 1); κ grows like e^(3.5 n).</summary>
    public static GalleryMatrix Hilbert(int rows, int columns) => new("hilbert", Generate(rows, columns, (i, j) => 1.0 / (i + j + 1)))
    {
        Rank = Math.Min(rows, columns), IsSymmetric = rows == columns, IsPositiveDefinite = rows == columns,
    };

    /// <summary>The inverse of the Hilbert matrix, by binomials: integers, exact in double up to n = 12.</summary>
    public static GalleryMatrix InverseHilbert(int n) => new("inverse-hilbert", Generate(n, n, (i, j) =>
        (double)(((i + j) % 2 == 0 ? 1 : -1) * (i + j + 1) * Binomial(n + i, n - j - 1) * Binomial(n + j, n - i - 1) * BigInteger.Pow(Binomial(i + j, i), 2))))
    {
        Rank = n, IsSymmetric = true, IsPositiveDefinite = true,
    };

    /// <summary>The Hilbert matrix with a first row of ones.</summary>
    public static GalleryMatrix Lotkin(int rows, int columns) => new("lotkin", Generate(rows, columns, (i, j) => i == 0 ? 1 : 1.0 / (i + j + 1)))
    {
        Rank = Math.Min(rows, columns),
    };

    /// <summary>diag(1, s, s², …)·(I − c·U) with s = sin θ, c = cos θ; perturbed by p·eps·diag(n, …, 1), column pivoting never swaps and misses the rank.</summary>
    public static GalleryMatrix Kahan(int n, double theta = 1.2, double perturbation = 0)
    {
        double s = Math.Sin(theta), c = Math.Cos(theta);
        return new(perturbation == 0 ? "kahan" : "kahan-perturbed", Generate(n, n, (i, j) =>
            i > j ? 0 : i < j ? -c * Math.Pow(s, i) : Math.Pow(s, i) + (perturbation * Math.ScaleB(1, -52) * (n - i)))) { Rank = n };
    }

    /// <summary>xᵢʲ at equidistant points of [0, 1].</summary>
    public static GalleryMatrix Vandermonde(int rows, int columns) => new("vandermonde", Generate(rows, columns, (i, j) => Math.Pow(i / (double)Math.Max(1, rows - 1), j)))
    {
        Rank = Math.Min(rows, columns),
    };

    /// <summary>Frank's Hessenberg matrix: n − max(i, j) on and above the first subdiagonal; determinant 1.</summary>
    public static GalleryMatrix Frank(int n) => new("frank", Generate(n, n, (i, j) => i > j + 1 ? 0 : n - Math.Max(i, j))) { Rank = n };

    /// <summary>Läuchli's (n+1) x n: a row of ones over μI; its normal equations lose everything once μ² &lt; eps. σ: √(n + μ²), μ, …, μ.</summary>
    public static GalleryMatrix Lauchli(int n, double mu) => new("lauchli", Generate(n + 1, n, (i, j) => i == 0 ? 1 : i == j + 1 ? mu : 0))
    {
        SingularValues = Known(n + 1, n, k => k == 0 ? Math.Sqrt(n + (mu * mu)) : mu), Condition = n == 1 ? 1 : Math.Sqrt(n + (mu * mu)) / mu, Rank = n,
    };

    /// <summary>1/(x + y) with x = i + 1, y = j + 1.</summary>
    public static GalleryMatrix Cauchy(int rows, int columns) => new("cauchy", Generate(rows, columns, (i, j) => 1.0 / (i + j + 2)))
    {
        Rank = Math.Min(rows, columns), IsSymmetric = rows == columns, IsPositiveDefinite = rows == columns,
    };

    /// <summary>Binomials C(i + j, i): exact in double up to n = 28; determinant 1, positive definite.</summary>
    public static GalleryMatrix Pascal(int n) => new("pascal", Generate(n, n, (i, j) => (double)Binomial(i + j, i))) { Rank = n, IsSymmetric = true, IsPositiveDefinite = true };

    /// <summary>Moler's matrix UᵀU with U = triw(n, −1): min(i, j) − 1 off and i + 1 on the diagonal; one tiny eigenvalue.</summary>
    public static GalleryMatrix Moler(int n) => new("moler", Generate(n, n, (i, j) => i == j ? i + 1 : Math.Min(i, j) - 1)) { Rank = n, IsSymmetric = true, IsPositiveDefinite = true };

    /// <summary>Wilkinson's W⁺: tridiagonal, |i − (n−1)/2| beside ones; pairs of eigenvalues that nearly agree.</summary>
    public static GalleryMatrix Wilkinson(int n) => new("wilkinson", Generate(n, n, (i, j) => i == j ? Math.Abs(i - ((n - 1) / 2.0)) : Math.Abs(i - j) == 1 ? 1 : 0)) { IsSymmetric = true };

    /// <summary>Rosser's 8 x 8: eigenvalues 10√10405, 1020, 510 ± 100√26, 1000 (twice), 0, −10√10405.</summary>
    public static GalleryMatrix Rosser()
    {
        double[,] a =
        {
            { 611, 196, -192, 407, -8, -52, -49, 29 }, { 196, 899, 113, -192, -71, -43, -8, -44 },
            { -192, 113, 899, 196, 61, 49, 8, 52 }, { 407, -192, 196, 611, 8, 44, 59, -23 },
            { -8, -71, 61, 8, 411, -599, 208, 208 }, { -52, -43, 49, 44, -599, 411, 208, 208 },
            { -49, -8, 8, 59, 208, 208, 99, -911 }, { 29, -44, 52, -23, 208, 208, -911, 99 },
        };
        double big = 10 * Math.Sqrt(10405), root = 100 * Math.Sqrt(26);
        return new("rosser", new Matrix<double>(a)) { SingularValues = [big, big, 1020, 510 + root, 1000, 1000, 100 / (510 + root), 0], Rank = 7, IsSymmetric = true };
    }

    /// <summary>Sylvester's Hadamard matrix, n a power of two: all σ = √n.</summary>
    public static GalleryMatrix Hadamard(int n) => new("hadamard", Generate(n, n, (i, j) => BitOperations.PopCount((uint)(i & j)) % 2 == 0 ? 1 : -1))
    {
        SingularValues = Known(n, n, _ => Math.Sqrt(n)), Condition = 1, Rank = n, IsSymmetric = true,
    };

    /// <summary>min(i, j) + 1: eigenvalues 1 / (4 sin²((2k−1)π / (4n+2))).</summary>
    public static GalleryMatrix MinIJ(int n)
    {
        double[] values = Known(n, n, k => 0.25 / Math.Pow(Math.Sin(((2 * k) + 1) * Math.PI / ((4 * n) + 2)), 2));
        return new("minij", Generate(n, n, (i, j) => Math.Min(i, j) + 1)) { SingularValues = values, Condition = n == 0 ? 1 : values[0] / values[^1], Rank = n, IsSymmetric = true, IsPositiveDefinite = true };
    }

    /// <summary>Upper triangular, ones on and α above the diagonal: nearly singular although every pivot is one.</summary>
    public static GalleryMatrix Triw(int n, double alpha = -1) => new("triw", Generate(n, n, (i, j) => i == j ? 1 : i < j ? alpha : 0)) { Rank = n };

    /// <summary>Upper bidiagonal, the first half graded from 1 to 10⁻¹⁶, the second half all of that size: QR iterations have hung on n = 70.</summary>
    public static GalleryMatrix HalfGradedBidiagonal(int n)
    {
        double[] d = [.. Enumerable.Range(0, n).Select(i => Math.Pow(10, -16.0 * Math.Min(i, n / 2) / Math.Max(1, n / 2)))];
        return new("half-graded-bidiagonal", Generate(n, n, (i, j) => i == j || j == i + 1 ? d[i] : 0));
    }

    /// <summary>The first values of a descending sequence, as many as the shape has singular values.</summary>
    private static double[] Known(int rows, int columns, Func<int, double> value) => [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(value)];

    private static BigInteger Binomial(int n, int k)
    {
        BigInteger result = 1;
        for (int i = 1; i <= k; i++)
        {
            result = result * (n - k + i) / i;
        }

        return k < 0 || k > n ? 0 : result;
    }
}
