using System.Numerics;

namespace FastBias;

/// <summary>Sketch and precondition: least squares for very tall or very wide dense matrices (Blendenpik, LSRN).</summary>
/// <remarks>
/// <code>
///   m ≥ n    S·A = U·Σ·Vᵀ (QR where its rank is clear)   N = V·Σ⁻¹ or R⁻¹     min ‖A·N·z − b‖ by LSQR, x = N·z
///   m &lt; n    A·Sᵀ = U·Σ·Vᵀ                               N = U·Σ⁻¹            min ‖Nᵀ·A·x − Nᵀ·b‖ by LSQR
/// </code>
/// A·N (Nᵀ·A) has singular values within [1/(1 + γ), 1/(1 − γ)], γ = √(n/s), whatever those of A are. N spans A's row (column) space, so that x is the shortest minimiser.
/// </remarks>
public static class SketchedSolver
{
    /// <summary>x = arg min ‖A·x − b‖₂; among several, the shortest.</summary>
    /// <remarks>
    /// <para>Shapes: any; it pays from about m ≥ 20n (n ≥ 20m) with n (m) in the hundreds. Any rank; what lies below the cutoff in the sketch counts as zero.</para>
    /// <para>Status: <see cref="IterativeSolution{T}.Status"/>. NaN or infinity in A or b: <see cref="Status.NonFiniteInput"/>, x is zero.</para>
    /// <para>Accuracy: backward error of the tolerance in the preconditioned problem, whose κ is about 3; the same seed gives the same bits. Cost: 16mn for the sketch,
    /// 8n³ for its QR (30n³ where the SVD decides on the rank), 4mn + 2n² for each of some 40 steps.</para>
    /// <para>Source: H. Avron, P. Maymounkov, S. Toledo, Blendenpik, SIAM J. Sci. Comput. 32 (2010); X. Meng, M. Saunders, M. Mahoney, LSRN, SIAM J. Sci. Comput. 36 (2014);
    /// the sketch: P.-G. Martinsson, J. Tropp, Randomized numerical linear algebra, Acta Numerica 29 (2020), section 9.2.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n; not changed.</param>
    /// <param name="b">m elements; not changed.</param>
    /// <param name="options">Tolerance, oversampling, seed, cutoff, cap, reports, threads.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentException">b has not m elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative, the oversampling not above 1, the cutoff not in [0, 1), or the cap below 1.</exception>
    public static SketchedSolution<T> Solve<T>(Matrix<T> a, ReadOnlySpan<T> b, SketchedOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= new();
        Require(a, b, options);
        LeastSquaresIterationOptions<T> inner = new()
        {
            RelativeTolerance = options.RelativeTolerance,
            MaxIterations = options.MaxIterations,
            KeepHistory = options.KeepHistory,
            Progress = options.Progress,
            CancellationToken = options.CancellationToken,
        };
        DenseOperator<T> system = new(a, options.Parallelism);
        if (FiniteScan.First<T>(a) is not null)
        {
            return new(Nothing(a, inner, IterationStop.NonFinite));
        }

        try
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            SketchPreconditioner<T> sketch = SketchPreconditioner<T>.Create(a, options);
            return new(sketch.IsLeft ? FromTheLeft(system, b, inner, sketch) : FromTheRight(system, b, inner, sketch))
            {
                Rank = sketch.Rank,
                SketchCondition = sketch.Condition,
                SketchRows = sketch.SketchRows,
            };
        }
        catch (OperationCanceledException) when (options.CancellationToken.IsCancellationRequested)
        {
            return new(Nothing(a, inner, IterationStop.Cancelled));
        }
    }

    private static KrylovOutcome<T> FromTheRight<T>(ILinearOperator<T> a, ReadOnlySpan<T> b, LeastSquaresIterationOptions<T> options, SketchPreconditioner<T> sketch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KrylovProblem<T> problem = KrylovProblem<T>.ForRectangularPreconditioner(a, b, options with { Preconditioner = sketch.Inverse });
        return new KrylovDriver<T>(problem, new LsqrEngine<T>(problem.Preconditioned)).Run();
    }

    /// <summary>The system Nᵀ·A·x = Nᵀ·b; what the outcome reports is then measured on A itself.</summary>
    private static KrylovOutcome<T> FromTheLeft<T>(ILinearOperator<T> a, ReadOnlySpan<T> b, LeastSquaresIterationOptions<T> options, SketchPreconditioner<T> sketch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TransposedOperator<T> left = new(sketch.Inverse);
        T[] right = new T[left.Rows];
        left.Apply(right, b);
        KrylovProblem<T> problem = KrylovProblem<T>.ForLeastSquares(new ProductOperator<T>(left, a), right, options);
        return new KrylovDriver<T>(problem, new LsqrEngine<T>(problem.A)).Run().MeasuredOn(a, b);
    }

    private static KrylovOutcome<T> Nothing<T>(Matrix<T> a, LeastSquaresIterationOptions<T> options, IterationStop stop)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new() { Stop = stop, X = new T[a.Columns], Tolerance = options.RelativeTolerance ?? WorkingRange<T>.LooseTolerance };

    private static void Require<T>(Matrix<T> a, ReadOnlySpan<T> b, SketchedOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (b.Length != a.Rows)
        {
            throw new ArgumentException($"b has {b.Length} elements, A is {a.Rows}x{a.Columns}.", nameof(b));
        }

        if (!(options.Oversampling > 1 && double.IsFinite(options.Oversampling)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Oversampling, "The oversampling is a finite number above 1.");
        }

        if (options.RelativeCutoff is { } cutoff && !(cutoff >= T.Zero && cutoff < T.One))
        {
            throw new ArgumentOutOfRangeException(nameof(options), cutoff, "A relative cutoff is at least 0 and less than 1.");
        }
    }
}
