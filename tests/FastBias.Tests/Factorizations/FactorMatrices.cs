using System.Numerics;
using FastBias.Testing;

namespace FastBias.Tests.Factorizations;

/// <summary>The matrices that the direct factorizations are tried on; each entry by its formula or from a fixed seed.</summary>
internal static class FactorMatrices
{
    /// <summary>Every kind, by name.</summary>
    public static readonly string[] Kinds =
    [
        "gaussian", "integers", "zero", "zero column", "zero row", "zero block", "equal columns", "upper triangle", "lower triangle", "cosines",
        "rank one", "half rank", "hilbert", "kahan", "laeuchli", "vandermonde", "graded rows", "graded columns", "nearly rank one", "subnormal", "tiny", "huge",
    ];

    /// <summary>The kinds whose columns differ in size, or that are singular in ways that pivoting sees: a shorter list for larger sizes.</summary>
    public static readonly string[] FewKinds = ["gaussian", "zero block", "half rank", "graded rows", "graded columns", "tiny"];

    /// <summary>The kind of matrices of the gallery whose columns are further apart than a sum of their products can tell.</summary>
    public const string WideRange = "wide range";

    /// <summary>Beyond the blocking edges; in a full run every kind of shape to 513, and 2000 once.</summary>
    public static IEnumerable<(int Rows, int Columns)> LargeShapes =>
        TestScale.IsFull ? [(255, 513), (256, 256), (257, 65), (511, 129), (512, 512), (513, 513), (513, 33), (64, 512), (530, 513), (2000, 2000)] : [(290, 257)];

    /// <summary>A few shapes for the whole gallery; in a full run all from 1 to 24 (a shape without elements is no matter of what they are).</summary>
    private static IEnumerable<(int Rows, int Columns)> GalleryShapes
    {
        get
        {
            IEnumerable<(int, int)> few = [(1, 1), (2, 5), (7, 4), (12, 12), (24, 10), (10, 24), (33, 32), (49, 65)];
            return TestScale.IsFull ? Enumerable.Range(1, 24).SelectMany(m => Enumerable.Range(1, 24).Select(n => (m, n))).Concat(few) : few;
        }
    }

