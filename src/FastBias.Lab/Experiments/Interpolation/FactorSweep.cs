namespace FastBias.Lab;

/// <summary>The factors of every mode of one table, for N = D/2, D and 2D.</summary>
internal sealed class FactorSweep
{
    private readonly FactorSpec _spec;

    public FactorSweep(SubsetProblem problem, FactorSpec spec, ExperimentContext context, double from, double to)
    {
        (Problem, _spec) = (problem, spec);
        int d = problem.Dimension;
        int[] sizes = [Math.Max(1, d / 2), d, 2 * d];
        FactorDraw[][] draws = context.ForEach(spec.Repeats, repeat => sizes.Select(rows => Draw(repeat, rows)).ToArray(), from, to);
        IdentityError = draws.Max(repeat => repeat.Max(draw => draw.IdentityError));
        GramRank = (int)draws.Max(repeat => repeat[0].GramRank);
        (Before, Threshold, Beyond) = (new(draws.Select(repeat => repeat[0])), new(draws.Select(repeat => repeat[1])), new(draws.Select(repeat => repeat[2])));
        SmallestShare = Threshold.Share[^1];

        // The training rows' root mean square along v_r is σ_r/√N.
        VariationRatio = Statistics.Median(draws.Select(repeat => repeat[1].TestPart[^1] * repeat[1].InverseSigma[^1] * Math.Sqrt(d)));
    }

    public SubsetProblem Problem { get; }

    /// <summary>The largest difference between both sides, relative to the size of the terms.</summary>
    public double IdentityError { get; }

    /// <summary>The rank of XᵀX with N = D/2 rows.</summary>
    public int GramRank { get; }

    public FactorMedians Before { get; }

    public FactorMedians Threshold { get; }

    public FactorMedians Beyond { get; }

    public double SmallestShare { get; }

    /// <summary>Test points' variation along the smallest mode over the training rows'.</summary>
    public double VariationRatio { get; }

    private FactorDraw Draw(int repeat, int rows)
    {
        int[] order = Problem.Draw(_spec.Seed, repeat, Math.Min(Problem.Y.Length, rows + _spec.TestRows));
        Matrix<double> train = Problem.Rows(order.AsSpan(0, rows)), test = Problem.Rows(order.AsSpan(rows, Math.Min(_spec.TestRows, Problem.Y.Length - rows)));
        double[] y = [.. order.Take(rows).Select(row => Problem.Y[row])], residual = [.. order.Take(rows).Select(row => Problem.Misfit[row])];
        Svd<double> svd = Svd<double>.Factor(train);
        int rank = svd.Rank();
        Matrix<double> along = new(test.Rows, svd.Vt.Rows);
        Product.Multiply<double>(along.AsSpan(), test, svd.Vt.Transposed);
        double[] parts = Vectors.Multiply(svd.U.Transposed, residual);
        double gramRank = double.NaN;
        if (rows < Problem.Dimension)
        {
            Matrix<double> gram = new(Problem.Dimension, Problem.Dimension);
            Product.Multiply<double>(gram.AsSpan(), train.Transposed, train);
            gramRank = Svd<double>.Factor(gram, new() { Vectors = SvdVectors.None }).Rank();
        }

        return FactorDraw.Create(svd.S.AsSpan(0, rank), along, parts, IdentityDifference(svd, rank, test, along, y, parts), gramRank);
    }

    /// <summary>The largest |x·β − x·β* − Σ − bias| over the test points, relative to Σ|terms| with the target in the residual's place.</summary>
    private double IdentityDifference(Svd<double> svd, int rank, Matrix<double> test, Matrix<double> along, double[] y, double[] parts)
    {
        Matrix<double> beta = new(Problem.Dimension, 1);
        svd.Solve(beta.AsSpan(), new Matrix<double>(y, y.Length, 1));
        double[] predicted = Vectors.Multiply(test, beta.Data), ideal = Vectors.Multiply(test, Problem.Best), best = Vectors.Multiply(svd.Vt, Problem.Best), targets = Vectors.Multiply(svd.U.Transposed, y);
        double worst = 0;
        for (int t = 0; t < test.Rows; t++)
        {
            double variance = 0, kept = 0, size = Math.Abs(ideal[t]);
            for (int r = 0; r < rank; r++)
            {
                variance += along[t, r] * parts[r] / svd.S[r];
                kept += along[t, r] * best[r];
                size += Math.Abs(along[t, r] * targets[r] / svd.S[r]) + Math.Abs(along[t, r] * best[r]);
            }

            double bias = kept - ideal[t];
            worst = Math.Max(worst, Math.Abs(predicted[t] - ideal[t] - variance - bias) / size);
        }

        return worst;
    }
}

/// <summary>The factors of the modes of one random subset.</summary>
internal sealed record FactorDraw(double[] InverseSigma, double[] TestPart, double[] Residual, double[] Product, double[] Share, double IdentityError, double GramRank)
{
    public static FactorDraw Create(ReadOnlySpan<double> sigma, Matrix<double> along, double[] parts, double identityError, double gramRank)
    {
        int rank = sigma.Length;
        double[] inverse = new double[rank], test = new double[rank], residual = new double[rank], product = new double[rank], share = new double[rank];
        double total = 0;
        for (int r = 0; r < rank; r++)
        {
            double squares = 0;
            for (int t = 0; t < along.Rows; t++)
            {
                squares += along[t, r] * along[t, r];
            }

            (inverse[r], test[r], residual[r]) = (1 / sigma[r], Math.Sqrt(squares / along.Rows), Math.Abs(parts[r]));
            product[r] = inverse[r] * test[r] * residual[r];
            total += product[r] * product[r];
        }

        for (int r = 0; r < rank; r++)
        {
            share[r] = product[r] * product[r] / total;
        }

        return new(inverse, test, residual, product, share, identityError, gramRank);
    }
}

/// <summary>The medians of the factors over random subsets, mode by mode, as far as every subset has the mode.</summary>
internal sealed class FactorMedians(IEnumerable<FactorDraw> draws)
{
    private readonly FactorDraw[] _draws = [.. draws];

    public double[] InverseSigma => Of(draw => draw.InverseSigma);

    public double[] TestPart => Of(draw => draw.TestPart);

    public double[] Residual => Of(draw => draw.Residual);

    public double[] Product => Of(draw => draw.Product);

    public double[] Share => Of(draw => draw.Share);

    private double[] Of(Func<FactorDraw, double[]> factor)
    {
        int modes = _draws.Min(draw => draw.Product.Length);
        return [.. Enumerable.Range(0, modes).Select(r => Statistics.Median(_draws.Select(draw => factor(draw)[r])))];
    }
}
