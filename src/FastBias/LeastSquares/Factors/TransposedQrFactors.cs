using System.Numerics;

namespace FastBias;

/// <summary>Aᵀ = Q·R for m &lt; n, thus A = Rᵀ·Qᵀ: C = Rᵀ, Z = Qᵀ, and x = Q·[R⁻ᵀ·b; 0] is the solution of minimum norm.</summary>
/// <remarks>Aᵀ·R⁻¹·R⁻ᵀ·b needs no Q, but is not backward stable: its error grows with κ². So Q is kept, by blocks of rows of Aᵀ where there are several.</remarks>
internal sealed class TransposedQrFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BorrowedQr<T>? _qr;
    private readonly RowBlockFactors<T>? _blocks;
    private readonly Parallelism _parallelism;

    /// <summary>Factors the transposed matrix of a problem.</summary>
    public TransposedQrFactors(in LeastSquaresProblem<T> problem)
    {
        _parallelism = problem.Options.Parallelism;
        if (RowBlockFactors<T>.Suits(problem.A.Columns, problem.A.Rows))
        {
            _blocks = new(problem.A.Transposed, problem.Options.CancellationToken);
        }
        else
        {
            _qr = new(problem.A.Transposed, _parallelism, problem.Options.CancellationToken);
        }

        Rank = problem.A.Rows;
        (Condition, InverseNorm) = ConditionEstimator.Estimate(R);
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.Qr;

    public override int Rank { get; }

    public override T Condition { get; }

    public override T InverseNorm { get; }

    public override ReadOnlyMatrixSpan<T> Core => R.Transposed;

    private ReadOnlyMatrixSpan<T> R => _qr is null ? _blocks!.R : _qr.R;

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

    /// <summary>A is factored once more: by the rows of Aᵀ or in borrowed memory, its factors are not those of a <see cref="Qr{T}"/>.</summary>
    public override bool Refine(in LeastSquaresProblem<T> problem, Matrix<T> x)
    {
        Qr<T> qr = Qr<T>.Factor(problem.A.Transposed, problem.FactorOptions);
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
            _qr.Apply(coordinates, transposed: true, _parallelism);
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
            _qr.Apply(x, transposed: false, _parallelism);
            return;
        }

        Matrix<T> z = Matrix<T>.Copy(x.Slice(0, 0, Rank, x.Columns));
        _blocks!.Expand(x, z, _parallelism);
    }

    public override void Release()
    {
        _qr?.Release();
        _blocks?.Release();
    }
}
