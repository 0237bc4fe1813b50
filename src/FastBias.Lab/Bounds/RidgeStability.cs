using System.Diagnostics.CodeAnalysis;

namespace FastBias.Lab;

/// <summary>How much ridge regression min ‖Xw − y‖² + λ‖w‖² changes when one example is left out or replaced, in closed form.</summary>
/// <remarks>
/// With A = XᵀX + λI, h_i = x_iᵀA⁻¹x_i, e = y − Xw: leaving out row i, with the same λ, gives w − w₍₋ᵢ₎ = A⁻¹x_i·e_i/(1 − h_i) and the residual e_i/(1 − h_i) there; replacing it is leaving
/// it out and adding another (Sherman and Morrison). Cost: a Cholesky factorisation of the smaller of A and XXᵀ + λI, and m solves. Accuracy: κ(A)·ε relative; λ at least about
/// 1e-13·‖X‖². Source: D. Allen (1974); O. Bousquet, A. Elisseeff, Stability and generalization, JMLR 2 (2002).
/// </remarks>
public sealed class RidgeStability
{
    private readonly Matrix<double> _x;
    private readonly double[] _y;
    private readonly Matrix<double> _inverseRows;

    /// <summary>Solves for the whole data and prepares the removal of each example.</summary>
    /// <param name="x">X, m x n with m ≥ 1; kept, not copied.</param>
    /// <param name="y">m numbers; kept, not copied.</param>
    /// <param name="lambda">λ, positive.</param>
    /// <exception cref="ArgumentException">y does not fit X.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is not positive and finite.</exception>
    /// <exception cref="InvalidOperationException">A is not positive definite to working precision: λ is too small, or X is not finite.</exception>
    public RidgeStability(Matrix<double> x, double[] y, double lambda)
    {
        ModelCheck.Design(x, y);
        (_x, _y, Lambda) = (x, y, ModelCheck.Positive(lambda, nameof(lambda)));

        // Row i of _inverseRows is A⁻¹x_i: of X·A⁻¹ = (XXᵀ + λI)⁻¹·X the side is solved that is smaller.
        bool isTall = x.Rows >= x.Columns;
        _inverseRows = isTall ? new(x.Columns, x.Rows) : x.Clone();
        Matrix<double> gram = new(isTall ? x.Columns : x.Rows, isTall ? x.Columns : x.Rows);
        Product.Multiply<double>(gram.AsSpan(), isTall ? x.Transposed : x.AsSpan(), isTall ? x.AsSpan() : x.Transposed);
        for (int i = 0; i < gram.Rows; i++)
        {
            gram[i, i] += lambda;
        }

        Cholesky<double> factor = Cholesky<double>.Factor(gram);
        if (isTall)
        {
            x.Transposed.CopyTo(_inverseRows.AsSpan());
        }

        if (factor.Status != Status.Success || factor.Solve(_inverseRows.AsSpan()) != Status.Success)
        {
            throw new InvalidOperationException($"X'X + {lambda} I could not be factored: {factor.Status}.");
        }

        _inverseRows = isTall ? Matrix<double>.Copy(_inverseRows.Transposed) : _inverseRows;
        Weights = new double[x.Columns];
        Product.Multiply<double>(Weights, _inverseRows.Transposed, y);
        Residuals = (double[])y.Clone();
        Product.Multiply<double>(Residuals, x, Weights, -1, 1);
        Leverages = [.. Enumerable.Range(0, x.Rows).Select(i => VectorProduct.Dot<double>(x.Row(i), _inverseRows.Row(i)))];
    }

    /// <summary>λ.</summary>
    public double Lambda { get; }

    /// <summary>w.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public double[] Weights { get; }

    /// <summary>e = y − Xw.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public double[] Residuals { get; }

    /// <summary>h_i, between 0 and 1.</summary>
    public IReadOnlyList<double> Leverages { get; }

    /// <summary>w₍₋ᵢ₎, the solution without example i.</summary>
    /// <param name="index">i, from 0 to m − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public double[] WithoutExample(int index)
    {
        double residual = LeaveOneOutResidual(index);
        return Vectors.Add(Weights, -residual, _inverseRows.Row(index));
    }

