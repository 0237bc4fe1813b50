using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Where there are many solutions, the algorithm decides which one is returned.</summary>
internal sealed class WhichSolution : Experiment<WhichSolutionSpec>
{
    public override string Name => "which-solution";

    public override string Title => "Many solutions: the algorithm decides which one you get";

    public override string About => """
        Two equations in three unknowns, A = [[1, 2, 3], [4, 5, 6]], b = (7, 8): all solutions lie on a line x* + t·v, where v = (1, −2, 1)/√6 spans the null space of A and x* is the shortest solution.

        Complete orthogonal decomposition, SVD, and QR of Aᵀ return x*. Pivoted QR of A returns a basic solution: one unknown is zero. Gradient descent keeps the null-space part of its start and ends
        at x* + ⟨v, x₀⟩·v, so that random starts end at different points.

        A singular square matrix is no different: with a consistent right-hand side there is a line, or more, of solutions; with an inconsistent one there is none, and the same algorithms return the
        shortest of the vectors that come closest.

        Look at the figure: the length of x along the line of solutions is a parabola, and each algorithm has its place on it.

        Source: Å. Björck, Numerical Methods for Least Squares Problems, section 1.3.2; G. Golub and C. Van Loan, Matrix Computations, section 5.5.
        """;

    public override IReadOnlyList<string> Ids => ["S1-UNDER", "S1-ALG-DEP", "S1-SINGULAR"];

    public override ExperimentSpec Quick => new WhichSolutionSpec { Starts = 3, Iterations = 3000, Size = 4, Rank = 2 };

    protected override ExperimentResult Run(WhichSolutionSpec spec, ExperimentContext context)
    {
        UnderdeterminedLine line = new(spec);
        return new([.. UnderdeterminedClaims(line), .. AlgorithmClaims(spec, line), .. SingularClaims(spec)], [Solutions(line)], [LineFigure(line)]);
    }

    private static IEnumerable<Claim> UnderdeterminedClaims(UnderdeterminedLine line)
    {
        LeastSquaresSolution<double> solution = LeastSquares.Solve(PublishedExample.Wide, PublishedExample.WideTarget);
        yield return Claim.AtMost("S1-UNDER", "solution", "The least squares solver returns (−55, 2, 59)/18 within 1e-13", 1e-13, Vectors.Distance(solution.X.Data, line.Shortest));
        yield return Claim.Near("S1-UNDER", "rank", "The rank is 2, with 3 columns", 2, 0, solution.Rank);
        yield return Claim.AtMost("S1-UNDER", "residual", "The residual is zero within 1e-13", 1e-13, UnderdeterminedLine.Residual(solution.X.Data));
    }

    private static IEnumerable<Claim> AlgorithmClaims(WhichSolutionSpec spec, UnderdeterminedLine line)
    {
        yield return Claim.AtMost("S1-ALG-DEP", "any-algorithm", "Any algorithm returns the same solution: pivoted QR of A returns x* within 1e-8", 1e-8, Vectors.Distance(line.Basic, line.Shortest))
            .Because("Pivoted QR of A returns a basic solution, (−3, 0, 10/3), with norm 4.48454 > 4.48248 = ‖x*‖. QR of Aᵀ, complete orthogonal decomposition and SVD return x*.");
        yield return Claim.AtMost("S1-ALG-DEP", "random-starts", "Gradient descent from random starts always ends at x*, within 1e-8", 1e-8, line.Ends.Max(end => Vectors.Distance(end, line.Shortest)))
            .Because("It ends at x* + P_null·x₀: the gradient never has a part in the null space, so that part of the start stays. It ends at x* only from a start in the row space, such as 0.");
        yield return Claim.AtMost("S1-ALG-DEP", "minimum-norm-routes", "Complete orthogonal decomposition, SVD and QR of Aᵀ agree, relative difference below 1e-13", 1e-13, line.RoutesDisagreement).Law();
        yield return Claim.AtMost("S1-ALG-DEP", "basic", "Pivoted QR of A returns (−3, 0, 10/3) within 1e-13", 1e-13, Vectors.Distance(line.Basic, [-3, 0, 10.0 / 3])).Law();
        yield return Claim.AtMost("S1-ALG-DEP", "start-law", "Gradient descent from x₀ ends |⟨v, x₀⟩| away from x*: largest difference below 1e-11", 1e-11,
            line.Starts.Zip(line.Ends, (start, end) => Math.Abs(Vectors.Distance(end, line.Shortest) - Math.Abs(UnderdeterminedLine.Place(start)))).Max()).Law();
        if (spec is { Starts: >= 3, Seed: 0 })
        {
            double[] reference = [0.42, 0.63, 0.53];
            yield return Claim.AtMost("S1-ALG-DEP", "start-values", "With the published starts gradient descent ends 0.42, 0.63 and 0.53 away from x*", 5e-3,
                reference.Zip(line.Ends, (expected, end) => Math.Abs(expected - Vectors.Distance(end, line.Shortest))).Max()).Law();
        }
    }

