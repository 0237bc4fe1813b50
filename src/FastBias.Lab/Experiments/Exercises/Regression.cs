namespace FastBias.Lab;

/// <summary>What the exercises share: data y = X·θ + σ·noise, predictions, errors.</summary>
internal static class Regression
{
    /// <summary>Standard normal numbers times a scale.</summary>
    public static Matrix<double> Normal(RandomSource random, int rows, int columns, double scale = 1)
    {
        Matrix<double> x = new(rows, columns);
        random.FillGaussian<double>(x.Data);
        Vectors.Scale(x.Data, scale);
        return x;
    }

    /// <summary>Standard normal numbers times a scale.</summary>
    public static double[] Normal(RandomSource random, int count, double scale = 1) => Normal(random, count, 1, scale).Data;

    /// <summary>NumPy's <c>scale * randn(count)</c>.</summary>
    public static double[] Normal(NumPyLegacyRandom random, int count, double scale = 1)
    {
        double[] x = new double[count];
        random.FillNormal(x);
        Vectors.Scale(x, scale);
        return x;
    }

    /// <summary>X·w + noise.</summary>
    public static double[] Targets(ReadOnlyMatrixSpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> noise) => Vectors.Add(Vectors.Multiply(x, w), noise);

    /// <summary>The mean of (X·w − y)².</summary>
    public static double MeanSquare(ReadOnlyMatrixSpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> y)
    {
        double norm = Vectors.Distance(Vectors.Multiply(x, w), y);
        return norm * norm / y.Length;
    }

    /// <summary>X⁺y.</summary>
    public static double[] MinimumNorm(Matrix<double> x, double[] y) => LeastSquares.Solve(x, y).EnsureSuccess().X.Data;

    /// <summary>The minimiser of ‖X·w − y‖² + λ‖w‖²; of minimum norm for λ = 0.</summary>
    public static double[] Ridge(Matrix<double> x, double[] y, double lambda) =>
        lambda == 0 ? MinimumNorm(x, y) : RidgeSolver.Solve<double>(x, new Matrix<double>(y, y.Length, 1), lambda).X.Data;

    /// <summary>The singular values, without the vectors.</summary>
    public static double[] SingularValues(Matrix<double> x) => Svd<double>.Factor(x, new() { Vectors = SvdVectors.None }).S;

    /// <summary>The eigenvalues of XᵀX/m other than those that fewer rows than columns make zero, the largest first.</summary>
    public static double[] Curvatures(Matrix<double> x) => [.. SingularValues(x).Select(sigma => sigma * sigma / x.Rows)];

    /// <summary>The angle between two vectors in degrees: 2·asin of half the distance of their directions, accurate for small angles.</summary>
    public static double Angle(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] first = Vectors.Times(1 / Vectors.Norm(a), a), second = Vectors.Times(1 / Vectors.Norm(b), b);
        double half = Vectors.Distance(first, second) / 2;
        return 2 * ArcSine(half) * 180 / Math.PI;
    }

    /// <summary>The mean.</summary>
    public static double Mean(IReadOnlyCollection<double> values) => values.Sum() / values.Count;

    /// <summary>The deviation from the mean, with n − 1.</summary>
    public static double Deviation(IReadOnlyCollection<double> values)
    {
        double mean = Mean(values);
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Count - 1));
    }

    /// <summary>asin x for 0 ≤ x ≤ 1, by Newton's method on sin: equal bits everywhere.</summary>
    private static double ArcSine(double x)
    {
        double angle = x;
        for (int step = 0; step < 60 && x < 1; step++)
        {
            angle -= (Elementary.Sin(angle) - x) / Elementary.Cos(angle);
        }

        return x < 1 ? angle : Math.PI / 2;
    }
}
