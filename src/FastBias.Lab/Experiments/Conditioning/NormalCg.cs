using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>Conjugate gradients on the normal equations without forming them, and what preconditioning does.</summary>
internal sealed class NormalCg : Experiment<NormalCgSpec>
{
    public override string Name => "normal-cg";

    public override string Title => "Conjugate gradients for least squares: steps grow with the condition number, scaling the columns takes them away";

    public override string About => """
        CGLS, also called NormalCG, solves min ‖A·x − b‖ with products A·p and Aᵀr only: conjugate gradients on AᵀA·x = Aᵀb, which is never formed. In exact arithmetic it ends after n steps; with
        rounding the number of steps grows with the condition number.

        The matrices are Gaussian with columns multiplied by factors from 1 to s, so that κ is about s. Steps are counted until the gradient Aᵀ(b − A·x) has fallen to 1e-10 of its length at the start. Jacobi preconditioning,
        dividing each column by its norm, undoes the factors: κ becomes that of a Gaussian matrix, about 3, and a few dozen steps do, whatever s.

        For a wide A, started at zero, CGLS stays in the row space and ends at A⁺b, the shortest solution.

        Source: M. Hestenes and E. Stiefel, J. Res. NBS 49 (1952), section 10; A. van der Sluis, Numer. Math. 14 (1969), for column scaling.
        """;

    public override IReadOnlyList<string> Ids => ["S1-NORMALCG", "S1-PRECOND"];

    public override ExperimentSpec Quick => new NormalCgSpec { Rows = 120, Columns = 30, Spreads = [1, 1e4], MaxSteps = 1500 };

    protected override ExperimentResult Run(NormalCgSpec spec, ExperimentContext context)
    {
        Case[] cases = context.ForEach(spec.Spreads.Count, i => Measure(spec, spec.Spreads[i]));
        return new([.. CgClaims(cases), .. WideClaims(spec), .. PreconditionerClaims(spec, cases)], [Table(cases)], [StepsFigure(cases), GradientFigure(cases)]);
    }

    private static Case Measure(NormalCgSpec spec, double spread)
    {
        NumPyLegacyRandom random = new((uint)spec.Seed);
        Matrix<double> a = random.Normal(spec.Rows, spec.Columns);
        double[] truth = random.Normal(spec.Columns, 1).Data;
        for (int j = 0; j < spec.Columns; j++)
        {
            double factor = Elementary.Pow(spread, (double)j / (spec.Columns - 1));
            for (int i = 0; i < spec.Rows; i++)
            {
                a[i, j] *= factor;
            }
        }

        double[] b = Vectors.Multiply(a, truth);
        ILinearOperator<double> scaling = Preconditioner.Columns<double>(a);
        return new(spread, Svd<double>.Factor(a).Condition, Scaled(a, scaling).Condition, Descend(a, b, truth, null, spec.MaxSteps), Descend(a, b, truth, scaling, spec.MaxSteps));
    }

    /// <summary>The decomposition of A·P.</summary>
    private static Svd<double> Scaled(Matrix<double> a, ILinearOperator<double> scaling)
    {
        Matrix<double> scaled = new(a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            scaling.ApplyTransposed(scaled.Row(i), a.Row(i));
        }

        return Svd<double>.Factor(scaled);
    }

    private static Descent Descend(Matrix<double> a, double[] b, double[] truth, ILinearOperator<double>? preconditioner, int maxSteps)
    {
        CglsSolution<double> solution = CglsSolver.Solve(new DenseOperator<double>(a), b, new() { RelativeTolerance = 1e-14, MaxIterations = maxSteps, KeepHistory = true, Preconditioner = preconditioner });
        double[] gradients = [.. solution.History.Select(record => record.NormalResidualNorm)];
        int steps = Array.FindIndex(gradients, gradient => gradient <= 1e-10 * gradients[0]);
        return new(steps < 0 ? maxSteps + 1 : solution.History[steps].Iteration, gradients, Vectors.Distance(solution.X, truth) / Vectors.Norm(truth));
    }

    private static IEnumerable<Claim> CgClaims(Case[] cases)
    {
        Case easy = cases.MinBy(each => each.Condition)!, hard = cases.MaxBy(each => each.Condition)!;
        yield return Claim.AtLeast("S1-NORMALCG", "steps-grow", "The steps grow with the condition number: the worst matrix needs at least 10 times the steps of the best (quotient of the two)", 10, (double)hard.Plain.Steps / easy.Plain.Steps).Because(
            "In exact arithmetic the steps are never more than the columns; with few columns they cannot grow much.");
        yield return Claim.AtMost("S1-NORMALCG", "converges", "On the best-conditioned matrix the relative error of x ends below 1e-8", 1e-8, easy.Plain.Error);
        if (hard is { Spread: 1e4, Plain.Gradients.Length: > 1000 })
        {
            yield return Claim.Between("S1-NORMALCG", "steps", "A matrix of 400 rows, 100 columns and κ = 1.2e4 needs about 2101 steps: between 1500 and 3000", 1500, 3000, hard.Plain.Steps)
                .Because("With so many more steps than columns the count is the work of rounding; another order of summation changes it by hundreds.");
        }
    }

    private static IEnumerable<Claim> WideClaims(NormalCgSpec spec)
    {
        NumPyLegacyRandom random = new((uint)spec.Seed);
        Matrix<double> a = random.Normal(20, 60);
        double[] b = random.Normal(20, 1).Data, shortest = LeastSquares.Solve(a, b).X.Data;
        CglsSolution<double> solution = CglsSolver.Solve(new DenseOperator<double>(a), b, new() { MaxIterations = 20, RelativeTolerance = 0 });
        yield return Claim.AtMost("S1-NORMALCG", "wide", "From zero, 20 steps on a wide matrix of 20 rows and 60 columns end at the shortest solution A⁺b, within 1e-10·‖A⁺b‖", 1e-10, Vectors.Distance(solution.X, shortest) / Vectors.Norm(shortest));
    }

