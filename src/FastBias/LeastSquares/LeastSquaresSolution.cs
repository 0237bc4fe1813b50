using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace FastBias;

/// <summary>What <see cref="LeastSquares"/> found, and its certificate: which solution this is, why that one, and how far to trust it.</summary>
/// <remarks>
/// With several right-hand sides every single number is the worst over them. Where there is no solution (non-finite input, cancellation,
/// a factorization that failed) <see cref="X"/> is 0x0 and the numbers that were not computed are NaN.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class LeastSquaresSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Matrix<T> s_none = new(0, 0);

    private readonly FormattableString _reason;

    internal LeastSquaresSolution(Status status, LeastSquaresMethod method, FormattableString reason, int rows, int columns)
    {
        Status = status;
        Method = method;
        _reason = reason;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>
    /// <see cref="Status.Success"/>; <see cref="Status.RankDeficient"/>: the method asked for needs full rank, A does not have it, and <see cref="X"/> is what its
    /// factors give all the same, for inspection only (0x0 if they give nothing finite); <see cref="Status.NotPositiveDefinite"/>: the normal equations broke down;
    /// <see cref="Status.NotConverged"/>: the singular value decomposition reached its cap, X is its best; <see cref="Status.NonFiniteInput"/>; <see cref="Status.Cancelled"/>.
    /// </summary>
    public Status Status { get; }

    /// <summary>The method that was used; never <see cref="LeastSquaresMethod.Auto"/> unless nothing was computed.</summary>
    public LeastSquaresMethod Method { get; }

    /// <summary>Why that method, or why there is no solution, in one sentence with the figures.</summary>
    public string Reason => _reason.ToString(CultureInfo.InvariantCulture);

    /// <summary>m, the number of rows of A.</summary>
    public int Rows { get; }

    /// <summary>n, the number of columns of A.</summary>
    public int Columns { get; }

    /// <summary>The solution, n x p, one column for each right-hand side; 0x0 where there is none.</summary>
    public Matrix<T> X { get; internal init; } = s_none;

    /// <summary>The numerical rank of A at <see cref="RelativeCutoff"/>; with ridge that of [A; √λ·I], which is n.</summary>
    public int Rank { get; internal init; }

    /// <summary>The relative cutoff that decided the rank.</summary>
    public T RelativeCutoff { get; internal init; } = T.NaN;

    /// <summary>
    /// How clear the rank is: the smallest kept singular value (or pivot of R) over the largest that was cut. Infinity where nothing was cut, or only exact zeros.
    /// </summary>
    public T RankGap { get; internal init; } = T.NaN;

    /// <summary>n − <see cref="Rank"/>: that many directions in x leave A·x as it is.</summary>
    public int NullSpaceDimension { get; internal init; }

    /// <summary>‖b − A·x‖₂ for each right-hand side, from the solution itself and the matrix that was given.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] ResidualNorms { get; internal init; } = [];

    /// <summary>The largest of <see cref="ResidualNorms"/>; 0 without a right-hand side.</summary>
    public T ResidualNorm { get; internal init; } = T.NaN;

    /// <summary>‖x‖₂ for each right-hand side.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] SolutionNorms { get; internal init; } = [];

    /// <summary>The largest of <see cref="SolutionNorms"/>; 0 without a right-hand side.</summary>
    public T SolutionNorm { get; internal init; } = T.NaN;

    /// <summary>
    /// The condition number of what was kept of A (σ₁/σ_rank; with ridge of [A; √λ·I], where m &lt; n on the row space of A): in the 2-norm where the singular values were computed
    /// (<see cref="LeastSquaresMethod.Svd"/>), otherwise Higham's estimate of κ₁ of the triangular factor, which lies within a factor of about n of it. 0 at rank zero.
    /// </summary>
    public T ConditionEstimate { get; internal init; } = T.NaN;

    /// <summary>
    /// The size ‖E‖_F/‖A‖_F of the smallest change E of A for which X solves the problem exactly; a few ε for a backward stable method.
    /// </summary>
    /// <remarks>
    /// The estimate of Karlson and Waldén, ‖(‖x‖²·AᵀA + ‖r‖²·I)^(−1/2)·Aᵀr‖, at most a factor √2 below the optimum; where Stewart's bounds ‖Aᵀr‖/‖r‖ and ‖r‖/‖x‖ are
    /// already at rounding level, the smaller of these. For a solution of minimum norm it is also at least ‖x_N‖/‖x‖, the share of x outside the row space of A:
    /// so much must A turn for x to be the shortest. With ridge A and b stand for [A; √λ·I] and [b; 0].
    /// Source: R. Karlson and B. Waldén, BIT 37 (1997); S. Gratton, P. Jiránek, D. Titley-Peloquin, SIAM J. Matrix Anal. Appl. 33 (2012); J. Grcar, M. Saunders, Z. Su (2007).
    /// </remarks>
    public T BackwardError { get; internal init; } = T.NaN;

    /// <summary>
    /// A bound of ‖x − x̂‖₂/‖x̂‖₂ against the exact solution for the matrix as it is stored (at a lower rank: for its nearest matrix of that rank).
    /// Infinity where nothing can be said.
    /// </summary>
    /// <remarks>
    /// e/(1 − e)·(c + ‖r‖/(σ_rank·‖x‖)) with e = μ/σ_rank, c = 1 (2 where the rank is less than n): the term with ‖r‖ is the κ² of least squares. μ is the absolute backward
    /// error, a rounding error for its own evaluation, and the norm of what was cut. σ_rank is exact with the SVD and estimated from R otherwise, so that then the bound is
    /// one in practice and not in proof. It is normwise: badly scaled columns make it pessimistic for QR.
    /// Source: P.-Å. Wedin, BIT 13 (1973); Å. Björck, Numerical Methods for Least Squares Problems, section 1.4; N. Higham, Accuracy and Stability, theorem 20.1.
    /// </remarks>
    public T ForwardErrorBound { get; internal init; } = T.NaN;

    /// <summary>
    /// Whether X is the shortest of all minimisers of ‖A·x − b‖, be it that there is only one (full column rank). False for ridge with λ &gt; 0, which minimises something else.
    /// </summary>
    public bool IsMinimumNorm { get; internal init; }

    /// <summary>The first NaN or infinity in row-major order, of <see cref="NonFiniteOperand"/>; A is looked at before B. Null if there is none, or under <see cref="FinitePolicy.Assume"/>.</summary>
    public (int Row, int Column)? FirstNonFinite { get; internal init; }

    /// <summary>The operand with a NaN or an infinity, or null.</summary>
    public LeastSquaresOperand? NonFiniteOperand { get; internal init; }

    /// <summary>This solution if its status is a success.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Status"/> is not a success; the message has the status and the reason.</exception>
    public LeastSquaresSolution<T> EnsureSuccess() =>
        Status == Status.Success ? this : throw new InvalidOperationException($"The least-squares problem ({Rows}x{Columns}) was not solved, {Status}: {Reason}");
}