    /// <summary>e_i/(1 − h_i), the error at example i of the solution without it.</summary>
    /// <param name="index">i, from 0 to m − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public double LeaveOneOutResidual(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Residuals.Length);
        return Residuals[index] / (1 - Leverages[index]);
    }

    /// <summary>‖w − w₍₋ᵢ₎‖ = ‖A⁻¹x_i‖·|e_i|/(1 − h_i).</summary>
    /// <param name="index">i, from 0 to m − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public double LeaveOneOutShift(int index) => Math.Abs(LeaveOneOutResidual(index)) * VectorProduct.Norm<double>(_inverseRows.Row(index));

    /// <summary>The solution with example i replaced by (x', y').</summary>
    /// <param name="index">i, from 0 to m − 1.</param>
    /// <param name="example">x', n numbers.</param>
    /// <param name="target">y'.</param>
    /// <exception cref="ArgumentException"><paramref name="example"/> does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public double[] WithReplacement(int index, double[] example, double target)
    {
        ArgumentNullException.ThrowIfNull(example);
        ModelCheck.Length(example, _x.Columns, nameof(example));
        double[] without = WithoutExample(index), image = InverseTimes(example);

        // B = A − x_i·x_iᵀ; B⁻¹v = A⁻¹v + A⁻¹x_i·(x_iᵀA⁻¹v)/(1 − h_i), and the new example has the leverage s/(1 + s), s = x'ᵀB⁻¹x'.
        double along = VectorProduct.Dot<double>(_inverseRows.Row(index), example) / (1 - Leverages[index]);
        VectorProduct.AddScaled<double>(image, along, _inverseRows.Row(index));
        double residual = target - VectorProduct.Dot<double>(example, without);
        return Vectors.Add(without, residual / (1 + VectorProduct.Dot<double>(example, image)), image);
    }

    /// <summary>A⁻¹v = (v − XᵀK⁻¹Xv)/λ with K⁻¹X = X·A⁻¹.</summary>
    private double[] InverseTimes(double[] v)
    {
        double[] scores = new double[_x.Rows], image = (double[])v.Clone();
        Product.Multiply<double>(scores, _inverseRows, v);
        Product.Multiply<double>(image, _x.Transposed, scores, -1 / Lambda, 1 / Lambda);
        return image;
    }
}

/// <summary>From the stability of an algorithm to its test error.</summary>
public static class StabilityBound
{
    /// <summary>test ≤ train + 2β + (4mβ + L)·√(ln(1/δ)/2m), with probability 1 − δ over the examples, for a β-uniformly stable algorithm and a loss in [0, L].</summary>
    /// <remarks>β bounds the change of the loss at every point when one example is left out. Without the term 4mβ the statement is not the theorem. Source: Bousquet and Elisseeff, JMLR 2 (2002), Theorem 12.</remarks>
    /// <param name="train">The training error.</param>
    /// <param name="stability">β, finite, not negative.</param>
    /// <param name="lossRange">L, positive.</param>
    /// <param name="examples">m, at least 1.</param>
    /// <param name="delta">δ, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double BousquetElisseeff(double train, double stability, double lossRange, int examples, double delta)
    {
        ModelCheck.NonNegative(stability, nameof(stability));
        ModelCheck.Positive(lossRange, nameof(lossRange));
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        double deviation = Math.Sqrt(-Elementary.Log(ModelCheck.Confidence(delta)) / (2.0 * examples));
        return train + (2 * stability) + (((4.0 * examples * stability) + lossRange) * deviation);
    }

    /// <summary>β ≤ s²κ²/(2μm) for min (1/m)Σℓ_i(w) + μ‖w‖² with losses that are s-Lipschitz in the prediction and ‖x_i‖ ≤ κ.</summary>
    /// <remarks>In terms of min ‖Xw − y‖² + λ‖w‖²: μ = λ/m, so that β ≤ s²κ²/(2λ), which falls with m only if λ grows. Source: Bousquet and Elisseeff, Theorem 22.</remarks>
    /// <param name="lipschitz">s, positive.</param>
    /// <param name="radius">κ, positive.</param>
    /// <param name="regularization">μ, positive.</param>
    /// <param name="examples">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double OfRegularization(double lipschitz, double radius, double regularization, int examples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        double product = ModelCheck.Positive(lipschitz, nameof(lipschitz)) * ModelCheck.Positive(radius, nameof(radius));
        return product * product / (2 * ModelCheck.Positive(regularization, nameof(regularization)) * examples);
    }
}
