using System.Numerics;

namespace FastBias;

/// <summary>[A; √λ·I] = Q·R, after Aᵀ = Q_A·Lᵀ where A is wide: the Gram matrix is never formed.</summary>
/// <remarks>
/// <code>
///   m ≥ n                           m &lt; n: A = L·Z1 by QR of Aᵀ, x = Z1ᵀ·y
///   ┌       ┐       ┌   ┐           ┌       ┐       ┌   ┐
///   │   A   │ · x ≈ │ b │  m        │   L   │ · y ≈ │ b │  m      (m x m)
///   │ √λ·I  │       │ 0 │  n        │ √λ·I  │       │ 0 │  m
///   └       ┘       └   ┘           └       ┘       └   ┘
/// </code>
/// x lies in the row space of A, so that the second loses nothing; it is the dual form by orthogonal steps only.
/// </remarks>
internal sealed class RidgeFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Matrix<T> _stacked;
    private readonly Matrix<T> _r;
    private readonly Matrix<T> _right;
    private readonly TransposedQrFactors<T>? _rows;
    private readonly int _columns;

    /// <summary>Factors the augmented matrix of a problem.</summary>
    public RidgeFactors(in LeastSquaresProblem<T> problem)
    {
        _columns = problem.A.Columns;
        OutsideScale = problem.RootLambda;
        _rows = problem.IsWide ? new(problem) : null;
        ReadOnlyMatrixSpan<T> top = _rows is null ? problem.A : _rows.Core;
        int n = top.Columns;
        _stacked = new(top.Rows + n, n);
        CopyTop(_stacked, top, lower: _rows is not null);
        for (int j = 0; j < n; j++)
        {
            _stacked[top.Rows + j, j] = problem.RootLambda;
        }

        (_r, _right) = LeastSquaresTriangle.Of<T>(_stacked, Stacked(problem.B), problem.Options.Parallelism, problem.Options.CancellationToken);
        (Condition, InverseNorm) = ConditionEstimator.Estimate<T>(_r);
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.Ridge;

    public override int Rank => _r.Columns;

    public override T Condition { get; }

    public override T InverseNorm { get; }

    public override T OutsideScale { get; }

    public override ReadOnlyMatrixSpan<T> Core => _r;

    public override Status Solve(Matrix<T> x, in LeastSquaresProblem<T> problem)
    {
        MatrixSpan<T> top = x.Slice(0, 0, Rank, x.Columns);
        _right.AsSpan().CopyTo(top);
        Status status = LeastSquaresByQr.BackSubstitute<T>(top, _r, problem.Options.Parallelism);
        if (status == Status.Success)
        {
            _rows?.FromRowSpace(x);
        }

        return status;
    }

    public override bool Refine(in LeastSquaresProblem<T> problem, Matrix<T> x)
    {
        if (_rows is not null)
        {
            return false;
        }

        Qr<T> augmented = Qr<T>.Factor(_stacked, problem.FactorOptions);
        problem.ThrowIfCancelled();
        AugmentedRefinement.Step(_stacked, augmented, x, Stacked(problem.B), problem.Options.Parallelism);
        return true;
    }

    public override RowSpaceSplit<T> Split(Matrix<T> g) =>
        _rows is null || Rank == _columns ? RowSpaceSplit<T>.All(g) : _rows.Split(g);

    public override void Release() => _rows?.Release();

    /// <summary>[B; 0].</summary>
    private Matrix<T> Stacked(ReadOnlyMatrixSpan<T> b)
    {
        Matrix<T> right = new(_stacked.Rows, b.Columns);
        b.CopyTo(right.Slice(0, 0, b.Rows, b.Columns));
        return right;
    }

    private static void CopyTop(Matrix<T> stacked, ReadOnlyMatrixSpan<T> top, bool lower)
    {
        top.CopyTo(stacked.Slice(0, 0, top.Rows, top.Columns));
        for (int i = 0; lower && i < top.Rows; i++)
        {
            stacked.Row(i)[(i + 1)..].Clear();
        }
    }
}
