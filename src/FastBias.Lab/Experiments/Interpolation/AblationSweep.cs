namespace FastBias.Lab;

/// <summary>The ablations of one table, each over the number of training rows.</summary>
internal sealed class AblationSweep
{
    public AblationSweep(SubsetProblem problem, AblationSpec spec, ExperimentContext context, double from, double to)
    {
        (Problem, Sizes) = (problem, spec.Grid(problem));
        SubsetProblem linear = problem.MadeLinear();
        (double Value, string Name, Func<ModeFit, int> Count)[] choices =
        [
            (0, "full fit", modes => modes.Rank),
            .. spec.Cutoffs.Select(cutoff => (cutoff, $"σ > {cutoff}", (Func<ModeFit, int>)(modes => modes.CountAbove(cutoff)))),
            .. spec.RelativeCutoffs.Select(share => (share, $"σ > {share}·σ₁", (Func<ModeFit, int>)(modes => modes.CountAbove(share * modes.Sigma[0])))),
            .. spec.Modes.Select(count => ((double)count, $"k = {count}", (Func<ModeFit, int>)(modes => Math.Min(count, modes.Rank)))),
        ];
        (double[][] Errors, double[] Linear, double Difference)[] repeats = context.ForEach(spec.Repeats, repeat => Repeat(problem, linear, Sizes, choices, spec, repeat), from, to);
        AblationCurve[] curves = [.. choices.Select((choice, c) => new AblationCurve(choice.Name, choice.Value, SweepFigure.Medians([.. repeats.Select(repeat => repeat.Errors[c])])))];
        Full = curves[0];
        Cutoffs = curves[1..(1 + spec.Cutoffs.Count)];
        RelativeCutoffs = curves[(1 + spec.Cutoffs.Count)..^spec.Modes.Count];
        Projections = curves[^spec.Modes.Count..];
        Linear = [new("linear target", 0, SweepFigure.Medians([.. repeats.Select(repeat => repeat.Linear)]))];
        ProjectionDifference = repeats.Max(repeat => repeat.Difference);
    }

    public SubsetProblem Problem { get; }

    public int[] Sizes { get; }

    public AblationCurve Full { get; }

    public AblationCurve[] Cutoffs { get; }

    public AblationCurve[] RelativeCutoffs { get; }

    public AblationCurve[] Projections { get; }

    public AblationCurve[] Linear { get; }

    /// <summary>The largest relative difference between V_kV_kᵀβ and the β of k singular values.</summary>
    public double ProjectionDifference { get; }

    public double At(AblationCurve curve, int rows) => curve.Median[Array.IndexOf(Sizes, rows)];

    private static (double[][] Errors, double[] Linear, double Difference) Repeat(
        SubsetProblem problem, SubsetProblem linear, int[] sizes, (double Value, string Name, Func<ModeFit, int> Count)[] choices, AblationSpec spec, int repeat)
    {
        int[] order = problem.Draw(spec.Seed, repeat, sizes[^1]);
        GrowingFit fit = new(problem.Dimension), exact = new(problem.Dimension);
        double[][] errors = [.. choices.Select(_ => new double[sizes.Length])];
        double[] exactErrors = new double[sizes.Length];
        double difference = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            while (fit.Rows < sizes[i])
            {
                int row = order[fit.Rows];
                fit.Add(problem.X.Row(row), problem.Y[row]);
                exact.Add(linear.X.Row(row), linear.Y[row]);
            }

            ModeFit modes = new(problem, fit);
            double[] byCount = modes.ErrorsByCount();
            for (int c = 0; c < choices.Length; c++)
            {
                errors[c][i] = byCount[choices[c].Count(modes)];
            }

            exactErrors[i] = linear.TestError(exact.Beta, exact.Rows, exact.ResidualSquares);
            difference = Math.Max(difference, Difference(modes, fit.Beta, Math.Min(spec.Modes[0], modes.Rank)));
        }

        return (errors, exactErrors, difference);
    }

    /// <summary>‖V_kV_kᵀβ − β_k‖/‖β‖, with β from the growing fit and β_k from the modes.</summary>
    private static double Difference(ModeFit modes, ReadOnlySpan<double> beta, int count)
    {
        double[] projected = new double[beta.Length];
        for (int r = 0; r < count; r++)
        {
            VectorProduct.AddScaled(projected, VectorProduct.Dot(modes.Direction(r), beta), modes.Direction(r));
        }

        return Vectors.Distance(projected, modes.Leading(count)) / Vectors.Norm(beta);
    }
}
