using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="RestrictedIsometryExperiment"/>.</summary>
internal sealed record RestrictedIsometrySpec : ExperimentSpec
{
    /// <summary>d.</summary>
    [Parameter("columns d of X", Minimum = 3, Maximum = 2000)]
    public int Dimension { get; init; } = 200;

    /// <summary>Columns of the exhaustive search.</summary>
    [Parameter("the first columns, among which all supports of three are tried", Minimum = 3, Maximum = 200)]
    public int ExhaustiveColumns { get; init; } = 40;

    /// <summary>n.</summary>
    [Parameter("rows n, rising", Minimum = 1, Maximum = 100000)]
    public IReadOnlyList<int> Rows { get; init; } = [50, 100, 200, 400, 800, 1600];

    /// <summary>Sampled supports.</summary>
    [Parameter("random supports of three columns", Minimum = 1, Maximum = 10000000)]
    public int Supports { get; init; } = 20000;

    /// <summary>Rows of the dense counterexample.</summary>
    [Parameter("rows of the dense counterexample", Minimum = 1, Maximum = 1000)]
    public int DenseRows { get; init; } = 80;

    /// <summary>Vertices.</summary>
    [Parameter("vertices of the polytope of interpolants", Minimum = 1, Maximum = 1000)]
    public int Vertices { get; init; } = 16;

    /// <summary>Their weight.</summary>
    [Parameter("the value cᵀθ of the random cost on a vertex, c uniform on (0.5, 1.5)", Minimum = 1, Maximum = 1000000)]
    public double Cost { get; init; } = 500;

    /// <inheritdoc/>
    public override string? Problem() =>
        ExhaustiveColumns > Dimension ? Invariant($"exhaustive-columns: {ExhaustiveColumns} is more than the dimension {Dimension}")
        : 2 * DenseRows >= Dimension ? Invariant($"dense-rows: {DenseRows} is not less than half of the dimension {Dimension}, so that interpolants θ ≥ 0 may be bounded")
        : Rows.Count < 2 || Enumerable.Range(1, Rows.Count - 1).Any(i => Rows[i] <= Rows[i - 1]) ? "rows: needs at least two, rising"
        : null;
}

/// <summary>Few rows are enough for sparse vectors and not for dense ones: the restricted isometry, and a dense interpolant that is far from the truth.</summary>
internal sealed class RestrictedIsometryExperiment : Experiment<RestrictedIsometrySpec>
{
    public override string Name => "restricted-isometry";

    public override string Title => "Few rows suffice for sparse vectors, and not for dense ones";

    public override string About => """
        X has n Gaussian rows in dimension d. It is an (r, δ)-isometry if (1 − δ)‖v‖² ≤ (1/n)·Σ⟨v, xᵢ⟩² ≤ (1 + δ)‖v‖² for every v with at most r non-zero places. The best δ is the largest
        |eigenvalue − 1| of X_SᵀX_S/n over all sets S of r columns. It is computed over all sets for r = 1 and 2, and for r = 3 over all sets of the first columns and over a random sample of the sets of all: the sample's maximum is a lower bound.

        For all vectors at once (r = d) the constant is ‖XᵀX/n − I‖, near (1 + √(d/n))² − 1, far above 1 for n < d. So the training loss says nothing about dense vectors: among θ ≥ 0 with Xθ = y there are dense ones with no
        training loss and a large expected loss L = ¼‖θ − θ*‖². They are made as vertices of the polytope {θ ≥ 0, Xθ = y, cᵀθ = C} for random costs c (by non-negative least squares, which ends at a vertex), and their mean, which has
        hardly a zero left.

        Look at the two curves of the first figure: both fall as 1/√n at last, but the one for three columns is below 1 from
        about 100 rows on, the one for all columns only from about 1200.

        Source: lecture notes on algorithmic regularisation, lecture 13, Definition 13.6; E. Candès, T. Tao, IEEE Trans. Inf. Theory 51 (2005).
        """;

    public override IReadOnlyList<string> Ids => ["S4-RIP", "S4-DENSE"];

