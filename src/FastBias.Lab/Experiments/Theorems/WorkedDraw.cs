namespace FastBias.Lab;

/// <summary>One draw of <see cref="WorkedMinimumNorm"/>, and what the roads to its solution give.</summary>
internal sealed record WorkedDraw
{
    public static IReadOnlyList<double> RidgeGrid { get; } = [1e-3, 1e-2, 1e-1, 1, 3, 10, 30, 100, 300, 1000];

    public double Length { get; private init; }

    public double LoudLength { get; private init; }

    public double Largest { get; private init; }

    public double Condition { get; private init; }

    public double DescentDistance { get; private init; }

    public int Steps { get; private init; }

    public int BestSteps { get; private init; }

    public double HalfStepRatio { get; private init; }

    public double SlowDistance { get; private init; }

    public double StartDistance { get; private init; }

    public double NullLengthOfStart { get; private init; }

    public double RidgeGradient { get; private init; }

    public double ConjugateDistance { get; private init; }

    public IReadOnlyList<double> RidgeRatios { get; private init; } = [];

    public IReadOnlyList<double> RidgeCurve { get; private init; } = [];

    public double OrthonormalDifference { get; private init; }

    public double PerturbationShare { get; private init; }

    public double TripleNoise { get; private init; }

    public static WorkedDraw Create(WorkedMinimumNormSpec spec, RandomSource random)
    {
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] signal = Vectors.Multiply(x, Synthetic.Gaussian(random, spec.Columns)), noise = Synthetic.Gaussian(random, spec.Rows), y = Vectors.Add(signal, spec.Noise, noise);
        LinearDynamics dynamics = new(x, y);
        double[] limit = dynamics.Limit(), eigenvalues = dynamics.Eigenvalues(), first = new double[spec.Columns];
        first[0] = 1;
        double length = Vectors.Norm(limit), bestStep = RateLaws.BestStep(eigenvalues[0], eigenvalues[^1]);
        int steps = StepsTo(dynamics, spec.Step), bestSteps = StepsTo(dynamics, bestStep);
        LeastSquaresObjective objective = new(x, y);
        double[] Descend(double[] start, double step, int count) => new GradientDescent().Run(objective, start, new() { Step = step, MaxIterations = count, GradientTolerance = 1e-13 * eigenvalues[0] * length }).Point;
        double[] point = Descend(new double[spec.Columns], spec.Step, 10_000), fromFirst = Descend(first, spec.Step, 10_000);
        return new()
        {
            Length = length,
            LoudLength = Vectors.Norm(dynamics.WithTargets(Vectors.Add(signal, noise)).Limit()),
            Largest = eigenvalues[0],
            Condition = eigenvalues[0] / eigenvalues[^1],
            DescentDistance = Vectors.Distance(point, limit) / length,
            Steps = steps,
            BestSteps = bestSteps,
            HalfStepRatio = (double)StepsTo(dynamics, spec.Step / 64) / StepsTo(dynamics, spec.Step / 32),
            SlowDistance = Vectors.Distance(dynamics.Descent(spec.Step / 1000, steps), limit) / length,
            StartDistance = Vectors.Distance(fromFirst, limit),
            NullLengthOfStart = Vectors.Norm(dynamics.NullPart(first)),
            RidgeGradient = GradientOfRidge(x, y, 1),
            ConjugateDistance = Vectors.Distance(CglsSolver.Solve(new DenseOperator<double>(x), y, new() { RelativeTolerance = 1e-14 }).X, limit) / length,
            RidgeRatios = [.. new[] { 0.001, 10, 100 }.Select(lambda => Vectors.Norm(dynamics.Ridge(lambda)) / length)],
            RidgeCurve = [.. RidgeGrid.Select(lambda => Vectors.Norm(dynamics.Ridge(lambda)) / length)],
            OrthonormalDifference = Orthonormal(random.Split(1), y, spec.Columns),
            PerturbationShare = Perturbation(random.Split(2), x, y, limit, Math.Sqrt(eigenvalues[^1])),
            TripleNoise = Triple(dynamics, signal, noise, spec.Noise),
        };
    }

    /// <summary>Steps until the distance is 1e-6 of the start's: by the closed form, in which they are found by bisection.</summary>
    private static int StepsTo(LinearDynamics dynamics, double step)
    {
        double[] limit = dynamics.Limit();
        double length = Vectors.Norm(limit);
        int low = 0, high = 1;
        while (Vectors.Distance(dynamics.Descent(step, high), limit) > 1e-6 * length)
        {
            (low, high) = (high, 2 * high);
        }

        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = Vectors.Distance(dynamics.Descent(step, middle), limit) > 1e-6 * length ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double GradientOfRidge(Matrix<double> x, double[] y, double lambda)
    {
        double[] w = RidgeSolver.Solve<double>(x, new Matrix<double>(y, y.Length, 1), 2 * lambda).X.Data, gradient = new double[w.Length], atZero = new double[w.Length];
        LeastSquaresObjective objective = new(x, y, ridge: 2 * lambda);
        objective.Gradient(w, gradient);
        objective.Gradient(new double[w.Length], atZero);
        return Vectors.Norm(gradient) / Vectors.Norm(atZero);
    }

    private static double Orthonormal(RandomSource random, double[] y, int columns)
    {
        Matrix<double> x = Draw.OrthonormalRows(random, y.Length, columns);
        return Vectors.Distance(new LinearDynamics(x, y).Limit(), Vectors.Multiply(x.Transposed, y)) / Vectors.Norm(y);
    }

    /// <summary>The change of w* for a small E, as a share of the first-order bound.</summary>
    private static double Perturbation(RandomSource random, Matrix<double> x, double[] y, double[] limit, double smallest)
    {
        const double Size = 1e-6;
        Matrix<double> change = Synthetic.Gaussian(random, x.Rows, x.Columns), moved = new(Vectors.Add(x.Data, Size, change.Data), x.Rows, x.Columns);
        double norm = Size * Svd<double>.Factor(change, new SvdOptions { Vectors = SvdVectors.None }).S[0];
        return Vectors.Distance(new LinearDynamics(moved, y).Limit(), limit) / (Math.Sqrt(2) * norm * Vectors.Norm(limit) / smallest);
    }

    private static double Triple(LinearDynamics dynamics, double[] signal, double[] noise, double deviation)
    {
        double[] Solve(double sigma) => dynamics.WithTargets(Vectors.Add(signal, sigma, noise)).Limit();
        double[] without = Solve(0), once = Vectors.Subtract(Solve(deviation), without), thrice = Vectors.Subtract(Solve(3 * deviation), without);
        return Vectors.Distance(thrice, Vectors.Times(3, once)) / Vectors.Norm(without);
    }
}
