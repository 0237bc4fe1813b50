using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The test error of least squares over the number of training rows.</summary>
internal sealed class DoubleDescentExperiment : Experiment<DoubleDescentSpec>
{
    /// <summary>The median that NumPy gives for the same protocol at some N (300 other subsets), and how far two medians may be apart.</summary>
    private static readonly (string Data, int Rows, double Error, double Share)[] s_references =
    [
        ("diabetes", 5, 1.28, 0.2), ("diabetes", 20, 0.967, 0.1), ("diabetes", 100, 0.541, 0.05), ("california", 4, 1.64, 0.25), ("california", 16, 12.4, 0.25), ("california", 100, 8.44, 0.15),
        ("who", 8, 0.139, 0.15), ("who", 32, 0.0898, 0.15), ("who", 100, 0.0272, 0.1),
    ];

    private static readonly (string Data, int Rows, int Columns)[] s_shapes = [("diabetes", 442, 10), ("california", 20640, 8), ("who", 2864, 16)];

    public override string Name => "double-descent";

    public override string Title => "The test error diverges where training rows and features are equally many";

    public override string About => """
        Fit a linear model with D coefficients to N random rows of a table and test it on all other rows. With N ≥ D there is one least squares fit; with N < D infinitely many fits are perfect on the
        training rows and X⁺Y, the shortest, is taken: β = Xᵀ(XXᵀ)⁻¹Y for N < D, (XᵀX)⁻¹XᵀY for N > D. One would expect that more rows are better. Not so: the error rises on the way to N = D, often by
        orders of magnitude, and falls again on both sides. This is double descent, seen from the side of the data.

        For each of many random orders of the rows, rows are added one at a time and the fit is updated, D² operations for a row; the test error comes from one triangular factor of the whole table.
        There are four tables: normal numbers with a linear target and noise (2000 rows, D = 30), diabetes
        patients (442 rows, D = 10), California housing (20640 districts, D = 8) and life expectancy by country and year from the WHO (2864 rows, D = 16). Their features and targets are scaled to variance 1 first. The lines are medians over the orders, the bands reach from the 10 % to the 90 % quantile. At N = D the mean says little:
        for normal data it is infinite.

        What to look for: the peak stands at N = D on every table, and the smallest non-zero singular value of the training rows has its dip at the same place. For normal data that value is about |√N − √D|.

        Source: R. Schaeffer et al., Double descent demystified (2023); G. Golub and C. Van Loan, section 5.5; A. Edelman, Eigenvalues and condition numbers of random matrices, SIAM J. Matrix Anal. 9 (1988).
        """;

    public override IReadOnlyList<string> Ids => ["S2-DD-SWEEP", "S2-DATA", "S2-SMIN"];

    public override ExperimentSpec Quick => new DoubleDescentSpec { Data = ["synthetic", "diabetes"], Sizes = 12, Largest = 60, Repeats = 12, SpectrumRepeats = 6, SyntheticRows = 300, SyntheticFeatures = 12 };

    protected override ExperimentResult Run(DoubleDescentSpec spec, ExperimentContext context)
    {
        (IReadOnlyList<SubsetProblem> problems, IReadOnlyList<string> notes) = spec.Load();
        DoubleDescentSweep[] sweeps = [.. problems.Select((problem, i) => new DoubleDescentSweep(problem, spec, context, (double)i / problems.Count, (i + 1.0) / problems.Count))];
        return new([.. sweeps.SelectMany(sweep => Claims(sweep, spec))], [.. sweeps.Select(Table)], [ErrorFigure(sweeps), SpectrumFigure(sweeps)]) { Notes = notes };
    }

    private static IEnumerable<Claim> Claims(DoubleDescentSweep sweep, DoubleDescentSpec spec)
    {
        string name = sweep.Problem.Name, table = sweep.Problem.Table;
        int d = sweep.Problem.Dimension;
        double peak = sweep.MedianAt(d), shoulder = Math.Max(sweep.MedianAt(Math.Max(1, d / 2)), sweep.MedianAt(2 * d));
        yield return Claim.AtLeast("S2-DD-SWEEP", $"{name}-spike", $"On {table} the median test error at N = D is more than twice that at D/2 and at 2D: quotient to the larger of the two", 2, peak / shoulder);
        yield return Claim.Near("S2-DD-SWEEP", $"{name}-place", $"On {table} the median test error is largest at N = D = {d} rows, give or take one", d, 1, sweep.PeakRows);
        foreach ((_, int rows, double error, double share) in s_references.Where(reference => reference.Data == name && reference.Rows <= spec.Largest && spec.Repeats >= 100))
        {
            yield return Claim.Near("S2-DD-SWEEP", $"{name}-{rows}", $"On {table} the median test error at N = {rows} is {error}", error, share * error, sweep.MedianAt(rows))
                .Law("NumPy's median over 300 other random subsets; the tolerance is what the medians of so few may be apart.");
        }

        if (name == "synthetic")
        {
            yield return Claim.AtMost("S2-DD-SWEEP", "theory", "For normal data with noise variance σ² and coefficients θ the mean test error is σ² + σ²D/(N − D − 1) for N ≥ 2D and σ² + ‖θ‖²(1 − N/D) + σ²N/(D − N − 1) for N ≤ D/2: largest relative deviation at most a tenth", 0.1, sweep.TheoryDeviation(spec.Noise))
                .Law("The expectation is over the table too; here the table is drawn once, which leaves a deviation of a few percent that more subsets do not reduce.");
        }

        foreach ((string data, int rows, int columns) in s_shapes.Where(shape => shape.Data == name))
        {
            yield return Claim.Near("S2-DATA", $"{data}-rows", $"{char.ToUpperInvariant(table[0])}{table[1..]} has {rows} complete rows, or up to 1 % fewer in a copy that lacks some numbers", rows, data == "diabetes" ? 0 : Math.Ceiling(0.01 * rows) + 1, sweep.Problem.Y.Length);
            yield return Claim.Near("S2-DATA", $"{data}-columns", $"{char.ToUpperInvariant(table[0])}{table[1..]} has {columns} numeric features, none a combination of the others", columns, 0, Svd<double>.Factor(sweep.Problem.X).Rank());
        }

        foreach (Claim claim in SpectrumClaims(sweep))
        {
            yield return claim;
        }
    }

