namespace FastBias.Lab;

/// <summary>
/// Gradient descent on L̂(β) = (1/4n)·Σᵢ(⟨β⊙β, xᵢ⟩ − yᵢ)² from several starts α·1 at once: βₖ ← βₖ − (η/n)·Xᵀ(X(βₖ⊙βₖ) − y)⊙βₖ, with βₖ in row k, so that a step is two products of matrices.
/// </summary>
internal sealed class HadamardDescent
{
    private readonly Matrix<double> _x;
    private readonly double[] _y;
    private readonly double _step;
    private readonly Matrix<double> _beta;
    private readonly Matrix<double> _theta;
    private readonly Matrix<double> _residual;
    private readonly Matrix<double> _slope;

    public HadamardDescent(SparseProblem problem, IReadOnlyList<double> starts, double step)
    {
        (_x, _y, _step) = (problem.X, problem.Y, step);
        _beta = new(starts.Count, _x.Columns);
        _theta = new(starts.Count, _x.Columns);
        _slope = new(starts.Count, _x.Columns);
        _residual = new(starts.Count, _x.Rows);
        for (int k = 0; k < starts.Count; k++)
        {
            _beta.Row(k).Fill(starts[k]);
        }

        Update();
    }

    /// <summary>βₖ.</summary>
    public ReadOnlySpan<double> Beta(int k) => _beta.Row(k);

    /// <summary>θₖ = βₖ⊙βₖ.</summary>
    public ReadOnlySpan<double> Theta(int k) => _theta.Row(k);

    /// <summary>L̂(βₖ).</summary>
    public double Loss(int k) => Vectors.Square(_residual.Row(k)) / (4 * _x.Rows);

    /// <summary>‖∇L̂(βₖ)‖.</summary>
    public double GradientNorm(int k)
    {
        Product.Multiply(_slope.AsSpan(), _residual, _x);
        double[] gradient = new double[_x.Columns];
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = _slope[k, j] * _beta[k, j] / _x.Rows;
        }

        return VectorProduct.Norm<double>(gradient);
    }

    /// <summary>One step for every start.</summary>
    public void Step()
    {
        Product.Multiply(_slope.AsSpan(), _residual, _x);
        double[] beta = _beta.Data, slope = _slope.Data;
        double factor = _step / _x.Rows;
        for (int j = 0; j < beta.Length; j++)
        {
            beta[j] -= factor * slope[j] * beta[j];
        }

        Update();
    }

    private void Update()
    {
        double[] beta = _beta.Data, theta = _theta.Data;
        for (int j = 0; j < beta.Length; j++)
        {
            theta[j] = beta[j] * beta[j];
        }

        for (int k = 0; k < _residual.Rows; k++)
        {
            _y.CopyTo(_residual.Row(k));
        }

        Product.Multiply(_residual.AsSpan(), _theta, _x.Transposed, 1, -1);
    }
}
