using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The four shapes of a quadratic form in two unknowns, and a form built from its spectrum.</summary>
internal sealed class QuadraticShapes : Experiment<QuadraticShapesSpec>
{
    private static readonly Shape[] s_shapes =
    [
        new("S1-QUAD-PD", "bowl", "positive definite: one minimum", new(new double[,] { { 3, 1 }, { 1, 2 } }), [1.38196601, 3.61803399], 5e-9),
        new("S1-QUAD-PSD", "valley", "positive semi-definite: a line of minima", new(new double[,] { { 1, 1 }, { 1, 1 } }), [0, 2], 1e-15),
        new("S1-QUAD-IND", "saddle", "indefinite: a saddle", new(new double[,] { { 1, 0 }, { 0, -1 } }), [-1, 1], 1e-15),
        new("S1-QUAD-REG", "regularised", "the valley + 0.1·I: one minimum", new(new double[,] { { 1.1, 1 }, { 1, 1.1 } }), [0.1, 2.1], 1e-15),
    ];

    public override string Name => "quadratic-shapes";

    public override string Title => "Bowl, valley, saddle, and the valley made a bowl: four quadratic forms";

    public override string About => """
        f(x) = ½·xᵀH·x has the shape that the eigenvalues of H say. All positive: a bowl, one minimum. One zero: a valley, whose floor is the line of the null vectors, all of them minima. One negative:
        a saddle, no minimum. Adding 0.1 to the diagonal of the valley's matrix adds 0.1 to its eigenvalues and makes it a bowl again, long and narrow: this is what ridge does to least squares with
        dependent columns.

        The maps show f by colour and lines of equal f. Look for closed lines (a bowl), parallel ones (a valley), crossing ones (a saddle).

        A form with chosen eigenvalues is built as P = Q·Λ·Qᵀ with Q = ½√2·[[1, 1], [−1, 1]]; with Λ = I it is the identity, up to the rounding of √2.

        Source: S. Boyd and L. Vandenberghe, Convex Optimization, appendix A.5 and section 3.1.
        """;

    public override IReadOnlyList<string> Ids => ["S1-QUAD-PD", "S1-QUAD-PSD", "S1-QUAD-IND", "S1-QUAD-REG", "S1-P"];

    public override ExperimentSpec Quick => new QuadraticShapesSpec { Points = 7 };

    /// <summary>Q·diag(λ)·Qᵀ with Q = ½√2·[[1, 1], [−1, 1]].</summary>
    internal static Matrix<double> FromSpectrum(double first, double second)
    {
        double half = Math.Sqrt(2) / 2;
        Matrix<double> q = new(new double[,] { { half, half }, { -half, half } }), scaled = new(new double[,] { { half * first, half * second }, { -half * first, half * second } }), p = new(2, 2);
        Product.Multiply(p.AsSpan(), scaled, q.Transposed);
        return p;
    }

    /// <summary>½·xᵀH·x on a grid, row after row of equal second coordinate.</summary>
    internal static double[] Values(Matrix<double> h, double[] grid) =>
        [.. grid.SelectMany(v => grid.Select(u => ((h[0, 0] * u * u) + (2 * h[0, 1] * u * v) + (h[1, 1] * v * v)) / 2))];

    protected override ExperimentResult Run(QuadraticShapesSpec spec, ExperimentContext context)
    {
        double[][] eigenvalues = [.. s_shapes.Select(shape => SymmetricEigen<double>.Factor(shape.H).Values.Order().ToArray())];
        return new([.. s_shapes.SelectMany((shape, i) => ShapeClaims(shape, eigenvalues[i])), .. SpectrumClaims()], [Table(eigenvalues)], [Maps(spec)]);
    }

    private static IEnumerable<Claim> ShapeClaims(Shape shape, double[] values)
    {
        double error = Math.Max(Math.Abs(values[0] - shape.Eigenvalues[0]), Math.Abs(values[1] - shape.Eigenvalues[1]));
        yield return Claim.AtMost(shape.Id, "eigenvalues", $"The eigenvalues of {shape.Text} are {ReportNumber.Text(shape.Eigenvalues[0], 9)} and {ReportNumber.Text(shape.Eigenvalues[1], 9)}: largest difference at most {shape.Tolerance:R}", shape.Tolerance, error);
        double zero = 1e-14 * Math.Abs(values[1]);
        yield return shape.Name switch
        {
            "valley" => Claim.AtMost(shape.Id, "shape", $"With H = {shape.Text} f is zero at (1, −1) and so on the whole line through 0: the minimum is a line", 1e-14, Math.Abs(Along(shape.H, 1, -1))),
            "saddle" => Claim.Near(shape.Id, "shape", $"One eigenvalue of {shape.Text} is negative and one positive, so that 0 is a saddle: number of negative ones", 1, 0, values.Count(value => value < -zero)),
            _ => Claim.Near(shape.Id, "shape", $"Both eigenvalues of {shape.Text} are positive, so that the minimum is unique: number of positive ones", 2, 0, values.Count(value => value > zero)),
        };
    }

