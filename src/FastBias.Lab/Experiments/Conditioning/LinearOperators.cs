using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Linear maps without a matrix: linearity, adjoints, compositions, and the Jacobian.</summary>
internal sealed class LinearOperators : Experiment<LinearOperatorsSpec>
{
    public override string Name => "linear-operators";

    public override string Title => "A linear map needs no matrix: apply, adjoint, compose, differentiate";

    public override string About => """
        Iterative solvers need a linear map only as two functions: x ↦ A·x and its adjoint u ↦ Aᵀu. The maps here are a dense matrix, first differences and running sums given as functions, and
        compositions, sums and multiples of them.

        What is checked: linearity, f(αx + βy) = αf(x) + βf(y); the adjoint test, ⟨A·u, v⟩ = ⟨u, Aᵀv⟩ for random u and v, which finds a wrong adjoint at once (a difference map whose adjoint has a
        wrong sign is tried); (A·B)ᵀ = Bᵀ·Aᵀ; and that the Jacobian of x ↦ A·x, computed by differences, is A itself at every point.

        Source: C. Paige and M. Saunders, LSQR, ACM TOMS 8 (1982), section 1; J. Claerbout, Earth Soundings Analysis, chapter 5, for the adjoint test.
        """;

    public override IReadOnlyList<string> Ids => ["S1-LINOP"];

    public override ExperimentSpec Quick => new LinearOperatorsSpec { Size = 8, Trials = 3 };

    protected override ExperimentResult Run(LinearOperatorsSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> matrix = Synthetic.Gaussian(random, spec.Size + 2, spec.Size);
        DenseOperator<double> dense = new(matrix);
        FunctionOperator<double> differences = new(spec.Size - 1, spec.Size, Differences, DifferencesAdjoint), sums = new(spec.Size, spec.Size, Sums, SumsAdjoint);
        Named[] maps =
        [
            new("dense", dense), new("differences", differences), new("running sums", sums), new("dense after sums", new ProductOperator<double>(dense, sums)),
            new("2·sums", new ScaledOperator<double>(2, sums)), new("sums + 2·sums", new SumOperator<double>(sums, new ScaledOperator<double>(2, sums))),
        ];
        Measured[] measured = [.. maps.Select((map, i) => Measure(map, random.Split((ulong)i), spec))];
        return new([.. Claims(spec, measured, dense, sums)], [Table(measured)], [Bars(measured)]);
    }

    private static Measured Measure(Named map, RandomSource random, LinearOperatorsSpec spec)
    {
        AdjointTestResult<double> adjoint = AdjointTest.Run(map.Operator, spec.Seed + 1, spec.Trials);
        return new(map.Name, Linearity(map.Operator, random, spec.Trials), adjoint.LargestError, adjoint.Tolerance, Jacobian(map.Operator, random));
    }

    /// <summary>The largest ‖f(αx + βy) − αf(x) − βf(y)‖ relative to ‖αf(x)‖ + ‖βf(y)‖.</summary>
    private static double Linearity(ILinearOperator<double> map, RandomSource random, int trials)
    {
        double largest = 0;
        for (int i = 0; i < trials; i++)
        {
            double[] x = Synthetic.Gaussian(random, map.Columns), y = Synthetic.Gaussian(random, map.Columns);
            double alpha = random.Gaussian(), beta = random.Gaussian();
            double[] fx = Apply(map, x), fy = Apply(map, y);
            double[] together = Apply(map, Vectors.Add(Vectors.Times(alpha, x), beta, y));
            largest = Math.Max(largest, Vectors.Distance(together, Vectors.Add(Vectors.Times(alpha, fx), beta, fy)) / ((Math.Abs(alpha) * Vectors.Norm(fx)) + (Math.Abs(beta) * Vectors.Norm(fy))));
        }

        return largest;
    }

    /// <summary>The largest relative difference between column j of the Jacobian at a random point, (f(x + h·eⱼ) − f(x − h·eⱼ))/2h, and f(eⱼ).</summary>
    private static double Jacobian(ILinearOperator<double> map, RandomSource random)
    {
        double largest = 0;
        double[] x = Synthetic.Gaussian(random, map.Columns);
        for (int j = 0; j < map.Columns; j++)
        {
            double[] unit = new double[map.Columns];
            unit[j] = 1;
            double[] column = Vectors.Times(0.5, Vectors.Subtract(Apply(map, Vectors.Add(x, unit)), Apply(map, Vectors.Subtract(x, unit)))), expected = Apply(map, unit);
            largest = Math.Max(largest, Vectors.Distance(column, expected) / Vectors.Norm(expected));
        }

        return largest;
    }

