using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Each of the three factors switched off in turn.</summary>
internal sealed class AblationExperiment : Experiment<AblationSpec>
{
    private const string ReferenceNote = "The reference is NumPy's mean over 20 to 30 other subsets; without the peak the errors of two subsets are within a few tenths of each other, and a quarter is allowed.";

    /// <summary>What NumPy gives at N = D (means over 20 to 30 subsets) with a fixed cutoff and on the leading modes.</summary>
    private static readonly (string Data, double Cutoff, double Error, int Modes, double Projected)[] s_references =
    [
        ("diabetes", 0.5, 1.6, 4, 0.78), ("california", 0.5, 1.3, 3, 0.87), ("who", 0.5, 0.098, 4, 0.14), ("synthetic", 3, 0.72, 5, 0.98),
    ];

    public override string Name => "three-ablations";

    public override string Title => "Switch off any of the three factors and the divergence is gone";

    public override string About => """
        The error of least squares at a test point x is a sum over the modes of the training rows, X = Σ σ_r·u_r·v_rᵀ: each mode adds (1/σ_r)·(x·v_r)·(u_r·E), where E is what no linear model explains (see the experiment three-factors; the tables are those of double-descent).
        For a large error all three must be large: the inverse of a singular value, the test point's part along a direction that the training rows hardly have, and the residual's part along the mode.

        Ablation 1 removes the singular values below a cutoff: as an absolute number, and as a share of the largest. Ablation 2 projects the test points on the leading k training modes, x → V_k·V_kᵀx.
        Ablation 3 replaces the target by its best linear fit on the whole table, so that E = 0. Each is swept over the number of training rows N; the full fit is drawn beside it.

        What to look for: the peak at N = D shrinks or vanishes in all three. Projecting on k modes is the same as keeping k singular values, since β has a part (u_r·Y)/σ_r along each v_r and the others are not
        seen. A cutoff in absolute numbers can fail where features have heavy tails: then even many rows leave a large error.

        Source: R. Schaeffer et al., Double descent demystified (2023); P. C. Hansen, Rank-deficient and discrete ill-posed problems (1998).
        """;

    public override IReadOnlyList<string> Ids => ["S2-ABL-1", "S2-ABL-2", "S2-ABL-3"];

    public override ExperimentSpec Quick => new AblationSpec { Data = ["synthetic", "diabetes"], Sizes = 10, Largest = 60, Repeats = 12, SyntheticRows = 300, SyntheticFeatures = 12, Modes = [2, 5, 12] };

    protected override ExperimentResult Run(AblationSpec spec, ExperimentContext context)
    {
        (IReadOnlyList<SubsetProblem> problems, IReadOnlyList<string> notes) = spec.Load();
        AblationSweep[] sweeps = [.. problems.Select((problem, i) => new AblationSweep(problem, spec, context, (double)i / problems.Count, (i + 1.0) / problems.Count))];
        return new(
            [.. sweeps.SelectMany(sweep => CutoffClaims(sweep, spec).Concat(ProjectionClaims(sweep, spec)).Concat(LinearClaims(sweep)).Concat(ReferenceClaims(sweep, spec)).Concat(ManyModesClaims(sweep, spec)))],
            [.. sweeps.Select(Table)],
            [
                CurveFigure("cutoff", "Ablation 1: singular values below a cutoff removed", "At N = D the smallest singular values make the peak; without them it shrinks, the more the larger the cutoff.", sweeps, sweep => sweep.Cutoffs),
                CurveFigure("relative-cutoff", "Ablation 1: singular values below a share of the largest removed", "The same with the cutoff as a share of σ₁, which fits tables of any scale.", sweeps, sweep => sweep.RelativeCutoffs),
                CurveFigure("projection", "Ablation 2: test points projected on the leading training modes", "Few modes leave a bias and no peak. A projection on at least N modes changes nothing, so that a curve follows the full one up to N = k. With k = D and more the curve is that of the full fit, and not drawn.", sweeps, sweep => [.. sweep.Projections.Where(curve => curve.Value < sweep.Problem.Dimension)]),
                CurveFigure("linear-target", "Ablation 3: the target made exactly linear", "Without misfit there is no peak: from N = D on the error is rounding. The bias of fewer rows remains.", sweeps, sweep => sweep.Linear),
            ])
        {
            Notes = notes,
        };
    }