    private static double Along(Matrix<double> h, double u, double v) => ((h[0, 0] * u * u) + (2 * h[0, 1] * u * v) + (h[1, 1] * v * v)) / 2;

    private static IEnumerable<Claim> SpectrumClaims()
    {
        Matrix<double> p = FromSpectrum(1, 1);
        yield return Claim.AtMost("S1-P", "off-diagonal", "Q·I·Qᵀ has off-diagonal entries of at most 4.3e-17", 4.3e-17, Math.Max(Math.Abs(p[0, 1]), Math.Abs(p[1, 0])));
        yield return Claim.AtMost("S1-P", "diagonal", "Q·I·Qᵀ has ones on the diagonal, within 2·ε", Math.ScaleB(1, -51), Math.Max(Math.Abs(p[0, 0] - 1), Math.Abs(p[1, 1] - 1)));
        double[] values = [.. SymmetricEigen<double>.Factor(FromSpectrum(1, 0.1)).Values.Order()];
        yield return Claim.AtMost("S1-P", "spectrum", "Q·diag(1, 0.1)·Qᵀ has the eigenvalues 1 and 0.1, within 4·ε", Math.ScaleB(1, -50), Math.Max(Math.Abs(values[0] - 0.1), Math.Abs(values[1] - 1))).Law();
    }

    private static ResultTable Table(double[][] eigenvalues) => new(
        "eigenvalues",
        "Four quadratic forms",
        ["H", "smaller eigenvalue", "larger eigenvalue", "shape"],
        [.. s_shapes.Select((shape, i) => (IReadOnlyList<Cell>)[shape.Text, eigenvalues[i][0], eigenvalues[i][1], shape.Meaning])]);

    private static Figure Maps(QuadraticShapesSpec spec) => new(
        "shapes",
        "Four quadratic forms f(x) = ½·xᵀH·x",
        [.. s_shapes.Select(shape => Map(shape, spec.Points))])
    {
        Caption = "Closed lines of equal f: a bowl with one minimum. Parallel lines: a valley with a line of minima. Crossing lines: a saddle. Adding 0.1·I closes the valley's lines again, far out. Lines at f = 0.05, 0.25, 0.75, 1.5, 3 and 5; for the saddle at f = 0, ±0.25, ±0.75 and ±1.5.",
    };

    private static Panel Map(Shape shape, int points)
    {
        // The lines want a finer grid than the colours, or they have corners.
        double[] grid = Vectors.Grid(-2, 2, points), fine = Vectors.Grid(-2, 2, (2 * points) - 1), values = Values(shape.H, grid);
        return new(
            new("x₁"),
            new("x₂"),
            [
                new HeatMark(grid, grid, values, "f(x)") { IsDiverging = shape.Name == "saddle" },
                new ContourMark(fine, fine, Values(shape.H, fine), shape.Name == "saddle" ? [-1.5, -0.75, -0.25, 0, 0.25, 0.75, 1.5] : [0.05, 0.25, 0.75, 1.5, 3, 5]),
            ])
        { Title = $"{shape.Text}, {shape.Meaning}", IsEqualScale = true };
    }

    private sealed record Shape(string Id, string Name, string Meaning, Matrix<double> H, double[] Eigenvalues, double Tolerance)
    {
        public string Text => $"[[{H[0, 0]}, {H[0, 1]}], [{H[1, 0]}, {H[1, 1]}]]".Replace('-', '−');
    }
}

/// <summary>Parameters of <see cref="QuadraticShapes"/>.</summary>
internal sealed record QuadraticShapesSpec : ExperimentSpec
{
    [Parameter("places along each side of the maps", Minimum = 3, Maximum = 201)]
    public int Points { get; init; } = 41;
}
