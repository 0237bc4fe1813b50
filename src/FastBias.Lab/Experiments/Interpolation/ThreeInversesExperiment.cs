using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The formulas for X⁺ in the three regimes, as a limit of ridge regression, and as a saddle point.</summary>
internal sealed class ThreeInversesExperiment : Experiment<ThreeInversesSpec>
{
    public override string Name => "three-inverses";

    public override string Title => "Left inverse, inverse, right inverse: one pseudoinverse, and three roads to it";

    public override string About => """
        Least squares has a formula for each shape of the table X (N rows, D columns, full rank): (XᵀX)⁻¹Xᵀ for N > D, which is an inverse from the left; X⁻¹ for N = D; Xᵀ(XXᵀ)⁻¹ for N < D, an inverse from
        the right. All three are the pseudoinverse X⁺ = V·Σ⁺·Uᵀ. Two more roads lead there: ridge regression β_λ = Xᵀ(XXᵀ + λI)⁻¹y with λ → 0, and the smallest ‖β‖² under the constraint Xβ = y, whose
        conditions of optimality are the linear equations 2β = Xᵀμ, Xβ = y, so that β = Xᵀμ/2.

        XXᵀ (how alike the rows are) and XᵀX (how alike the columns are) have the same non-zero eigenvalues σ², so that the view by data points and the view by features give the same predictions.

        Look at the figure: the distance of β_λ from X⁺y is proportional to λ, and its length grows to ‖X⁺y‖ from below.

        Source: A. Ben-Israel and T. Greville, Generalized Inverses (2003); G. Golub and C. Van Loan, Matrix Computations, section 5.5.
        """;

    public override IReadOnlyList<string> Ids => ["S2-3INV", "S2-RIDGE-LIM", "S2-LAGR", "S2-SPECTRA"];

    public override ExperimentSpec Quick => new ThreeInversesSpec { Few = 4, Columns = 6, Many = 9 };

    protected override ExperimentResult Run(ThreeInversesSpec spec, ExperimentContext context)
    {
        InverseCase[] cases = [.. new[] { spec.Few, spec.Columns, spec.Many }.Select((rows, i) => new InverseCase(rows, spec.Columns, new RandomSource(spec.Seed).Split((ulong)i)))];
        double[] lambdas = [.. Vectors.Grid(2, -10, 25).Select(exponent => Elementary.Pow(10, exponent))];
        RidgePoint[] path = [.. lambdas.Select(cases[0].Ridge)];
        context.Report(0.9);
        return new(
            [.. cases.SelectMany(InverseClaims), .. RidgeClaims(path, cases[0]), .. SaddleClaims(cases[0]), .. SpectrumClaims(cases)],
            [
                new("inverses", "The formula of each regime against the pseudoinverse", ["rows", "columns", "formula", "‖formula − X⁺‖/‖X⁺‖, largest elements", "κ(X)"],
                    [.. cases.Select(item => (IReadOnlyList<Cell>)[item.X.Rows, item.X.Columns, item.Formula, item.FormulaError, item.Svd.Condition])]),
                new("ridge-limit", "Ridge regression as λ falls", ["λ", "‖β_λ − X⁺y‖", "‖β_λ − X⁺y‖/λ", "‖β_λ‖/‖X⁺y‖"], [.. path.Select(point => (IReadOnlyList<Cell>)[point.Lambda, point.Distance, point.Distance / point.Lambda, point.Length])]),
            ],
            [RidgeFigure(path)]);
    }

    private static IEnumerable<Claim> InverseClaims(InverseCase item)
    {
        (int rows, int columns) = (item.X.Rows, item.X.Columns);
        string shape = rows < columns ? "wide" : rows == columns ? "square" : "tall";
        yield return Claim.AtMost("S2-3INV", shape, $"With {rows} rows and {columns} columns {item.Formula} equals X⁺ within 1e-10 of its largest element", 1e-10, item.FormulaError);
        yield return Claim.AtMost("S2-3INV", $"{shape}-side", $"With {rows} rows and {columns} columns X⁺ is an inverse {(rows < columns ? "from the right: XX⁺ = I" : rows == columns ? "from both sides: XX⁺ = X⁺X = I" : "from the left: X⁺X = I")}, within 1e-12", 1e-12, item.SideError);
        if (rows == columns)
        {
            yield return Claim.AtMost("S2-3INV", "printed-left-inverse", "The left inverse as printed, (XᵀX)⁻¹X without a transpose, gives I when multiplied by X: largest difference of an element below 1e-10", 1e-10, item.PrintedLeftInverseError)
                .Because("The transpose is missing: the left inverse is (XᵀX)⁻¹Xᵀ. As printed the product exists for a square X only, where it is wrong.");
        }
    }