    private static IEnumerable<Claim> CutoffClaims(AblationSweep sweep, AblationSpec spec)
    {
        string name = sweep.Problem.Name, table = sweep.Problem.Table;
        int d = sweep.Problem.Dimension;
        double full = sweep.At(sweep.Full, d);
        AblationCurve best = sweep.Cutoffs.Concat(sweep.RelativeCutoffs).MinBy(curve => sweep.At(curve, d))!;
        yield return Claim.AtMost("S2-ABL-1", $"{name}-peak", $"On {table} some cutoff brings the median test error at N = D below a third of that without a cutoff: quotient of the two", 1.0 / 3, sweep.At(best, d) / full);
        yield return Claim.AtMost("S2-ABL-1", $"{name}-monotone", $"On {table} each share of σ₁ as a cutoff lowers the median test error at N = D, the larger the lower, up to a tenth of σ₁: number of exceptions", 0, Rises([full, .. sweep.RelativeCutoffs.Where(curve => curve.Value <= 0.1).Select(curve => sweep.At(curve, d))]));
        if (name == "california" && spec.Largest >= 100)
        {
            AblationCurve half = sweep.Cutoffs.First(curve => curve.Value == 0.5);
            yield return Claim.AtMost("S2-ABL-1", "california-fixed", "On the California housing table a fixed cutoff of 0.5 brings the median test error at N = 100 near that of the best linear fit, below 1", 1, sweep.At(half, 100))
                .Because("The features have heavy tails: a few districts have hundreds of people per household. Without one of them among 100 rows the training rows vary little along that direction, yet with "
                    + "σ ≈ 0.7, above the cutoff; the test rows contain them. The cutoff has to grow with N, or be a share of the largest singular value.");
            yield return Claim.AtMost("S2-ABL-1", "california-relative", "On the California housing table some share of σ₁ as a cutoff brings the median test error at N = 100 below 1", 1, sweep.RelativeCutoffs.Min(curve => sweep.At(curve, 100))).Law();
        }
    }

    private static IEnumerable<Claim> ProjectionClaims(AblationSweep sweep, AblationSpec spec)
    {
        string name = sweep.Problem.Name, table = sweep.Problem.Table;
        int d = sweep.Problem.Dimension;
        AblationCurve few = sweep.Projections[0];
        yield return Claim.AtMost("S2-ABL-2", $"{name}-peak", $"On {table} projecting the test points on {few.Value} training modes brings the median test error at N = D below a third of that without: quotient of the two", 1.0 / 3, sweep.At(few, d) / sweep.At(sweep.Full, d));
        yield return Claim.AtMost("S2-ABL-2", $"{name}-same-as-truncation", $"On {table} projecting the test points on k modes predicts the same as keeping k singular values: largest relative difference of the coefficients below 1e-10", 1e-10, sweep.ProjectionDifference).Law();
        if (spec.Modes.Any(modes => modes >= d))
        {
            yield return Claim.AtMost("S2-ABL-2", $"{name}-all", $"On {table} projecting on all modes changes nothing: largest change of a median test error", 0, sweep.Projections.Where(curve => curve.Value >= d).Max(curve => curve.Median.Zip(sweep.Full.Median, (a, b) => Math.Abs(a - b)).Max())).Law();
        }
    }

    private static IEnumerable<Claim> LinearClaims(AblationSweep sweep)
    {
        string name = sweep.Problem.Name, table = sweep.Problem.Table;
        int d = sweep.Problem.Dimension;
        AblationCurve linear = sweep.Linear[0];
        yield return Claim.AtMost("S2-ABL-3", $"{name}-exact", $"On {table} with an exactly linear target the median test error is rounding, below 1e-24, for every N ≥ D", 1e-24, sweep.Sizes.Index().Where(size => size.Item >= d).Max(size => linear.Median[size.Index]));
        yield return Claim.AtLeast("S2-ABL-3", $"{name}-bias", $"On {table} with an exactly linear target a bias above 1e-4 remains at N = D/2", 1e-4, sweep.At(linear, Math.Max(1, d / 2))).Law();
    }

