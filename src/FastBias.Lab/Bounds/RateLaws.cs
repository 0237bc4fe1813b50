namespace FastBias.Lab;

/// <summary>Steps, rates and times of gradient descent on a quadratic with eigenvalues λ, and what stopping early is equal to.</summary>
/// <remarks>Zero eigenvalues are left out: along them nothing moves. For least squares <see cref="FirstOrderSolver.Predict{T}"/> gives the same and more from the data.</remarks>
public static class RateLaws
{
    /// <summary>2/λ_max: gradient descent converges below and diverges above (infinite where no λ is positive).</summary>
    /// <param name="largest">λ_max.</param>
    public static double StepBound(double largest) => largest > 0 ? 2 / largest : double.PositiveInfinity;

    /// <summary>2/(λ_max + λ_min), the step with the smallest factor.</summary>
    /// <param name="largest">λ_max, positive.</param>
    /// <param name="smallest">λ_min, positive.</param>
    public static double BestStep(double largest, double smallest) => 2 / (ModelCheck.Positive(largest, nameof(largest)) + ModelCheck.Positive(smallest, nameof(smallest)));

    /// <summary>(κ − 1)/(κ + 1), the factor per step at the best step.</summary>
    /// <param name="condition">κ, at least 1.</param>
    public static double BestFactor(double condition) => (condition - 1) / (condition + 1);

    /// <summary>max |1 − αλ| over the nonzero λ: the factor by which the distance to the solution falls per step in the end.</summary>
    /// <param name="step">α.</param>
    /// <param name="eigenvalues">λ.</param>
    public static double Factor(double step, ReadOnlySpan<double> eigenvalues)
    {
        double factor = 0;
        foreach (double eigenvalue in eigenvalues)
        {
            factor = eigenvalue == 0 ? factor : Math.Max(factor, Math.Abs(1 - (step * eigenvalue)));
        }

        return factor;
    }

    /// <summary>ln(target)/ln(factor): steps until an error has fallen to a share of itself.</summary>
    /// <param name="factor">Per step, between 0 and 1.</param>
    /// <param name="target">The share, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double StepsTo(double factor, double target) => Elementary.Log(ModelCheck.Confidence(target, nameof(target))) / Elementary.Log(ModelCheck.Confidence(factor, nameof(factor)));

    /// <summary>1 − (1 − αλ)^T: how much of a direction gradient descent from 0 has found after T steps.</summary>
    /// <param name="eigenvalue">λ.</param>
    /// <param name="step">α.</param>
    /// <param name="steps">T, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is negative.</exception>
    public static double EarlyStoppingFilter(double eigenvalue, double step, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return 1 - Power(1 - (step * eigenvalue), steps);
    }

    /// <summary>λ/(λ + penalty): how much of a direction ridge regression finds.</summary>
    /// <param name="eigenvalue">λ, not negative.</param>
    /// <param name="penalty">The weight of ½‖w‖², not negative.</param>
    public static double RidgeFilter(double eigenvalue, double penalty) => eigenvalue == 0 ? 0 : eigenvalue / (eigenvalue + penalty);

    /// <summary>1/(αT): the penalty of ridge regression that stopping after T steps is like. The filters differ by at most 0.2036 for small αλ. No noise level occurs.</summary>
    /// <param name="step">α, positive.</param>
    /// <param name="steps">T, at least 1.</param>
    public static double EarlyStoppingPenalty(double step, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return 1 / (ModelCheck.Positive(step, nameof(step)) * steps);
    }

    /// <summary>ασ²/(λ(2 − αλ)): the stationary variance along an eigenvector of w ← w − α(λw + noise of variance σ²), for 0 &lt; αλ &lt; 2; else infinite. For small α it is ασ²/2λ.</summary>
    /// <param name="step">α, positive.</param>
    /// <param name="eigenvalue">λ.</param>
    /// <param name="noise">σ², not negative.</param>
    public static double StationaryVariance(double step, double eigenvalue, double noise) =>
        step * eigenvalue is > 0 and < 2 ? step * noise / (eigenvalue * (2 - (step * eigenvalue))) : double.PositiveInfinity;

    /// <summary>Σ = (I − αH)Σ(I − αH) + α²·C, the stationary covariance of stochastic gradients with noise covariance C near a minimum: in the eigenbasis Σ_ij = α·C_ij/(λ_i + λ_j − αλ_iλ_j).</summary>
    /// <remarks>To first order in α it solves the Lyapunov equation HΣ + ΣH = α·C. Cost: an eigendecomposition and four products.</remarks>
    /// <param name="hessian">H, n x n, symmetric with 0 &lt; αλ &lt; 2.</param>
    /// <param name="noise">C, n x n, symmetric.</param>
    /// <param name="step">α, positive.</param>
    /// <exception cref="ArgumentException">The matrices are not square and equal in size, or an αλ is outside (0, 2).</exception>
    public static Matrix<double> StationaryCovariance(Matrix<double> hessian, Matrix<double> noise, double step)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(noise);
        ModelCheck.Positive(step, nameof(step));
        if (hessian.Rows != hessian.Columns || noise.Rows != hessian.Rows || noise.Columns != hessian.Rows)
        {
            throw new ArgumentException($"H is {hessian.Rows}x{hessian.Columns}, C is {noise.Rows}x{noise.Columns}; both must be square and equal in size.", nameof(noise));
        }

        SymmetricEigen<double> eigen = SymmetricEigen<double>.Factor(hessian);
        if (eigen.Status != Status.Success || eigen.Values.Any(value => !(step * value is > 0 and < 2)))
        {
            throw new ArgumentException($"An eigenvalue of H times the step {step} is outside (0, 2): there is no stationary covariance.", nameof(hessian));
        }

        Matrix<double> left = Product.Multiply(noise, eigen.Vectors), inside = new(hessian.Rows, hessian.Rows), result = new(hessian.Rows, hessian.Rows);
        Product.Multiply<double>(inside.AsSpan(), eigen.Vectors.Transposed, left);
        for (int i = 0; i < inside.Rows; i++)
        {
            for (int j = 0; j < inside.Columns; j++)
            {
                double a = eigen.Values[i], b = eigen.Values[j];
                inside[i, j] *= step / (a + b - (step * a * b));
            }
        }

        Product.Multiply<double>(left.AsSpan(), eigen.Vectors, inside);
        Product.Multiply<double>(result.AsSpan(), left, eigen.Vectors.Transposed);
        return result;
    }

    /// <summary>Integer powers by squaring: the same bits everywhere, which <c>Math.Pow</c> does not promise.</summary>
    internal static double Power(double value, int exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        double power = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
        {
            power = (exponent & 1) == 0 ? power : power * value;
        }

        return power;
    }
}
