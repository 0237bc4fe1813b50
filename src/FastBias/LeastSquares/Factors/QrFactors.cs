using System.Numerics;

namespace FastBias;

/// <summary>A = Q·R for m ≥ n: C = R, Z = I.</summary>
internal sealed class QrFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Qr<T> _qr;

    /// <summary>Factors the matrix of a problem.</summary>
    public QrFactors(in LeastSquaresProblem<T> problem)
    {
        _qr = Qr<T>.Factor(problem.A, problem.FactorOptions);
        problem.ThrowIfCancelled();
        (Condition, InverseNorm) = Estimate(_qr.R);
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.Qr;

    public override int Rank => _qr.Columns;

    public override T Condition { get; }

    public override T InverseNorm { get; }

    public override ReadOnlyMatrixSpan<T> Core => _qr.R;

    public override Status Solve(Matrix<T> x, ReadOnlyMatrixSpan<T> b) => _qr.Solve(x, b);

    public override bool Refine(in LeastSquaresProblem<T> problem, Matrix<T> x)
    {
        AugmentedRefinement.Step(problem.A, _qr, x, problem.B, problem.Options.Parallelism);
        return true;
    }

    public override RowSpaceSplit<T> Split(Matrix<T> g) => RowSpaceSplit<T>.All(g);
}
