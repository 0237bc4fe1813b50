using System.Numerics;

namespace FastBias;

/// <summary>A·P = Q·[T 0; 0 0]·Z: C = T, and Z·Pᵀ leads to the row space.</summary>
internal sealed class CompleteOrthogonalFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CompleteOrthogonal<T> _factors;
    private readonly Parallelism _parallelism;

    /// <summary>Factors the matrix of a problem.</summary>
    public CompleteOrthogonalFactors(in LeastSquaresProblem<T> problem)
    {
        _parallelism = problem.Options.Parallelism;
        _factors = CompleteOrthogonal<T>.Factor(problem.A, problem.RelativeCutoff, problem.FactorOptions);
        problem.ThrowIfCancelled();
        (Condition, InverseNorm) = ConditionEstimator.Estimate(_factors.Reduction.Triangle);
        Cut = NormOfCut();
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.CompleteOrthogonal;

    public override int Rank => _factors.Rank;

    public override T RankGap => _factors.RankGap;

    public override T Cut { get; }

    public override T Condition { get; }

    public override T InverseNorm { get; }

    public override ReadOnlyMatrixSpan<T> Core => _factors.Reduction.Triangle;

    /// <summary>|r_jj|/|r₀₀|, what pivoted QR takes for σ_j/σ₀; zero beyond the last.</summary>
    public T PivotRatio(int j)
    {
        ReadOnlyMatrixSpan<T> r = _factors.Pivoted.Factors.Triangle;
        return j < 0 ? T.One : j >= r.Rows || r[j, j] == T.Zero ? T.Zero : T.Abs(r[j, j]) / T.Abs(r[0, 0]);
    }

    public override Status Solve(Matrix<T> x, in LeastSquaresProblem<T> problem) => _factors.SolveMinimumNorm(x, problem.B);

    public override RowSpaceSplit<T> Split(Matrix<T> g)
    {
        Matrix<T> coordinates = new(g.Rows, g.Columns);
        for (int j = 0; j < g.Rows; j++)
        {
            g.Row(_factors.Permutation[j]).CopyTo(coordinates.Row(j));
        }

        _factors.Reduction.Apply(coordinates, false, _parallelism);
        return RowSpaceSplit<T>.AtRow(coordinates, Rank);
    }

    /// <summary>‖R22‖_F, the rows of R below the rank.</summary>
    private T NormOfCut()
    {
        Matrix<T> packed = _factors.Pivoted.Factors.Packed;
        int last = Math.Min(packed.Rows, packed.Columns);
        T[] norms = new T[last - Rank];
        for (int i = Rank; i < last; i++)
        {
            norms[i - Rank] = VectorProduct.Norm<T>(packed.Row(i)[i..]);
        }

        return VectorProduct.Norm<T>(norms);
    }
}
