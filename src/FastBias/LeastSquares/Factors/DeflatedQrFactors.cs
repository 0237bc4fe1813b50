using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A = Q·R less a few directions V in which R is below the cutoff: C is the triangle of R on the complement of V.</summary>
/// <remarks>
/// <code>
///              V  W  rest           rest W
///   R · H  =  [·  ·  · ]           [ C′  E ]      H: orthogonal, its first columns V, and W in which R is next smallest
///                          C    =  [ 0   S ]      Q′·C = R·H without V, W behind the rest
/// </code>
/// <para>The rank n − k is proved from both sides, as far as rounding lets it: σ_(n−k+1) ≤ ‖R·V‖₂, which is at most cutoff·σ₁, and σ_(n−k) ≥ σ_min(C), which <see cref="FullRankProof"/> finds
/// above it: S is all but diagonal and E all but zero, or where the singular values of W lie too close to others for that, by the inverse of all of C. W comes last: its images are short, and so
/// are their errors, but not the errors of their directions.</para>
/// <para>The singular values would give no other rank, and take n³ operations of which half are a matrix times a vector, where this is one more QR. What is cut from A has the norm ‖R·V‖_F, as
/// small as what the SVD cuts where V are singular vectors.</para>
/// </remarks>
internal sealed class DeflatedQrFactors<T> : SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Of fewer columns the singular values cost little.</summary>
    private const int FewestColumns = 32;

    /// <summary>So many more singular values are taken by themselves for the proof; of those behind them the iteration knows less.</summary>
    private const int Next = 3;

    private readonly Qr<T> _turn;
    private readonly Matrix<T> _core;
    private readonly Matrix<T> _right;
    private readonly Parallelism _parallelism;
    private readonly int _next;

    /// <summary>Cuts the first directions, in each of which R has the given length.</summary>
    private DeflatedQrFactors(QrFactors<T> qr, ReadOnlyMatrixSpan<T> directions, T[] lengths, int cuts, in LeastSquaresProblem<T> problem)
    {
        _parallelism = problem.Options.Parallelism;
        Cuts = cuts;
        RankGap = lengths[cuts - 1] == T.Zero ? T.PositiveInfinity : lengths[cuts] / lengths[cuts - 1];
        int n = qr.Rank;
        _turn = Qr<T>.Factor(directions, _parallelism);
        _next = directions.Columns - cuts;
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)n * (n + _next));
        MatrixSpan<T> all = new(lease.Span, n, n + _next), turned = all.Slice(0, 0, n, n);
        CopyJob<T>.Run(qr.Core, turned, _parallelism);
        _turn.ApplyQTransposed(turned.Transposed);
        Cut = Columns.Frobenius<T>(turned.Slice(0, 0, n, cuts));
        turned.Slice(0, cuts, n, _next).CopyTo(all.Slice(0, n, n, _next));
        (_core, _right) = LeastSquaresTriangle.Of<T>(all.Slice(0, directions.Columns, n, n - cuts), qr.Right, _parallelism, problem.Options.CancellationToken);
        (Condition, InverseNorm) = ConditionEstimator.Estimate<T>(_core);
    }

    public override LeastSquaresMethod Method => LeastSquaresMethod.CompleteOrthogonal;

    public override int Rank => _core.Rows;

    public override T RankGap { get; }

    public override T Cut { get; }

    public override T Condition { get; }

    public override T InverseNorm { get; }

    public override ReadOnlyMatrixSpan<T> Core => _core;

    /// <summary>k, the number of directions that were cut.</summary>
    public int Cuts { get; }

    /// <summary>‖R·V‖₂ over a lower bound of ‖R‖₂: not above the cutoff.</summary>
    public T CutRatio { get; private init; }

    /// <summary>The factors and a bound of the condition of C, where few singular values are below the cutoff and the others clear of it; else null.</summary>
    /// <param name="qr">Factors with a finite R.</param>
    /// <param name="problem">The problem that they are of.</param>
    public static (DeflatedQrFactors<T> Factors, T Bound)? Find(QrFactors<T> qr, in LeastSquaresProblem<T> problem)
    {
        int n = qr.Rank;
        if (n < FewestColumns || InverseIteration.Smallest(qr.Core, problem.FactorOptions) is not { } smallest)
        {
            return null;
        }

        (Matrix<T> directions, T[] lengths) = smallest;
        T norm = FullRankNorms<T>.Largest(qr.Core, problem.FactorOptions), limit = problem.RelativeCutoff * norm, room = T.CreateTruncating(FullRankProof.LengthRoom);
        problem.ThrowIfCancelled();
        int cuts = 0;
        while (cuts < lengths.Length && lengths[cuts] * room <= limit)
        {
            cuts++;
        }

        // σ_min(C) is at most the next length: where even that is too close, nothing can be proved.
        if (cuts == 0 || cuts == lengths.Length || !(lengths[cuts] > room * limit))
        {
            return null;
        }

        int next = Math.Min(Next, lengths.Length - cuts);
        DeflatedQrFactors<T> factors = new(qr, directions.Slice(0, 0, n, cuts + next), lengths, cuts, problem) { CutRatio = lengths[cuts - 1] / norm };
        return (FullRankProof.Find(factors.Core, next, norm, problem) ?? FullRankProof.Find(factors.Core, factors.Condition, problem)) is { } bound ? (factors, bound) : null;
    }

    public override Status Solve(Matrix<T> x, in LeastSquaresProblem<T> problem)
    {
        Matrix<T> y = _right.Clone();
        Status status = LeastSquaresByQr.BackSubstitute<T>(y, _core, _parallelism);
        if (status == Status.Success)
        {
            int p = x.Columns, behind = Rank - _next;
            x.Slice(0, 0, Cuts, p).Fill(T.Zero);
            y.Slice(behind, 0, _next, p).CopyTo(x.Slice(Cuts, 0, _next, p));
            y.Slice(0, 0, behind, p).CopyTo(x.Slice(Cuts + _next, 0, behind, p));
            _turn.ApplyQ(x);
        }

        return status;
    }

    /// <summary>Hᵀ·g, in parts.</summary>
    public override RowSpaceSplit<T> Split(Matrix<T> g)
    {
        Matrix<T> coordinates = g.Clone(), inside = new(Rank, g.Columns);
        _turn.ApplyQTransposed(coordinates);
        int p = g.Columns, behind = Rank - _next;
        coordinates.Slice(Cuts, 0, _next, p).CopyTo(inside.Slice(behind, 0, _next, p));
        coordinates.Slice(Cuts + _next, 0, behind, p).CopyTo(inside.Slice(0, 0, behind, p));
        return new(inside, Matrix<T>.Copy(coordinates.Slice(0, 0, Cuts, p)));
    }
}
