using System.Numerics;

namespace FastBias;

/// <summary>Aᵀ = Q·R for m &lt; n, thus A = Rᵀ·Qᵀ: C = Rᵀ, Z = Qᵀ, and x = Q·[R⁻ᵀ·b; 0] is the solution of minimum norm.</summary>
/// <remarks>Aᵀ·R⁻¹·R⁻ᵀ·b needs no Q, but is not backward stable: its error grows with κ². So Q is kept, by blocks of rows of Aᵀ where there are several.</remarks>
internal sealed class TransposedQrFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Qr<T>? _qr;
    private readonly RowBlockFactors<T>? _blocks;
    private readonly Parallelism _parallelism;

    /// <summary>Factors the transposed matrix of a problem.</summary>
    public TransposedQrFactors(in LeastSquaresProblem<T> problem)
    {
        _parallelism = problem.Options.Parallelism;
        if (RowBlockFactors<T>.Suits(problem.A.Columns, problem.A.Rows))
        {
            _blocks = new(problem.A.Transposed, problem.Options.CancellationToken);
            R = _blocks.R;
        }
        else
        {
            _qr = Qr<T>.Factor(problem.A.Transposed, problem.FactorOptions);
            problem.ThrowIfCancelled();
            R = _qr.R;
        }

        (Condition, InverseNorm) = ConditionEstimator.Estimate<T>(R);
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.Qr;

    public override int Rank => R.Columns;

    public override T Condition { get; }

    public override T InverseNorm { get; }

    public override ReadOnlyMatrixSpan<T> Core => ((ReadOnlyMatrixSpan<T>)R).Transposed;

    private Matrix<T> R { get; }

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

        FromRowSpace(x);
        return Status.Success;
    }

    /// <summary>Where Q was kept by blocks, A is factored once more.</summary>
    public override bool Refine(in LeastSquaresProblem<T> problem, Matrix<T> x)
    {
        Qr<T> qr = _qr ?? Qr<T>.Factor(problem.A.Transposed, problem.FactorOptions);
        problem.ThrowIfCancelled();
        AugmentedRefinement.StepTransposed(problem.A, qr, x, problem.B, _parallelism);
        return true;
    }

    /// <summary>Qᵀ·g, in parts.</summary>
    public override RowSpaceSplit<T> Split(Matrix<T> g)
    {
        Matrix<T> coordinates = g.Clone();
        if (_qr is not null)
        {
            _qr.ApplyQTransposed(coordinates);
            return RowSpaceSplit<T>.AtRow(coordinates, Rank);
        }

        Matrix<T> inside = new(Rank, g.Columns);
        _blocks!.Split(inside, coordinates, _parallelism);
        return new(inside, coordinates);
    }

    /// <summary>X = Q·[Z; 0], from coordinates, which are the first rows of X.</summary>
    public void FromRowSpace(Matrix<T> x)
    {
        if (_qr is not null)
        {
            _qr.ApplyQ(x);
            return;
        }

        Matrix<T> z = Matrix<T>.Copy(x.Slice(0, 0, Rank, x.Columns));
        _blocks!.Expand(x, z, _parallelism);
    }

    public override void Release() => _blocks?.Release();
}
