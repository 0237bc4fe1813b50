using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The Hessian of ridge least squares, and the shift of its spectrum by the penalty.</summary>
internal sealed class RidgeHessian : Experiment<RidgeHessianSpec>
{
    public override string Name => "ridge-hessian";

    public override string Title => "A ridge penalty moves every eigenvalue of the Hessian up by λ";

    public override string About => """
        The Hessian of f(β) = ½(‖X·β − y‖² + λ‖β‖²) is XᵀX + λI, at every β. Without the penalty its eigenvalues are σᵢ² for the singular values σᵢ of X, and zero for the d − r directions of the null
        space: positive semi-definite, of rank r, with a flat valley of minima. The penalty moves each of them up by λ: zero becomes λ, the Hessian is positive definite, the minimum unique, and the
        condition number falls to (σ₁² + λ)/λ.

        XᵀX + λI is compared with the Hessian by second differences of f, and its eigenvalues with σᵢ² + λ. The figure shows the spectra: on a logarithmic axis they fall until they meet λ, and stay.

        Source: A. Hoerl and R. Kennard, Technometrics 12 (1970).
        """;

    public override IReadOnlyList<string> Ids => ["S1-HESS", "S1-SHIFT"];

    public override ExperimentSpec Quick => new RidgeHessianSpec { Rows = 3, Columns = 5, Lambdas = [0, 0.1] };

    protected override ExperimentResult Run(RidgeHessianSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        double[] y = Synthetic.Gaussian(random, spec.Rows), squares = Svd<double>.Factor(x).S;
        squares = [.. squares.Select(sigma => sigma * sigma), .. new double[Math.Max(0, spec.Columns - spec.Rows)]];
        Spectrum[] spectra = [.. spec.Lambdas.Select(lambda => new Spectrum(lambda, [.. SymmetricEigen<double>.Factor(Hessian(x, lambda)).Values.OrderDescending()]))];
        double difference = spec.Lambdas.Max(lambda => SecondDifference(x, y, lambda, random.Split(1)));
        return new([.. Claims(spec, squares, spectra, difference)], [Table(spectra, squares)], [SpectraFigure(spectra, squares)]);
    }

    private static Matrix<double> Hessian(Matrix<double> x, double lambda)
    {
        Matrix<double> hessian = Matrix<double>.Identity(x.Columns);
        Product.Multiply(hessian.AsSpan(), x.Transposed, x, 1, lambda);
        return hessian;
    }

    /// <summary>The largest relative difference between f's second difference with step 1 in random directions, f(β + v) − 2f(β) + f(β − v), and vᵀH·v.</summary>
    private static double SecondDifference(Matrix<double> x, double[] y, double lambda, RandomSource random)
    {
        double[] beta = new double[x.Columns], v = new double[x.Columns];
        Matrix<double> hessian = Hessian(x, lambda);
        double largest = 0;
        for (int i = 0; i < 20; i++)
        {
            random.FillGaussian<double>(beta);
            random.FillGaussian<double>(v);
            double curvature = VectorProduct.Dot<double>(v, Vectors.Multiply(hessian, v));
            double second = Loss(x, y, lambda, Vectors.Add(beta, v)) - (2 * Loss(x, y, lambda, beta)) + Loss(x, y, lambda, Vectors.Subtract(beta, v));
            largest = Math.Max(largest, Math.Abs((second / curvature) - 1));
        }

        return largest;
    }

    private static double Loss(Matrix<double> x, double[] y, double lambda, double[] beta)
    {
        double residual = Vectors.Distance(Vectors.Multiply(x, beta), y);
        return ((residual * residual) + (lambda * VectorProduct.Dot<double>(beta, beta))) / 2;
    }

