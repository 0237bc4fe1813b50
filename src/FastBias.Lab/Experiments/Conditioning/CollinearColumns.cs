using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Two columns that are multiples of each other, and what a small penalty does to their condition number.</summary>
internal sealed class CollinearColumns : Experiment<CollinearColumnsSpec>
{
    public override string Name => "collinear-columns";

    public override string Title => "Collinear columns: the condition number is infinite, prints as 1e16, and a penalty makes it finite";

    public override string About => """
        A random table of 100 rows and 5 columns is harmless: its condition number is near 1. Take its first column x₀ and twice that column as a table of two: the Gram matrix is
        ‖x₀‖²·[[1, 2], [2, 4]], with eigenvalues 5‖x₀‖² and 0. Its condition number is infinite. A program prints something like 1e16, or infinity: the quotient of an eigenvalue and its rounding error,
        a number without meaning beyond "larger than 1/ε".

        Adding λ to the diagonal moves the eigenvalues to 5‖x₀‖² + λ and λ, and the condition number to (5‖x₀‖² + λ)/λ: large but exact, and falling as 1/λ. The figure shows it over λ.

        Source: D. Belsley, E. Kuh and R. Welsch, Regression Diagnostics (1980), chapter 3.
        """;

    public override IReadOnlyList<string> Ids => ["S1-COLLINEAR", "S1-RIDGE-COND"];

    public override ExperimentSpec Quick => new CollinearColumnsSpec { Lambdas = [1e-4, 1] };

    protected override ExperimentResult Run(CollinearColumnsSpec spec, ExperimentContext context)
    {
        NumPyLegacyRandom random = new((uint)spec.Seed);
        PublishedExample.Tall(random, 10, 3);
        Matrix<double> x = random.Normal(spec.Rows, 5);
        double[] first = x.Column(0);
        Matrix<double> pair = new(spec.Rows, 2);
        for (int i = 0; i < spec.Rows; i++)
        {
            (pair[i, 0], pair[i, 1]) = (first[i], 2 * first[i]);
        }

        double square = VectorProduct.Dot<double>(first, first);
        double[] conditions = [.. spec.Lambdas.Select(lambda => Condition(Gram(pair, lambda)))];
        return new([.. CollinearClaims(spec, x, pair), .. RidgeClaims(spec, pair, square, conditions)], [Table(spec, square, conditions)], [ConditionFigure(spec, square, conditions)]);
    }

    private static Matrix<double> Gram(Matrix<double> x, double lambda)
    {
        Matrix<double> gram = Matrix<double>.Identity(x.Columns);
        Product.Multiply(gram.AsSpan(), x.Transposed, x, 1, lambda);
        return gram;
    }

    /// <summary>σ₁/σ_n; the largest number where σ_n is zero, so that it can be drawn and compared.</summary>
    private static double Condition(Matrix<double> a)
    {
        double[] sigma = Svd<double>.Factor(a, new() { Vectors = SvdVectors.None }).S;
        return sigma[^1] > 0 ? sigma[0] / sigma[^1] : double.MaxValue;
    }

    private static IEnumerable<Claim> CollinearClaims(CollinearColumnsSpec spec, Matrix<double> x, Matrix<double> pair)
    {
        if (spec is { Rows: 100, Seed: 42 })
        {
            yield return Claim.Near("S1-COLLINEAR", "random", "The published table X of 100 rows and 5 columns has the condition number 1.34", 1.34, 5e-3, Condition(x));
            yield return Claim.Near("S1-COLLINEAR", "random-gram", "Its Gram matrix XᵀX has the condition number 1.80", 1.80, 5e-3, Condition(Gram(x, 0)));
        }

        double collinear = Condition(Gram(pair, 0));
        yield return Claim.AtLeast("S1-COLLINEAR", "collinear", "The Gram matrix of x₀ and 2x₀ has a computed condition number of at least 1e15 (published: 1.65e16)", 1e15, collinear)
            .Because("Its true condition number is infinite. The printed 1.65e16 is rounding noise and differs between programs; only its size says something.");
        yield return Claim.Near("S1-COLLINEAR", "rank", "The rank of the two collinear columns is 1", 1, 0, Svd<double>.Factor(pair).Rank()).Law();
    }

    private static IEnumerable<Claim> RidgeClaims(CollinearColumnsSpec spec, Matrix<double> pair, double square, double[] conditions)
    {
        if (spec is { Rows: 100, Seed: 42 })
        {
            yield return Claim.Near("S1-RIDGE-COND", "value", "With λ = 0.01 added to the diagonal, the Gram matrix of the published x₀ and 2x₀ has the condition number 42036.47", 42036.47, 5e-3, Condition(Gram(pair, 0.01)));
        }

        double largest = spec.Lambdas.Select((lambda, i) => Math.Abs((conditions[i] / Law(square, lambda)) - 1) / (1e-15 * Law(square, lambda))).Max();
        yield return Claim.AtMost("S1-RIDGE-COND", "law", "κ(XᵀX + λI) = (5‖x₀‖² + λ)/λ for every λ, relative difference at most κ·1e-15, what rounding may do to the small eigenvalue: largest quotient of the two", 1, largest);
    }

    private static double Law(double square, double lambda) => ((5 * square) + lambda) / lambda;

    private static ResultTable Table(CollinearColumnsSpec spec, double square, double[] conditions) => new(
        "ridge",
        "Condition number of XᵀX + λI for the columns x₀ and 2x₀",
        ["λ", "κ, computed", "(5‖x₀‖² + λ)/λ"],
        [.. spec.Lambdas.Select((lambda, i) => (IReadOnlyList<Cell>)[lambda, conditions[i], Law(square, lambda)])]);

    private static Figure ConditionFigure(CollinearColumnsSpec spec, double square, double[] conditions) => new(
        "condition",
        "A penalty makes the condition number finite",
        [
            new(
                new("penalty λ", true),
                new("condition number of XᵀX + λI", true),
                [
                    new LineMark(spec.Lambdas, conditions) { Legend = "computed", HasPoints = true },
                    new LineMark(spec.Lambdas, [.. spec.Lambdas.Select(lambda => Law(square, lambda))]) { Legend = "(5‖x₀‖² + λ)/λ", IsDashed = true },
                ]),
        ])
    { Caption = "Ten times the penalty, a tenth of the condition number, until λ is as large as the eigenvalue 5‖x₀‖² itself." };
}

/// <summary>Parameters of <see cref="CollinearColumns"/>.</summary>
internal sealed record CollinearColumnsSpec : ExperimentSpec
{
    public CollinearColumnsSpec() => Seed = 42;

    [Parameter("rows", Minimum = 6, Maximum = 10000)]
    public int Rows { get; init; } = 100;

    [Parameter("penalties λ", Minimum = 1e-9, Maximum = 1e9)]
    public IReadOnlyList<double> Lambdas { get; init; } = [1e-8, 1e-6, 1e-4, 1e-2, 1, 100, 1e4];

    public override string? Problem() => LegacySeed.Problem(Seed);
}
