using System.Numerics;

namespace FastBias.Cli.Json;

/// <summary>The certificate of a least-squares solution: what <c>solve</c> and <c>fit</c> write.</summary>
internal record SolveReport
{
    public required string Status { get; init; }

    public required string Method { get; init; }

    public required string Reason { get; init; }

    public required long Rows { get; init; }

    public required int Columns { get; init; }

    public required int Rank { get; init; }

    public required double RankGap { get; init; }

    public required int NullSpaceDimension { get; init; }

    public required double ResidualNorm { get; init; }

    public required double SolutionNorm { get; init; }

    public required double ConditionEstimate { get; init; }

    public required double BackwardError { get; init; }

    public required double ForwardErrorBound { get; init; }

    public required bool IsMinimumNorm { get; init; }

    public required double ElapsedMs { get; init; }

    public Place? FirstNonFinite { get; init; }

    public static SolveReport Create<T>(LeastSquaresSolution<T> solution, TimeSpan elapsed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            Status = solution.Status.ToString(),
            Method = MethodNames.Of(solution.Method),
            Reason = solution.Reason,
            Rows = solution.Rows,
            Columns = solution.Columns,
            Rank = solution.Rank,
            RankGap = double.CreateTruncating(solution.RankGap),
            NullSpaceDimension = solution.NullSpaceDimension,
            ResidualNorm = double.CreateTruncating(solution.ResidualNorm),
            SolutionNorm = double.CreateTruncating(solution.SolutionNorm),
            ConditionEstimate = double.CreateTruncating(solution.ConditionEstimate),
            BackwardError = double.CreateTruncating(solution.BackwardError),
            ForwardErrorBound = double.CreateTruncating(solution.ForwardErrorBound),
            IsMinimumNorm = solution.IsMinimumNorm,
            ElapsedMs = elapsed.TotalMilliseconds,
            FirstNonFinite = Place.Of(solution.FirstNonFinite, solution.NonFiniteOperand is { } operand ? (operand == LeastSquaresOperand.Matrix ? "A" : "b") : null),
        };
}
