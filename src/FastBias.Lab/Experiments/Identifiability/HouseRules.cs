using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>What a solver should check and what it should never compute, each as a measurement.</summary>
internal sealed class HouseRules : Experiment<HouseRulesSpec>
{
    public override string Name => "house-rules";

    public override string Title => "Never form an inverse; check shapes, finiteness, orthogonality, residual and condition";

    public override string About => """
        Advice for least squares programs, turned into measurements.

        Never form inverses, nor XᵀX: the same problem, min ‖X·w − y‖ with a target that w_true explains exactly, is solved by QR and by the formula w = (XᵀX)⁻¹Xᵀy as it stands, for matrices
        whose condition number κ rises. QR loses as many digits as κ has; the formula loses twice as many, because κ(XᵀX) = κ².

        Check what can be checked: that shapes fit, that no input is NaN or infinite, that U and V have orthonormal columns, that U·Σ·Vᵀ is X again, that the residual of the solution is as small
        as it should be, and what the condition number is. The table has each check with its value and its bound.

        Source: N. Higham, Accuracy and Stability of Numerical Algorithms, chapters 14 and 20.
        """;

    public override IReadOnlyList<string> Ids => ["S0-CHECK"];

    public override ExperimentSpec Quick => new HouseRulesSpec { TallRows = 12, TallColumns = 4, Repeats = 3, Conditions = [10, 1e5] };

    protected override ExperimentResult Run(HouseRulesSpec spec, ExperimentContext context)
    {
        WideProblem problem = WideProblem.Create(spec.Seed, spec.Rows, spec.Columns);
        Check[] checks = [.. Checks(problem)];
        (double Qr, double Inverse)[] errors = [.. spec.Conditions.Select((condition, i) => MedianErrors(spec, context, condition, (ulong)i))];
        return new([.. checks.Select(check => check.Claim), InverseClaim(spec, errors)], [CheckTable(checks), ErrorTable(spec, errors)], [ErrorFigure(spec, errors)]);
    }

    private static IEnumerable<Check> Checks(WideProblem problem)
    {
        Svd<double> svd = problem.Spectrum;
        double rounding = Math.ScaleB(Math.Max(problem.X.Rows, problem.X.Columns), -51);
        yield return Check.AtMost("left-orthonormal", "UᵀU is the identity: ‖UᵀU − I‖ in the Frobenius norm is at most 2·max(m, n)·ε", rounding, NotOrthonormal(svd.U));
        yield return Check.AtMost("right-orthonormal", "VᵀV is the identity: ‖VᵀV − I‖ in the Frobenius norm is at most 2·max(m, n)·ε", rounding, NotOrthonormal(Matrix<double>.Copy(svd.Vt.Transposed)));
        yield return Check.AtMost("reconstruction", "U·Σ·Vᵀ is X: the relative difference is at most 2·max(m, n)·ε", rounding, Vectors.Distance(svd.Reconstruct().Data, problem.X.Data) / Vectors.Norm(problem.X.Data));
        yield return Check.AtMost("residual", "The residual of the minimum-norm solution is rounding: ‖X·w0 − y‖ ≤ 2·max(m, n)·ε·(‖X‖·‖w0‖ + ‖y‖)",
            rounding * ((svd.S[0] * Vectors.Norm(problem.Solution)) + Vectors.Norm(problem.Target)), Vectors.Distance(Vectors.Multiply(problem.X, problem.Solution), problem.Target));
        yield return Check.AtMost("condition", "The condition number σ₁/σ_r of X is below 1/(max(m, n)·ε), so that its rank is certain", 1 / Math.ScaleB(problem.X.Columns, -52), svd.S[0] / svd.S[^1]);
        yield return Check.AtLeast("not-finite", "A NaN in X is reported, not computed with: the status names it (1 for yes)", 1, ReportsNaN(problem) ? 1 : 0);
        yield return Check.AtLeast("shape", "A target that is too long is refused before anything is computed (1 for yes)", 1, RefusesShape(problem) ? 1 : 0);
    }

    private static double NotOrthonormal(Matrix<double> columns)
    {
        Matrix<double> gram = new(columns.Columns, columns.Columns);
        Product.Multiply(gram.AsSpan(), columns.Transposed, columns);
        return Vectors.Distance(gram.Data, Matrix<double>.Identity(columns.Columns).Data);
    }

    private static bool ReportsNaN(WideProblem problem)
    {
        Matrix<double> broken = problem.X.Clone();
        broken[0, 1] = double.NaN;
        LeastSquaresSolution<double> solution = LeastSquares.Solve(broken, problem.Target);
        return solution.Status == Status.NonFiniteInput && solution.FirstNonFinite == (0, 1);
    }

