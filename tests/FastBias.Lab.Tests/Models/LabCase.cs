namespace FastBias.Lab.Tests.ModelTests;

/// <summary>Random problems and objectives for the laboratory's tests.</summary>
internal static class LabCase
{
    public static Matrix<double> Gaussian(RandomSource random, int rows, int columns)
    {
        Matrix<double> matrix = new(rows, columns);
        random.FillGaussian<double>(matrix.Data);
        return matrix;
    }

    public static double[] Gaussian(RandomSource random, int count)
    {
        double[] vector = new double[count];
        random.FillGaussian<double>(vector);
        return vector;
    }

    public static double[] Labels(RandomSource random, int count)
    {
        double[] labels = new double[count];
        random.FillSigns<double>(labels);
        return labels;
    }

    public static Matrix<double> Symmetric(RandomSource random, int n)
    {
        Matrix<double> a = Gaussian(random, n, n), result = new(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                result[i, j] = a[i, j] + a[j, i];
            }
        }

        return result;
    }

    /// <summary>One of every kind.</summary>
    public static IObjective[] Objectives(RandomSource random, int m, int n)
    {
        Matrix<double> x = Gaussian(random, m, n);
        double[] y = Gaussian(random, m), labels = Labels(random, m);
        return
        [
            new LeastSquaresObjective(x, y), new LeastSquaresObjective(x, y, LossScaling.HalfMean, 0.3), new LeastSquaresObjective(x, y, LossScaling.Mean),
            new LogisticObjective(x, labels), new LogisticObjective(x, labels, LossScaling.HalfSum, 0.1), new HadamardObjective(x, y),
            new PopulationHadamardObjective(Gaussian(random, n)), new QuadraticObjective(Symmetric(random, n), Gaussian(random, n), 2),
            new FunctionObjective(n, (w, gradient) =>
            {
                double sum = 0;
                for (int j = 0; j < w.Length; j++)
                {
                    gradient[j] = (w[j] * w[j]) - 1;
                    sum += (w[j] * w[j] * w[j] / 3) - w[j];
                }

                return sum;
            }),
        ];
    }

    public static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());

    public static double Norm(double[] a) => Math.Sqrt(a.Sum(p => p * p));
}