    private static IEnumerable<Claim> PreconditionerClaims(NormalCgSpec spec, Case[] cases)
    {
        Case hard = cases.MaxBy(each => each.Condition)!;
        yield return Claim.AtMost("S1-PRECOND", "condition", "Scaling the columns to norm 1 brings the worst condition number below 2·(1 + √(n/m))/(1 − √(n/m)), twice that of a large Gaussian matrix of m rows and n columns",
            2 * GaussianCondition(spec), hard.ScaledCondition);
        yield return Claim.AtMost("S1-PRECOND", "steps", "With scaled columns at most 40 steps are needed, whatever the condition number", 40, cases.Max(each => each.Scaled.Steps));
        yield return Claim.AtMost("S1-PRECOND", "error", "With scaled columns the relative error of x ends below 1e-10 on every matrix", 1e-10, cases.Max(each => each.Scaled.Error));
        if (hard is { Spread: 1e4, Plain.Gradients.Length: > 1000 })
        {
            yield return Claim.Near("S1-PRECOND", "published-steps", "After scaling its columns, the matrix with κ = 1.2e4 needs 30 steps (27 to 33)", 30, 3, hard.Scaled.Steps);
            yield return Claim.Near("S1-PRECOND", "published-condition", "Scaling the columns takes κ from 1.2e4 to 2.9", 2.9, 0.2, hard.ScaledCondition);
        }
    }

    private static double GaussianCondition(NormalCgSpec spec)
    {
        double root = Math.Sqrt((double)spec.Columns / spec.Rows);
        return (1 + root) / (1 - root);
    }

    private static ResultTable Table(Case[] cases) => new(
        "counts",
        "Steps of CGLS until the gradient has fallen to 1e-10 of its length at the start",
        ["spread of the columns", "κ", "steps", "relative error at the end", "κ, columns scaled", "steps, columns scaled", "relative error at the end, columns scaled"],
        [.. cases.Select(each => (IReadOnlyList<Cell>)[each.Spread, each.Condition, each.Plain.Steps, each.Plain.Error, each.ScaledCondition, each.Scaled.Steps, each.Scaled.Error])]);

    private static Figure StepsFigure(Case[] cases)
    {
        double[] conditions = [.. cases.Select(each => each.Condition)];
        return new("steps", "Steps against condition number",
            [
                new(
                    new("condition number κ of A", true),
                    new("steps until the gradient is 10⁻¹⁰ of the first", true),
                    [
                        new LineMark(conditions, [.. cases.Select(each => (double)each.Plain.Steps)]) { Legend = "CGLS", HasPoints = true },
                        new LineMark(conditions, [.. cases.Select(each => (double)each.Scaled.Steps)]) { Legend = "CGLS, columns scaled", HasPoints = true },
                        new LineMark(conditions, [.. conditions.Select(condition => condition * Elementary.Log(2e10) / 2)]) { Legend = "classical bound ½·κ·ln(2·10¹⁰)", IsDashed = true },
                    ]),
            ])
        { Caption = "Dashed: the steps in which, by the classical bound, the error ‖A(x − x*)‖ falls to 10⁻¹⁰ of its start. It is proportional to κ; the steps counted grow more slowly, since the columns' factors are spread evenly. With scaled columns the number of steps does not depend on κ." };
    }

    private static Figure GradientFigure(Case[] cases)
    {
        Case hard = cases.MaxBy(each => each.Condition)!;
        return new("gradient", $"The way to the solution for κ = {hard.Condition:F0}",
            [
                new(
                    new("step", true) { Low = 1 },
                    new("‖Aᵀ(b − A·x)‖ relative to the start", true) { Low = 1e-12 },
                    [Decay("CGLS", hard.Plain), Decay("CGLS, columns scaled", hard.Scaled)]),
            ])
        { Caption = "Without scaling the gradient goes up and down for thousands of steps; with scaling it falls by about the same factor in each." };
    }

    private static LineMark Decay(string legend, Descent descent)
    {
        int[] shown = [.. Enumerable.Range(1, Math.Max(0, Math.Min(descent.Steps + 1, descent.Gradients.Length) - 1)).Where(t => t <= 100 || t % 10 == 0)];
        return new([.. shown.Select(t => (double)t)], [.. shown.Select(t => descent.Gradients[t] / descent.Gradients[0])]) { Legend = legend };
    }

    private sealed record Descent(int Steps, double[] Gradients, double Error);

    private sealed record Case(double Spread, double Condition, double ScaledCondition, Descent Plain, Descent Scaled);
}

/// <summary>Parameters of <see cref="NormalCg"/>.</summary>
internal sealed record NormalCgSpec : ExperimentSpec
{
    [Parameter("rows, more than columns", Minimum = 3, Maximum = 5000)]
    public int Rows { get; init; } = 400;

    [Parameter("columns", Minimum = 2, Maximum = 1000)]
    public int Columns { get; init; } = 100;

    [Parameter("quotients of the largest and the smallest column", Minimum = 1, Maximum = 1e6)]
    public IReadOnlyList<double> Spreads { get; init; } = [1, 10, 100, 1000, 1e4];

    [Parameter("steps at most", Minimum = 10, Maximum = 100000)]
    public int MaxSteps { get; init; } = 5000;

    public override string? Problem() => Rows <= Columns ? $"rows: {Rows} must be more than columns ({Columns})" : LegacySeed.Problem(Seed);
}
