using System.Numerics;

namespace FastBias;

/// <summary>What was chosen for a problem.</summary>
/// <param name="Factors">What solves it; null if a factorization failed.</param>
/// <param name="Status">Success unless the method does not suit the matrix.</param>
/// <param name="Method">The method.</param>
/// <param name="Reason">Why.</param>
/// <param name="Rank">The rank of A.</param>
/// <param name="RankGap">How clear it is.</param>
internal readonly record struct LeastSquaresChoice<T>(
    SystemFactors<T>? Factors, Status Status, LeastSquaresMethod Method, FormattableString Reason, int Rank, T RankGap)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A method that suits the matrix.</summary>
    public LeastSquaresChoice(SystemFactors<T> factors, FormattableString reason)
        : this(factors, Status.Success, factors.Method, reason, factors.Rank, factors.RankGap)
    {
    }
}

/// <summary>Chooses and factors. Every threshold is relative: to the cutoff, which is relative to the norm of A.</summary>
internal static class LeastSquaresRoute
{
    /// <summary>So far from 1/cutoff (for κ) or the cutoff (for a pivot) an estimate must be to decide alone; κ₁ and |r_jj| are off by less in practice.</summary>
    private const int Margin = 100;

    /// <summary>A gap of this size between the last pivot that is kept and the first that is cut leaves no doubt.</summary>
    private const int ClearGap = 1000;

    /// <summary>The factors for a problem, and why these.</summary>
    public static LeastSquaresChoice<T> Choose<T>(in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LeastSquaresMethod method = problem.Options.Method;
        bool penalised = problem.Options.Lambda > T.Zero;
        if (penalised)
        {
            return RidgeRoute.Choose(problem);
        }

        LeastSquaresChoice<T> choice = method switch
        {
            LeastSquaresMethod.Qr => ByQr(problem),
            LeastSquaresMethod.CompleteOrthogonal => ByCompleteOrthogonal(problem),
            LeastSquaresMethod.Svd => BySvd(problem),
            LeastSquaresMethod.NormalEquations => NormalRoute.Choose(problem),
            _ => Automatic(problem),
        };
        return problem.Options.Lambda is null ? choice : choice with { Reason = $"lambda is 0, so nothing is penalised; {choice.Reason}" };
    }

    /// <summary>Whether full rank is beyond doubt.</summary>
    internal static bool IsWellConditioned<T>(T condition, T cutoff, int margin = Margin)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsFinite(condition) && condition * T.CreateTruncating(margin) * cutoff < T.One;

    private static LeastSquaresChoice<T> Automatic<T>(in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = problem.A.Rows, n = problem.A.Columns;
        if (problem.IsWide)
        {
            LeastSquaresChoice<T> decided = ByTransposed(problem);
            return decided with { Reason = $"{m} rows cannot determine {n} columns, so the solution of minimum norm is taken; {decided.Reason}" };
        }

        QrFactors<T> qr = new(problem);
        if (AtFullRank("QR", qr, problem) is { } full)
        {
            return new(qr, full);
        }

        LeastSquaresChoice<T> second = Decide(problem, T.IsFinite(qr.Condition) ? qr : null);
        if (second.Rank == n && T.IsFinite(qr.Condition))
        {
            return new(qr, $"QR, because the rank is full in spite of a condition estimate of {qr.Condition:0.0e+0}; {second.Reason}");
        }

        qr.Release();
        return second;
    }

    private static LeastSquaresChoice<T> ByTransposed<T>(in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TransposedQrFactors<T> transposed = new(problem);
        if (AtFullRank("QR of the transpose", transposed, problem) is { } full)
        {
            return new(transposed, full);
        }

        transposed.Release();
        return Decide(problem);
    }

    private static LeastSquaresChoice<T> ByQr<T>(in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SystemFactors<T> qr = problem.IsWide ? new TransposedQrFactors<T>(problem) : new QrFactors<T>(problem);
        if (AtFullRank(problem.IsWide ? "QR of the transpose, for minimum norm," : "QR", qr, problem) is { } full)
        {
            return new(qr, full);
        }

        LeastSquaresChoice<T> decided = Decide(problem);
        return decided.Rank == problem.FullRank && T.IsFinite(qr.Condition)
            ? new(qr, $"QR was asked for, and the rank is full in spite of a condition estimate of {qr.Condition:0.0e+0}; {decided.Reason}")
            : new(
                qr,
                Status.RankDeficient,
                LeastSquaresMethod.Qr,
                $"QR needs full rank, and the condition estimate is {qr.Condition:0.0e+0}; {decided.Reason}; ask for CompleteOrthogonal or Svd, or for a RelativeCutoff of 0 to keep all of A.",
                decided.Rank,
                decided.RankGap);
    }

    private static LeastSquaresChoice<T> ByCompleteOrthogonal<T>(in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompleteOrthogonalFactors<T> factors = new(problem);
        return new(factors, Pivots(factors, problem));
    }

    private static LeastSquaresChoice<T> BySvd<T>(in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SvdFactors<T> factors = new(problem);
        return new(factors, Values(factors.Values, factors.Rank, problem));
    }