    public override ExperimentSpec Quick => new RestrictedIsometrySpec { Dimension = 24, ExhaustiveColumns = 8, Rows = [10, 40], Supports = 200, DenseRows = 6, Vertices = 2 };

    protected override ExperimentResult Run(RestrictedIsometrySpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows[^1], spec.Dimension);
        Isometry[] constants = context.ForEach(spec.Rows.Count, i => Measure(Matrix<double>.Copy(x.Slice(0, 0, spec.Rows[i], x.Columns)), spec, random.Split(1)), 0, 0.8);
        SparseProblem problem = SparseProblem.Draw(random.Split(2), spec.DenseRows, spec.Dimension, 3);
        double[][] vertices = context.ForEach(spec.Vertices, i => Vertex(problem, spec.Cost, random.Split(3).Split((ulong)i)), 0.8, 1);
        double[] mean = new double[spec.Dimension];
        Array.ForEach(vertices, vertex => VectorProduct.AddScaled(mean, 1.0 / spec.Vertices, vertex));
        return new([.. Rip(spec, constants), .. Dense(spec, problem, vertices, mean)], [Table(spec, constants), DenseTable(problem, vertices, mean)], [Constants(spec, constants), Entries(problem, vertices, mean)]);
    }

    private static Isometry Measure(Matrix<double> x, RestrictedIsometrySpec spec, RandomSource random)
    {
        int d = x.Columns;
        Matrix<double> gram = new(d, d);
        Product.Multiply(gram.AsSpan(), x.Transposed, x, 1.0 / x.Rows, 0);
        double one = Enumerable.Range(0, d).Max(j => Math.Abs(gram[j, j] - 1)), two = 0, three = 0, sampled = 0;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < i; j++)
            {
                two = Math.Max(two, OfTwo(gram[i, i], gram[j, j], gram[i, j]));
            }
        }

        for (int i = 0; i < spec.ExhaustiveColumns; i++)
        {
            for (int j = 0; j < i; j++)
            {
                for (int k = 0; k < j; k++)
                {
                    three = Math.Max(three, Of(gram, i, j, k));
                }
            }
        }

        for (int s = 0; s < spec.Supports; s++)
        {
            int i = random.Index(d), j = random.Index(d - 1), k = random.Index(d - 2);
            j += j >= i ? 1 : 0;
            k += k >= Math.Min(i, j) ? 1 : 0;
            k += k >= Math.Max(i, j) ? 1 : 0;
            sampled = Math.Max(sampled, Of(gram, i, j, k));
        }

        double[] values = SymmetricEigen<double>.Factor(gram).Values;
        return new(one, two, three, sampled, Math.Max(values[0] - 1, 1 - values[^1]));
    }

    /// <summary>max |λ − 1| of [[a, c], [c, b]].</summary>
    private static double OfTwo(double a, double b, double c)
    {
        double centre = ((a + b) / 2) - 1, radius = Math.Sqrt(((a - b) * (a - b) / 4) + (c * c));
        return Math.Abs(centre) + radius;
    }

    private static double Of(Matrix<double> gram, params ReadOnlySpan<int> support)
    {
        Matrix<double> block = new(support.Length, support.Length);
        for (int i = 0; i < support.Length; i++)
        {
            for (int j = 0; j < support.Length; j++)
            {
                block[i, j] = gram[support[i], support[j]];
            }
        }

        double[] values = SymmetricEigen<double>.Factor(block).Values;
        return Math.Max(values[0] - 1, 1 - values[^1]);
    }

    /// <summary>A vertex of {θ ≥ 0, Xθ = y, cᵀθ = C}: non-negative least squares of these equations ends at a θ whose columns are independent.</summary>
    private static double[] Vertex(SparseProblem problem, double cost, RandomSource random)
    {
        int n = problem.X.Rows, d = problem.X.Columns;
        Matrix<double> equations = new(n + 1, d);
        problem.X.AsSpan().CopyTo(equations.Slice(0, 0, n, d));
        for (int j = 0; j < d; j++)
        {
            equations[n, j] = 0.5 + random.Uniform();
        }

        return NonNegativeSolver.Solve<double>(equations, (double[])[.. problem.Y, cost]).X;
    }

    private static IEnumerable<Claim> Rip(RestrictedIsometrySpec spec, Isometry[] constants)
    {
        int d = spec.Dimension, at = spec.Rows.ToList().IndexOf(100), last = spec.Rows.Count - 1;
        int shown = Math.Max(at, 0);
        double edge = Elementary.Pow(1 + Math.Sqrt((double)d / spec.Rows[shown]), 2) - 1;
        yield return Claim.AtMost("S4-RIP", "sparse", Invariant($"With {spec.Rows[shown]} rows X is a (3, δ)-isometry with δ < 1, as far as the sampled supports show: sampled δ₃"), 0.95, constants[shown].Sampled).Because("δ falls as 1/√n, so that too few rows do not reach it.");
        yield return Claim.Between("S4-RIP", "reference", Invariant($"With {spec.Rows[shown]} rows the sampled δ₃ is at least the 0.62 that an independent NumPy run found among fewer supports, and at most 1"), 0.62, 1, constants[shown].Sampled).Law("A sample's maximum grows with the number of supports sampled.");
        yield return Claim.Between("S4-RIP", "reference-many-rows", Invariant($"With {spec.Rows[last]} rows the sampled δ₃ is near 0.17 (an independent NumPy run)"), 0.12, 0.22, constants[last].Sampled).Law();
        yield return Claim.AtLeast("S4-RIP", "spectral-stays-large", Invariant($"For all vectors at once the constant stays large: ‖XᵀX/n − I‖ with {spec.Rows[shown]} rows is at least 3"), 3, constants[shown].Spectral);
        yield return Claim.Near("S4-RIP", "spectral-law", "‖XᵀX/n − I‖ is (1 + √(d/n))² − 1: largest relative difference over the numbers of rows at most 0.12", 0, 0.12,
            Enumerable.Range(0, spec.Rows.Count).Max(i => Math.Abs((constants[i].Spectral / (Elementary.Pow(1 + Math.Sqrt((double)d / spec.Rows[i]), 2) - 1)) - 1)))
                .Law(Invariant($"With {spec.Rows[shown]} rows the law gives {edge:G4}; fluctuations are of order n^(−2/3)."));
        yield return Claim.Near("S4-RIP", "rate", "The sampled δ₃ falls as 1/√n: exponent of n fitted to it", -0.5, 0.1, Statistics.Exponent(spec.Rows.Select(n => (double)n), constants.Select(c => c.Sampled))).Law();
        yield return Claim.Near("S4-RIP", "nested", "δ₁ ≤ δ₂, and no δ exceeds the spectral constant: number of exceptions", 0, 0,
            constants.Count(c => c.One > c.Two || Math.Max(c.Two, Math.Max(c.Three, c.Sampled)) > c.Spectral * (1 + 1e-12))).Law();
    }

    private static double TrainingLoss(SparseProblem problem, double[] theta) =>
        Vectors.Square(Vectors.Subtract(Vectors.Multiply(problem.X, theta), problem.Y)) / (4 * problem.X.Rows);

    private static IEnumerable<Claim> Dense(RestrictedIsometrySpec spec, SparseProblem problem, double[][] vertices, double[] mean)
    {
        double expected = problem.Error(mean) / 4;
        yield return Claim.AtLeast("S4-DENSE", "large-loss", "There is a β with no training loss and a large expected loss: L = ¼‖θ − θ*‖² of the worst vertex is at least 100", 100, vertices.Max(vertex => problem.Error(vertex) / 4));
        yield return Claim.AtMost("S4-DENSE", "interpolates", "All vertices and their mean interpolate with θ = β⊙β ≥ 0: no negative entry, and a training loss L̂ of at most 1e-20 of the expected loss (largest quotient)", 1e-20,
            vertices.Append(mean).Max(theta => theta.Min() < 0 ? double.PositiveInfinity : TrainingLoss(problem, theta) / problem.Error(theta)));
        yield return Claim.AtMost("S4-DENSE", "vertex-size", Invariant($"A vertex has at most n + 1 = {spec.DenseRows + 1} non-zero entries"), spec.DenseRows + 1, vertices.Max(vertex => vertex.Count(value => value > 0))).Law();
        yield return Claim.AtLeast("S4-DENSE", "dense", "There is a dense one: the mean of the vertices is not zero in at least nine tenths of its places (number of non-zero ones)", 0.9 * spec.Dimension, mean.Count(value => value > 0))
            .Because(Invariant($"Its expected loss is {expected:G4}; any multiple of such a direction may be added, so that L has no upper bound."));
    }

    private static ResultTable Table(RestrictedIsometrySpec spec, Isometry[] constants) => new("isometry", "Isometry constants δ",
        ["rows n", "δ₁, all", "δ₂, all", Invariant($"δ₃, all of the first {spec.ExhaustiveColumns} columns"), "δ₃, sampled", "‖XᵀX/n − I‖", "(1 + √(d/n))² − 1"],
        [
            .. constants.Select((c, i) => (IReadOnlyList<Cell>)
                [spec.Rows[i], c.One, c.Two, c.Three, c.Sampled, c.Spectral, Elementary.Pow(1 + Math.Sqrt((double)spec.Dimension / spec.Rows[i]), 2) - 1]),
        ]);

    private static ResultTable DenseTable(SparseProblem problem, double[][] vertices, double[] mean) => new("dense-interpolants", "Interpolants θ ≥ 0 that are far from the truth",
        ["θ", "non-zero entries", "training loss L̂", "expected loss L"],
        [
            .. vertices.Append(mean).Select((theta, i) => (IReadOnlyList<Cell>)
                [i < vertices.Length ? Invariant($"vertex {i + 1}") : "mean of the vertices", theta.Count(value => value > 0), TrainingLoss(problem, theta), problem.Error(theta) / 4]),
        ]);

    private static Figure Constants(RestrictedIsometrySpec spec, Isometry[] constants)
    {
        double[] rows = [.. spec.Rows.Select(n => (double)n)];
        return new("isometry-constants", "The isometry constant for sparse and for all vectors",
            [
                new(new("rows n", true), new("isometry constant δ", true),
                    [
                        new LineMark(rows, [.. constants.Select(c => c.Spectral)]) { Legend = "all vectors", Color = 0, HasPoints = true },
                        new LineMark(rows, [.. rows.Select(n => Elementary.Pow(1 + Math.Sqrt(spec.Dimension / n), 2) - 1)]) { Legend = "(1 + √(d/n))² − 1", Color = 0, IsDashed = true },
                        new LineMark(rows, [.. constants.Select(c => c.Sampled)]) { Legend = "3 places, sampled", Color = 1, HasPoints = true },
                        new LineMark(rows, [.. constants.Select(c => c.Two)]) { Legend = "2 places, all", Color = 2, HasPoints = true },
                        new LineMark(rows, [.. constants.Select(c => c.One)]) { Legend = "1 place", Color = 3, HasPoints = true },
                        new RuleMark(1, "δ = 1"),
                    ]),
            ])
        { Caption = Invariant($"d = {spec.Dimension}. Where δ < 1 the rows see every such vector: Xv = 0 only for v = 0. For three places that takes far fewer than d rows, for all vectors many more.") };
    }

    private static Figure Entries(SparseProblem problem, double[][] vertices, double[] mean)
    {
        double[] places = [.. Enumerable.Range(0, mean.Length).Select(j => (double)j)];
        return new("dense-interpolant", "A dense interpolant beside the sparse truth",
            [
                new(new("coordinate"), new("entry of θ"),
                    [
                        new ScatterMark(places, vertices[0]) { Legend = "a vertex", Radius = 2 },
                        new ScatterMark(places, mean) { Legend = "mean of the vertices", Radius = 2 },
                        new ScatterMark(places, problem.Truth) { Legend = "truth", Radius = 3 },
                    ]),
            ])
        { Caption = "All three fit the training rows exactly; only the truth is sparse." };
    }

    private readonly record struct Isometry(double One, double Two, double Three, double Sampled, double Spectral);
}
