using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The solution of a reduced problem, and what the whole of the data adds to it.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class AccumulatedSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal AccumulatedSolution(AccumulatedProblem<T> problem, LeastSquaresSolution<T> reduced)
    {
        Problem = problem;
        Reduced = reduced;
        ResidualNorms = new T[reduced.ResidualNorms.Length];
        for (int j = 0; j < ResidualNorms.Length; j++)
        {
            ResidualNorms[j] = VectorProduct.Norm<T>([reduced.ResidualNorms[j], problem.RestNorms[j]]);
        }
    }

    /// <summary>The data.</summary>
    public AccumulatedProblem<T> Problem { get; }

    /// <summary>The solution with its certificate for min ‖R·β − d‖: β, rank, condition, backward error, reason. Its residual norms are those of the reduced problem.</summary>
    public LeastSquaresSolution<T> Reduced { get; }

    /// <summary>As <see cref="LeastSquaresSolution{T}.Status"/>.</summary>
    public Status Status => Reduced.Status;

    /// <summary>β, n x p.</summary>
    public Matrix<T> X => Reduced.X;

    /// <summary>‖y − X·β‖ (with weights) of each target over all rows.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] ResidualNorms { get; }

    /// <summary>Rows minus rank; zero or less where the data are interpolated.</summary>
    public long DegreesOfFreedom => Problem.Rows - Reduced.Rank;

    /// <summary>The standard deviation of the noise of a target, ‖y − X·β‖/√(rows − rank); NaN without degrees of freedom.</summary>
    /// <param name="target">Which target.</param>
    public T ResidualStandardError(int target = 0) => DegreesOfFreedom > 0 ? ResidualNorms[target] / T.Sqrt(T.CreateTruncating(DegreesOfFreedom)) : T.NaN;

    /// <summary>The standard error of each coefficient of a target (for a solution without λ; at a lower rank of the minimum-norm solution).</summary>
    /// <param name="target">Which target.</param>
    public T[] StandardErrors(int target = 0)
    {
        T noise = ResidualStandardError(target);
        return [.. Problem.UnitStandardErrors(Reduced.RelativeCutoff).Select(unit => unit * noise)];
    }
}
