using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Normal equations, QR and SVD on a small problem, and what the library routine does where they differ.</summary>
internal sealed class LeastSquaresMethods : Experiment<LeastSquaresMethodsSpec>
{
    private static readonly double[] s_published = [-0.4229563, 0.63714154, -0.16902314];

    public override string Name => "least-squares-methods";

    public override string Title => "Normal equations, QR and SVD solve a well-conditioned problem equally well";

    public override string About => """
        Least squares, min ‖A·x − b‖, for a tall A with independent columns has one solution, and three classical ways to it.

        Normal equations: AᵀA·x = Aᵀb, solved by Cholesky. QR: A = Q·R with orthonormal columns in Q, then R·x = Qᵀb by back substitution. SVD: A = U·Σ·Vᵀ, x = V·Σ⁻¹·Uᵀb.

        On a problem with a small condition number they agree to rounding; the squared condition number κ(AᵀA) = κ(A)² shows what normal equations will cost when κ is large (see the experiment digits-lost). The
        lecture says that the library routine lstsq (of NumPy and SciPy) uses QR inside. It does not: its default is a divide-and-conquer SVD. One sees the difference where the solution is not unique: pivoted QR of A gives
        a solution with zeros, lstsq the shortest one.

        Source: Å. Björck, Numerical Methods for Least Squares Problems, sections 1.3 and 2.2; LAPACK Users' Guide, xGELSD.
        """;

    public override IReadOnlyList<string> Ids => ["S1-NORMAL", "S1-QR-LSTSQ", "S1-QR-VS-NE"];

    public override ExperimentSpec Quick => new LeastSquaresMethodsSpec();

    protected override ExperimentResult Run(LeastSquaresMethodsSpec spec, ExperimentContext context)
    {
        (Matrix<double> a, double[] b) = PublishedExample.Tall(new((uint)spec.Seed), spec.Rows, spec.Columns);
        Solutions solutions = new(ByNormalEquations(a, b), ByQr(a, b), LeastSquares.Solve(a, b, new() { Method = LeastSquaresMethod.Svd }).X.Data);
        return new([.. NormalClaims(spec, a, solutions), .. QrClaims(spec, a, b, solutions), InsideClaim()], [Table(a, b, solutions), ConditionTable(a)], [Bars(spec, solutions)]);
    }

    private static double[] ByNormalEquations(Matrix<double> a, double[] b)
    {
        Matrix<double> right = new(Vectors.Multiply(a.Transposed, b), a.Columns, 1);
        Cholesky<double>.Factor(Gram(a)).Solve(right);
        return right.Data;
    }

    private static double[] ByQr(Matrix<double> a, double[] b)
    {
        Qr<double> factors = Qr<double>.Factor(a);
        Matrix<double> right = new(Vectors.Multiply(factors.Q.Transposed, b), a.Columns, 1);
        Triangular.Solve(right.AsSpan(), factors.R, Triangle.Upper);
        return right.Data;
    }

    private static Matrix<double> Gram(Matrix<double> a)
    {
        Matrix<double> gram = new(a.Columns, a.Columns);
        Product.Multiply(gram.AsSpan(), a.Transposed, a);
        return gram;
    }

    private static IEnumerable<Claim> NormalClaims(LeastSquaresMethodsSpec spec, Matrix<double> a, Solutions solutions)
    {
        double condition = Svd<double>.Factor(a).Condition, squared = Svd<double>.Factor(Gram(a)).Condition;
        yield return Claim.Near("S1-NORMAL", "squared-condition", "κ(AᵀA) = κ(A)²: their quotient is 1 within 1e-12", 1, 1e-12, squared / (condition * condition));
        yield return Claim.AtMost("S1-NORMAL", "solution", "The normal equations give the solution of the SVD, relative difference below κ²·1e-15", 1e-15 * squared, Difference(solutions.Normal, solutions.Svd));
        if (spec is { Rows: 10, Columns: 3, Seed: 42 })
        {
            yield return Claim.AtMost("S1-QR-VS-NE", "normal-equations", "With the published data the normal equations give (−0.4229563, 0.63714154, −0.16902314): largest difference at most 5e-9", 5e-9, Largest(solutions.Normal, s_published));
            yield return Claim.AtMost("S1-QR-VS-NE", "qr", "With the published data QR gives (−0.4229563, 0.63714154, −0.16902314): largest difference at most 5e-9", 5e-9, Largest(solutions.Qr, s_published));
        }
    }

