using System.Globalization;
using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>First-order methods for min (c/2)·‖X·w − y‖², each with the step bound, the rate and the limit that the spectrum predicts, and the distance to it.</summary>
public static class FirstOrderSolver
{
    /// <summary>What the spectrum says: bound, rate, limit, by the table of <see cref="FirstOrderMethod"/>. Nothing is run.</summary>
    /// <remarks>
    /// Shapes: X m x n, any. NaN or infinity: throws, since there is no spectrum. Cost: the SVD of X; for cyclic stochastic gradients m·r² + 32r³ more, r the rank.
    /// The prediction is the theory's and holds in exact arithmetic; rank and P_null depend on the cutoff.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="x">m x n, any strides.</param>
    /// <param name="y">m elements.</param>
    /// <param name="options">The method and its parameters.</param>
    /// <exception cref="ArgumentException">y or the start does not fit X; a start for exponentiated gradient is not positive; an input is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of the range that its documentation names.</exception>
    public static FirstOrderPrediction<T> Predict<T>(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, FirstOrderOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        FirstOrderCheck.Require(x, y, options);
        return FirstOrderCheck.IsFinite(x, y, options)
            ? StepAnalysis.Predict(new FirstOrderProblem<T>(x, y, options))
            : throw new ArgumentException("X, y or the start holds a NaN or an infinity.", nameof(x));
    }

    /// <summary>Runs the method.</summary>
    /// <remarks>
    /// <para>Status: <see cref="FirstOrderSolution{T}.Status"/>. A step that is known to diverge runs nothing and names the bound, unless <see cref="FirstOrderOptions{T}.RunDivergent"/>.
    /// NaN or infinity in X, y or the start: <see cref="Status.NonFiniteInput"/>. X without rows, columns or rank: the start is a solution.</para>
    /// <para>The bits depend on the options alone (for exponentiated gradient also on the platform's exponential). Cost: the prediction, and 4mn operations a step for the
    /// full gradient that the stopping rule looks at, as much again for Nesterov, stochastic gradients and Kaczmarz.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="x">m x n, any strides; not changed.</param>
    /// <param name="y">m elements; not changed.</param>
    /// <param name="options">The method and its parameters.</param>
    /// <exception cref="ArgumentException">y or the start does not fit X; a start for exponentiated gradient is not positive.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of the range that its documentation names.</exception>
    public static FirstOrderSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, FirstOrderOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        FirstOrderCheck.Require(x, y, options);
        if (!FirstOrderCheck.IsFinite(x, y, options))
        {
            return new(FirstOrderStop.NonFinite, options.Start ?? new T[x.Columns], new()) { Reason = "X, y or the start holds a NaN or an infinity" };
        }

        FirstOrderProblem<T> problem = new(x, y, options);
        FirstOrderPrediction<T> prediction = StepAnalysis.Predict(problem);
        if (prediction.Diverges && !options.RunDivergent)
        {
            string reason = string.Create(CultureInfo.InvariantCulture, $"the step {prediction.Step:G6} diverges: it must be below {prediction.StepBound:G6} ({prediction.StepBoundText})");
            return new(FirstOrderStop.StepTooLarge, problem.Start, prediction) { Reason = reason, Final = problem.Measure(0, problem.Start, null, new T[x.Columns]) };
        }

        return Run(problem, prediction);
    }

    private static FirstOrderSolution<T> Run<T>(FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FirstOrderOptions<T> options = problem.Options;
        FirstOrderRule<T> rule = FirstOrderRule<T>.Create(problem, prediction);
        T tolerance = options.RelativeTolerance ?? WorkingRange<T>.LooseTolerance;
        T[] gradient = new T[problem.X.Columns];
        List<FirstOrderRecord<T>> history = [];
        for (int iteration = 0; ; iteration++)
        {
            FirstOrderRecord<T> record = problem.Measure(iteration, rule.W, prediction.Limit, gradient);
            FirstOrderStop? stop =
                !T.IsFinite(record.GradientNorm) ? FirstOrderStop.Diverged
                : record.GradientNorm <= tolerance * problem.GradientScale(record.SolutionNorm) ? FirstOrderStop.GradientSmall
                : iteration == options.MaxIterations ? FirstOrderStop.MaxIterations
                : options.CancellationToken.IsCancellationRequested ? FirstOrderStop.Cancelled
                : null;
            if (options.HistoryStride > 0 && (stop is not null || iteration % options.HistoryStride == 0))
            {
                history.Add(record);
                options.Progress?.Report(record);
            }

            if (stop is { } end)
            {
                return Finish(problem, prediction, rule.W, end, record, history);
            }

            rule.Step(gradient);
        }
    }

    private static FirstOrderSolution<T> Finish<T>(
        FirstOrderProblem<T> problem, FirstOrderPrediction<T> prediction, T[] w, FirstOrderStop stop, FirstOrderRecord<T> final, List<FirstOrderRecord<T>> history)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] moved = (T[])w.Clone();
        VectorKernels.Axpy<T>(moved, -T.One, problem.Start);
        return new(stop, w, prediction)
        {
            Reason = string.Create(CultureInfo.InvariantCulture, $"{Words(stop)} after {final.Iteration} steps: gradient {final.GradientNorm:0.0e+0}, loss {final.Loss:0.0e+0}"),
            Final = final,
            History = history,
            NullSpaceDrift = VectorKernels.Norm<T>(problem.NullPart(moved)),
            MirrorResidual = problem.Options.Method == FirstOrderMethod.ExponentiatedGradient ? MirrorResidual(problem, w) : T.NaN,
        };
    }

    private static T MirrorResidual<T>(FirstOrderProblem<T> problem, T[] w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] logarithms = new T[w.Length];
        for (int j = 0; j < w.Length; j++)
        {
            logarithms[j] = T.Log(w[j] / problem.Start[j]);
        }

        T size = VectorKernels.Norm<T>(logarithms);
        return size == T.Zero ? T.Zero : VectorKernels.Norm<T>(problem.NullPart(logarithms)) / size;
    }

    private static string Words(FirstOrderStop stop) => stop switch
    {
        FirstOrderStop.GradientSmall => "the gradient is small",
        FirstOrderStop.MaxIterations => "the cap was reached",
        FirstOrderStop.Diverged => "the iterates diverged",
        _ => "cancelled",
    };
}
