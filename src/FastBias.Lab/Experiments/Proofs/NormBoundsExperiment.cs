using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="NormBoundsExperiment"/>.</summary>
internal sealed record NormBoundsSpec : ExperimentSpec
{
    /// <summary>m.</summary>
    [Parameter("rows m", Minimum = 2, Maximum = 500)]
    public int Rows { get; init; } = 20;

    /// <summary>n.</summary>
    [Parameter("columns n, at least m", Minimum = 2, Maximum = 1000)]
    public int Columns { get; init; } = 40;

    /// <summary>κ.</summary>
    [Parameter("conditions σ₁/σ_r, rising", Minimum = 1.01, Maximum = 1e10)]
    public IReadOnlyList<double> Conditions { get; init; } = [2, 10, 100, 1e4, 1e6];

    /// <summary>Draws.</summary>
    [Parameter("random y for each condition", Minimum = 1, Maximum = 10000)]
    public int Draws { get; init; } = 200;

    /// <inheritdoc/>
    public override string? Problem() => Columns < Rows ? Invariant($"columns: {Columns} is less than the {Rows} rows") : Conditions.Count < 2 ? "conditions: needs at least two" : null;
}

/// <summary>Proof problem B.16: how long X⁺y can be.</summary>
internal sealed class NormBoundsExperiment : Experiment<NormBoundsSpec>
{
    public override string Name => "norm-bounds";

    public override string Title => "Between which bounds the norm of the shortest solution lies";

    public override string About => """
        X⁺y is the shortest least-squares solution, σ₁ the largest and σ_r the smallest non-zero singular value of X. With y_r the part of y in the range of X, ‖y_r‖/σ₁ ≤ ‖X⁺y‖ ≤ ‖y‖/σ_r, and both ends are attained: by the left singular vectors u₁ and u_r. The published answer ‖X⁺y‖ = Θ(‖y‖/σ_r) is the
        upper bound alone. For y = u₁ the norm is smaller than it by the condition number.

        Matrices with a given condition are made from Gaussian singular vectors and a geometric spectrum; y is u₁, u_r, or random.

        Source: textbook on implicit bias, chapter 11, proof problem B.16.
        """;

    public override IReadOnlyList<string> Ids => ["S3-B.16"];

    public override ExperimentSpec Quick => new NormBoundsSpec { Rows = 4, Columns = 7, Conditions = [2, 100], Draws = 5 };

    protected override ExperimentResult Run(NormBoundsSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Row[] rows = context.ForEach(spec.Conditions.Count, i => Measure(spec, spec.Conditions[i], random.Split((ulong)i)));
        double[] conditions = [.. spec.Conditions];
        return new(
            [
                Claim.AtLeast("S3-B.16", "theta", "‖X⁺y‖ = Θ(‖y‖/σ_r): it is at least 0.1·‖y‖/σ_r for every y and X", 0.1, rows.Min(row => row.Least)).Because("Only the upper bound is true. For y = u₁ the norm is ‖y‖/σ₁, smaller by the condition number σ₁/σ_r."),
                Claim.AtMost("S3-B.16", "upper", "‖X⁺y‖ ≤ ‖y‖/σ_r, to rounding (measured: the largest quotient of the two sides)", 1 + 1e-9, rows.Max(row => row.Greatest)),
                Claim.AtLeast("S3-B.16", "lower", "‖X⁺y‖ ≥ ‖y_r‖/σ₁, to rounding (measured: the smallest quotient of the two sides)", 1 - 1e-9, rows.Min(row => row.LeastToFirst)).Law(),
                Claim.Near("S3-B.16", "attained", "Both bounds are attained, by y = u₁ and y = u_r, to a relative 1e-6 (measured: the largest relative difference)", 0, 1e-6, rows.Max(row => row.Attained)).Law("The matrices are formed in double precision: at condition κ their smallest singular value is right to κ·ε."),
            ],
            [new("norms", "‖X⁺y‖·σ_r/‖y‖: 1 is the upper bound", ["condition σ₁/σ_r", "y = u₁", "random y, smallest", "random y, median", "random y, largest", "y = u_r", "lower bound σ_r/σ₁"],
                [.. rows.Select((row, i) => (IReadOnlyList<Cell>)[conditions[i], row.First, row.Sample.Min(), Statistics.Median(row.Sample), row.Sample.Max(), row.Last, 1 / conditions[i]])])],
            [
                new("norm-bounds", "Where the minimum norm lies between its bounds",
                    [
                        new(new("condition σ₁/σ_r", true), new("‖X⁺y‖·σ_r/‖y‖", true),
                            [
                                new BandMark(conditions, [.. rows.Select(row => row.Sample.Min())], [.. rows.Select(row => row.Sample.Max())]) { Legend = "random y", Color = 0 },
                                new LineMark(conditions, [.. rows.Select(row => row.First)]) { Legend = "y = u₁", HasPoints = true, Color = 1 },
                                new LineMark(conditions, [.. rows.Select(row => row.Last)]) { Legend = "y = u_r", HasPoints = true, Color = 2 },
                                new LineMark(conditions, [.. conditions.Select(c => 1 / c)]) { Legend = "lower bound σ_r/σ₁", IsDashed = true, Color = 3 },
                            ]),
                    ])
                { Caption = "The upper bound 1 is reached by y = u_r and nearly by random y; the lower one falls with the condition and is reached by y = u₁." },
            ]);
    }

    private static Row Measure(NormBoundsSpec spec, double condition, RandomSource random)
    {
        int m = spec.Rows;
        Matrix<double> u = Qr<double>.Factor(Synthetic.Gaussian(random.Split(0), m, m)).Q, v = Qr<double>.Factor(Synthetic.Gaussian(random.Split(1), spec.Columns, m)).Q, x = new(m, spec.Columns);
        double[] sigma = Vectors.GeometricGrid(1, 1 / condition, m);
        Matrix<double> scaled = u.Clone();
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                scaled[i, j] *= sigma[j];
            }
        }

        Product.Multiply(x.AsSpan(), scaled, v.Transposed);
        double[] spectrum = Svd<double>.Factor(x, new() { Vectors = SvdVectors.None }).S;
        double last = spectrum[^1], first = spectrum[0];
        Matrix<double> right = new(m, spec.Draws + 2);
        u.Slice(0, 0, m, 1).CopyTo(right.Slice(0, 0, m, 1));
        u.Slice(0, m - 1, m, 1).CopyTo(right.Slice(0, 1, m, 1));
        for (int k = 0; k < spec.Draws; k++)
        {
            double[] y = Synthetic.Gaussian(random.Split(2).Split((ulong)k), m);
            new ReadOnlyMatrixSpan<double>(y, m, 1).CopyTo(right.Slice(0, k + 2, m, 1));
        }

        LeastSquaresSolution<double> solution = LeastSquares.Solve(x, right).EnsureSuccess();
        double[] norms = [.. Enumerable.Range(0, spec.Draws + 2).Select(k => solution.SolutionNorms[k] / VectorProduct.Norm<double>(right.Column(k)))];
        double[] quotients = [.. norms.Select(norm => norm * last)];
        return new(quotients[0], quotients[1], [.. quotients.Skip(2)], quotients.Min(), quotients.Max(), norms.Min() * first, Math.Max(Math.Abs((norms[0] * first) - 1), Math.Abs(quotients[1] - 1)));
    }

    private sealed record Row(double First, double Last, double[] Sample, double Least, double Greatest, double LeastToFirst, double Attained);
}
