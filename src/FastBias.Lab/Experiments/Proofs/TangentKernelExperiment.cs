using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="TangentKernelExperiment"/>.</summary>
internal sealed record TangentKernelSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("training points m", Minimum = 1, Maximum = 500)]
    public int Examples { get; init; } = 20;

    /// <summary>Inputs.</summary>
    [Parameter("dimension of an input", Minimum = 1, Maximum = 100)]
    public int Inputs { get; init; } = 5;

    /// <summary>h.</summary>
    [Parameter("hidden units h of the network", Minimum = 1, Maximum = 2000)]
    public int Width { get; init; } = 60;

    /// <summary>New points.</summary>
    [Parameter("new points at which predictions are compared", Minimum = 1, Maximum = 1000)]
    public int NewPoints { get; init; } = 50;

    /// <inheritdoc/>
    public override string? Problem() => Width * (Inputs + 1) <= Examples ? Invariant($"width: the network has {Width * (Inputs + 1)} parameters for {Examples} points and cannot interpolate") : null;
}

/// <summary>Proof problem B.4: the linearised network's flow ends at the interpolant of least norm from its start.</summary>
internal sealed class TangentKernelExperiment : Experiment<TangentKernelSpec>
{
    public override string Name => "tangent-kernel-limit";

    public override string Title => "Where a linearised network ends, and the output it started with";

