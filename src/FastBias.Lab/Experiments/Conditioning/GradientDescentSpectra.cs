using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Gradient descent on quadratic forms from round to singular.</summary>
internal sealed class GradientDescentSpectra : Experiment<GradientDescentSpectraSpec>
{
    private static readonly double[] s_seconds = [1, 0.5, 0.1, 0.01, 0];
    private static readonly int[] s_publishedSteps = [20, 45, 232, 2138, 19];
    private static readonly double[][] s_publishedIterates = [[0.02812, 0], [0.12085, 0.09272], [0.36226, 0.33414], [0.45292, 0.42480], [0.46406, 0.43594]];

    public override string Name => "gradient-descent-spectra";

    public override string Title => "Gradient descent crawls along flat directions, and ends on the floor of a valley";

    public override string About => """
        f(x) = ½·xᵀP·x with P = Q·diag(1, λ₂)·Qᵀ and the rotation Q = ½√2·[[1, 1], [−1, 1]], and gradient descent x ← x − η·P·x from x₀ = (0.9, 0) with η = 0.5. In the coordinates of the eigenvectors each step multiplies coordinate k by
        1 − η·λ_k, so after t steps it is 0.9/√2·(1 − η·λ_k)ᵗ: the dashed paths are this formula.

        For λ₂ = 1 the path is straight to the minimum. The smaller λ₂, the faster the path falls to the floor of the valley and the slower it crawls along it: the steps until f < 1e-12 grow like 1/λ₂. For λ₂ = 0
        the floor is flat, every point on it is a minimum, and the path ends where the start is projected on it: at (0.45, 0.45), the minimum nearest to the start.

        Look at the arrows: all five paths start at the same point with the same step.

        Source: S. Boyd and L. Vandenberghe, Convex Optimization, section 9.3.2.
        """;

    public override IReadOnlyList<string> Ids => ["S1-GD-Λ"];

    public override ExperimentSpec Quick => new GradientDescentSpectraSpec { Points = 9, MaxSteps = 2200 };

    protected override ExperimentResult Run(GradientDescentSpectraSpec spec, ExperimentContext context)
    {
        Path[] paths = [.. s_seconds.Select(second => Descend(spec, second))];
        return new([.. Claims(spec, paths)], [Table(spec, paths)], [PathsFigure(spec, paths), DecayFigure(spec, paths)]);
    }

    private static Path Descend(GradientDescentSpectraSpec spec, double second)
    {
        Matrix<double> p = QuadraticShapes.FromSpectrum(1, second);
        List<double[]> iterates = [[0.9, 0]];
        List<double> values = [];
        for (int t = 0; t <= spec.MaxSteps; t++)
        {
            double[] x = iterates[^1], gradient = Vectors.Multiply(p, x);
            values.Add(VectorProduct.Dot<double>(x, gradient) / 2);
            iterates.Add(Vectors.Add(x, -spec.Step, gradient));
        }

        int reached = values.FindIndex(value => value < 1e-12);
        return new(second, p, [.. iterates], [.. values], reached < 0 ? spec.MaxSteps + 1 : reached);
    }

    private static IEnumerable<Claim> Claims(GradientDescentSpectraSpec spec, Path[] paths)
    {
        yield return Claim.AtMost("S1-GD-Λ", "closed-form", "Every iterate has the eigen-coordinates 0.9/√2·(1 − η·λ_k)ᵗ: largest difference below 1e-14 over all spectra and steps", 1e-14, paths.Max(path => LawError(spec, path)));
        yield return Claim.AtMost("S1-GD-Λ", "projection", "On the form with eigenvalues (1, 0) the path ends at (0.45, 0.45), the projection of the start on the floor, within 1e-14", 1e-14, Vectors.Distance(paths[^1].Iterates[^1], [0.45, 0.45]));
        Matrix<double> round = QuadraticShapes.FromSpectrum(1, 1);
        yield return Claim.AtMost("S1-GD-Λ", "one-step", "With η = 1 the form with eigenvalues (1, 1) is solved in one step: ‖x‖ is below 1e-15 after it", 1e-15, Vectors.Norm(Vectors.Subtract([0.9, 0], Vectors.Multiply(round, [0.9, 0]))));
        if (spec is not { Step: 0.5, MaxSteps: >= 2138 })
        {
            yield break;
        }

        for (int i = 0; i < paths.Length; i++)
        {
            yield return Claim.AtMost("S1-GD-Λ", $"iterate-{i + 1}", $"With eigenvalues (1, {s_seconds[i]}) the fifth iterate is ({s_publishedIterates[i][0]}, {s_publishedIterates[i][1]}): largest difference at most 6e-6, the rounding of the digits given", 6e-6,
                Math.Max(Math.Abs(paths[i].Iterates[5][0] - s_publishedIterates[i][0]), Math.Abs(paths[i].Iterates[5][1] - s_publishedIterates[i][1])));
            yield return Claim.Near("S1-GD-Λ", $"steps-{i + 1}", $"With eigenvalues (1, {s_seconds[i]}) f is below 1e-12 after {s_publishedSteps[i]} steps", s_publishedSteps[i], 0, paths[i].Reached);
        }
    }

