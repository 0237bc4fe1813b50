namespace FastBias.Reference;

/// <summary>Limits of least-squares methods from the naive SVD, in plain loops.</summary>
public static class NaiveLeastSquares
{
    /// <summary>A⁺·b: the shortest minimiser, with singular values at most cutoff·σ₁ taken for zero.</summary>
    public static double[] MinimumNorm(double[,] a, double[] b, double cutoff = 1e-11) => Filtered(a, b, cutoff, sigma => 1 / sigma);

    /// <summary>(AᵀA + λI)⁻¹Aᵀb.</summary>
    public static double[] Ridge(double[,] a, double[] b, double lambda) => Filtered(a, b, 0, sigma => sigma / ((sigma * sigma) + lambda));

    /// <summary>A⁺b + (I − A⁺A)·x₀: where methods that move in the row space only end from x₀.</summary>
    public static double[] LimitFrom(double[,] a, double[] b, double[] start, double cutoff = 1e-11)
    {
        double[] step = MinimumNorm(a, Subtract(b, Apply(a, start)), cutoff);
        return [.. start.Zip(step, (x, d) => x + d)];
    }

    /// <summary>A·x.</summary>
    public static double[] Apply(double[,] a, double[] x) =>
        [.. Enumerable.Range(0, a.GetLength(0)).Select(i => Enumerable.Range(0, x.Length).Sum(j => a[i, j] * x[j]))];

    /// <summary>x − y.</summary>
    public static double[] Subtract(double[] x, double[] y) => [.. x.Zip(y, (p, q) => p - q)];

    /// <summary>‖x‖₂.</summary>
    public static double Norm(double[] x) => Math.Sqrt(x.Sum(v => v * v));

    private static double[] Filtered(double[,] a, double[] b, double cutoff, Func<double, double> filter)
    {
        NaiveSvd svd = NaiveSvd.Factor(a);
        double[] x = new double[a.GetLength(1)];
        for (int k = 0; k < svd.S.Length && svd.S[k] > cutoff * svd.S[0] && svd.S[k] > 0; k++)
        {
            double coordinate = 0;
            for (int i = 0; i < b.Length; i++)
            {
                coordinate += svd.U[i, k] * b[i];
            }

            for (int j = 0; j < x.Length; j++)
            {
                x[j] += filter(svd.S[k]) * coordinate * svd.V[j, k];
            }
        }

        return x;
    }
}