    private static IEnumerable<Claim> Claims(LinearOperatorsSpec spec, Measured[] measured, DenseOperator<double> dense, FunctionOperator<double> sums)
    {
        double rounding = Math.ScaleB(4 * spec.Size, -52);
        yield return Claim.AtMost("S1-LINOP", "linearity", "f(αx + βy) = αf(x) + βf(y) for all maps, relative difference below 4n·ε", rounding, measured.Max(map => map.Linearity));
        yield return Claim.AtMost("S1-LINOP", "adjoint", "⟨A·u, v⟩ = ⟨u, Aᵀv⟩ for all maps: the largest error is at most the adjoint test's tolerance", 1, measured.Max(map => map.Adjoint / map.AdjointTolerance));
        FunctionOperator<double> wrong = new(spec.Size - 1, spec.Size, Differences, (y, u) =>
        {
            DifferencesAdjoint(y, u);
            y[0] = -y[0];
        });
        AdjointTestResult<double> found = AdjointTest.Run(wrong, spec.Seed + 1, spec.Trials);
        yield return Claim.AtLeast("S1-LINOP", "wrong-adjoint", "The adjoint test finds an adjoint with one wrong sign: the error is at least a million times the tolerance", 1e6, found.LargestError / found.Tolerance).Law();
        yield return Claim.AtMost("S1-LINOP", "composition", "(A·B)ᵀu = Bᵀ(Aᵀu), relative difference below 4n·ε", rounding, Composition(dense, sums, new RandomSource(spec.Seed).Split(100)));
        yield return Claim.AtMost("S1-LINOP", "jacobian", "The Jacobian of x ↦ A·x is A at every point: relative difference of every column below 1e-12", 1e-12, measured.Max(map => map.Jacobian));
    }

    private static double Composition(DenseOperator<double> dense, FunctionOperator<double> sums, RandomSource random)
    {
        double[] u = Synthetic.Gaussian(random, dense.Rows), together = new double[sums.Columns], inner = new double[dense.Columns], outer = new double[sums.Columns];
        new ProductOperator<double>(dense, sums).ApplyTransposed(together, u);
        dense.ApplyTransposed(inner, u);
        sums.ApplyTransposed(outer, inner);
        return Vectors.Distance(together, outer) / Vectors.Norm(outer);
    }

    private static double[] Apply(ILinearOperator<double> map, double[] x)
    {
        double[] y = new double[map.Rows];
        map.Apply(y, x);
        return y;
    }

    /// <summary>y_i = x_(i+1) − x_i.</summary>
    private static void Differences(Span<double> y, ReadOnlySpan<double> x)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x[i + 1] - x[i];
        }
    }

    private static void DifferencesAdjoint(Span<double> y, ReadOnlySpan<double> u)
    {
        y.Clear();
        for (int i = 0; i < u.Length; i++)
        {
            y[i] -= u[i];
            y[i + 1] += u[i];
        }
    }

    /// <summary>y_i = x_0 + … + x_i.</summary>
    private static void Sums(Span<double> y, ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = sum += x[i];
        }
    }

    private static void SumsAdjoint(Span<double> y, ReadOnlySpan<double> u)
    {
        double sum = 0;
        for (int i = u.Length - 1; i >= 0; i--)
        {
            y[i] = sum += u[i];
        }
    }

    private static ResultTable Table(Measured[] measured) => new(
        "maps",
        "Linear maps and how exactly they keep the laws (relative differences)",
        ["map", "linearity", "adjoint", "tolerance of the adjoint test", "Jacobian"],
        [.. measured.Select(map => (IReadOnlyList<Cell>)[map.Name, map.Linearity, map.Adjoint, map.AdjointTolerance, map.Jacobian])]);

    private static Figure Bars(Measured[] measured) => new(
        "laws",
        "How exactly linear maps keep the laws",
        [
            new(
                new("map") { Categories = [.. measured.Select(map => map.Name)] },
                new("largest relative difference", true) { Low = 1e-18 },
                [
                    new BarMark([.. measured.Select(map => map.Linearity)]) { Legend = "linearity" },
                    new BarMark([.. measured.Select(map => map.Adjoint)]) { Legend = "adjoint" },
                    new BarMark([.. measured.Select(map => map.Jacobian)]) { Legend = "Jacobian" },
                ]),
        ])
    { Caption = "All differences are rounding; a bar that is missing is exactly zero." };

    private sealed record Named(string Name, ILinearOperator<double> Operator);

    private sealed record Measured(string Name, double Linearity, double Adjoint, double AdjointTolerance, double Jacobian);
}

/// <summary>Parameters of <see cref="LinearOperators"/>.</summary>
internal sealed record LinearOperatorsSpec : ExperimentSpec
{
    [Parameter("columns of the maps", Minimum = 2, Maximum = 2000)]
    public int Size { get; init; } = 100;

    [Parameter("random vectors for each law", Minimum = 1, Maximum = 1000)]
    public int Trials { get; init; } = 20;
}
