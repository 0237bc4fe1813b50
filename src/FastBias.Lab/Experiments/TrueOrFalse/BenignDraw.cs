namespace FastBias.Lab;

/// <summary>One draw of <see cref="BenignOverfitting"/>: five strong features, many weak ones, and the minimum-norm solution by its dual form w = Xᵀ(X·Xᵀ)⁻¹y.</summary>
/// <param name="Train">The mean square training error.</param>
/// <param name="Excess">The test error beyond the noise, exactly.</param>
/// <param name="Strong">The same for least squares on the strong features.</param>
/// <param name="WeakSquare">‖w_weak‖².</param>
internal sealed record BenignDraw(double Train, double Excess, double Strong, double WeakSquare)
{
    private const int StrongFeatures = 5;

    /// <summary>The sum of the weak features' variances.</summary>
    public const double WeakTrace = 2;

    public static BenignDraw Create(BenignOverfittingSpec spec, int weakFeatures, RandomSource random)
    {
        Matrix<double> strong = Synthetic.Gaussian(random, spec.Rows, StrongFeatures), weak = Synthetic.Gaussian(random, spec.Rows, weakFeatures);
        double variance = WeakTrace / weakFeatures;
        Vectors.Scale(weak.Data, Math.Sqrt(variance));
        double[] truth = [.. Enumerable.Repeat(1.0, StrongFeatures)], y = Synthetic.Linear(random, strong, truth, spec.Noise);
        Matrix<double> kernel = new(spec.Rows, spec.Rows), dual = new([.. y], spec.Rows, 1);
        Product.Multiply(kernel.AsSpan(), weak, weak.Transposed);
        Product.Multiply(kernel.AsSpan(), strong, strong.Transposed, 1, 1);
        Cholesky<double>.Factor(kernel).Solve(dual);
        double[] wStrong = Vectors.Multiply(strong.Transposed, dual.Data), wWeak = Vectors.Multiply(weak.Transposed, dual.Data);
        double train = Vectors.Distance(Vectors.Add(Vectors.Multiply(strong, wStrong), Vectors.Multiply(weak, wWeak)), y);
        double weakSquare = VectorProduct.Dot<double>(wWeak, wWeak);
        return new(train * train / spec.Rows, Square(Vectors.Distance(wStrong, truth)) + (variance * weakSquare), Square(Vectors.Distance(Regression.MinimumNorm(strong, y), truth)), weakSquare);
    }

    private static double Square(double x) => x * x;
}
