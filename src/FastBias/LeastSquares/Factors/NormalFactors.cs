using System.Numerics;

namespace FastBias;

/// <summary>AᵀA = L·Lᵀ (A·Aᵀ where A is wide): C = Lᵀ and Z = I (C = L and Z1 = L⁻¹·A).</summary>
internal sealed class NormalFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Matrix<T> _a;
    private readonly Cholesky<T> _cholesky;
    private readonly bool _wide;
    private readonly Parallelism _parallelism;

    /// <summary>Forms the Gram matrix of a problem and factors it.</summary>
    public NormalFactors(in LeastSquaresProblem<T> problem)
    {
        _wide = problem.IsWide;
        _parallelism = problem.Options.Parallelism;
        _a = Matrix<T>.Copy(problem.A);
        Rank = problem.FullRank;
        Matrix<T> gram = new(Rank, Rank);
        ReadOnlyMatrixSpan<T> tall = _wide ? problem.A.Transposed : problem.A;
        Product.Gram(gram.AsSpan(), tall, T.One, T.Zero, _parallelism, problem.Options.CancellationToken);
        _cholesky = Cholesky<T>.Factor(gram, problem.FactorOptions);
        problem.ThrowIfCancelled();
        if (_cholesky.Status == Status.Success)
        {
            (Condition, InverseNorm) = ConditionEstimator.Estimate<T>(Matrix<T>.Copy(_cholesky.L.Transposed));
        }
    }

    /// <summary>How the Cholesky factorization ended.</summary>
    public Status Status => _cholesky.Status;

    /// <summary>The pivot that was not positive.</summary>
    public int FailedPivot => _cholesky.FailedPivot;

    public override LeastSquaresMethod Method => LeastSquaresMethod.NormalEquations;

    public override int Rank { get; }

    public override T Condition { get; } = T.PositiveInfinity;

    public override T InverseNorm { get; } = T.PositiveInfinity;

    public override ReadOnlyMatrixSpan<T> Core => _wide ? _cholesky.L : ((ReadOnlyMatrixSpan<T>)_cholesky.L).Transposed;

    public override Status Solve(Matrix<T> x, in LeastSquaresProblem<T> problem)
    {
        if (!_wide)
        {
            Product.Multiply(x.AsSpan(), ((ReadOnlyMatrixSpan<T>)_a).Transposed, problem.B, _parallelism);
            return _cholesky.Solve(x);
        }

        Matrix<T> y = Matrix<T>.Copy(problem.B);
        Status status = _cholesky.Solve(y);
        Product.Multiply(x.AsSpan(), ((ReadOnlyMatrixSpan<T>)_a).Transposed, y, _parallelism);
        return status;
    }

    public override RowSpaceSplit<T> Split(Matrix<T> g)
    {
        if (!_wide)
        {
            return RowSpaceSplit<T>.All(g);
        }

        // Z1 = L⁻¹·A is orthonormal up to κ²·ε only: good enough for an estimate of what these normal equations do.
        Matrix<T> inside = new(Rank, g.Columns), outside = g.Clone();
        Product.Multiply(inside.AsSpan(), _a, g, _parallelism);
        Triangular.Solve<T>(inside, _cholesky.L, Triangle.Lower, parallelism: _parallelism);
        Matrix<T> back = inside.Clone();
        Triangular.Solve<T>(back, ((ReadOnlyMatrixSpan<T>)_cholesky.L).Transposed, Triangle.Upper, parallelism: _parallelism);
        Product.Multiply(outside.AsSpan(), ((ReadOnlyMatrixSpan<T>)_a).Transposed, back, -T.One, T.One, _parallelism);
        return new(inside, outside);
    }
}
