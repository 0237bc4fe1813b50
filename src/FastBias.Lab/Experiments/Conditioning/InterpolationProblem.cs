namespace FastBias.Lab;

/// <summary>Cosine features on [0, 1] through nine points of a jump, and interpolants among them.</summary>
internal sealed class InterpolationProblem
{
    private readonly SimplestInterpolantSpec _spec;
    private readonly Svd<double> _smoothSvd;

    public InterpolationProblem(SimplestInterpolantSpec spec)
    {
        _spec = spec;
        Places = [.. Enumerable.Range(0, 9).Select(i => (i + 0.5) / 9)];
        Data = [0, 0.1, 0, 0.1, 0.5, 1, 0.9, 1, 0.9];
        _smoothSvd = Svd<double>.Factor(Design(isScaled: true));
        Smooth = Create(ShortestOf(isScaled: true));
        double[] plain = ShortestOf(isScaled: false);
        Plain = Create([.. plain.Select((w, k) => k == 0 ? w : w / Unit(k))]);
    }

    public double[] Places { get; }

    public double[] Data { get; }

    /// <summary>Minimum norm in features with orthonormal derivatives.</summary>
    public Interpolant Smooth { get; }

    /// <summary>Minimum norm in plain cosines, in the units of the other.</summary>
    public Interpolant Plain { get; }

    /// <summary>The smoothest one with a random vector of the null space added.</summary>
    public Interpolant Other(RandomSource random)
    {
        Matrix<double> nullBasis = _smoothSvd.NullSpace();
        double[] coordinates = Synthetic.Gaussian(random, nullBasis.Columns);
        double size = Vectors.Norm(Smooth.Coefficients) * random.Uniform() / Vectors.Norm(coordinates);
        return Create(Vectors.Add(Smooth.Coefficients, size, Vectors.Multiply(nullBasis, coordinates)));
    }

    public static double[] Values(Interpolant u, double[] places) => [.. places.Select(x => u.Coefficients.Select((w, k) => w * Feature(k, x)).Sum())];

    /// <summary>√2/(kπ), the factor with which the derivative of cos(kπx) has unit norm.</summary>
    private static double Unit(int k) => Math.Sqrt(2) / (k * Math.PI);

    /// <summary>φ₀ = 1, φ_k = √2·cos(kπx)/(kπ).</summary>
    private static double Feature(int k, double x) => k == 0 ? 1 : Unit(k) * Elementary.Cos(k * Math.PI * x);

    private double Slope(double[] coefficients, double x)
    {
        double slope = 0;
        for (int k = 1; k <= _spec.Features; k++)
        {
            slope -= coefficients[k] * Math.Sqrt(2) * Elementary.Sin(k * Math.PI * x);
        }

        return slope;
    }

    private Interpolant Create(double[] coefficients)
    {
        GaussLegendre rule = new(8);
        double square = rule.Integrate(x => Slope(coefficients, x) * Slope(coefficients, x), 0, 1, _spec.Features);
        double[] slopes = [.. Enumerable.Range(1, 20 * _spec.Features).Select(i => Slope(coefficients, (i - 0.5) / (20 * _spec.Features)))];
        int turns = Enumerable.Range(1, slopes.Length - 1).Count(i => slopes[i - 1] * slopes[i] < 0);
        return new(coefficients, Vectors.Norm(coefficients.AsSpan(1)), Math.Sqrt(square), turns);
    }

    /// <summary>min ‖w‖ over the coefficients of the non-constant features: the constant is free, so it is projected out.</summary>
    private double[] ShortestOf(bool isScaled)
    {
        Matrix<double> design = Design(isScaled), centred = new(Places.Length, _spec.Features);
        double[] means = [.. Enumerable.Range(0, _spec.Features + 1).Select(k => design.Column(k).Sum() / Places.Length)];
        double mean = Data.Sum() / Data.Length;
        for (int i = 0; i < Places.Length; i++)
        {
            for (int k = 1; k <= _spec.Features; k++)
            {
                centred[i, k - 1] = design[i, k] - means[k];
            }
        }

        double[] w = LeastSquares.Solve(centred, Data.Select(y => y - mean).ToArray()).X.Data;
        return [mean - w.Select((value, k) => value * means[k + 1]).Sum(), .. w];
    }

    private Matrix<double> Design(bool isScaled)
    {
        Matrix<double> design = new(Places.Length, _spec.Features + 1);
        for (int i = 0; i < Places.Length; i++)
        {
            for (int k = 0; k <= _spec.Features; k++)
            {
                design[i, k] = Feature(k, Places[i]) / (isScaled || k == 0 ? 1 : Unit(k));
            }
        }

        return design;
    }
}

/// <summary>A function through the data, in features with orthonormal derivatives.</summary>
/// <param name="Coefficients">The constant's first.</param>
/// <param name="Length">The norm of the others.</param>
/// <param name="Seminorm">(∫ (u′)²)^½ by quadrature.</param>
/// <param name="Turns">How often the slope changes sign.</param>
internal sealed record Interpolant(double[] Coefficients, double Length, double Seminorm, int Turns);