    private static IEnumerable<Claim> SpectrumClaims(DoubleDescentSweep sweep)
    {
        string name = sweep.Problem.Name, table = sweep.Problem.Table;
        int d = sweep.Problem.Dimension;
        double dip = sweep.SmallestAt(d), shoulder = Math.Min(sweep.SmallestAt(Math.Max(1, d / 2)), sweep.SmallestAt(2 * d));
        yield return Claim.AtMost("S2-SMIN", $"{name}-dip", $"On {table} the median of the smallest non-zero singular value at N = D is less than half of that at D/2 and at 2D: quotient to the smaller of the two", 0.5, dip / shoulder);
        yield return Claim.Near("S2-SMIN", $"{name}-place", $"On {table} the median of the smallest non-zero singular value is least at N = D = {d} rows", d, 0, sweep.DipRows);
        if (name == "synthetic")
        {
            yield return Claim.AtMost("S2-SMIN", "theory", "For normal data the median of the smallest non-zero singular value is |√N − √D| wherever N ≤ D/2 or N ≥ 2D: largest relative deviation at most a quarter", 0.25, sweep.SpectrumDeviation())
                .Law("|√N − √D| is the limit for large sizes; the smallest singular value of a finite table is larger, for one row of 30 numbers √30 beside √30 − 1.");
            yield return Claim.Near("S2-SMIN", "square", "For normal data with N = D the median of σ_min·√D is 0.545", 0.5446, 0.15, dip * Math.Sqrt(d))
                .Law("Edelman's limit: P(D·σ² < x) = 1 − e^−(x/2 + √x), so the median of √x solves s²/2 + s = ln 2.");
        }
    }

    private static ResultTable Table(DoubleDescentSweep sweep) => new(
        $"{sweep.Problem.Name}-sweep",
        $"{SweepFigure.Title(sweep.Problem)}: mean squared errors over {sweep.Test.Length} random subsets",
        ["N", "median test error", "10 % quantile", "90 % quantile", "mean test error", "median training error", "median smallest singular value"],
        [.. sweep.Sizes.Select((rows, i) => (IReadOnlyList<Cell>)[rows, sweep.Median[i], sweep.Low[i], sweep.High[i], sweep.Mean[i], sweep.Train[i], sweep.Smallest[i]])]);

    private static Figure ErrorFigure(DoubleDescentSweep[] sweeps) => new("test-error", "Test error of least squares over the number of training rows", [.. sweeps.Select(ErrorPanel)])
    {
        Caption = "Median and 10 to 90 % band over random subsets; the training error is zero up to N = D and not drawn there. Every table has its peak at N = D. Dashed (synthetic table): the expectation for normal data, infinite next to N = D.",
    };

    private static Panel ErrorPanel(DoubleDescentSweep sweep)
    {
        double[] sizes = [.. sweep.Sizes.Select(rows => (double)rows)], trained = [.. sizes.Where(rows => rows > sweep.Problem.Dimension)];
        List<Mark> marks =
        [
            new BandMark(sizes, sweep.Low, sweep.High) { Color = 0 },
            new LineMark(sizes, sweep.Median) { Legend = "test, median", Color = 0 },
            new LineMark(trained, sweep.Train[^trained.Length..]) { Legend = "training, median", Color = 1 },
            SweepFigure.Threshold(sweep.Problem),
        ];
        if (sweep.Theory is { } theory)
        {
            marks.Add(new LineMark(sizes, theory) { Legend = "test, expectation", IsDashed = true, Color = 2 });
        }

        return new(SweepFigure.RowsAxis, new("mean squared error (variance of the target = 1)", true), marks) { Title = SweepFigure.Title(sweep.Problem) };
    }

    private static Figure SpectrumFigure(DoubleDescentSweep[] sweeps) => new("smallest-singular-value", "The smallest non-zero singular value of the training rows", [.. sweeps.Select(SpectrumPanel)])
    {
        Caption = "Median over random subsets. The dip stands where the test error has its peak. Dashed (synthetic table): |√N − √D|, the limit for large tables of independent normal numbers.",
    };

    private static Panel SpectrumPanel(DoubleDescentSweep sweep)
    {
        double[] sizes = [.. sweep.Sizes.Select(rows => (double)rows)];
        List<Mark> marks = [new LineMark(sizes, sweep.Smallest) { Legend = sweep.Problem.Name == "synthetic" ? "median" : null, Color = 0 }, SweepFigure.Threshold(sweep.Problem)];
        if (sweep.Problem.Name == "synthetic")
        {
            marks.Add(new LineMark(sizes, [.. sweep.Sizes.Select(sweep.GaussianEdge)]) { Legend = "|√N − √D|", IsDashed = true, Color = 2 });
        }

        return new(SweepFigure.RowsAxis, new("smallest non-zero singular value", true), marks) { Title = SweepFigure.Title(sweep.Problem) };
    }
}

/// <summary>Parameters of <see cref="DoubleDescentExperiment"/>.</summary>
internal sealed record DoubleDescentSpec : SweepSpec
{
    [Parameter("random subsets whose singular values are computed", Minimum = 2, Maximum = 100000)]
    public int SpectrumRepeats { get; init; } = 60;
}