    /// <summary>Minimum norm at whatever rank: pivoted QR if its pivots leave no doubt about the rank, otherwise a null space of few dimensions if it can be proved, otherwise the singular values.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="atFullRank">Factors with a finite R that will do if the rank is full, so that the vectors of the SVD are needed only where it is not; a null space is sought in their R.</param>
    private static LeastSquaresChoice<T> Decide<T>(in LeastSquaresProblem<T> problem, QrFactors<T>? atFullRank = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompleteOrthogonalFactors<T> factors = new(problem);
        T cutoff = problem.RelativeCutoff;
        bool clear = factors.Rank == 0
            || (factors.PivotRatio(factors.Rank - 1) > T.CreateTruncating(Margin) * cutoff
                && factors.RankGap > T.CreateTruncating(ClearGap)
                && IsWellConditioned(factors.Condition, cutoff));
        if (clear)
        {
            return new(factors, Pivots(factors, problem));
        }

        if (atFullRank is not null)
        {
            if (DeflatedQrFactors<T>.Find(atFullRank, problem) is { } deflated)
            {
                return new(deflated.Factors, Deflated(factors, deflated.Factors, deflated.Bound, problem));
            }

            SvdOptions options = new() { Vectors = SvdVectors.None, Finite = FinitePolicy.Assume };
            Svd<T> values = Svd<T>.Factor(problem.A, options, problem.Options.Parallelism, problem.Options.CancellationToken);
            problem.ThrowIfCancelled();
            if (values.Rank(cutoff) == problem.FullRank)
            {
                return new(atFullRank, InDoubt(factors, Values(values.S, problem.FullRank, problem)));
            }
        }

        SvdFactors<T> svd = new(problem);
        return new(svd, InDoubt(factors, Values(svd.Values, svd.Rank, problem)));
    }

    private static FormattableString InDoubt<T>(CompleteOrthogonalFactors<T> factors, FormattableString values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        $"the pivots of QR leave the rank in doubt ({factors.Rank} or another), so the singular values decide: {values}";

    private static FormattableString Deflated<T>(CompleteOrthogonalFactors<T> pivots, DeflatedQrFactors<T> factors, T bound, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rank = factors.Rank, full = problem.FullRank, cuts = factors.Cuts;
        T cutoff = problem.RelativeCutoff;
        string directions = cuts == 1 ? "one direction" : $"{cuts} directions";
        return $"the pivots of QR leave the rank in doubt ({pivots.Rank} or another), so the null space is sought by inverse iteration: complete orthogonal decomposition at rank {rank} of {full}: in {directions} A is {factors.CutRatio:0.0e+0} of its norm or less, not above the cutoff {cutoff:0.0e+0}, and for the others the condition is at most {bound:0.0e+0} by the norm of the inverse, below 1/cutoff = {T.One / cutoff:0.0e+0}";
    }

    /// <summary>Why the rank of a triangle is full beyond doubt: by the estimate of its condition, or where that leaves it open, by its inverse. Else null.</summary>
    private static FormattableString? AtFullRank<T>(string what, SystemFactors<T> qr, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T condition = qr.Condition, cutoff = problem.RelativeCutoff;
        if (cutoff == T.Zero && T.IsFinite(condition))
        {
            return $"{what} at full rank: a cutoff of 0 keeps all of A, at a condition estimate of {condition:0.0e+0}";
        }

        if (IsWellConditioned(condition, cutoff))
        {
            return $"{what} at full rank: its condition estimate of {condition:0.0e+0} is far below 1/cutoff = {T.One / cutoff:0.0e+0}";
        }

        if (FullRankProof.Find(problem.IsWide ? qr.Core.Transposed : qr.Core, condition, problem) is { } bound)
        {
            return $"{what} at full rank: by the norm of its inverse the condition is at most {bound:0.0e+0}, below 1/cutoff = {T.One / cutoff:0.0e+0}";
        }

        return null;
    }

    private static FormattableString Pivots<T>(CompleteOrthogonalFactors<T> factors, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rank = factors.Rank, full = problem.FullRank;
        T kept = factors.PivotRatio(rank - 1), cut = factors.PivotRatio(rank), cutoff = problem.RelativeCutoff;
        if (rank == full)
        {
            return $"complete orthogonal decomposition at full rank {rank}: the smallest pivot of QR is {kept:0.0e+0} of the largest, above the cutoff {cutoff:0.0e+0}";
        }

        return $"complete orthogonal decomposition at rank {rank} of {full}: pivot {rank} of QR is {kept:0.0e+0} of the largest and pivot {rank + 1} is {cut:0.0e+0}, not above the cutoff {cutoff:0.0e+0}";
    }

    private static FormattableString Values<T>(T[] values, int rank, in LeastSquaresProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int full = problem.FullRank;
        T kept = Ratio(values, rank - 1), cut = Ratio(values, rank), cutoff = problem.RelativeCutoff;
        if (rank == full)
        {
            return $"SVD at full rank {rank}: the smallest singular value is {kept:0.0e+0} of the largest, above the cutoff {cutoff:0.0e+0}";
        }

        return $"SVD at rank {rank} of {full}: singular value {rank} is {kept:0.0e+0} of the largest and number {rank + 1} is {cut:0.0e+0}, not above the cutoff {cutoff:0.0e+0}";
    }

    /// <summary>σ_j/σ₀; zero beyond the last.</summary>
    private static T Ratio<T>(T[] values, int j)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        j < 0 ? T.One : j >= values.Length || values[j] == T.Zero ? T.Zero : values[j] / values[0];
}
