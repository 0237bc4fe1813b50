using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Which changes of the coefficients the data cannot see, and the published shortcut that looks for them in the wrong place.</summary>
internal sealed class NullSpaceExperiment : Experiment<NullSpaceSpec>
{
    public override string Name => "null-space";

    public override string Title => "Moving along the null space changes the coefficients, not the predictions";

    public override string About => """
        A table X with n rows and d > n columns has directions z with X·z = 0. The coefficients w and w + t·z then predict the same for every row, whatever t is: the data cannot tell
        them apart. This is what "not identifiable" means.

        The entries of X (6 × 12) and of w_true are drawn from the standard normal distribution, y = X·w_true, and w₀ is the least squares solution of minimum norm. The singular value decomposition X = U·Σ·Vᵀ gives the null space: the rows
        of the full d × d matrix Vᵀ that belong to no singular value. We walk from w₀ along such a row and watch predictions, length, and what the model says about new rows.

        The published program takes the last row of the thin Vᵀ instead, the one of the smallest singular value. With n < d every row of the thin Vᵀ lies in the row space; the last one is
        the direction that X amplifies least, and a step t along it moves the predictions by exactly t·σ_min. Look at the first figure: one line is at the level of rounding, the other
        rises.

        Source: G. Strang, The fundamental theorem of linear algebra, Amer. Math. Monthly 100 (1993); G. Golub and C. Van Loan, Matrix Computations, sections 2.4 and 5.5.
        """;

    public override IReadOnlyList<string> Ids => ["S0-NULL", "S0-MINNORM", "S0-RANK", "S0-DRIFT"];

    public override ExperimentSpec Quick => new NullSpaceSpec { NewRows = 5, Others = 10 };

    protected override ExperimentResult Run(NullSpaceSpec spec, ExperimentContext context)
    {
        NullSpaceWalk walk = new(spec);
        return new([.. StepClaims(walk), .. MinimumNormClaims(walk), .. RankClaims(walk), .. DriftClaims(walk)], [Directions(walk), Steps(walk)], [WalkFigure(walk), AmplificationFigure(walk)])
        {
            Notes = ["The null vector is one of many: any rotation of the null space is as good. What does not depend on the choice is checked."],
        };
    }

    private static IEnumerable<Claim> StepClaims(NullSpaceWalk walk)
    {
        double t = walk.Spec.Step, moved = walk.Moved(walk.NullVector, t), shortcut = walk.Moved(walk.Shortcut, t), smallest = walk.Problem.Spectrum.S[^1];
        yield return Claim.AtMost("S0-NULL", "null-vector", $"A step of {t} along a unit vector of the null space moves the predictions by less than 1e-12", 1e-12, moved);
        yield return Claim.AtMost("S0-NULL", "thin-shortcut", $"A step of {t} along the last row of the thin Vᵀ moves the predictions by less than 1e-12", 1e-12, shortcut)
            .Because("The thin Vᵀ of a matrix with fewer rows than columns spans the row space; its last row is the direction that is amplified least, by σ_min, and is orthogonal to the null "
                + "space. Null vectors are the rows of the full Vᵀ after the rank.");
        yield return Claim.Near("S0-NULL", "shortcut-is-sigma", $"A step of {t} along the last row of the thin Vᵀ moves the predictions by {t}·σ_min", t * smallest, walk.Problem.Rounding * t, shortcut).Law();
        if (walk.Spec is { Rows: 6, Columns: 12, Step: 5, Seed: 1007 })
        {
            yield return Claim.Near("S0-NULL", "shortcut-value", "With the published data a step of 5 along the last row of the thin Vᵀ moves the predictions by 10.3311", 10.3311, 5e-5, shortcut)
                .Law("The value that NumPy 1.24 gives for the published program. Made for the default parameters only.");
        }

        yield return Claim.Near("S0-NULL", "length", $"‖w₀ + {t}·z‖ = √(‖w₀‖² + {t}²)", walk.LengthLaw(t), walk.Problem.Rounding, Vectors.Norm(walk.At(t)));
    }

