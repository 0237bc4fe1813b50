using System.Numerics;

namespace FastBias;

/// <summary>A = U·Σ·Vᵀ: C = the singular values above the cutoff, Z1 = the first rows of Vᵀ.</summary>
internal sealed class SvdFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Svd<T> _svd;
    private readonly T _cutoff;
    private readonly Matrix<T> _core;

    /// <summary>Factors the matrix of a problem.</summary>
    public SvdFactors(in LeastSquaresProblem<T> problem)
    {
        _svd = Svd<T>.Factor(problem.A, new SvdOptions { Finite = FinitePolicy.Assume }, problem.Options.Parallelism, problem.Options.CancellationToken);
        problem.ThrowIfCancelled();
        _cutoff = problem.RelativeCutoff;
        Rank = _svd.Rank(_cutoff);
        _core = new(Rank, Rank);
        for (int i = 0; i < Rank; i++)
        {
            _core[i, i] = _svd.S[i];
        }
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.Svd;

    public override int Rank { get; }

    public override T RankGap => _svd.RankGap(_cutoff);

    public override T Cut => VectorProduct.Norm<T>(_svd.S.AsSpan(Rank));

    public override T Condition => Rank == 0 ? T.Zero : _svd.S[0] / _svd.S[Rank - 1];

    public override T InverseNorm => Rank == 0 ? T.Zero : T.One / _svd.S[Rank - 1];

    public override ReadOnlyMatrixSpan<T> Core => _core;

    /// <summary>The singular values, descending.</summary>
    public T[] Values => _svd.S;

    public override Status Solve(Matrix<T> x, in LeastSquaresProblem<T> problem) => _svd.Solve(x, problem.B, _cutoff);

    public override RowSpaceSplit<T> Split(Matrix<T> g)
    {
        ReadOnlyMatrixSpan<T> basis = _svd.Vt.Slice(0, 0, Rank, g.Rows);
        Matrix<T> inside = new(Rank, g.Columns), outside = g.Clone();
        Product.Multiply(inside.AsSpan(), basis, g);
        Product.Multiply(outside.AsSpan(), basis.Transposed, inside, -T.One, T.One);
        return new(inside, outside);
    }
}
