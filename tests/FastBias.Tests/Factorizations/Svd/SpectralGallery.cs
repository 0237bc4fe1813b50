using System.Numerics;

namespace FastBias.Tests.Factorizations;

/// <summary>Matrices that singular values and eigenvalues are hard on, for every shape and both types.</summary>
internal static class SpectralGallery
{
    public static readonly string[] Names =
    [
        "gauss", "zero", "ones", "identity", "hilbert", "kahan", "vandermonde", "lauchli", "graded columns", "graded rows", "graded both",
        "zero columns", "zero rows", "zero blocks", "low rank", "low rank with noise", "repeated", "clustered", "integers", "huge", "tiny", "one entry",
    ];

    /// <summary>Where everything is subnormal: U and V are held to their ratios, Σ only to half a unit of the subnormal numbers.</summary>
    public const string Subnormal = "subnormal";

    public static double Epsilon<T>() => typeof(T) == typeof(double) ? Math.ScaleB(1, -52) : Math.ScaleB(1, -23);

    public static Matrix<T> Make<T>(string name, int m, int n, int seed = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(HashCode(name) + (1000 * m) + n + (1_000_000 * seed));
        bool wide = typeof(T) == typeof(double);
        int range = wide ? 1000 : 116, grade = wide ? 60 : 7;
        return name switch
        {
            "gauss" => Fill<T>(m, n, (_, _) => Gauss(random)),
            "zero" => new Matrix<T>(m, n),
            "ones" => Fill<T>(m, n, (_, _) => 1),
            "identity" => Matrix<T>.Identity(m, n),
            "hilbert" => Fill<T>(m, n, (i, j) => 1.0 / (i + j + 1)),
            "kahan" => Fill<T>(m, n, (i, j) => j < i ? 0 : Math.Pow(Math.Sin(1.2), i) * (i == j ? 1 : -Math.Cos(1.2))),
            "vandermonde" => Fill<T>(m, n, (i, j) => Math.Pow((i + 1.0) / (m + 1), j)),
            "lauchli" => Fill<T>(m, n, (i, j) => i == 0 ? 1 : i == j + 1 ? (wide ? 1e-9 : 1e-4) : 0),
            "graded columns" => Fill<T>(m, n, (_, j) => Math.ScaleB(Gauss(random), -grade * (j * 7 % 16))),
            "graded rows" => Fill<T>(m, n, (i, _) => Math.ScaleB(Gauss(random), -grade * (i * 7 % 16))),
            "graded both" => Fill<T>(m, n, (i, j) => Math.ScaleB(Gauss(random), grade * ((i * 5 % 8) - (j * 3 % 8)))),
            "zero columns" => Fill<T>(m, n, (_, j) => j % 3 == seed % 3 ? 0 : Gauss(random)),
            "zero rows" => Fill<T>(m, n, (i, _) => i % 3 == seed % 3 ? 0 : Gauss(random)),
            "zero blocks" => Fill<T>(m, n, (i, j) => (i < m / 2) == (j < n / 2) ? 0 : Gauss(random)),
            "low rank" => Fill<T>(m, n, (i, j) => (i % 3 * (j % 2)) + (i % 2 * (j % 3))),
            "low rank with noise" => Fill<T>(m, n, (i, j) => (i % 3 * (j % 2)) + (i % 2 * (j % 3)) + (Gauss(random) * Epsilon<T>())),
            "repeated" => WithValues<T>(m, n, k => k < 4 ? 1 : 0.25, random),
            "clustered" => WithValues<T>(m, n, k => 1 + (k * 3 * Epsilon<T>()), random),
            "integers" => Fill<T>(m, n, (_, _) => random.Next(-3, 4)),
            "huge" => Fill<T>(m, n, (_, _) => Math.ScaleB(Gauss(random), range)),
            "tiny" => Fill<T>(m, n, (_, _) => Math.ScaleB(Gauss(random), -range + (wide ? 60 : 40))),
            "one entry" => Fill<T>(m, n, (i, j) => i == m - 1 && j == n - 1 ? -3 : 0),
            Subnormal => Fill<T>(m, n, (_, _) => random.Next(-5, 6) * double.CreateTruncating(T.Epsilon)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such matrix."),
        };
    }

    /// <summary>(A + Aᵀ)/2 up to rounding, and exactly symmetric.</summary>
    public static Matrix<T> MakeSymmetric<T>(string name, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = Make<T>(name, n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                a[i, j] = a[j, i] = (a[i, j] * T.CreateChecked(0.5)) + (a[j, i] * T.CreateChecked(0.5));
            }
        }

        return a;
    }

    /// <summary>A Gaussian number.</summary>
    public static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A matrix by its entries.</summary>
    public static Matrix<T> Fill<T>(int m, int n, Func<int, int, double> entry)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = new(m, n);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                a[i, j] = T.CreateTruncating(entry(i, j));
            }
        }

        return a;
    }

    /// <summary>diag(values) between two random reflections: the singular values are known up to rounding.</summary>
    public static Matrix<T> WithValues<T>(int m, int n, Func<int, double> values, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] u = Unit(m, random), v = Unit(n, random);
        return Fill<T>(m, n, (i, j) =>
        {
            double sum = 0;
            for (int k = 0; k < Math.Min(m, n); k++)
            {
                sum += ((i == k ? 1 : 0) - (2 * u[i] * u[k])) * values(k) * ((j == k ? 1 : 0) - (2 * v[j] * v[k]));
            }

            return sum;
        });
    }

    private static double[] Unit(int length, Random random)
    {
        double[] x = [.. Enumerable.Range(0, length).Select(_ => Gauss(random))];
        double norm = Math.Sqrt(x.Sum(v => v * v));
        return [.. x.Select(v => v / norm)];
    }

    /// <summary>The same in every process, which string.GetHashCode is not.</summary>
    private static int HashCode(string name) => name.Aggregate(17, (hash, c) => ((hash * 31) + c) % 100_003);
}
