using System.Globalization;
using System.Numerics;

namespace FastBias;

/// <summary>What the driver hands to a solution.</summary>
internal sealed class KrylovOutcome<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required IterationStop Stop { get; init; }

    public required T[] X { get; init; }

    public required T Tolerance { get; init; }

    public int Iterations { get; init; }

    public int Restarts { get; init; }

    public T ResidualNorm { get; init; } = T.NaN;

    public T NormalResidualNorm { get; init; } = T.NaN;

    public T SolutionNorm { get; init; } = T.NaN;

    public T NormEstimate { get; init; } = T.NaN;

    public T ConditionEstimate { get; init; } = T.NaN;

    public T BackwardError { get; init; } = T.NaN;

    public IReadOnlyList<IterationRecord<T>> History { get; init; } = [];

    public int? FirstNonFinite { get; init; }

    public Status Status => Stop switch
    {
        IterationStop.ResidualSmall or IterationStop.NormalResidualSmall => Status.Success,
        IterationStop.NotPositiveDefinite => Status.NotPositiveDefinite,
        IterationStop.NonFinite => Status.NonFiniteInput,
        IterationStop.Cancelled => Status.Cancelled,
        _ => Status.NotConverged,
    };

    public string Reason => string.Create(CultureInfo.InvariantCulture, $"{Words} after {Iterations} steps: backward error {BackwardError:0.0e+0}, tolerance {Tolerance:0.0e+0}");

    /// <summary>The same with the residual norms of another system that x is meant for.</summary>
    public KrylovOutcome<T> MeasuredOn(ILinearOperator<T> a, ReadOnlySpan<T> b)
    {
        T[] residual = new T[a.Rows], normal = new T[a.Columns];
        a.Apply(residual, X);
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] = b[i] - residual[i];
        }

        a.ApplyTransposed(normal, residual);
        return new KrylovOutcome<T>
        {
            Stop = Stop,
            X = X,
            Tolerance = Tolerance,
            Iterations = Iterations,
            Restarts = Restarts,
            ResidualNorm = VectorProduct.Norm<T>(residual),
            NormalResidualNorm = VectorProduct.Norm<T>(normal),
            SolutionNorm = SolutionNorm,
            NormEstimate = NormEstimate,
            ConditionEstimate = ConditionEstimate,
            BackwardError = BackwardError,
            History = History,
            FirstNonFinite = FirstNonFinite,
        };
    }

    private string Words => Stop switch
    {
        IterationStop.ResidualSmall => "the residual is small",
        IterationStop.NormalResidualSmall => "the normal residual is small",
        IterationStop.ConditionLimit => "the condition limit was reached",
        IterationStop.MaxIterations => "the cap was reached",
        IterationStop.Stagnated => "rounding stopped the progress",
        IterationStop.Diverged => "the residual grew, so that the operator is not what the method needs,",
        IterationStop.NotPositiveDefinite => "the matrix or the preconditioner is not positive definite",
        IterationStop.NonFinite => FirstNonFinite is { } index ? $"element {index} of the input is not finite" : "the operator gave NaN or infinity",
        _ => "cancelled",
    };
}
