namespace FastBias.Lab;

/// <summary>A run of gradient descent with one step.</summary>
/// <param name="Name">The step, in words.</param>
/// <param name="Steps">Steps until the gradient was small.</param>
/// <param name="PredictedFactor">max |1 − αλ| over non-zero λ.</param>
/// <param name="Errors">‖w_t − w*‖ for every t.</param>
/// <param name="Losses">ℓ(w_t) for every t.</param>
/// <param name="NullComponent">The largest ‖P_null·w_t‖ of the iterates looked at.</param>
/// <param name="LengthError">‖w_T‖ − ‖w*‖.</param>
/// <param name="PlaneX">The iterates in a plane.</param>
/// <param name="PlaneY">Their other coordinate.</param>
internal sealed record StepSizePath(
    string Name, int Steps, double PredictedFactor, IReadOnlyList<double> Errors, IReadOnlyList<double> Losses, double NullComponent, double LengthError, IReadOnlyList<double> PlaneX, IReadOnlyList<double> PlaneY)
{
    /// <summary>The largest ‖w_t − w*‖/((max |1 − αλ|)^t·‖w*‖).</summary>
    public double LargestOfBound => Errors.Select((error, t) => error / (Errors[0] * RateLaws.Power(PredictedFactor, t))).Max();

    /// <summary>The factor per step over the last tenth of the run.</summary>
    public double MeasuredFactor
    {
        get
        {
            int last = Errors.Count - 1, span = Math.Max(1, last / 10);
            return Elementary.Exp(Elementary.Log(Errors[last] / Errors[last - span]) / span);
        }
    }
}

/// <summary>The exercise's problem in one draw, with a run for each step.</summary>
internal sealed class StatedDescentRun
{
    private StatedDescentRun(Matrix<double> x, double[] y)
    {
        double[] spectrum = Regression.Curvatures(x);
        Solution = Regression.MinimumNorm(x, y);
        (Largest, Smallest, Objective) = (spectrum[0], spectrum[^1], new(x, y, LossScaling.HalfMean));
        Dynamics = new(x, y);
        Spectrum = spectrum;
    }

    public double Largest { get; }

    public double Smallest { get; }

    public double Condition => Largest / Smallest;

    public double Length => Vectors.Norm(Solution);

    /// <summary>λ_max as the exercise computes it; always an underestimate.</summary>
    public double PowerEstimate { get; private set; }

    public IReadOnlyList<StepSizePath> Paths { get; private set; } = [];

    /// <summary>w* in the plane of the paths.</summary>
    public (double X, double Y) End { get; private set; }

    /// <summary>The factor per step in which the loss's gradient grows at α = 2.02/λ_max.</summary>
    public double DivergenceFactor { get; private set; }

    /// <summary>How far a run from a start that is not zero ends from w* + P_null·w₀.</summary>
    public double OtherStartError { get; private set; }

    /// <summary>How far it ends from w*.</summary>
    public double OtherStartDistance { get; private set; }

    private double[] Solution { get; }

    private double[] Spectrum { get; }

    private LeastSquaresObjective Objective { get; }

    private LinearDynamics Dynamics { get; }

    public static StatedDescentRun Create(StepSizeSpec spec, RandomSource random, bool keepsPlane)
    {
        double[] truth = [.. Synthetic.Gaussian(random, 10), .. new double[spec.Columns - 10]];
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] y = Regression.Targets(x, truth, Synthetic.Gaussian(random, spec.Rows, 0.01));
        StatedDescentRun run = new(x, y) { PowerEstimate = PowerIteration(x, random) };
        double[][] plane = keepsPlane ? run.Plane(0.5 / run.Largest) : [];
        run.Paths = [.. spec.Factors.Select(factor => run.Descend(factor, spec.MaxSteps, plane))];
        run.End = keepsPlane ? (VectorProduct.Dot<double>(plane[0], run.Solution), VectorProduct.Dot<double>(plane[1], run.Solution)) : (0, 0);
        run.Diverge();
        run.StartElsewhere(Synthetic.Gaussian(random, spec.Columns), spec.MaxSteps);
        return run;
    }

    /// <summary>50 power iterations on XᵀX/m, as the exercise says.</summary>
    private static double PowerIteration(Matrix<double> x, RandomSource random)
    {
        double[] v = Synthetic.Gaussian(random, x.Columns);
        double value = 0;
        for (int i = 0; i < 50; i++)
        {
            Vectors.Scale(v, 1 / Vectors.Norm(v));
            double[] image = Vectors.Multiply(x.Transposed, Vectors.Multiply(x, v));
            value = VectorProduct.Dot<double>(v, image) / x.Rows;
            v = image;
        }

        return value;
    }

    private StepSizePath Descend(double factor, int maxSteps, double[][] plane)
    {
        double step = factor == 0 ? RateLaws.BestStep(Largest, Smallest) : factor / Largest;
        List<double> errors = [], losses = [], planeX = [], planeY = [];
        double component = 0;
        OptimizerResult result = new GradientDescent().Run(Objective, new double[Objective.Dimension], new()
        {
            Step = step,
            MaxIterations = maxSteps,
            GradientTolerance = 1e-6,
            RecordEvery = 1,
            Observer = (record, w) =>
            {
                errors.Add(Vectors.Distance(w, Solution));
                losses.Add(record.Value);
                if (record.Iteration % 50 == 0)
                {
                    component = Math.Max(component, Vectors.Norm(Dynamics.NullPart(w)));
                }

                if (plane.Length > 0 && record.Iteration <= 60)
                {
                    planeX.Add(VectorProduct.Dot(plane[0], w));
                    planeY.Add(VectorProduct.Dot(plane[1], w));
                }

                return true;
            },
        });
        component = Math.Max(component, Vectors.Norm(Dynamics.NullPart(result.Point)));
        string name = factor == 0 ? "α = 2/(λ_max + λ_min)" : $"α·λ_max = {factor.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        return new(name, result.Iterations, RateLaws.Factor(step, Spectrum), errors, losses, component, Vectors.Norm(result.Point) - Length, planeX, planeY);
    }

    /// <summary>The two directions in which a path spreads most.</summary>
    private double[][] Plane(double step)
    {
        OptimizerResult path = new GradientDescent().Run(Objective, new double[Objective.Dimension], new() { Step = step, MaxIterations = 60, RecordEvery = 1, KeepPoints = true });
        Matrix<double> points = new(path.Trajectory.Count, Objective.Dimension);
        for (int t = 0; t < points.Rows; t++)
        {
            Vectors.Subtract([.. path.Trajectory[t].Point!], Solution).CopyTo(points.Row(t));
        }

        Matrix<double> directions = Svd<double>.Factor(points).Vt;
        return [directions.Row(0).ToArray(), directions.Row(1).ToArray()];
    }

    private void Diverge()
    {
        OptimizerResult run = new GradientDescent().Run(Objective, new double[Objective.Dimension], new() { Step = 2.02 / Largest, MaxIterations = 1000, RecordEvery = 1 });
        DivergenceFactor = run.Trajectory[^1].GradientNorm / run.Trajectory[^2].GradientNorm;
    }

    private void StartElsewhere(double[] start, int maxSteps)
    {
        double[] end = new GradientDescent().Run(Objective, start, new() { Step = RateLaws.BestStep(Largest, Smallest), MaxIterations = maxSteps, GradientTolerance = 1e-10 }).Point;
        OtherStartError = Vectors.Distance(end, Vectors.Add(Solution, Dynamics.NullPart(start)));
        OtherStartDistance = Vectors.Distance(end, Solution);
    }
}