    private static IEnumerable<Claim> MinimumNormClaims(NullSpaceWalk walk)
    {
        double[] direct = Vectors.Multiply(walk.Problem.Spectrum.PseudoInverse(), walk.Problem.Target);
        yield return Claim.AtMost("S0-MINNORM", "pseudoinverse", "The least squares solver's w₀ is X⁺y within 1e-12", 1e-12, Vectors.Distance(walk.Problem.Solution, direct));
        yield return Claim.AtMost("S0-MINNORM", "no-null-part", "w₀ has no component in the null space: ‖P_null·w₀‖ < 1e-12, with P_null the projection on it", 1e-12, walk.Problem.NullPart(walk.Problem.Solution));
        yield return Claim.AtMost("S0-MINNORM", "shorter-than-truth", "‖w₀‖ ≤ ‖w_true‖: the solution found is shorter than the coefficients that made the data", Vectors.Norm(walk.Problem.Truth), Vectors.Norm(walk.Problem.Solution));
        yield return Claim.AtMost("S0-MINNORM", "shortest", $"No interpolating solution w₀ + z with z in the null space is shorter than w₀: number of exceptions among {walk.Spec.Others} random ones", 0, walk.ShorterSolutions());
    }

    private static IEnumerable<Claim> RankClaims(NullSpaceWalk walk)
    {
        int rank = walk.Problem.Spectrum.Rank(), nullity = walk.Problem.NullBasis.Columns;
        yield return Claim.AtMost("S0-RANK", "small-sigma", "The smallest singular value of X is near zero (below ε·max(n, d)·σ₁, with ε = 2⁻⁵² for rounding) and so shows the null space", walk.Problem.Spectrum.DefaultCutoff * walk.Problem.Spectrum.S[0], walk.Problem.Spectrum.S[^1])
            .Because("X has full row rank: none of its min(n, d) singular values is small. The null space has dimension d − rank, and no singular value of the thin decomposition belongs to it.");
        yield return Claim.Near("S0-RANK", "rank", "The number of singular values above ε·max(n, d)·σ₁ is the number of rows", walk.Spec.Rows, 0, rank).Law();
        yield return Claim.Near("S0-RANK", "rank-nullity", "Rank and dimension of the null space add up to the number of columns", walk.Spec.Columns, 0, rank + nullity);
        Matrix<double> images = Product.Multiply(walk.Problem.X, walk.Problem.NullBasis);
        yield return Claim.AtMost("S0-RANK", "basis", "X maps an orthonormal basis Z of the null space to zero: ‖X·Z‖ ≤ 2·d·ε·σ₁ in the Frobenius norm", walk.Problem.Rounding, Vectors.Norm(images.Data)).Law();
    }

    private static IEnumerable<Claim> DriftClaims(NullSpaceWalk walk)
    {
        double inflation = walk.Steps.Max(t => Math.Abs(Vectors.Norm(walk.At(t)) - walk.LengthLaw(t)) / walk.LengthLaw(t));
        yield return Claim.AtMost("S0-DRIFT", "length", "Steps along the null space lengthen the solution to √(‖w₀‖² + t²), relative difference below 1e-14", 1e-14, inflation);
        yield return Claim.AtMost("S0-DRIFT", "training", "The training error stays at zero: ‖X(w₀ + t·z) − y‖ < 1e-12 for all steps", 1e-12,
            walk.Steps.Max(t => Vectors.Distance(Vectors.Multiply(walk.Problem.X, walk.At(t)), walk.Problem.Target)));
        double perUnit = Vectors.Norm(Vectors.Multiply(walk.Problem.NewRows, walk.NullVector));
        yield return Claim.AtLeast("S0-DRIFT", "new-rows", "Predictions for new rows change: a step t = 1 moves them by at least a tenth of √(number of new rows)", 0.1 * Math.Sqrt(walk.Problem.NewRows.Rows), perUnit);
        double linear = walk.Steps.Max(t => Math.Abs(walk.MovedNew(t) - (t * perUnit)) / (t * perUnit));
        yield return Claim.AtMost("S0-DRIFT", "new-rows-linear", "Predictions for new rows change in proportion to t, relative difference below 1e-12", 1e-12, linear).Law();
    }

    private static ResultTable Directions(NullSpaceWalk walk) => new(
        "directions",
        "Rows of the full Vᵀ: how much X amplifies each, and whether the thin decomposition has it",
        ["row", "singular value σ", "‖X·v‖", "space", "in the thin Vᵀ"],
        [.. Enumerable.Range(0, walk.Spec.Columns).Select(i => (IReadOnlyList<Cell>)[i + 1, i < walk.Spec.Rows ? walk.Problem.Spectrum.S[i] : 0, walk.Amplification(i), i < walk.Spec.Rows ? "row space" : "null space", i < walk.Spec.Rows ? "yes" : "no"])]);

