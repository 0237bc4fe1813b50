namespace FastBias.Lab;

/// <summary>What experiments on regression share: data y = X·θ + noise, their solutions, errors.</summary>
internal static class Regression
{
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

    /// <summary>(I − X⁺X)v.</summary>
    public static double[] NullComponent(Matrix<double> x, double[] v) => Vectors.Subtract(v, MinimumNorm(x, Vectors.Multiply(x, v)));

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
