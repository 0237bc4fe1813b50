namespace FastBias.Lab;

/// <summary>A function ℓ of n parameters with its gradient and the products of its Hessian: all that the optimizers and the measures of sharpness look at.</summary>
/// <remarks>
/// Destinations never overlap operands. Implementations check the lengths of all vectors (<see cref="ArgumentException"/>); a NaN or infinity in w goes through to the result.
/// An instance may be used by one thread at a time.
/// </remarks>
public interface IObjective
{
    /// <summary>n, the number of parameters.</summary>
    int Dimension { get; }

    /// <summary>ℓ(w).</summary>
    /// <param name="w">n numbers.</param>
    double Value(ReadOnlySpan<double> w);

    /// <summary>∇ℓ(w), and ℓ(w) as the result.</summary>
    /// <param name="w">n numbers.</param>
    /// <param name="gradient">n numbers, overwritten.</param>
    double Gradient(ReadOnlySpan<double> w, Span<double> gradient);

    /// <summary>∇²ℓ(w)·v.</summary>
    /// <param name="w">n numbers.</param>
    /// <param name="v">n numbers.</param>
    /// <param name="result">n numbers, overwritten.</param>
    void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result);
}

/// <summary>An objective that is a mean over examples, ℓ(w) = (1/m)·Σℓ_i(w): what stochastic gradients need.</summary>
public interface IMeanObjective : IObjective
{
    /// <summary>m, the number of examples.</summary>
    int Examples { get; }

    /// <summary>(1/|B|)·Σ_{i∈B} ∇ℓ_i(w): equal to the full gradient for the batch of all examples, and on average over all batches of a size.</summary>
    /// <param name="w">n numbers.</param>
    /// <param name="batch">At least one index from 0 to m − 1; an index that occurs twice counts twice.</param>
    /// <param name="gradient">n numbers, overwritten.</param>
    /// <returns>(1/|B|)·Σ_{i∈B} ℓ_i(w).</returns>
    double Gradient(ReadOnlySpan<double> w, ReadOnlySpan<int> batch, Span<double> gradient);
}

/// <summary>The three ways of scaling a sum of squares (and the two of a sum of other losses); every bound on a step depends on which.</summary>
public enum LossScaling
{
    /// <summary>½‖Xw − y‖², Hessian XᵀX; of other losses the sum.</summary>
    HalfSum,

    /// <summary>(1/2m)‖Xw − y‖², Hessian XᵀX/m; of other losses the mean.</summary>
    HalfMean,

    /// <summary>(1/m)‖Xw − y‖², Hessian 2XᵀX/m; of other losses the mean.</summary>
    Mean,
}
