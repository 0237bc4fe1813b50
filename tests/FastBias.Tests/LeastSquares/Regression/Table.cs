namespace FastBias.Tests.Regression;

/// <summary>A random table for regressions.</summary>
internal sealed record Table(Matrix<double> X, double[] Y)
{
    public static Table Random(int seed, int rows, int columns)
    {
        Random random = new(seed);
        Matrix<double> x = new(rows, columns);
        foreach (ref double element in x.Data.AsSpan())
        {
            element = (random.NextDouble() * 4) - 1;
        }

        return new(x, [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() * 10)]);
    }

    /// <summary>y minus what the model predicts, from its coefficients in plain loops.</summary>
    public double[] Residual(RegressionSolution<double> fit)
    {
        double[] residual = [.. Y];
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] -= fit.Intercept?.Estimate ?? 0;
            for (int j = 0; j < X.Columns; j++)
            {
                residual[i] -= X[i, j] * fit.Coefficients[j].Estimate;
            }
        }

        return residual;
    }
}
