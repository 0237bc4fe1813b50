using System.Buffers;
using System.Numerics;

namespace FastBias;

/// <summary>A = Q·R for m ≥ n: C = R, Z = I.</summary>
internal sealed class QrFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _memory;
    private readonly int _sides;

    /// <summary>Factors the matrix of a problem, and reflects its right-hand sides.</summary>
    public QrFactors(in LeastSquaresProblem<T> problem)
    {
        (Rank, _sides) = (problem.A.Columns, problem.B.Columns);
        _memory = ArrayPool<T>.Shared.Rent(Workspace<T>.RequireLength((long)Rank * (Rank + _sides)));
        LeastSquaresTriangle.Form(R, Right, problem.A, problem.B, problem.Options.Parallelism, problem.Options.CancellationToken);
        (Condition, InverseNorm) = ConditionEstimator.Estimate<T>(R);
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.Qr;

    public override int Rank { get; }

    public override T Condition { get; }

    public override T InverseNorm { get; }

    public override ReadOnlyMatrixSpan<T> Core => R;

    /// <summary>(Qᵀ·B)₁..ₙ.</summary>
    public MatrixSpan<T> Right => new(_memory.AsSpan(Rank * Rank), Rank, _sides);

    private MatrixSpan<T> R => new(_memory, Rank, Rank);

    public override Status Solve(Matrix<T> x, in LeastSquaresProblem<T> problem)
    {
        Right.CopyTo(x);
        return LeastSquaresByQr.BackSubstitute<T>(x, R, problem.Options.Parallelism);
    }

    /// <summary>Q is wanted here only, and so A is factored once more.</summary>
    public override bool Refine(in LeastSquaresProblem<T> problem, Matrix<T> x)
    {
        Qr<T> qr = Qr<T>.Factor(problem.A, problem.FactorOptions);
        problem.ThrowIfCancelled();
        AugmentedRefinement.Step(problem.A, qr, x, problem.B, problem.Options.Parallelism);
        return true;
    }

    public override RowSpaceSplit<T> Split(Matrix<T> g) => RowSpaceSplit<T>.All(g);

    public override void Release() => ArrayPool<T>.Shared.Return(_memory);
}