    private static ResultTable Steps(NullSpaceWalk walk) => new(
        "steps",
        "Walking from w₀: change of the predictions for the data and for new rows, and the length",
        ["step t", "data, null vector", "data, last row of the thin Vᵀ", "t·σ_min", "new rows, null vector", "‖w₀ + t·z‖"],
        [.. walk.Steps.Select(t => (IReadOnlyList<Cell>)[t, walk.Moved(walk.NullVector, t), walk.Moved(walk.Shortcut, t), t * walk.Problem.Spectrum.S[^1], walk.MovedNew(t), Vectors.Norm(walk.At(t))])]);

    private static Figure WalkFigure(NullSpaceWalk walk)
    {
        Panel predictions = new(
            new("step t along the unit vector", true),
            new("change of the predictions ‖X(w₀ + t·z) − X·w₀‖", true),
            [
                new LineMark(walk.Steps, [.. walk.Steps.Select(t => walk.Moved(walk.Shortcut, t))]) { Legend = "last row of the thin Vᵀ", HasPoints = true },
                new LineMark(walk.Steps, [.. walk.Steps.Select(t => walk.Moved(walk.NullVector, t))]) { Legend = "null vector (full Vᵀ)", HasPoints = true },
                new LineMark(walk.Steps, [.. walk.Steps.Select(t => t * walk.Problem.Spectrum.S[^1])]) { Legend = "theory t·σ_min", IsDashed = true, Color = 0 },
            ])
        { Title = "Predictions for the data" };
        Panel lengths = new(
            new("step t along the null vector", true),
            new("‖w₀ + t·z‖, change of the predictions", true),
            [
                new LineMark(walk.Steps, [.. walk.Steps.Select(t => Vectors.Norm(walk.At(t)))]) { Legend = "‖w₀ + t·z‖", HasPoints = true },
                new LineMark(walk.Steps, [.. walk.Steps.Select(walk.LengthLaw)]) { Legend = "theory √(‖w₀‖² + t²)", IsDashed = true, Color = 0 },
                new LineMark(walk.Steps, [.. walk.Steps.Select(walk.MovedNew)]) { Legend = "change for new rows", HasPoints = true },
            ])
        { Title = "Length, and predictions for new rows" };
        return new("null-space-walk", "Two walks away from the minimum-norm solution", [predictions, lengths])
        {
            Caption = "Along the null vector the predictions for the data stay where they are up to rounding, while the coefficients grow and the predictions for new rows change. "
                + "Along the last row of the thin Vᵀ, which the published program takes for a null vector, the predictions move by t·σ_min.",
        };
    }

    private static Figure AmplificationFigure(NullSpaceWalk walk) => new(
        "amplification",
        "How much X amplifies each right singular vector",
        [
            new(
                new("row of the full Vᵀ") { Categories = [.. Enumerable.Range(1, walk.Spec.Columns).Select(i => $"{i}")] },
                new("‖X·v‖", true),
                [
                    new BarMark([.. Enumerable.Range(0, walk.Spec.Columns).Select(walk.Amplification)]),
                    new RuleMark(walk.Problem.Spectrum.DefaultCutoff * walk.Problem.Spectrum.S[0], "rank cutoff ε·max(n, d)·σ₁"),
                ]),
        ])
    {
        Caption = $"The thin decomposition ends at row {walk.Spec.Rows}; none of its singular values is small. The null space begins after it, fifteen orders of magnitude lower.",
    };
}

/// <summary>Parameters of <see cref="NullSpaceExperiment"/>.</summary>
internal sealed record NullSpaceSpec : ExperimentSpec
{
    public NullSpaceSpec() => Seed = 1007;

    [Parameter("rows n of X, fewer than columns", Minimum = 1, Maximum = 500)]
    public int Rows { get; init; } = 6;

    [Parameter("columns d of X", Minimum = 2, Maximum = 1000)]
    public int Columns { get; init; } = 12;

    [Parameter("length of the step along the null vector", Minimum = 1e-6, Maximum = 1e6)]
    public double Step { get; init; } = 5;

    [Parameter("new rows for which the model predicts", Minimum = 1, Maximum = 10000)]
    public int NewRows { get; init; } = 50;

    [Parameter("other solutions that are compared with the shortest", Minimum = 1, Maximum = 100000)]
    public int Others { get; init; } = 1000;

    public override string? Problem() => Rows < Columns ? null : $"rows: {Rows} must be less than columns ({Columns}), or there is no null space";
}
