using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Steps, bounds, rates and limits of the methods from the spectrum: the table of <see cref="FirstOrderMethod"/>.</summary>
internal static class StepAnalysis
{
    private const string RowSpace = "X^+ y + P_null w0";

    /// <summary>The prediction for a problem and its options.</summary>
    public static FirstOrderPrediction<T> Predict<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => problem.Options.Method switch
        {
            FirstOrderMethod.GradientDescent => Momentum(problem, T.Zero, BestGradientStep(problem), (step, _) => lambda => T.Abs(T.One - (step * lambda)), _ => Two<T>(), "2/lambda_1, sharp"),
            FirstOrderMethod.HeavyBall => HeavyBall(problem),
            FirstOrderMethod.Nesterov => Nesterov(problem),
            FirstOrderMethod.CyclicSgd => Cyclic(problem),
            FirstOrderMethod.ShuffledSgd => Shuffled(problem),
            FirstOrderMethod.Kaczmarz => Kaczmarz(problem),
            FirstOrderMethod.ExponentiatedGradient => Exponentiated(problem),
            _ => WithoutTheory(problem),
        };

    private static T Two<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One + T.One;

    private static T BestGradientStep<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T largest, T smallest) = problem.Curvatures;
        return problem.Rank == 0 ? T.One : Two<T>() / (largest + smallest);
    }

    private static FirstOrderPrediction<T> HeavyBall<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T largest, T smallest) = problem.Curvatures;
        T a = T.Sqrt(largest), b = T.Sqrt(smallest), quotient = problem.Rank == 0 ? T.Zero : (a - b) / (a + b), best = Two<T>() / (a + b);
        return Momentum(
            problem,
            quotient * quotient,
            problem.Rank == 0 ? T.One : best * best,
            (step, beta) => lambda => LargestRoot(T.One + beta - (step * lambda), beta),
            beta => Two<T>() * (T.One + beta),
            "2 (1 + beta)/lambda_1, sharp");
    }

    private static FirstOrderPrediction<T> Nesterov<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T largest, T smallest) = problem.Curvatures;
        T root = problem.Rank == 0 ? T.One : T.Sqrt(largest / smallest);
        return Momentum(
            problem,
            (root - T.One) / (root + T.One),
            problem.Rank == 0 ? T.One : T.One / largest,
            (step, beta) => lambda => LargestRoot((T.One + beta) * (T.One - (step * lambda)), beta * (T.One - (step * lambda))),
            beta => Two<T>() * (T.One + beta) / (T.One + (Two<T>() * beta)),
            "(2 + 2 beta)/((1 + 2 beta) lambda_1), sharp");
    }

    /// <summary>max |z| over z² − p·z + q = 0.</summary>
    private static T LargestRoot<T>(T p, T q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.ScaleB(p, -1), discriminant = (half * half) - q;
        return discriminant < T.Zero ? T.Sqrt(q) : T.Abs(half) + T.Sqrt(discriminant);
    }

    /// <summary>Gradient descent and its two relatives: every mode is a linear recurrence of its own.</summary>
    private static FirstOrderPrediction<T> Momentum<T>(FirstOrderProblem<T> problem, T bestMomentum, T bestStep, Func<T, T, Func<T, T>> factor, Func<T, T> bound, string text)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool plain = problem.Options.Method == FirstOrderMethod.GradientDescent;
        T beta = plain ? T.Zero : problem.Options.Momentum ?? bestMomentum, step = problem.Options.Step ?? bestStep;
        T limit = problem.Rank == 0 ? T.PositiveInfinity : bound(beta) / problem.Curvature(0), rate = T.Zero;
        Func<T, T> mode = factor(step, beta);
        for (int k = 0; k < problem.Rank; k++)
        {
            rate = T.Max(rate, mode(problem.Curvature(k)));
        }

        bool diverges = step >= limit;
        return new FirstOrderPrediction<T>
        {
            Step = step,
            Momentum = beta,
            StepBound = limit,
            StepBoundText = text,
            Diverges = diverges,
            Rate = rate,
            Limit = diverges ? null : problem.RowSpaceLimit,
            LimitText = diverges ? "none: the step is too large" : RowSpace,
            MinimumNorm = problem.MinimumNorm,
            Curvature = problem.Curvatures,
            Rank = problem.Rank,
            Interpolates = problem.Interpolates,
        };
    }

    /// <summary>2 over the largest eigenvalue of a batch's Hessian: below it no step lengthens the distance to an interpolating point.</summary>
    private static T BatchBound<T>(FirstOrderProblem<T> problem, bool shuffled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = problem.X.Rows, batch = Math.Min(problem.Options.BatchSize, Math.Max(1, m));
        T largest = T.Zero;
        for (int first = 0; !shuffled && first < m; first += batch)
        {
            int count = Math.Min(batch, m - first);
            T norm = Svd<T>.Factor(problem.X.Slice(first, 0, count, problem.X.Columns), new SvdOptions { Vectors = SvdVectors.None }).S is [var top, ..] ? top : T.Zero;
            largest = T.Max(largest, norm * norm * T.CreateTruncating(m) / T.CreateTruncating(count));
        }

        // Any batch-many rows may meet: the sum of the largest squared row norms bounds the square of their norm.
        if (shuffled)
        {
            T[] squares = [.. Enumerable.Range(0, m).Select(i => VectorKernels.Norm<T>(problem.X.Row(i))).Select(norm => norm * norm).OrderByDescending(square => square).Take(batch)];
            int last = m == 0 ? 1 : m % batch == 0 ? batch : m % batch;
            T whole = squares.Aggregate(T.Zero, (sum, square) => sum + square) / T.CreateTruncating(batch);
            T rest = squares.Take(last).Aggregate(T.Zero, (sum, square) => sum + square) / T.CreateTruncating(last);
            largest = T.Max(whole, rest) * T.CreateTruncating(m);
        }

        return largest == T.Zero ? T.PositiveInfinity : Two<T>() / (problem.Options.LossFactor * largest);
    }

    private static FirstOrderPrediction<T> Cyclic<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T bound = BatchBound(problem, shuffled: false), step = problem.Options.Step ?? (T.IsFinite(bound) ? T.ScaleB(bound, -1) : T.One);
        CyclicEpoch<T> epoch = new(problem, step);
        T rate = problem.Rank == 0 ? T.Zero : epoch.SpectralRadius();
        bool diverges = !(rate < T.One);
        return new FirstOrderPrediction<T>
        {
            Step = step,
            StepBound = bound,
            StepBoundText = "2/max over batches of lambda_1 of the batch: sufficient; the spectral radius of the epoch decides",
            Diverges = diverges,
            Rate = rate,
            Limit = diverges ? null : epoch.Limit(),
            LimitText = diverges ? "none: the epoch's spectral radius is not below 1" : problem.Interpolates ? RowSpace : "V (I - M)^-1 h + P_null w0, the fixed point of the epoch: not X^+ y, because y is not in the range of X",
            MinimumNorm = problem.MinimumNorm,
            Curvature = problem.Curvatures,
            Rank = problem.Rank,
            Interpolates = problem.Interpolates,
        };
    }

    private static FirstOrderPrediction<T> Shuffled<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T bound = BatchBound(problem, shuffled: true), step = problem.Options.Step ?? (T.IsFinite(bound) ? T.ScaleB(bound, -1) : T.One);
        return Plain(
            problem,
            step,
            bound,
            "2/(c m) over the mean of the largest |x_i|^2 of a batch: sufficient, not necessary",
            problem.Interpolates && step < bound ? problem.RowSpaceLimit : null,
            problem.Interpolates ? RowSpace : "none: y is not in the range of X, so a fixed step leaves a stationary spread of order alpha around X^+ y + P_null w0");
    }

    private static FirstOrderPrediction<T> Kaczmarz<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T omega = problem.Options.Step ?? T.One, frobenius = VectorKernels.Norm<T>(problem.X.Data), rate = T.NaN;
        bool diverges = omega >= Two<T>();
        if (problem.Rank > 0 && !diverges && problem.Interpolates)
        {
            T share = problem.Sigma[^1] / frobenius, factor = T.One - (omega * (Two<T>() - omega) * share * share);
            rate = T.One;
            for (int bits = problem.X.Rows; bits > 0; bits >>= 1)
            {
                rate = (bits & 1) == 0 ? rate : rate * factor;
                factor *= factor;
            }

            rate = T.Sqrt(rate);
        }

        return new FirstOrderPrediction<T>
        {
            Step = omega,
            StepBound = Two<T>(),
            StepBoundText = "omega < 2, sharp",
            Diverges = diverges,
            Rate = rate,
            Limit = problem.Interpolates && !diverges ? problem.RowSpaceLimit : null,
            LimitText = problem.Interpolates ? RowSpace : "none: y is not in the range of X, so the iterates wander between the rows' hyperplanes",
            MinimumNorm = problem.MinimumNorm,
            Curvature = problem.Curvatures,
            Rank = problem.Rank,
            Interpolates = problem.Interpolates,
        };
    }

    private static FirstOrderPrediction<T> Exponentiated<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Near a point w the step is that of gradient descent with the Hessian D·H·D, D = diag(√w): at the start the spectrum of X times the largest √w₀ bounds it.
        T largest = VectorKernels.MaxAbs<T>(problem.Start), bound = problem.Rank == 0 ? T.PositiveInfinity : Two<T>() / (problem.Curvature(0) * largest);
        return Plain(
            problem,
            problem.Options.Step ?? (T.IsFinite(bound) ? T.ScaleB(bound, -1) : T.One),
            bound,
            "2/(lambda_1 max w0), local: at w the bound is 2/lambda_1(D H D), D = diag(sqrt w)",
            null,
            "no closed form: of all solutions w >= 0 the one with the smallest sum of w log(w/w0) - w + w0, for which log(w/w0) lies in the row space");
    }

    private static FirstOrderPrediction<T> WithoutTheory<T>(FirstOrderProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Plain(
            problem,
            problem.Options.Step ?? T.CreateTruncating(0.001),
            T.NaN,
            problem.Options.Method == FirstOrderMethod.Adam ? "none from the spectrum alone: it depends on the path" : "none: steps of fixed size end in a cycle of width alpha",
            null,
            "no closed form: it depends on the step and the path, and is not X^+ y + P_null w0 in general");

    private static FirstOrderPrediction<T> Plain<T>(FirstOrderProblem<T> problem, T step, T bound, string boundText, T[]? limit, string limitText)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            Step = step,
            Momentum = problem.Options.Method == FirstOrderMethod.Adam ? problem.Options.Momentum ?? T.CreateTruncating(0.9) : T.Zero,
            StepBound = bound,
            StepBoundText = boundText,
            Limit = limit,
            LimitText = limitText,
            MinimumNorm = problem.MinimumNorm,
            Curvature = problem.Curvatures,
            Rank = problem.Rank,
            Interpolates = problem.Interpolates,
        };
}
