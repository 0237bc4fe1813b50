using System.Numerics;

namespace FastBias;

/// <summary>Residual, gradient and error bounds of a ridge solution, whatever computed it.</summary>
internal sealed class RidgeErrors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public RidgeErrors(SolverInput<T> input, Matrix<T> a, Matrix<T> b, Matrix<T> x, T lambda)
    {
        Matrix<T> residual = SolverMath.Residual<T>(a, x, b, input.Parallelism), gradient = x.Clone();
        Product.Multiply<T>(gradient.AsSpan(), a.Transposed, residual, T.One, -lambda, input.Parallelism);
        T[] residuals = Columns.Norms(residual), solutions = Columns.Norms(x), gradients = Columns.Norms(gradient), right = Columns.Norms(b);
        T norm = Columns.Frobenius<T>(a), root = T.Sqrt(lambda);
        T augmented = ElementaryReflector.Hypotenuse(norm, root * T.Sqrt(T.CreateTruncating(x.Rows)));

        // The gradient is itself rounded: products of m and of n terms, whose errors add up like a random walk.
        T unit = FactorRange<T>.Epsilon * T.Sqrt(T.CreateTruncating(a.Rows + a.Columns));
        Backward = Forward = T.Zero;
        for (int j = 0; j < solutions.Length; j++)
        {
            if (gradients[j] == T.Zero && solutions[j] == T.Zero)
            {
                continue;
            }

            T both = ElementaryReflector.Hypotenuse(residuals[j], root * solutions[j]);
            T rounding = unit * ((norm * (right[j] + (norm * solutions[j]))) + (lambda * solutions[j]));
            Backward = T.Max(Backward, T.Min(gradients[j] / both, both / solutions[j]) / augmented);
            Forward = T.Max(Forward, (gradients[j] + rounding) / lambda / solutions[j]);
        }

        ResidualNorm = SolverMath.Largest(residuals);
        SolutionNorm = SolverMath.Largest(solutions);
    }

    public T ResidualNorm { get; }

    public T SolutionNorm { get; }

    public T Backward { get; }

    public T Forward { get; }
}
