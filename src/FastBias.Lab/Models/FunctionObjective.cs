namespace FastBias.Lab;

/// <summary>Writes ∇ℓ(w) and returns ℓ(w).</summary>
/// <param name="w">n numbers.</param>
/// <param name="gradient">n numbers, overwritten.</param>
public delegate double ValueAndGradient(ReadOnlySpan<double> w, Span<double> gradient);

/// <summary>An objective given by its value and gradient; Hessian products by central differences of the gradient, (∇ℓ(w + εv) − ∇ℓ(w − εv))/2ε.</summary>
/// <remarks>ε = 6e-6·max(1, ‖w‖)/‖v‖, the cube root of the unit roundoff: relative error about 1e-10 where the third derivatives are of the size of the Hessian.</remarks>
/// <param name="dimension">n, at least 1.</param>
/// <param name="function">Value and gradient.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is less than 1.</exception>
public sealed class FunctionObjective(int dimension, ValueAndGradient function) : IObjective
{
    private readonly ValueAndGradient _function = function ?? throw new ArgumentNullException(nameof(function));

    /// <inheritdoc/>
    public int Dimension { get; } = dimension >= 1 ? dimension : throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "A function has at least one parameter.");

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> w) => Gradient(w, new double[Dimension]);

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        return _function(w, gradient);
    }

    /// <inheritdoc/>
    public void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(v, Dimension, nameof(v));
        ModelCheck.Length(result, Dimension, nameof(result));
        FiniteDifferences.HessianVector(this, w, v, result);
    }
}

/// <summary>Derivatives by central differences: the check of gradients and Hessian products, and the Hessian product of objectives that have none.</summary>
public static class FiniteDifferences
{
    private const double CubeRootOfRoundoff = 6.0554544523933429e-06;

    /// <summary>(∇ℓ(w + εv) − ∇ℓ(w − εv))/2ε with ε = 6e-6·max(1, ‖w‖)/‖v‖.</summary>
    /// <param name="objective">ℓ; only its gradient is called, twice.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="v">n numbers; zeros give zeros.</param>
    /// <param name="result">n numbers, overwritten.</param>
    public static void HessianVector(IObjective objective, ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result)
    {
        ArgumentNullException.ThrowIfNull(objective);
        result.Clear();
        double size = VectorProduct.Norm(v);
        if (size == 0)
        {
            return;
        }

        double epsilon = CubeRootOfRoundoff * Math.Max(1, VectorProduct.Norm(w)) / size;
        double[] low = new double[w.Length];
        objective.Gradient(Vectors.Add(w, epsilon, v), result);
        objective.Gradient(Vectors.Add(w, -epsilon, v), low);
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = (result[j] - low[j]) / (2 * epsilon);
        }
    }

    /// <summary>(ℓ(w + εe_j) − ℓ(w − εe_j))/2ε in every coordinate.</summary>
    /// <param name="objective">ℓ; only its value is called, 2n times.</param>
    /// <param name="w">n numbers.</param>
    public static double[] Gradient(IObjective objective, ReadOnlySpan<double> w)
    {
        ArgumentNullException.ThrowIfNull(objective);
        double[] point = w.ToArray(), gradient = new double[w.Length];
        for (int j = 0; j < point.Length; j++)
        {
            double epsilon = CubeRootOfRoundoff * Math.Max(1, Math.Abs(w[j]));
            point[j] = w[j] + epsilon;
            double high = objective.Value(point);
            point[j] = w[j] - epsilon;
            gradient[j] = (high - objective.Value(point)) / (2 * epsilon);
            point[j] = w[j];
        }

        return gradient;
    }
}
