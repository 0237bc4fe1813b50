using System.Numerics;

namespace FastBias;

/// <summary>How <see cref="LeastSquares"/> solves; the defaults need no thought.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record LeastSquaresOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The method; <see cref="LeastSquaresMethod.Auto"/> becomes <see cref="LeastSquaresMethod.Ridge"/> where <see cref="Lambda"/> is given.</summary>
    public LeastSquaresMethod Method { get; init; } = LeastSquaresMethod.Auto;

    /// <summary>
    /// Directions in which A is not larger than this times its norm count as lost to rounding: 0 ≤ cutoff &lt; 1; max(m, n)·ε (at most √ε) if not given, as in LAPACK and NumPy.
    /// 0 keeps everything that is not exactly zero: the full-rank answer, whatever it is worth.
    /// </summary>
    public T? RelativeCutoff { get; init; }

    /// <summary>λ ≥ 0 of ridge, in the units of ‖A‖²; 0 asks for no penalty. Only with <see cref="LeastSquaresMethod.Auto"/> or <see cref="LeastSquaresMethod.Ridge"/>.</summary>
    public T? Lambda { get; init; }

    /// <summary>
    /// One step of iterative refinement with residuals as accurate as in twice the precision, for <see cref="LeastSquaresMethod.Qr"/> and ridge with m ≥ n: removes nearly
    /// all of the error that rounding has put into x, κ² included, as long as κ·ε is well below 1. Costs some 40mn operations for each right-hand side. The reason says whether it was done.
    /// </summary>
    public bool Refine { get; init; }

    /// <summary>What to do about NaN and infinity: look for the first one, or only say that there is one.</summary>
    public FinitePolicy Finite { get; init; } = FinitePolicy.Check;

    /// <summary>How many threads; the bits do not depend on it.</summary>
    public Parallelism Parallelism { get; init; }

    /// <summary>Ends the call early, with <see cref="Status.Cancelled"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}
