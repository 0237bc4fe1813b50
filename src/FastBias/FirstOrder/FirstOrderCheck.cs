using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The checks of <see cref="FirstOrderSolver"/>.</summary>
internal static class FirstOrderCheck
{
    public static void Require<T>(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, FirstOrderOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y.Length != x.Rows)
        {
            throw new ArgumentException($"y has {y.Length} elements, X is {x.Rows}x{x.Columns}.", nameof(y));
        }

        if (options.Start is { } start && start.Length != x.Columns)
        {
            throw new ArgumentException($"The start has {start.Length} elements, X is {x.Rows}x{x.Columns}.", nameof(options));
        }

        if (options.Method == FirstOrderMethod.ExponentiatedGradient && options.Start is { } positive && Array.FindIndex(positive, w => !(w > T.Zero)) is >= 0 and var index)
        {
            throw new ArgumentException($"Exponentiated gradient needs a positive start; element {index} is {positive[index]}.", nameof(options));
        }

        RequireRange(Enum.IsDefined(options.Method), options.Method, "There is no such method.");
        RequireRange(options.LossFactor > T.Zero && T.IsFinite(options.LossFactor), options.LossFactor, "The loss factor is positive and finite.");
        RequireRange(options.Step is not { } step || (step > T.Zero && T.IsFinite(step)), options.Step, "A step is positive and finite.");
        RequireRange(options.Momentum is not { } beta || (beta >= T.Zero && beta < T.One), options.Momentum, "A momentum is at least 0 and less than 1.");
        RequireRange(options.SecondMomentum >= T.Zero && options.SecondMomentum < T.One, options.SecondMomentum, "A momentum is at least 0 and less than 1.");
        RequireRange(options.Epsilon >= T.Zero, options.Epsilon, "Epsilon is not negative.");
        RequireRange(options.BatchSize >= 1, options.BatchSize, "A batch has at least one row.");
        RequireRange(options.MaxIterations >= 1, options.MaxIterations, "At least one step is allowed.");
        RequireRange(options.HistoryStride >= 0, options.HistoryStride, "The stride of the history is not negative.");
        RequireRange(options.RelativeTolerance is not { } tolerance || tolerance >= T.Zero, options.RelativeTolerance, "A tolerance is not negative.");
        RequireRange(options.RelativeCutoff is not { } cutoff || (cutoff >= T.Zero && cutoff < T.One), options.RelativeCutoff, "A relative cutoff is at least 0 and less than 1.");
    }

    public static bool IsFinite<T>(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, FirstOrderOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsFinite(ExactScaling.MaxAbs(x)) && T.IsFinite(VectorKernels.MaxAbs(y)) && T.IsFinite(VectorKernels.MaxAbs<T>(options.Start));

    private static void RequireRange(bool isRight, object? options, string message)
    {
        if (!isRight)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, message);
        }
    }
}