    private static bool RefusesShape(WideProblem problem)
    {
        try
        {
            LeastSquares.Solve(problem.X, problem.Target.Append(0).ToArray());
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static Claim InverseClaim(HouseRulesSpec spec, (double Qr, double Inverse)[] errors)
    {
        int worst = Enumerable.Range(0, errors.Length).Where(i => spec.Conditions[i] <= 1e6).MaxBy(i => spec.Conditions[i]);
        double condition = spec.Conditions[worst];
        return Claim.AtLeast("S0-CHECK", "no-inverse", $"At κ = {condition:R} the explicit inverse of XᵀX has at least √κ times the error of QR (the theory: κ times)", Math.Sqrt(condition), errors[worst].Inverse / errors[worst].Qr);
    }

    private static (double Qr, double Inverse) MedianErrors(HouseRulesSpec spec, ExperimentContext context, double condition, ulong stream)
    {
        (double Qr, double Inverse)[] repeats = context.ForEach(spec.Repeats, i => Errors(spec, condition, new RandomSource(spec.Seed).Split(stream).Split((ulong)i)));
        return (Statistics.Median(repeats.Select(error => error.Qr)), Statistics.Median(repeats.Select(error => error.Inverse)));
    }

    /// <summary>Relative errors of QR and of (XᵀX)⁻¹Xᵀy; 1 where XᵀX is not positive definite in floating point.</summary>
    private static (double Qr, double Inverse) Errors(HouseRulesSpec spec, double condition, RandomSource random)
    {
        Matrix<double> x = Synthetic.WithSingularValues(random, spec.TallRows, spec.TallColumns, GradedSpectrum.Create(spec.TallColumns, condition));
        double[] truth = Synthetic.Gaussian(random, spec.TallColumns);
        double[] target = Vectors.Multiply(x, truth);
        Matrix<double> gram = new(x.Columns, x.Columns), inverse = Matrix<double>.Identity(x.Columns);
        Product.Multiply(gram.AsSpan(), x.Transposed, x);
        bool inverted = Cholesky<double>.Factor(gram).Solve(inverse) == Status.Success;
        double[] byInverse = Vectors.Multiply(inverse, Vectors.Multiply(x.Transposed, target));
        double[] byQr = LeastSquares.Solve(x, target, new() { Method = LeastSquaresMethod.Qr }).X.Data;
        return (Vectors.Distance(byQr, truth) / Vectors.Norm(truth), inverted ? Vectors.Distance(byInverse, truth) / Vectors.Norm(truth) : 1);
    }

    private static ResultTable CheckTable(Check[] checks) => new(
        "checks",
        "Checks of a solved problem",
        ["check", "value", "bound", "passes"],
        [.. checks.Select(check => (IReadOnlyList<Cell>)[check.Claim.Statement, check.Claim.Measured, check.Claim.Expected, check.Claim.Holds ? "yes" : "no"])]);

    private static ResultTable ErrorTable(HouseRulesSpec spec, (double Qr, double Inverse)[] errors) => new(
        "inverse",
        $"Median relative error of w over {spec.Repeats} matrices",
        ["condition number κ", "QR", "(XᵀX)⁻¹Xᵀy", "κ·ε", "κ²·ε"],
        [.. spec.Conditions.Select((condition, i) => (IReadOnlyList<Cell>)[condition, errors[i].Qr, errors[i].Inverse, Math.ScaleB(condition, -52), Math.ScaleB(condition * condition, -52)])]);

    private static Figure ErrorFigure(HouseRulesSpec spec, (double Qr, double Inverse)[] errors) => new(
        "no-inverse",
        "What the explicit inverse costs",
        [
            new(
                new("condition number κ of X", true),
                new("relative error of w", true) { High = 10 },
                [
                    new LineMark(spec.Conditions, [.. errors.Select(error => error.Qr)]) { Legend = "QR", HasPoints = true },
                    new LineMark(spec.Conditions, [.. errors.Select(error => error.Inverse)]) { Legend = "(XᵀX)⁻¹Xᵀy", HasPoints = true },
                    new LineMark(spec.Conditions, [.. spec.Conditions.Select(condition => Math.ScaleB(condition, -52))]) { Legend = "κ·ε", IsDashed = true, Color = 0 },
                    new LineMark(spec.Conditions, [.. spec.Conditions.Select(condition => Math.Min(1, Math.ScaleB(condition * condition, -52)))]) { Legend = "κ²·ε, at most 1", IsDashed = true, Color = 1 },
                ]),
        ])
    {
        Caption = "QR loses as many digits as κ has; the explicit inverse of XᵀX loses twice as many and is useless from κ = 1e8.",
    };

    /// <summary>A check that is a claim.</summary>
    private sealed record Check(Claim Claim)
    {
        public static Check AtMost(string part, string statement, double bound, double measured) => new(Claim.AtMost("S0-CHECK", part, statement, bound, measured));

        public static Check AtLeast(string part, string statement, double bound, double measured) => new(Claim.AtLeast("S0-CHECK", part, statement, bound, measured));
    }
}

/// <summary>Parameters of <see cref="HouseRules"/>.</summary>
internal sealed record HouseRulesSpec : ExperimentSpec
{
    public HouseRulesSpec() => Seed = 1007;

    [Parameter("rows of the wide X that is checked, fewer than columns", Minimum = 1, Maximum = 200)]
    public int Rows { get; init; } = 6;

    [Parameter("columns of the wide X", Minimum = 2, Maximum = 400)]
    public int Columns { get; init; } = 12;

    [Parameter("rows of the tall matrices", Minimum = 2, Maximum = 500)]
    public int TallRows { get; init; } = 60;

    [Parameter("columns of the tall matrices, at most as many as rows", Minimum = 2, Maximum = 200)]
    public int TallColumns { get; init; } = 20;

    [Parameter("matrices for each condition number", Minimum = 1, Maximum = 1000)]
    public int Repeats { get; init; } = 25;

    [Parameter("condition numbers; one of them at most 1e6", Minimum = 1, Maximum = 1e14)]
    public IReadOnlyList<double> Conditions { get; init; } = [10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

    public override string? Problem() => Rows >= Columns ? $"rows: {Rows} must be less than columns ({Columns})"
        : TallRows < TallColumns ? $"tall-rows: {TallRows} must be at least tall-columns ({TallColumns})"
        : Conditions.All(condition => condition > 1e6) ? "conditions: one must be at most 1e6"
        : null;
}
