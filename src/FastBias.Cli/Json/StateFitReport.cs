using FastBias.Cli.Commands;

namespace FastBias.Cli.Json;

/// <summary>A model from a state: what <c>solve-state</c>, <c>mpi-fit</c> and a streamed <c>fit</c> write. No leverages: they need the rows.</summary>
internal sealed record StateFitReport : SolveReport
{
    public required IReadOnlyList<string> Shards { get; init; }

    public required IReadOnlyList<CoefficientReport> Coefficients { get; init; }

    public required double RSquared { get; init; }

    public required double ResidualStandardError { get; init; }

    public required double DegreesOfFreedom { get; init; }

    public required long DroppedRows { get; init; }

    /// <summary>Standard errors are those of a solution without λ; with one they are not known.</summary>
    public static StateFitReport Create(LeastSquaresAccumulator<double> state, AccumulatedSolution<double> solution, long droppedRows, TimeSpan elapsed)
    {
        AccumulatedProblem<double> problem = solution.Problem;
        LeastSquaresSolution<double> reduced = solution.Reduced;
        bool solved = solution.Status == FastBias.Status.Success, ridge = reduced.Method == LeastSquaresMethod.Ridge;
        bool[] determined = solved ? problem.Determined(reduced.RelativeCutoff) : [];
        double[] errors = solved && !ridge ? solution.StandardErrors() : [];
        double residual = solved ? solution.ResidualNorms[0] : double.NaN;
        double total = StateFit.Ones(state) is int ones ? problem.CentredTargetNorm(ones) : VectorProduct.Norm<double>([VectorProduct.Norm<double>(problem.ProjectedTargets.Column(0)), problem.RestNorms[0]]);
        return new()
        {
            Status = solution.Status.ToString(),
            Method = MethodNames.Of(reduced.Method),
            Reason = reduced.Reason,
            Rows = problem.Rows,
            Columns = state.Columns,
            Shards = StateReport.Ranges(state),
            Rank = reduced.Rank,
            RankGap = reduced.RankGap,
            NullSpaceDimension = reduced.NullSpaceDimension,
            ResidualNorm = residual,
            SolutionNorm = reduced.SolutionNorm,
            ConditionEstimate = reduced.ConditionEstimate,
            BackwardError = reduced.BackwardError,
            ForwardErrorBound = reduced.ForwardErrorBound,
            IsMinimumNorm = reduced.IsMinimumNorm,
            Coefficients = [.. Enumerable.Range(0, solved ? state.Columns : 0).Select(j => new CoefficientReport
            {
                Name = state.Names.Count > 0 ? state.Names[j] : $"column {j + 1}",
                Estimate = solution.X[j, 0],
                StandardError = ridge || !determined[j] ? double.NaN : errors[j],
                Determined = determined[j],
            })],
            RSquared = total == 0 ? double.NaN : 1 - (residual / total * (residual / total)),
            ResidualStandardError = solved ? solution.ResidualStandardError() : double.NaN,
            DegreesOfFreedom = solution.DegreesOfFreedom,
            DroppedRows = droppedRows,
            ElapsedMs = elapsed.TotalMilliseconds,
        };
    }
}
