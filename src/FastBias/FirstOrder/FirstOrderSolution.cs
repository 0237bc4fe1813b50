using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>Where a first-order method ended, beside where it was predicted to.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class FirstOrderSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal FirstOrderSolution(FirstOrderStop stop, T[] w, FirstOrderPrediction<T> prediction)
    {
        Stop = stop;
        W = w;
        Prediction = prediction;
    }

    /// <summary>
    /// <see cref="Status.Success"/>: the gradient is small; <see cref="Status.NotConverged"/>: the cap was reached, the step is too large, or the iterates diverged, see
    /// <see cref="Stop"/>; <see cref="Status.NonFiniteInput"/>; <see cref="Status.Cancelled"/>.
    /// </summary>
    public Status Status => Stop switch
    {
        FirstOrderStop.GradientSmall => Status.Success,
        FirstOrderStop.NonFinite => Status.NonFiniteInput,
        FirstOrderStop.Cancelled => Status.Cancelled,
        _ => Status.NotConverged,
    };

    /// <summary>Why it ended.</summary>
    public FirstOrderStop Stop { get; }

    /// <summary>The same in words; names the bound where the step is too large.</summary>
    public string Reason { get; internal init; } = string.Empty;

    /// <summary>w; the start where nothing was run.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] W { get; }

    /// <summary>Bound, rate and limit from the spectrum.</summary>
    public FirstOrderPrediction<T> Prediction { get; }

    /// <summary>The state at the end.</summary>
    public FirstOrderRecord<T> Final { get; internal init; }

    /// <summary>The records that were asked for.</summary>
    public IReadOnlyList<FirstOrderRecord<T>> History { get; internal init; } = [];

    /// <summary>‖P_null·(w − w₀)‖: what moved in directions that the data do not see; rounding for all methods but exponentiated gradient, sign descent and Adam.</summary>
    public T NullSpaceDrift { get; internal init; } = T.NaN;

    /// <summary>For exponentiated gradient ‖P_null·log(w/w₀)‖/‖log(w/w₀)‖, zero at the limit: its optimality condition. NaN for the others.</summary>
    public T MirrorResidual { get; internal init; } = T.NaN;
}
