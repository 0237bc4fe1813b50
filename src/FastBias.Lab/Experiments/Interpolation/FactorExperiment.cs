using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The test error taken apart into its modes, each the product of three factors.</summary>
internal sealed class FactorExperiment : Experiment<FactorSpec>
{
    public override string Name => "three-factors";

    public override string Title => "The error of a prediction is a sum over modes of three factors";

    public override string About => """
        Write the target as Y = Xβ* + E, with β* the best linear fit to the whole table and E what it misses. Train on N rows, X = Σ σ_r·u_r·v_rᵀ. The prediction at a test point x then differs from x·β* by

            x·β − x·β* = Σ_r (1/σ_r)·(x·v_r)·(u_r·E)  +  x·(X⁺X − I)β*,

        exactly, whatever the table. The first sum is the variance, mode by mode the product of three factors: how little the training rows vary along v_r, how much the test point does, and how much of
        the residual lies along u_r. The last term is the bias; it vanishes for N ≥ D. For N < D the variance is x·Xᵀ(XXᵀ)⁻¹E. The published formula writes (XᵀX)⁻¹ there, which does not exist for N < D.

        The tables are those of the experiment double-descent. The identity is checked for every test row of every random subset at N = D/2, D and 2D. The table gives the factors of each mode: look at the last one at N = D. Its singular value is tiny, the test
        points vary along it like along any other direction, the residual is of ordinary size: the product dwarfs all other modes.

        Source: R. Schaeffer et al., Double descent demystified (2023).
        """;

    public override IReadOnlyList<string> Ids => ["S2-DECOMP", "S2-F1", "S2-F2", "S2-F3"];

    public override ExperimentSpec Quick => new FactorSpec { Data = ["synthetic", "diabetes"], Repeats = 12, TestRows = 40, SyntheticRows = 300, SyntheticFeatures = 12 };

    protected override ExperimentResult Run(FactorSpec spec, ExperimentContext context)
    {
        (IReadOnlyList<SubsetProblem> problems, IReadOnlyList<string> notes) = spec.Load();
        FactorSweep[] sweeps = [.. problems.Select((problem, i) => new FactorSweep(problem, spec, context, (double)i / problems.Count, (i + 1.0) / problems.Count))];
        return new([.. sweeps.SelectMany(Claims)], [.. sweeps.Select(Table)], [ModeFigure(sweeps)]) { Notes = notes };
    }

    private static IEnumerable<Claim> Claims(FactorSweep sweep)
    {
        string name = sweep.Problem.Name, table = sweep.Problem.Table;
        int d = sweep.Problem.Dimension;
        yield return Claim.AtMost("S2-DECOMP", $"{name}-identity", $"On {table} the sum over modes plus the bias equals the prediction's error within 1e-12 of the size of its terms, at N = D/2, D and 2D", 1e-12, sweep.IdentityError);
        yield return Claim.Near("S2-DECOMP", $"{name}-published-inverse", $"On {table} with N = D/2 rows the variance is x·(XᵀX)⁻¹XᵀE: the D × D matrix XᵀX is invertible, of rank D", d, 0, sweep.GramRank)
            .Because("XᵀX has the rank of X, at most N, and no inverse for N < D. With Xᵀ(XXᵀ)⁻¹E in its place the identity holds.");
        yield return Claim.AtLeast("S2-DECOMP", $"{name}-share", $"On {table} at N = D the mode of the smallest singular value carries more than half of the variance, in the median over subsets", 0.5, sweep.SmallestShare).Law();
        yield return Claim.AtLeast("S2-F1", $"{name}-inverse", $"On {table} the largest 1/σ at N = D is, in the median, more than 3 times that at N = 2D: quotient of the two", 3, sweep.Threshold.InverseSigma[^1] / sweep.Beyond.InverseSigma[^1]);
        yield return Claim.AtLeast("S2-F2", $"{name}-test-points", $"On {table} at N = D the test points vary along the smallest training mode, in the median, more than 10 times as much as the training rows: quotient of the root mean squares", 10, sweep.VariationRatio);
        yield return Claim.Between("S2-F3", $"{name}-residual", $"On {table} at N = D the residual's part along the smallest mode has the size of a residual: the median of |u·E| is between a tenth of the residual's root mean square and twice that: quotient of the two", 0.1, 2, sweep.Threshold.Residual[^1] / sweep.Problem.MisfitSize);
    }

    private static ResultTable Table(FactorSweep sweep) => new(
        $"{sweep.Problem.Name}-modes",
        $"{SweepFigure.Title(sweep.Problem)}: the factors of each mode at N = D, medians over random subsets",
        ["mode", "1/σ", "root mean square of x·v", "|u·E|", "product", "share of the variance"],
        [.. Enumerable.Range(0, sweep.Threshold.Product.Length).Select(r => (IReadOnlyList<Cell>)[r + 1, sweep.Threshold.InverseSigma[r], sweep.Threshold.TestPart[r], sweep.Threshold.Residual[r], sweep.Threshold.Product[r], sweep.Threshold.Share[r]])]);

    private static Figure ModeFigure(FactorSweep[] sweeps) => new("modes", "What each mode adds to the error of a prediction", [.. sweeps.Select(ModePanel)])
    {
        Caption = "Root mean square over test points of the product of the three factors; medians over random subsets. At N = D the last mode stands far above all others; with half as many rows, or twice as many, no mode does.",
    };

    private static Panel ModePanel(FactorSweep sweep)
    {
        IEnumerable<(string Name, FactorMedians Medians)> curves = [("N = D/2", sweep.Before), ("N = D", sweep.Threshold), ("N = 2D", sweep.Beyond)];
        return new(
            new("mode, from the largest singular value to the smallest"),
            new("root mean square of (1/σ)·(x·v)·(u·E)", true),
            [.. curves.Select((curve, i) => new LineMark([.. Enumerable.Range(1, curve.Medians.Product.Length).Select(mode => (double)mode)], curve.Medians.Product) { Legend = curve.Name, HasPoints = true, Color = i })])
        {
            Title = SweepFigure.Title(sweep.Problem),
        };
    }
}

/// <summary>Parameters of <see cref="FactorExperiment"/>; the numbers of rows are D/2, D and 2D.</summary>
internal sealed record FactorSpec : SweepSpec
{
    public FactorSpec() => Repeats = 100;

    [Parameter("test points at which the identity is checked, for each subset", Minimum = 1, Maximum = 100000)]
    public int TestRows { get; init; } = 400;
}