    /// <summary>The whole gallery in <see cref="GalleryShapes"/>, as far as it fits into T, under the kinds that tests treat in their own ways.</summary>
    public static IEnumerable<(string Kind, Matrix<T> A)> OverTheGallery<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double tiny = typeof(T) == typeof(double) ? 1e-285 : 1e-30, huge = typeof(T) == typeof(double) ? 1e285 : 1e30;
        foreach ((int m, int n) in GalleryShapes)
        {
            foreach (GalleryMatrix matrix in Gallery.All(m, n).Where(matrix => matrix.FitsIn<T>()))
            {
                Matrix<T> a = matrix.As<T>();
                double[] sizes = [.. a.Data.Select(x => Math.Abs(double.CreateTruncating(x))).Where(x => x > 0).DefaultIfEmpty(1)];
                yield return (sizes.Max() < tiny ? "subnormal" : sizes.Max() > huge ? "huge" : sizes.Min() < tiny || sizes.Max() / sizes.Min() > 1e200 ? WideRange : matrix.Name, a);
            }
        }
    }

    /// <summary>A matrix of a kind.</summary>
    public static Matrix<T> Make<T>(string kind, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TestRandom random = new((ulong)((kind.Length * 1_000_003) + (rows * 1009) + columns));
        bool isDouble = typeof(T) == typeof(double);
        double small = isDouble ? 1e-8 : 1e-3;
        int range = isDouble ? 100 : 12;
        double Gaussian(int i, int j) => random.NextSymmetric();
        return kind switch
        {
            "gaussian" => Fill<T>(rows, columns, Gaussian),
            "integers" => Fill<T>(rows, columns, (_, _) => Math.Round(8 * random.NextSymmetric())),
            "zero" => new Matrix<T>(rows, columns),
            "zero column" => Fill<T>(rows, columns, (i, j) => j == columns / 2 ? 0 : Gaussian(i, j)),
            "zero row" => Fill<T>(rows, columns, (i, j) => i == rows / 3 ? 0 : Gaussian(i, j)),
            "zero block" => Fill<T>(rows, columns, (i, j) => i < rows / 2 && j < columns / 2 ? 0 : Gaussian(i, j)),
            "equal columns" => Fill<T>(rows, columns, (i, _) => 1.0 / (i + 1)),
            "upper triangle" => Fill<T>(rows, columns, (i, j) => i > j ? 0 : Gaussian(i, j)),
            "lower triangle" => Fill<T>(rows, columns, (i, j) => i < j ? 0 : Gaussian(i, j)),
            "cosines" => Fill<T>(rows, columns, (i, j) => Math.Cos(Math.PI * (i + 0.5) * j / Math.Max(1, rows))),
            "rank one" => Fill<T>(rows, columns, (i, j) => (i + 1.0) / (j + 2)),
            "half rank" => LowRank<T>(random, rows, columns, Math.Min(rows, columns) / 2),
            "hilbert" => Fill<T>(rows, columns, (i, j) => 1.0 / (i + j + 1)),
            "kahan" => Fill<T>(rows, columns, (i, j) => i > j ? 0 : Math.Pow(0.8, i) * (i == j ? 1 : -0.6)),
            "laeuchli" => Fill<T>(rows, columns, (i, j) => i == 0 ? 1 : i == j + 1 ? small : 0),
            "vandermonde" => Fill<T>(rows, columns, (i, j) => Math.Pow((i + 1.0) / Math.Max(1, rows), j)),
            "graded rows" => Fill<T>(rows, columns, (i, j) => Math.ScaleB(Gaussian(i, j), -range * i / Math.Max(1, rows))),
            "graded columns" => Fill<T>(rows, columns, (i, j) => Math.ScaleB(Gaussian(i, j), range * ((j % 7) - 3))),
            "nearly rank one" => Fill<T>(rows, columns, (i, j) => ((i + 1.0) / (j + 2)) + (small * small * Gaussian(i, j))),
            "subnormal" => Fill<T>(rows, columns, (_, _) => Math.Round(8 * random.NextSymmetric()) * double.CreateTruncating(T.Epsilon)),
            "tiny" => Fill<T>(rows, columns, (i, j) => Math.ScaleB(Gaussian(i, j), isDouble ? -1000 : -120)),
            "huge" => Fill<T>(rows, columns, (i, j) => Gaussian(i, j) * (isDouble ? double.MaxValue : float.MaxValue) / 64),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
        };
    }

    /// <summary>A matrix from a formula for its elements, row by row.</summary>
    public static Matrix<T> Fill<T>(int rows, int columns, Func<int, int, double> element)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = T.CreateTruncating(element(i, j));
            }
        }

        return a;
    }

    /// <summary>Σ of <paramref name="rank"/> random rank-one matrices.</summary>
    public static Matrix<T> LowRank<T>(TestRandom random, int rows, int columns, int rank)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] left = Dense.Random(random, rows, rank), right = Dense.Random(random, rank, columns);
        double[,] product = Dense.Multiply(left, right);
        return Fill<T>(rows, columns, (i, j) => product[i, j]);
    }

    /// <summary>U·diag(σ)·Vᵀ with random orthonormal U (m x k) and V (n x k): its singular values, range and row space are known.</summary>
    public static (double[,] A, double[,] U, double[,] V) WithSingularValues(TestRandom random, int rows, int columns, double[] sigma)
    {
        double[,] u = Dense.RandomOrthonormal(random, rows, sigma.Length), v = Dense.RandomOrthonormal(random, columns, sigma.Length);
        double[,] us = new double[rows, sigma.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < sigma.Length; k++)
            {
                us[i, k] = u[i, k] * sigma[k];
            }
        }

        return (Dense.Multiply(us, Dense.Transpose(v)), u, v);
    }
}
