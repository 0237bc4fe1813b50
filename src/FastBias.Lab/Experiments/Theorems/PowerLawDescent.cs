using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Two descents, the second lower: features of variance ∝ j^−1.5, the first p fitted by minimum norm.</summary>
internal sealed class PowerLawDescent
{
    private const double Deviation = 0.2;
    private readonly int[] _sizes;
    private readonly double[][] _errors;
    private readonly int _rows;

    private PowerLawDescent(int[] sizes, double[][] errors, int rows) => (_sizes, _errors, _rows) = (sizes, errors, rows);

    public static PowerLawDescent Run(RiskOverDimensionSpec spec, ExperimentContext context)
    {
        double[] variances = [.. Enumerable.Range(1, spec.Features).Select(j => 1 / (j * Math.Sqrt(j)))];
        double total = variances.Sum();
        variances = [.. variances.Select(variance => variance / total)];
        int[] sizes = [.. spec.PowerLawSizes];
        double[][] byDraw = context.ForEach(Math.Max(4, spec.Draws / 4), k => Errors(spec, variances, sizes, new RandomSource(spec.Seed).Split(ulong.MaxValue).Split((ulong)k)), 0.7, 1);
        return new(sizes, [.. sizes.Select((_, i) => byDraw.Select(errors => errors[i]).ToArray())], spec.PowerLawRows);
    }

    public IEnumerable<Claim> Claims()
    {
        double first = _sizes.Where(p => p < _rows / 2).Min(Median), start = Median(_sizes[0]), peak = Median(_rows), last = Median(_sizes[^1]);
        yield return Claim.AtMost("S3-D-DD", "first-descent", "With features of falling variance the test error first falls with the number of parameters: the lowest median below m/2 is under that of the smallest model", start, first).Because("The first features carry most of the signal, so each of them helps more than its share of the noise costs.");
        yield return Claim.AtLeast("S3-D-DD", "spike", "With features of falling variance the test error spikes where parameters and rows are equal: the median there is at least 10 times that of the largest model", 10, peak / last).Because("There the smallest singular value of the square X is close to 0, and what is not fitted is divided by it. With few rows and few draws the spike is lower.");
        yield return Claim.AtMost("S3-D-DD", "second-descent", "With features of falling variance the test error falls again beyond the spike: the median of the largest model is below the first minimum", first, last).Because("The further features carry signal, too little each to be told from noise; together they act as a ridge penalty.");
    }

    public ResultTable Table() => new("power-law", $"Test error with the first p features of variance ∝ j^−1.5, {_rows} rows, σ = {Deviation}", ["features p", "median", "10% of the draws are below", "90% of the draws are below"],
        [.. _sizes.Select((p, i) => (IReadOnlyList<Cell>)[p, Median(p), Statistics.Quantile(_errors[i], 0.1), Statistics.Quantile(_errors[i], 0.9)])]);

    public Figure Figure()
    {
        double[] x = [.. _sizes.Select(p => (double)p)];
        return new("two-descents", "A double descent whose second minimum is lower", [new(new("features used p", true), new("test error", true), [
            new BandMark(x, [.. _errors.Select(errors => Statistics.Quantile(errors, 0.1))], [.. _errors.Select(errors => Statistics.Quantile(errors, 0.9))]) { Legend = "10% to 90% of the draws", Color = 0 },
            new LineMark(x, [.. _sizes.Select(Median)]) { Legend = "median", HasPoints = true, Color = 0 },
            new RuleMark(_rows, "p = m") { IsVertical = true },
            new RuleMark(Deviation * Deviation, "noise σ²"),
        ])])
        {
            Caption = "What is not fitted acts as noise, which makes the peak; each further feature carries less signal, and the many weak ones work as a ridge penalty, which makes the second descent.",
        };
    }

    private double Median(int size) => Statistics.Median(_errors[Array.IndexOf(_sizes, size)]);

    private static double[] Errors(RiskOverDimensionSpec spec, double[] variances, int[] sizes, RandomSource random)
    {
        int features = variances.Length;
        Matrix<double> x = Synthetic.Gaussian(random, spec.PowerLawRows, features);
        double[] truth = new double[features];
        random.FillSigns<double>(truth);
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < features; j++)
            {
                x[i, j] *= Math.Sqrt(variances[j]);
            }
        }

        double[] y = Draw.WithNoise(random, Vectors.Multiply(x, truth), Deviation);
        return [.. sizes.Select(p =>
        {
            double[] fit = LeastSquares.Solve<double>(x.Slice(0, 0, x.Rows, p), y).X.Data;
            double error = Deviation * Deviation;
            for (int j = 0; j < features; j++)
            {
                double difference = (j < p ? fit[j] : 0) - truth[j];
                error += variances[j] * difference * difference;
            }

            return error;
        })];
    }
}
