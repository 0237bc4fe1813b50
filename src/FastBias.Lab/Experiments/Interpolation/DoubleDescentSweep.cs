namespace FastBias.Lab;

/// <summary>The sweep over one table: errors and smallest singular values for each number of rows and each repeat.</summary>
internal sealed class DoubleDescentSweep
{
    private readonly double _noise;

    public DoubleDescentSweep(SubsetProblem problem, DoubleDescentSpec spec, ExperimentContext context, double from, double to)
    {
        (Problem, Sizes, _noise) = (problem, spec.Grid(problem), spec.Noise);
        (double[] Test, double[] Train, double[] Smallest)[] repeats = context.ForEach(spec.Repeats, repeat => Repeat(problem, Sizes, spec.Seed, repeat, repeat < spec.SpectrumRepeats), from, to);
        Test = [.. repeats.Select(repeat => repeat.Test)];
        (Median, Mean, Low, High) = (SweepFigure.Medians(Test), SweepFigure.Means(Test), SweepFigure.Quantiles(Test, 0.1), SweepFigure.Quantiles(Test, 0.9));
        Train = SweepFigure.Medians([.. repeats.Select(repeat => repeat.Train)]);
        Smallest = SweepFigure.Medians([.. repeats.Where(repeat => repeat.Smallest.Length > 0).Select(repeat => repeat.Smallest)]);
    }

    public SubsetProblem Problem { get; }

    public int[] Sizes { get; }

    /// <summary>Repeats × sizes.</summary>
    public double[][] Test { get; }

    public double[] Median { get; }

    public double[] Mean { get; }

    public double[] Low { get; }

    public double[] High { get; }

    public double[] Train { get; }

    public double[] Smallest { get; }

    /// <summary>Where the median test error is largest.</summary>
    public int PeakRows => Sizes[Array.IndexOf(Median, Median.Max())];

    /// <summary>Where the smallest singular value is least, one row left out: with a single row it is the row's length, which may be short.</summary>
    public int DipRows => Sizes[Array.IndexOf(Smallest, Smallest.Min())];

    /// <summary>The expected test error for normal data; null for others.</summary>
    public double[]? Theory => Problem.Name == "synthetic" ? [.. Sizes.Select(rows => Expected(rows, _noise))] : null;

    /// <summary>The errors and singular values of one order of the rows.</summary>
    public static (double[] Test, double[] Train, double[] Smallest) Repeat(SubsetProblem problem, int[] sizes, ulong seed, int repeat, bool hasSpectrum)
    {
        int[] order = problem.Draw(seed, repeat, sizes[^1]);
        GrowingFit fit = new(problem.Dimension);
        double[] test = new double[sizes.Length], train = new double[sizes.Length], smallest = new double[hasSpectrum ? sizes.Length : 0];
        for (int i = 0; i < sizes.Length; i++)
        {
            while (fit.Rows < sizes[i])
            {
                int row = order[fit.Rows];
                fit.Add(problem.X.Row(row), problem.Y[row]);
            }

            test[i] = problem.TestError(fit.Beta, fit.Rows, fit.ResidualSquares);
            train[i] = fit.ResidualSquares / fit.Rows;
            if (hasSpectrum)
            {
                Svd<double> svd = Svd<double>.Factor(fit.Factor(), new() { Vectors = SvdVectors.None });
                smallest[i] = svd.S[svd.Rank() - 1];
            }
        }

        return (test, train, smallest);
    }

    public double MedianAt(int rows) => Median[At(rows)];

    public double MeanAt(int rows) => Mean[At(rows)];

    public double SmallestAt(int rows) => Smallest[At(rows)];

    /// <summary>|√N − √D|.</summary>
    public double GaussianEdge(int rows) => Math.Abs(Math.Sqrt(rows) - Math.Sqrt(Problem.Dimension));

    /// <summary>The largest relative deviation of the mean test error from its expectation, away from N = D.</summary>
    public double TheoryDeviation(double noise) => FarFromThreshold().Max(i => Math.Abs((Mean[i] / Expected(Sizes[i], noise)) - 1));

    /// <summary>The largest relative deviation of the smallest singular value from |√N − √D|, away from N = D.</summary>
    public double SpectrumDeviation() => FarFromThreshold().Max(i => Math.Abs((Smallest[i] / GaussianEdge(Sizes[i])) - 1));

    private IEnumerable<int> FarFromThreshold() => Enumerable.Range(0, Sizes.Length).Where(i => 2 * Sizes[i] <= Problem.Dimension || Sizes[i] >= 2 * Problem.Dimension);

    private double Expected(int rows, double noise) => (noise * noise) + GaussianRisk.Excess(rows, Problem.Dimension, 1, noise * noise);

    private int At(int rows) => Array.IndexOf(Sizes, rows) is var i and >= 0 ? i : throw new ArgumentOutOfRangeException(nameof(rows), rows, "Not among the numbers of rows of the sweep.");
}