    public override string About => """
        Near its start θ₀ a network is f(x; θ) ≈ f₀(x) + φ(x)·(θ − θ₀) with φ(x) = ∇f(x; θ₀), its gradient there. With the rows φ(xᵢ) of the training points as a matrix Φ, their outputs f₀ at the start and their targets y: on this linear model gradient flow on the squared loss ends at θ₀ + Φᵀ(ΦΦᵀ)⁻¹(y − f₀): of all
        θ that fit the targets the one with the least ‖θ − θ₀‖, which is the norm of f − f₀ in the space of the tangent kernel K = ΦΦᵀ: ‖θ − θ₀‖² = (y − f₀)ᵀK⁻¹(y − f₀).

        So the prediction at a new x is f₀(x) + k(x)ᵀK⁻¹(y − f₀) with k(x) = Φφ(x). The published one, k(x)ᵀK⁻¹y, forgets the network's output at the start, which is not zero. The residual on the way is e^(−Kt)(y − f₀).

        The features are those of a ReLU network f = a·relu(Wx)/√h with N(0, 1) weights, both layers trained, at points on the unit sphere. Descent is run to the end and compared with the closed form.

        Source: textbook on implicit bias, chapter 11, proof problem B.4; A. Jacot, F. Gabriel, C. Hongler, NeurIPS 2018.
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.4"];

    public override ExperimentSpec Quick => new TangentKernelSpec { Examples = 4, Inputs = 2, Width = 10, NewPoints = 5 };

    protected override ExperimentResult Run(TangentKernelSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Network network = new(Synthetic.Gaussian(random.Split(0), spec.Width, spec.Inputs), Synthetic.Gaussian(random.Split(1), spec.Width));
        Matrix<double> points = Sphere(random.Split(2), spec.Examples, spec.Inputs), fresh = Sphere(random.Split(3), spec.NewPoints, spec.Inputs);
        double[] y = Synthetic.Gaussian(random.Split(4), spec.Examples);
        Matrix<double> phi = network.Gradients(points), phiNew = network.Gradients(fresh), kernel = new(spec.Examples, spec.Examples), cross = new(spec.NewPoints, spec.Examples);
        Product.Multiply(kernel.AsSpan(), phi, phi.Transposed);
        Product.Multiply(cross.AsSpan(), phiNew, phi.Transposed);
        double[] start = network.Outputs(points), startNew = network.Outputs(fresh), missing = Vectors.Subtract(y, start);
        double[] theta = Synthetic.Gaussian(random.Split(5), phi.Columns);

        // Descent on the linear model from the network's own place θ₀ (any vector serves: only θ − θ₀ matters).
        FirstOrderSolution<double> descent = FirstOrderSolver.Solve<double>(phi, Vectors.Add(missing, Vectors.Multiply(phi, theta)), new() { Start = theta, RelativeTolerance = 1e-15, MaxIterations = 200_000 });
        double[] moved = Vectors.Subtract(descent.W, theta), least = Regression.MinimumNorm(phi, missing);
        double[] coefficients = Solve(kernel, missing), printed = Vectors.Multiply(cross, Solve(kernel, y));
        double[] predicted = Vectors.Add(startNew, Vectors.Multiply(phiNew, moved)), closed = Vectors.Add(startNew, Vectors.Multiply(cross, coefficients));
        double size = VectorProduct.Norm<double>(closed), norm = Vectors.Square(moved), kernelNorm = VectorProduct.Dot<double>(missing, coefficients);
        (double law, Mark[] lines) = Flow(kernel, missing);
        double[] values = SymmetricEigen<double>.Factor(kernel).Values;
        return new(
            [
                Claim.AtMost("S3-B.4", "limit", "Descent on the linear model ends at θ₀ + Φᵀ(ΦΦᵀ)⁻¹(y − f₀), to a relative 1e-9", 1e-9, Vectors.Distance(moved, least) / VectorProduct.Norm<double>(least)),
                Claim.AtMost("S3-B.4", "kernel-norm", "That end has the least norm in the space of the kernel: ‖θ − θ₀‖² = (y − f₀)ᵀK⁻¹(y − f₀), to a relative 1e-9", 1e-9, Math.Abs(norm - kernelNorm) / kernelNorm),
                Claim.AtMost("S3-B.4", "residual-law", "On the way the residual at time t is e^(−Kt)(y − f₀): descent in steps of 0.001/λ_max stays within 1e-3 of it, component by component relative to the start", 1e-3, law),
                Claim.AtMost("S3-B.4", "printed-prediction", "At new points the end of descent predicts k(x)ᵀK⁻¹y, to a relative 1e-3", 1e-3, Vectors.Distance(predicted, printed) / size).Because("True only for f₀ = 0: the network's output at the start stays in the prediction away from the data."),
                Claim.AtMost("S3-B.4", "prediction", "At new points the end of descent predicts f₀(x) + k(x)ᵀK⁻¹(y − f₀), to a relative 1e-9", 1e-9, Vectors.Distance(predicted, closed) / size).Law(),
            ],
            [new("kernel", "The tangent kernel and its limit", ["quantity", "value"],
                [["parameters of the network", phi.Columns], ["largest eigenvalue of K", values[0]], ["smallest eigenvalue of K", values[^1]], ["condition number of K", values[0] / values[^1]], ["‖f₀‖ at the training points", VectorProduct.Norm<double>(start)], ["‖θ − θ₀‖²", norm], ["(y − f₀)ᵀK⁻¹(y − f₀)", kernelNorm], ["steps of descent", descent.Final.Iteration]])],
            [
                new("residual-law", "The residual on the way", [new(new("time t·λ_max"), new("component of the residual / at the start", true) { Low = 1e-4, High = 2 }, lines)])
                { Caption = "Components along the first, the middle and the last eigenvector of K. Points: descent in small steps; dashed: e^(−λt) with the eigenvalue λ. Each component has its own clock: in the time that the first needs to vanish the last hardly moves." },
                new("predictions", "Predictions at new points",
                    [
                        new(new("prediction of descent"), new("prediction of a formula"),
                            [
                                new LineMark([predicted.Min(), predicted.Max()], [predicted.Min(), predicted.Max()]) { IsDashed = true, Legend = "equal", Color = 0 },
                                new ScatterMark(predicted, closed) { Legend = "f₀ + kᵀK⁻¹(y − f₀)", Color = 1 },
                                new ScatterMark(predicted, printed) { Legend = "printed: kᵀK⁻¹y", Color = 2 },
                            ]),
                    ])
                { Caption = "With the output at the start the formula is exact; without it, it is not." },
            ]);
    }

    private static Matrix<double> Sphere(RandomSource random, int count, int dimension)
    {
        Matrix<double> points = Synthetic.Gaussian(random, count, dimension);
        for (int i = 0; i < count; i++)
        {
            Vectors.Scale(points.Row(i), 1 / VectorProduct.Norm<double>(points.Row(i)));
        }

        return points;
    }

    private static double[] Solve(Matrix<double> kernel, double[] right) => Regression.MinimumNorm(kernel, right);

    /// <summary>Descent in small steps on the residual's components in the eigenbasis of K, beside e^(−λt); the largest difference over all modes and times.</summary>
    private static (double Difference, Mark[] Lines) Flow(Matrix<double> kernel, double[] missing)
    {
        const int Steps = 20_000;
        SymmetricEigen<double> eigen = SymmetricEigen<double>.Factor(kernel);
        double[] start = Vectors.Multiply(eigen.Vectors.Transposed, missing);
        int count = start.Length;
        int[] shown = [.. new[] { 0, count / 2, count - 1 }.Distinct()];
        double step = 0.001 / eigen.Values[0], worst = 0;
        List<double>[] measured = [.. shown.Select(_ => new List<double>())], exact = [.. shown.Select(_ => new List<double>())];
        List<double> times = [];
        double[] residual = [.. missing];
        for (int t = 1; t <= Steps; t++)
        {
            // A step on the parameters, δθ = step·Φᵀr, changes the outputs by step·ΦΦᵀr.
            residual = Vectors.Add(residual, -step, Vectors.Multiply(kernel, residual));
            if (t % 100 != 0)
            {
                continue;
            }

            double[] now = Vectors.Multiply(eigen.Vectors.Transposed, residual);
            times.Add(t * 0.001);
            for (int k = 0; k < count; k++)
            {
                worst = Math.Max(worst, Math.Abs((now[k] / start[k]) - Elementary.Exp(-eigen.Values[k] * step * t)));
            }

            for (int i = 0; i < shown.Length; i++)
            {
                measured[i].Add(Math.Abs(now[shown[i]] / start[shown[i]]));
                exact[i].Add(Elementary.Exp(-eigen.Values[shown[i]] * step * t));
            }
        }

        int[] points = [.. Enumerable.Range(0, times.Count / 10).Select(i => (10 * i) + 9)];
        return (worst, [.. shown.SelectMany((mode, i) => new Mark[]
        {
            new ScatterMark([.. points.Select(t => times[t])], [.. points.Select(t => measured[i][t])]) { Legend = Invariant($"eigenvector {mode + 1}"), Color = i },
            new LineMark(times, exact[i]) { IsDashed = true, Color = i, Legend = i == 0 ? "e^(−λt)" : null },
        })]);
    }

    /// <summary>f(x) = a·relu(Wx)/√h and its gradient in (a, W).</summary>
    private sealed class Network(Matrix<double> inner, double[] outer)
    {
        public double[] Outputs(Matrix<double> points) => [.. Enumerable.Range(0, points.Rows).Select(i => Output(points.Row(i)))];

        public Matrix<double> Gradients(Matrix<double> points)
        {
            int width = outer.Length, inputs = points.Columns;
            Matrix<double> result = new(points.Rows, width * (1 + inputs));
            double scale = 1 / Math.Sqrt(width);
            for (int i = 0; i < points.Rows; i++)
            {
                double[] hidden = Vectors.Multiply(inner, points.Row(i));
                for (int k = 0; k < width; k++)
                {
                    bool isActive = hidden[k] > 0;
                    result[i, k] = isActive ? scale * hidden[k] : 0;
                    for (int j = 0; j < inputs; j++)
                    {
                        result[i, width + (k * inputs) + j] = isActive ? scale * outer[k] * points[i, j] : 0;
                    }
                }
            }

            return result;
        }

        private double Output(ReadOnlySpan<double> point)
        {
            double[] hidden = Vectors.Multiply(inner, point);
            double sum = 0;
            for (int k = 0; k < hidden.Length; k++)
            {
                sum += outer[k] * Math.Max(hidden[k], 0);
            }

            return sum / Math.Sqrt(hidden.Length);
        }
    }
}
