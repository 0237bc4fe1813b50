namespace FastBias.Lab;

/// <summary>The published solution on batch sizes, on NumPy's data.</summary>
internal sealed class SolvedBatches
{
    private const int Rows = 100;
    private const int Columns = 500;
    private static readonly (int Batch, double Length, double Test, double RealLength, double RealTest)[] s_published =
        [(8, 0.342, 0.00266, 0.0636, 0.007473), (32, 0.416, 0.00312, 0.0164, 0.007512), (128, 0.523, 0.00452, 0.0041, 0.007523)];

    private readonly (double Length, double Test)[] _outcomes;
    private readonly (double Length, double Test)[] _equalUpdates;
    private readonly (double Length, double Test)[] _long;
    private readonly double _curvature;
    private readonly double _solutionLength;

    public SolvedBatches(BatchSizeSpec spec, ExperimentContext context)
    {
        Data data = new(spec.PublishedSeed);
        _curvature = Regression.Curvatures(data.X)[0];
        _solutionLength = Vectors.Norm(Regression.MinimumNorm(data.X, data.Y));
        _outcomes = context.ForEach(s_published.Length, i => new Data(spec.PublishedSeed).Train(s_published[i].Batch, 50), 0.4, 0.5);
        _equalUpdates = context.ForEach(s_published.Length, i => new Data(spec.PublishedSeed).Train(s_published[i].Batch, 0.01, 650, spec.Seed), 0.5, 0.55);
        _long = context.ForEach(s_published.Length, i => new Data(spec.PublishedSeed).Train(s_published[i].Batch, spec.SolvedLongStep, spec.SolvedLongUpdates, spec.Seed), 0.55, 0.7);
    }

    public IEnumerable<Claim> Claims()
    {
        for (int i = 0; i < s_published.Length; i++)
        {
            (int batch, double length, double test, double realLength, double realTest) = s_published[i];
            yield return Claim.Near("S3-CS.2", $"length-{batch}", $"In the published solution's run with B = {batch} the norm is {length}", length, 5e-4, _outcomes[i].Length).Because("Fifty epochs of step 0.01 hardly leave zero: λ_max is 0.02, so that a step covers at most a five-thousandth of the way.");
            yield return Claim.Near("S3-CS.2", $"test-{batch}", $"In the published solution's run with B = {batch} the (halved) test error is {test}", test, 5e-6, _outcomes[i].Test).Because("Nothing is learned: the vector of zeros has 0.007526.");
            yield return Claim.Near("S3-CS.2", $"length-{batch}-digits", $"In NumPy's stream of seed 42 the norm with B = {batch} is {realLength}", realLength, 5e-5, _outcomes[i].Length).Law();
            yield return Claim.Near("S3-CS.2", $"test-{batch}-digits", $"In NumPy's stream of seed 42 half the test error with B = {batch} is {realTest}", realTest, 1e-6, _outcomes[i].Test).Law();
        }

        yield return Claim.AtLeast("S3-CS.2", "norm-order", "In the published solution's run the norm rises with the batch size: the quotient of the norms for B = 128 and B = 8 is at least 1", 1, _outcomes[2].Length / _outcomes[0].Length).Because("The order is reversed: a smaller batch makes more steps in an epoch.");
        yield return Claim.Near("S3-CS.2", "curvature", "On the published solution's data λ_max(XᵀX/m) is 2.1", 2.1, 0.05, _curvature).Because("It is 0.0206, as the columns are divided by √500; 2.06 is that of XᵀX, without the division by m = 100 rows. And it cannot depend on the batch size.");
        yield return Claim.AtMost("S3-CS.2", "equal-updates", "On the published solution's data, after 650 updates each, the norms of all batch sizes agree within 5 % (largest over smallest)", 1.05, _equalUpdates.Max(outcome => outcome.Length) / _equalUpdates.Min(outcome => outcome.Length)).Law();
        yield return Claim.AtMost("S3-CS.2", "same-limit", "On the published solution's data, in the long run, the norms of all batch sizes tend to ‖X⁺y‖ = 1.0576: the largest relative difference is below 1e-3", 1e-3, _long.Max(outcome => Math.Abs((outcome.Length / _solutionLength) - 1))).Law();
    }

    public ResultTable Table() => new(
        "solved",
        "The published solution's problem on NumPy's data: 100 rows, 500 columns",
        ["batch B", "‖w‖ after 50 epochs", "half the test error", "‖w‖ after 650 updates", "‖w‖ in the long run", "half the test error in the long run"],
        [.. s_published.Select((entry, i) => (IReadOnlyList<Cell>)[entry.Batch, _outcomes[i].Length, _outcomes[i].Test, _equalUpdates[i].Length, _long[i].Length, _long[i].Test])]);

    /// <summary>NumPy's stream: X, θ, noise, test rows, their noise, then the orders of the epochs.</summary>
    private sealed class Data
    {
        private readonly NumPyLegacyRandom _random;
        private readonly Matrix<double> _test;
        private readonly double[] _testY;

        public Data(ulong seed)
        {
            _random = new((uint)seed);
            X = Rescaled(_random.Normal(Rows, Columns));
            double[] truth = _random.Normal(Columns, 0.1);
            Y = Regression.Targets(X, truth, _random.Normal(Rows, 0.05));
            _test = Rescaled(_random.Normal(50, Columns));
            _testY = Regression.Targets(_test, truth, _random.Normal(50, 0.05));
        }

        public Matrix<double> X { get; }

        public double[] Y { get; }

        /// <summary>As published: every batch, whatever its size, is divided by B.</summary>
        public (double Length, double Test) Train(int batch, int epochs)
        {
            LeastSquaresObjective objective = new(X, Y, LossScaling.HalfMean);
            double[] w = new double[Columns], gradient = new double[Columns];
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                int[] order = _random.Permutation(Rows);
                for (int start = 0; start < Rows; start += batch)
                {
                    ReadOnlySpan<int> rows = order.AsSpan(start, Math.Min(batch, Rows - start));
                    objective.Gradient(w, rows, gradient);
                    VectorProduct.AddScaled<double>(w, -0.01 * rows.Length / batch, gradient);
                }
            }

            return Judge(w);
        }

        /// <summary>A number of updates, each batch divided by its own size.</summary>
        public (double Length, double Test) Train(int batch, double step, int updates, ulong seed) => Judge(
            new GradientDescent().Run(new LeastSquaresObjective(X, Y, LossScaling.HalfMean), new double[Columns], new() { Step = step, MaxIterations = updates, Batches = new(batch, BatchOrder.Reshuffled, seed) }).Point);

        private (double Length, double Test) Judge(double[] w) => (Vectors.Norm(w), Regression.MeanSquare(_test, w, _testY) / 2);

        private static Matrix<double> Rescaled(Matrix<double> x)
        {
            foreach (ref double element in x.Data.AsSpan())
            {
                element /= Math.Sqrt(Columns);
            }

            return x;
        }
    }
}