    private static IEnumerable<Claim> Claims(RidgeHessianSpec spec, double[] squares, Spectrum[] spectra, double difference)
    {
        double rounding = Math.ScaleB(10 * spec.Columns * squares[0], -52);
        yield return Claim.AtMost("S1-HESS", "hessian", "The second differences of f are vᵀ(XᵀX + λI)v in random directions, relative difference below 1e-12", 1e-12, difference);
        Spectrum plain = spectra.MinBy(spectrum => spectrum.Lambda)!, ridge = spectra.MaxBy(spectrum => spectrum.Lambda)!;
        int rank = Math.Min(spec.Rows, spec.Columns);
        yield return Claim.Near("S1-HESS", "rank", "Without a penalty the Hessian has as many positive eigenvalues as X has rank; the others are zero up to rounding", rank, 0, plain.Values.Count(value => value > rounding + (2 * plain.Lambda)));
        yield return Claim.AtLeast("S1-HESS", "definite", "With a penalty the Hessian is positive definite: the smallest eigenvalue is at least λ, up to rounding", ridge.Lambda - rounding, ridge.Values[^1]);
        double shift = spectra.Max(spectrum => spectrum.Values.Zip(squares, (value, square) => Math.Abs(value - square - spectrum.Lambda)).Max());
        yield return Claim.AtMost("S1-SHIFT", "shift", "Every eigenvalue of XᵀX + λI is σᵢ² + λ: largest difference below 10·n·ε·σ₁²", rounding, shift);
        double condition = (squares[0] + ridge.Lambda) / (squares[^1] + ridge.Lambda);
        yield return Claim.Near("S1-SHIFT", "condition", "The condition number with the largest λ is (σ₁² + λ)/(σ_n² + λ), relative difference below 1e-10", 1, 1e-10, ridge.Values[0] / ridge.Values[^1] / condition);
    }

    private static ResultTable Table(Spectrum[] spectra, double[] squares) => new(
        "spectra",
        "Eigenvalues of XᵀX + λI",
        ["index", "σᵢ²", .. spectra.Select(spectrum => $"λ = {spectrum.Lambda}")],
        [.. squares.Select((square, i) => (IReadOnlyList<Cell>)[i + 1, square, .. spectra.Select(spectrum => Cell.FromDouble(spectrum.Values[i]))])]);

    private static Figure SpectraFigure(Spectrum[] spectra, double[] squares)
    {
        double[] index = [.. Enumerable.Range(1, squares.Length).Select(i => (double)i)];
        return new("shift", "A penalty lifts the whole spectrum",
            [
                new(
                    new("index of the eigenvalue"),
                    new("eigenvalue of XᵀX + λI", true) { Low = 1e-4 },
                    [
                        .. spectra.Select((spectrum, k) => (Mark)new LineMark(index, spectrum.Values) { Legend = $"λ = {spectrum.Lambda}", HasPoints = true, Color = k }),
                        .. spectra.Select((spectrum, k) => (Mark)new LineMark(index, [.. squares.Select(square => square + spectrum.Lambda)]) { IsDashed = true, Color = k }),
                    ]),
            ])
        { Caption = "Dashed: σᵢ² + λ. Where σᵢ is zero the eigenvalue is λ; without a penalty it is zero and below the axis." };
    }

    private sealed record Spectrum(double Lambda, double[] Values);
}

/// <summary>Parameters of <see cref="RidgeHessian"/>.</summary>
internal sealed record RidgeHessianSpec : ExperimentSpec
{
    [Parameter("rows of X, fewer than columns", Minimum = 1, Maximum = 200)]
    public int Rows { get; init; } = 8;

    [Parameter("columns of X", Minimum = 2, Maximum = 200)]
    public int Columns { get; init; } = 12;

    [Parameter("penalties λ; the first is best left at zero", Minimum = 0, Maximum = 1e6)]
    public IReadOnlyList<double> Lambdas { get; init; } = [0, 0.01, 0.1, 1];

    public override string? Problem() => Rows >= Columns ? $"rows: {Rows} must be less than columns ({Columns})"
        : Lambdas.Min() > 0 || Lambdas.Max() == 0 ? "lambdas: one must be zero and one positive"
        : null;
}
