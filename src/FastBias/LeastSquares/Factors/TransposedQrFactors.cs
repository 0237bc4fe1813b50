using System.Numerics;

namespace FastBias;

/// <summary>Aᵀ = Q·R for m &lt; n, thus A = Rᵀ·Qᵀ: C = Rᵀ, Z = Qᵀ, and x = Q·[R⁻ᵀ·b; 0] is the solution of minimum norm.</summary>
internal sealed class TransposedQrFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Qr<T> _qr;
    private readonly Parallelism _parallelism;

    /// <summary>Factors the transposed matrix of a problem.</summary>
    public TransposedQrFactors(in LeastSquaresProblem<T> problem)
    {
        _parallelism = problem.Options.Parallelism;
        _qr = Qr<T>.Factor(problem.A.Transposed, problem.FactorOptions);
        problem.ThrowIfCancelled();
        (Condition, InverseNorm) = ConditionEstimator.Estimate<T>(_qr.R);
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.Qr;

    public override int Rank => _qr.Columns;

    public override T Condition { get; }

    public override T InverseNorm { get; }

    public override ReadOnlyMatrixSpan<T> Core => ((ReadOnlyMatrixSpan<T>)_qr.R).Transposed;

    public override Status Solve(Matrix<T> x, in LeastSquaresProblem<T> problem)
    {
        if (!T.IsFinite(Condition))
        {
            return Status.RankDeficient;
        }

        MatrixSpan<T> z = x.Slice(0, 0, Rank, x.Columns);
        problem.B.CopyTo(z);
        Triangular.Solve(z, Core, Triangle.Lower, parallelism: _parallelism);
        if (!T.IsFinite(ExactScaling.MaxAbs<T>(z)))
        {
            return Status.RankDeficient;
        }

        _qr.ApplyQ(x);
        return Status.Success;
    }

    public override bool Refine(in LeastSquaresProblem<T> problem, Matrix<T> x)
    {
        AugmentedRefinement.StepTransposed(problem.A, _qr, x, problem.B, _parallelism);
        return true;
    }

    public override RowSpaceSplit<T> Split(Matrix<T> g) => RowSpaceSplit<T>.AtRow(RowSpace(g), Rank);

    /// <summary>Qᵀ·g.</summary>
    public Matrix<T> RowSpace(Matrix<T> g)
    {
        Matrix<T> coordinates = g.Clone();
        _qr.ApplyQTransposed(coordinates);
        return coordinates;
    }

    /// <summary>X = Q·X, from coordinates to vectors.</summary>
    public void FromRowSpace(Matrix<T> x) => _qr.ApplyQ(x);
}