    private static IEnumerable<Claim> RidgeClaims(RidgePoint[] path, InverseCase item)
    {
        // Between λ = 1e-3 and 1e-6 neither the curvature in λ nor rounding is seen.
        RidgePoint[] middle = [.. path.Where(point => point.Lambda is <= 1.001e-3 and >= 0.999e-6)];
        yield return Claim.Near("S2-RIDGE-LIM", "proportional", "From λ = 1e-3 to 1e-6 ‖β_λ − X⁺y‖ falls like λ: its quotient at both ends, divided by that of the λ, is 1 within 1 %", 1, 0.01, middle[0].Distance / middle[^1].Distance * (middle[^1].Lambda / middle[0].Lambda));
        yield return Claim.Near("S2-RIDGE-LIM", "constant", "The limit of ‖β_λ − X⁺y‖/λ is ‖(XᵀX)⁺·X⁺y‖: at λ = 1e-6 the quotient of the two is 1 within 1 %", 1, 0.01, middle[^1].Distance / middle[^1].Lambda / item.RidgeConstant()).Law();
        yield return Claim.AtMost("S2-RIDGE-LIM", "grows", "‖β_λ‖ grows whenever λ falls: number of exceptions, but for rounding", 0, path.Zip(path.Skip(1)).Count(pair => pair.Second.Length < pair.First.Length * (1 - 1e-13)));
        yield return Claim.AtMost("S2-RIDGE-LIM", "below", "‖β_λ‖ stays below ‖X⁺y‖ for every λ > 0, but for rounding: largest quotient of the two", 1 + 1e-13, path.Max(point => point.Length));
    }

    private static IEnumerable<Claim> SaddleClaims(InverseCase item)
    {
        (double solution, double multiplier) = item.Saddle();
        yield return Claim.AtMost("S2-LAGR", "solution", "The equations 2β − Xᵀμ = 0, Xβ = y have the solution β = X⁺y, within 1e-12 of its length", 1e-12, solution);
        yield return Claim.AtMost("S2-LAGR", "multiplier", "The multipliers of 2β − Xᵀμ = 0, Xβ = y are μ = 2(XXᵀ)⁻¹y, so that β = Xᵀμ/2, within 1e-12 of ‖X⁺y‖", 1e-12, multiplier);
    }

    private static IEnumerable<Claim> SpectrumClaims(InverseCase[] cases)
    {
        yield return Claim.AtMost("S2-SPECTRA", "shared", "XXᵀ and XᵀX have the same non-zero eigenvalues, within 1e-13 of the largest, in all three regimes", 1e-13, cases.Max(item => item.SpectrumDifference()));
        yield return Claim.AtMost("S2-SPECTRA", "rest", "All other eigenvalues of the larger of XXᵀ and XᵀX are zero, within 1e-13 of the largest", 1e-13, cases.Max(item => item.RestOfSpectrum()));
        yield return Claim.AtMost("S2-SPECTRA", "predictions", "The predictions X(XᵀX + I)⁻¹Xᵀy by features and XXᵀ(XXᵀ + I)⁻¹y by data points are equal, within 1e-12 of ‖y‖", 1e-12, cases.Max(item => item.PredictionDifference()));
    }

    private static Figure RidgeFigure(RidgePoint[] path)
    {
        double[] lambdas = [.. path.Select(point => point.Lambda)];
        double end = path[path.Length / 2].Distance / path[path.Length / 2].Lambda;
        FigureAxis axis = new("penalty λ", true);
        return new("ridge-curves", "Ridge regression as λ goes to zero",
        [
            new(axis, new("distance from X⁺y, ‖β_λ − X⁺y‖", true), [new LineMark(lambdas, [.. path.Select(point => point.Distance)]) { Legend = "ridge", HasPoints = true, Color = 0 }, new LineMark(lambdas, [.. lambdas.Select(lambda => end * lambda)]) { Legend = "proportional to λ", IsDashed = true, Color = 2 }]) { Title = "Distance" },
            new(axis, new("‖β_λ‖/‖X⁺y‖"), [new LineMark(lambdas, [.. path.Select(point => point.Length)]) { HasPoints = true, Color = 1 }, new RuleMark(1, "length of X⁺y")]) { Title = "Length" },
        ])
        {
            Caption = "Left: for small λ the distance is proportional to λ (dashed). Right: the length grows to that of X⁺y and never exceeds it.",
        };
    }
}

/// <summary>Parameters of <see cref="ThreeInversesExperiment"/>.</summary>
internal sealed record ThreeInversesSpec : ExperimentSpec
{
    public ThreeInversesSpec() => Seed = 1;

    [Parameter("columns", Minimum = 2, Maximum = 300)]
    public int Columns { get; init; } = 12;

    [Parameter("rows of the wide table", Minimum = 1, Maximum = 300)]
    public int Few { get; init; } = 8;

    [Parameter("rows of the tall table", Minimum = 2, Maximum = 3000)]
    public int Many { get; init; } = 20;

    public override string? Problem() => Few >= Columns ? $"few: {Few} must be less than columns, {Columns}" : Many <= Columns ? $"many: {Many} must be more than columns, {Columns}" : null;
}

/// <summary>Ridge regression at one λ, compared with X⁺y.</summary>
internal sealed record RidgePoint(double Lambda, double Distance, double Length);