    /// <summary>The largest difference between the iterates and the closed form.</summary>
    private static double LawError(GradientDescentSpectraSpec spec, Path path)
    {
        double largest = 0;
        for (int t = 0; t < path.Iterates.Length; t++)
        {
            largest = Math.Max(largest, Vectors.Distance(path.Iterates[t], Law(spec, path.Second, t)));
        }

        return largest;
    }

    /// <summary>Q·diag((1 − ηλ)ᵗ)·Qᵀx₀; the first column of Q is (1, −1)/√2, the second (1, 1)/√2.</summary>
    private static double[] Law(GradientDescentSpectraSpec spec, double second, int steps)
    {
        double first = 0.45 * Power(1 - spec.Step, steps), other = 0.45 * Power(1 - (spec.Step * second), steps);
        return [first + other, other - first];
    }

    /// <summary>xᵗ by squaring.</summary>
    private static double Power(double x, int exponent)
    {
        double power = 1;
        for (double square = x; exponent > 0; exponent >>= 1, square *= square)
        {
            power *= (exponent & 1) == 1 ? square : 1;
        }

        return power;
    }

    private static ResultTable Table(GradientDescentSpectraSpec spec, Path[] paths) => new(
        "spectra",
        "Five steps and more of gradient descent on five spectra",
        ["λ₂", "x₁ after 5 steps", "x₂ after 5 steps", "steps to f < 1e-12", "f at the end", "largest difference to the closed form"],
        [.. paths.Select(path => (IReadOnlyList<Cell>)[path.Second, path.Iterates[5][0], path.Iterates[5][1], path.Reached, path.Values[^1], LawError(spec, path)])]);

    private static Figure PathsFigure(GradientDescentSpectraSpec spec, Path[] paths) => new(
        "paths", "Five steps of gradient descent on five spectra", [.. paths.Select(path => PathPanel(spec, path))])
    {
        PanelsPerRow = 3,
        Caption = "The colour is f(x), with lines at f = 0.005, 0.03, 0.1, 0.2, 0.35 and 0.6. The thinner the valley, the shorter the steps along it. On the singular form every point of the diagonal is a minimum, and the path goes straight to the nearest one.",
    };

    private static Panel PathPanel(GradientDescentSpectraSpec spec, Path path)
    {
        double[] grid = Vectors.Grid(-1, 1, spec.Points), fine = Vectors.Grid(-1, 1, (2 * spec.Points) - 1), values = QuadraticShapes.Values(path.P, grid);
        double[][] law = [.. Enumerable.Range(0, 6).Select(t => Law(spec, path.Second, t))];
        return new(
            new("x₁"),
            new("x₂"),
            [
                new HeatMark(grid, grid, values, "f(x)"),
                new ContourMark(fine, fine, QuadraticShapes.Values(path.P, fine), [0.005, 0.03, 0.1, 0.2, 0.35, 0.6]),
                new LineMark([.. path.Iterates.Take(6).Select(x => x[0])], [.. path.Iterates.Take(6).Select(x => x[1])]) { Legend = "gradient descent", HasPoints = true, HasArrow = true, Color = 1 },
                new LineMark([.. law.Select(x => x[0])], [.. law.Select(x => x[1])]) { Legend = "closed form", IsDashed = true, Color = 2 },
            ])
        { Title = $"eigenvalues (1, {path.Second})", IsEqualScale = true };
    }

    private static Figure DecayFigure(GradientDescentSpectraSpec spec, Path[] paths) => new(
        "decay",
        "How fast f falls",
        [
            new(
                new("step", true) { Low = 1, High = spec.MaxSteps },
                new("f(x)", true) { Low = 1e-16 },
                [.. paths.Select(path => Decay(path)), new RuleMark(1e-12, "f = 10⁻¹²")]),
        ])
    { Caption = "Steps until f < 1e-12 grow like 1/λ₂. On the form with λ₂ = 0 f falls as fast as for λ₂ = 1: only its positive eigenvalue counts." };

    private static LineMark Decay(Path path)
    {
        int[] shown = [.. Enumerable.Range(1, path.Values.Length - 1).Where(t => path.Values[t] > 1e-16 && (t <= 50 || t % 20 == 0))];
        return new([.. shown.Select(t => (double)t)], [.. shown.Select(t => path.Values[t])]) { Legend = $"λ₂ = {path.Second}" };
    }

    private sealed record Path(double Second, Matrix<double> P, double[][] Iterates, double[] Values, int Reached);
}

/// <summary>Parameters of <see cref="GradientDescentSpectra"/>.</summary>
internal sealed record GradientDescentSpectraSpec : ExperimentSpec
{
    [Parameter("step size η", Minimum = 0.01, Maximum = 1.99)]
    public double Step { get; init; } = 0.5;

    [Parameter("steps at most", Minimum = 10, Maximum = 100000)]
    public int MaxSteps { get; init; } = 2500;

    [Parameter("places along each side of the maps", Minimum = 3, Maximum = 201)]
    public int Points { get; init; } = 41;
}