    private static IEnumerable<Claim> SingularClaims(WhichSolutionSpec spec)
    {
        RandomSource random = new RandomSource(spec.Seed).Split(1);
        Matrix<double> a = Synthetic.WithSingularValues(random, spec.Size, spec.Size, [.. Enumerable.Range(1, spec.Rank).Select(k => 1.0 / k)]);
        double[] some = Synthetic.Gaussian(random, spec.Size), outside = Synthetic.Gaussian(random, spec.Size);
        double[] consistent = Vectors.Multiply(a, some);
        LeastSquaresSolution<double> solution = LeastSquares.Solve(a, consistent), closest = LeastSquares.Solve(a, outside);
        double[] residual = Vectors.Subtract(outside, Vectors.Multiply(a, closest.X.Data));
        Matrix<double> nullBasis = Svd<double>.Factor(a).NullSpace();
        yield return Claim.Near("S1-SINGULAR", "rank", "The rank of a singular square matrix is found", spec.Rank, 0, solution.Rank);
        yield return Claim.AtMost("S1-SINGULAR", "consistent", "A consistent singular system is solved: residual below 1e-13·‖b‖", 1e-13 * Vectors.Norm(consistent), Vectors.Distance(Vectors.Multiply(a, solution.X.Data), consistent));
        yield return Claim.AtMost("S1-SINGULAR", "shortest", "The solution returned has no part in the null space, within 1e-12·‖x‖", 1e-12 * Vectors.Norm(solution.X.Data), Vectors.Norm(Vectors.Multiply(nullBasis.Transposed, solution.X.Data)));
        yield return Claim.AtMost("S1-SINGULAR", "inconsistent", "With an inconsistent b the residual is orthogonal to the columns, ‖Aᵀr‖ ≤ 1e-13·‖A‖·‖b‖", 1e-13 * Vectors.Norm(outside), Vectors.Norm(Vectors.Multiply(a.Transposed, residual)));
        yield return Claim.AtMost("S1-SINGULAR", "inconsistent-shortest", "With an inconsistent b the vector returned is A⁺b, within 1e-12·‖A⁺b‖", 1e-12,
            Vectors.Distance(closest.X.Data, Vectors.Multiply(Svd<double>.Factor(a).PseudoInverse(), outside)) / closest.SolutionNorm);
    }

    private static ResultTable Solutions(UnderdeterminedLine line) => new(
        "solutions",
        "Solutions of A·x = b for A = [[1, 2, 3], [4, 5, 6]], b = (7, 8)",
        ["algorithm", "x1", "x2", "x3", "‖x‖", "‖A·x − b‖", "place t on the line x* + t·v"],
        [.. line.Named.Select(entry => (IReadOnlyList<Cell>)[entry.Name, .. entry.X.Select(Cell.FromDouble), Vectors.Norm(entry.X), UnderdeterminedLine.Residual(entry.X), UnderdeterminedLine.Place(entry.X)])]);

    private static Figure LineFigure(UnderdeterminedLine line)
    {
        double[] places = Vectors.Grid(-1.6, 1.6, 81);
        double[] ends = [.. line.Ends.Select(UnderdeterminedLine.Place)];
        double basic = UnderdeterminedLine.Place(line.Basic);
        return new("solution-line", "Every algorithm has its place on the line of solutions",
            [
                new(
                    new("place t on the line x* + t·v"),
                    new("length ‖x* + t·v‖"),
                    [
                        new LineMark(places, [.. places.Select(line.Length)]) { Legend = "all solutions: √(‖x*‖² + t²)", IsDashed = true },
                        new ScatterMark([0], [line.Length(0)]) { Legend = "SVD, complete orthogonal, QR of Aᵀ", Radius = 6 },
                        new ScatterMark([basic], [line.Length(basic)]) { Legend = "pivoted QR of A", Radius = 6 },
                        new ScatterMark(ends, [.. line.Ends.Select(end => Vectors.Norm(end))]) { Legend = "gradient descent, random starts", Radius = 4 },
                    ]),
            ])
        {
            Caption = "All points solve the equations exactly. Three algorithms return the shortest solution, one a solution with a zero, and gradient descent one that depends on its start.",
        };
    }
}

/// <summary>Parameters of <see cref="WhichSolution"/>.</summary>
internal sealed record WhichSolutionSpec : ExperimentSpec
{
    [Parameter("random starts of gradient descent", Minimum = 1, Maximum = 1000)]
    public int Starts { get; init; } = 10;

    [Parameter("steps of gradient descent", Minimum = 1, Maximum = 100000)]
    public int Iterations { get; init; } = 4000;

    [Parameter("rows and columns of the singular matrix", Minimum = 2, Maximum = 200)]
    public int Size { get; init; } = 8;

    [Parameter("its rank, less than its size", Minimum = 1, Maximum = 199)]
    public int Rank { get; init; } = 5;

    public override string? Problem() => Rank < Size ? null : $"rank: {Rank} must be less than size ({Size})";
}
