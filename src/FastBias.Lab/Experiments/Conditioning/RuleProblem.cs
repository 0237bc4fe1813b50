namespace FastBias.Lab;

/// <summary>A wide problem, its solutions by three rules, and how they move when it changes.</summary>
internal sealed class RuleProblem
{
    private readonly StabilityOfRulesSpec _spec;
    private readonly Matrix<double> _a;
    private readonly double[] _b;
    private readonly double[] _shift;
    private readonly Svd<double> _svd;
    private readonly Matrix<double> _pseudoInverse;
    private readonly double[][] _solutions;

    public RuleProblem(StabilityOfRulesSpec spec, RandomSource random)
    {
        _spec = spec;
        _a = Synthetic.Gaussian(random, spec.Rows, spec.Columns);
        _b = Synthetic.Gaussian(random, spec.Rows);
        _shift = Synthetic.Gaussian(random, spec.Columns);
        _svd = Svd<double>.Factor(_a);
        _pseudoInverse = _svd.PseudoInverse();
        _solutions = Solve(_a, _b);
    }

    public double SmallestSigma => _svd.S[^1];

    /// <summary>‖A⁺‖.</summary>
    public double ShortestNorm => Svd<double>.Factor(_pseudoInverse, new() { Vectors = SvdVectors.None }).S[0];

    /// <summary>√(‖A⁺‖²‖x*‖² + ‖(A⁺)ᵀx*‖²): how far the shortest solution can move per unit of ‖δA‖, to first order.</summary>
    public double MatrixBound
    {
        get
        {
            double direct = ShortestNorm * Vectors.Norm(_solutions[0]), turned = Vectors.Norm(Vectors.Multiply(_pseudoInverse.Transposed, _solutions[0]));
            return Math.Sqrt((direct * direct) + (turned * turned));
        }
    }

    /// <summary>The operator norm of a random right inverse A⁺ + P_null·W.</summary>
    public double RightInverseNorm(RandomSource random)
    {
        Matrix<double> nullBasis = _svd.NullSpace(), coordinates = Synthetic.Gaussian(random, nullBasis.Columns, _spec.Rows), inverse = _pseudoInverse.Clone();
        double scale = random.Uniform();
        Product.Multiply(inverse.AsSpan(), nullBasis, coordinates, scale * scale, 1);
        return Svd<double>.Factor(inverse, new() { Vectors = SvdVectors.None }).S[0];
    }

    /// <summary>The response to a random change of b.</summary>
    public Response ToTarget(RandomSource random)
    {
        double[] change = Synthetic.Gaussian(random, _b.Length);
        Vectors.Scale(change, _spec.Size * Vectors.Norm(_b) / Vectors.Norm(change));
        return Moved(Solve(_a, Vectors.Add(_b, change)), Vectors.Norm(change));
    }

    /// <summary>The response to a random change of A.</summary>
    public Response ToMatrix(RandomSource random)
    {
        Matrix<double> changed = Synthetic.Gaussian(random, _a.Rows, _a.Columns);
        double size = _spec.Size * Vectors.Norm(_a.Data);
        Vectors.Scale(changed.Data, size / Vectors.Norm(changed.Data));
        VectorProduct.AddScaled(changed.Data, 1, _a.Data);
        return Moved(Solve(changed, _b), size);
    }

    private Response Moved(double[][] solutions, double size) =>
        new(Vectors.Distance(solutions[0], _solutions[0]) / size, Vectors.Distance(solutions[1], _solutions[1]) / size, Vectors.Distance(solutions[2], _solutions[2]) / size);

    /// <summary>A⁺b; the basic solution; A⁺b + P_null·(the fixed part).</summary>
    private double[][] Solve(Matrix<double> a, double[] b)
    {
        Svd<double> svd = Svd<double>.Factor(a);
        Matrix<double> right = new([.. b], b.Length, 1), x = new(a.Columns, 1);
        svd.Solve(x.AsSpan(), right);
        double[] inRows = Vectors.Multiply(svd.Vt.Transposed, Vectors.Multiply(svd.Vt, _shift));
        return [x.Data, BasicSolver.Solve<double>(a, right).X.Data, Vectors.Add(x.Data, Vectors.Subtract(_shift, inRows))];
    }
}