    /// <summary>Reference values, where the parameters are those that they were made for.</summary>
    private static IEnumerable<Claim> ReferenceClaims(AblationSweep sweep, AblationSpec spec)
    {
        foreach ((string data, double cutoff, double error, int modes, double projected) in s_references.Where(reference => reference.Data == sweep.Problem.Name && spec is { Repeats: >= 50, SyntheticFeatures: 30, Noise: 0.5 }))
        {
            foreach (AblationCurve curve in sweep.Cutoffs.Where(curve => curve.Value == cutoff))
            {
                yield return Claim.Near("S2-ABL-1", $"{data}-value", $"On {sweep.Problem.Table} with singular values below {cutoff} removed the test error at N = D is {error}", error, error / 4, sweep.At(curve, sweep.Problem.Dimension)).Law(ReferenceNote);
            }

            foreach (AblationCurve curve in sweep.Projections.Where(curve => curve.Value == modes))
            {
                yield return Claim.Near("S2-ABL-2", $"{data}-value", $"On {sweep.Problem.Table} with test points projected on {modes} modes the test error at N = D is {projected}", projected, projected / 4, sweep.At(curve, sweep.Problem.Dimension)).Law(ReferenceNote);
            }
        }
    }

    /// <summary>A second number of modes on the synthetic table, for which there is a reference value too.</summary>
    private static IEnumerable<Claim> ManyModesClaims(AblationSweep sweep, AblationSpec spec)
    {
        foreach (AblationCurve curve in sweep.Projections.Where(curve => curve.Value == 15 && sweep.Problem.Name == "synthetic" && spec is { Repeats: >= 50, SyntheticFeatures: 30, Noise: 0.5 }))
        {
            yield return Claim.Near("S2-ABL-2", "synthetic-15-modes", $"On {sweep.Problem.Table} with test points projected on 15 modes the test error at N = D is 0.77", 0.77, 0.77 / 4, sweep.At(curve, sweep.Problem.Dimension)).Law(ReferenceNote);
        }
    }

    private static int Rises(double[] values) => values.Zip(values.Skip(1)).Count(pair => pair.Second > pair.First);

    private static ResultTable Table(AblationSweep sweep)
    {
        AblationCurve[] curves = [sweep.Full, .. sweep.Cutoffs, .. sweep.RelativeCutoffs, .. sweep.Projections, .. sweep.Linear];
        return new(
            $"{sweep.Problem.Name}-ablations",
            $"{SweepFigure.Title(sweep.Problem)}: median test errors",
            ["N", .. curves.Select(curve => curve.Name)],
            [.. sweep.Sizes.Select((rows, i) => (IReadOnlyList<Cell>)[rows, .. curves.Select(curve => (Cell)curve.Median[i])])]);
    }

    private static Figure CurveFigure(string name, string title, string caption, AblationSweep[] sweeps, Func<AblationSweep, AblationCurve[]> curves) => new(name, title, [.. sweeps.Select(sweep => CurvePanel(sweep, curves(sweep)))])
    {
        Caption = caption + " Medians over random subsets.",
    };

    private static Panel CurvePanel(AblationSweep sweep, AblationCurve[] curves)
    {
        double[] sizes = [.. sweep.Sizes.Select(rows => (double)rows)];
        IEnumerable<Mark> lines = curves.Prepend(sweep.Full).Select((curve, i) => new LineMark(sizes, curve.Median) { Legend = curve.Name, Color = i });
        return new(SweepFigure.RowsAxis, new("mean squared test error", true), [.. lines, SweepFigure.Threshold(sweep.Problem)]) { Title = SweepFigure.Title(sweep.Problem) };
    }
}

/// <summary>Parameters of <see cref="AblationExperiment"/>.</summary>
internal sealed record AblationSpec : SweepSpec
{
    public AblationSpec() => (Sizes, Repeats) = (36, 80);

    [Parameter("singular values below this are removed", Minimum = 0, Maximum = 1e6)]
    public IReadOnlyList<double> Cutoffs { get; init; } = [0.25, 0.5, 1, 3];

    [Parameter("singular values below this share of the largest are removed", Minimum = 0, Maximum = 1)]
    public IReadOnlyList<double> RelativeCutoffs { get; init; } = [0.01, 0.03, 0.1, 0.3];

    [Parameter("test points are projected on so many training modes", Minimum = 1, Maximum = 1000)]
    public IReadOnlyList<int> Modes { get; init; } = [3, 4, 5, 15, 30];
}

/// <summary>The median test error over the numbers of rows, and what was done.</summary>
internal sealed record AblationCurve(string Name, double Value, double[] Median);