    private static IEnumerable<Claim> QrClaims(LeastSquaresMethodsSpec spec, Matrix<double> a, double[] b, Solutions solutions)
    {
        double[] residual = Vectors.Subtract(b, Vectors.Multiply(a, solutions.Qr));
        yield return Claim.AtMost("S1-QR-LSTSQ", "orthogonal-residual", "The residual of R·x = Qᵀb is orthogonal to the columns of A: ‖Aᵀ(b − A·x)‖ ≤ 1e-14·‖A‖·‖b‖",
            1e-14 * Vectors.Norm(a.Data) * Vectors.Norm(b), Vectors.Norm(Vectors.Multiply(a.Transposed, residual)));
        yield return Claim.AtMost("S1-QR-LSTSQ", "solution", "QR gives the solution of the SVD, relative difference below 1e-13", 1e-13, Difference(solutions.Qr, solutions.Svd));
        yield return Claim.AtMost("S1-QR-VS-NE", "agree", "QR and the normal equations agree on this problem, relative difference below 1e-13", 1e-13, Difference(solutions.Qr, solutions.Normal));
    }

    private static Claim InsideClaim()
    {
        Matrix<double> right = new(PublishedExample.WideTarget, 2, 1);
        double[] pivoted = BasicSolver.Solve<double>(PublishedExample.Wide, right).X.Data;
        return Claim.AtMost("S1-QR-VS-NE", "lstsq-inside", "lstsq uses QR inside, so that pivoted QR of A gives the x that lstsq gives for A = [[1, 2, 3], [4, 5, 6]], b = (7, 8): distance of the two", 1e-12, Vectors.Distance(pivoted, PublishedExample.WideShortest))
            .Because("lstsq returns (−55, 2, 59)/18, the shortest solution; pivoted QR of A returns (−3, 0, 10/3). The default driver of NumPy's and SciPy's lstsq is LAPACK's xGELSD, a divide-and-conquer SVD.");
    }

    private static double Difference(double[] x, double[] y) => Vectors.Distance(x, y) / Vectors.Norm(y);

    private static double Largest(double[] x, double[] y) => x.Zip(y, (u, v) => Math.Abs(u - v)).Max();

    private static ResultTable Table(Matrix<double> a, double[] b, Solutions solutions) => new(
        "solutions",
        "The solution by three methods",
        ["method", .. Enumerable.Range(1, a.Columns).Select(j => $"x_{j}"), "‖A·x − b‖", "relative difference to the SVD"],
        [.. solutions.Named.Select(entry => (IReadOnlyList<Cell>)[entry.Name, .. entry.X.Select(Cell.FromDouble), Vectors.Distance(Vectors.Multiply(a, entry.X), b), Difference(entry.X, solutions.Svd)])]);

    private static ResultTable ConditionTable(Matrix<double> a)
    {
        double condition = Svd<double>.Factor(a).Condition;
        return new("conditions", "Condition numbers: what QR and SVD work on, and what the normal equations work on", ["κ(A)", "κ(A)²", "κ(AᵀA), computed"], [[condition, condition * condition, Svd<double>.Factor(Gram(a)).Condition]]);
    }

    private static Figure Bars(LeastSquaresMethodsSpec spec, Solutions solutions) => new(
        "coefficients",
        "The coefficients by three methods",
        [
            new(
                new("coefficient") { Categories = [.. Enumerable.Range(1, spec.Columns).Select(j => $"x_{j}")] },
                new("value"),
                [.. solutions.Named.Select(entry => new BarMark(entry.X) { Legend = entry.Name })]),
        ])
    {
        Caption = "On a problem with a small condition number the three methods cannot be told apart; the table has the differences, which are rounding.",
    };

    private sealed record Solutions(double[] Normal, double[] Qr, double[] Svd)
    {
        public (string Name, double[] X)[] Named => [("normal equations", Normal), ("QR", Qr), ("SVD", Svd)];
    }
}

/// <summary>Parameters of <see cref="LeastSquaresMethods"/>.</summary>
internal sealed record LeastSquaresMethodsSpec : ExperimentSpec
{
    public LeastSquaresMethodsSpec() => Seed = 42;

    [Parameter("rows of A, more than columns", Minimum = 2, Maximum = 1000)]
    public int Rows { get; init; } = 10;

    [Parameter("columns of A", Minimum = 1, Maximum = 100)]
    public int Columns { get; init; } = 3;

    public override string? Problem() => Rows <= Columns ? $"rows: {Rows} must be more than columns ({Columns})" : LegacySeed.Problem(Seed);
}
