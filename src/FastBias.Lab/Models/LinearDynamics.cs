namespace FastBias.Lab;

/// <summary>Gradient descent, gradient flow and ridge regression on ½‖Xw − y‖² in closed form, by the singular value decomposition X = UΣVᵀ.</summary>
/// <remarks>
/// <code>
///   flow      w(t) = w₀ + (I − e^{−XᵀXt})·X⁺(y − Xw₀)
///   descent   w_T  = w₀ + Σ (1 − (1 − ασ²)^T)·v·(u·(y − Xw₀))/σ
///   ridge     w_λ  = w₀ + Σ σ²/(σ² + λ)·v·(u·(y − Xw₀))/σ            minimises ‖Xw − y‖² + λ‖w − w₀‖²
///   limit     X⁺y + (I − X⁺X)·w₀
/// </code>
/// The null space of X is never entered. For the other scalings of the loss multiply α and t by c. Cost: the decomposition once, 2nr for each point.
/// Error: ε·κ relative in X⁺y, as for every solution by the decomposition. Source: L. Yao, L. Rosasco, A. Caponnetto, On early stopping in gradient descent learning, Constr. Approx. 26 (2007).
/// </remarks>
public sealed class LinearDynamics
{
    private readonly double[] _start;
    private readonly double[] _coordinates;
    private readonly Matrix<double> _x;
    private readonly Svd<double> _svd;
    private readonly Matrix<double> _basis;

    /// <summary>The dynamics of data and a start.</summary>
    /// <param name="x">X, m x n with m ≥ 1.</param>
    /// <param name="y">m numbers.</param>
    /// <param name="start">w₀, n numbers; zeros if not given.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">X has no singular value decomposition: it holds a NaN or an infinity.</exception>
    public LinearDynamics(Matrix<double> x, double[] y, double[]? start = null)
    {
        ModelCheck.Design(x, y);
        _start = start ?? new double[x.Columns];
        ModelCheck.Length(_start, x.Columns, nameof(start));
        _svd = Svd<double>.Factor(x);
        if (_svd.Status != Status.Success)
        {
            throw new InvalidOperationException($"The singular value decomposition of X: {_svd.Status}.");
        }

        _x = x;
        SingularValues = _svd.S[.._svd.Rank()];
        _basis = Matrix<double>.Copy(_svd.Vt.Slice(0, 0, SingularValues.Count, x.Columns));
        _coordinates = Coordinates(y);
    }

    private LinearDynamics(LinearDynamics other, double[] y)
    {
        (_x, _svd, _basis, _start, SingularValues) = (other._x, other._svd, other._basis, other._start, other.SingularValues);
        _coordinates = Coordinates(y);
    }

    /// <summary>σ &gt; 0, descending.</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>The rank of X.</summary>
    public int Rank => _coordinates.Length;

    /// <summary>λ = σ², the nonzero eigenvalues of the Hessian XᵀX, descending.</summary>
    public double[] Eigenvalues() => [.. SingularValues.Select(sigma => sigma * sigma)];

    /// <summary>The dynamics with the same X and start and other targets, without another decomposition.</summary>
    /// <param name="y">m numbers.</param>
    /// <exception cref="ArgumentException">y does not fit X.</exception>
    public LinearDynamics WithTargets(double[] y)
    {
        ModelCheck.Design(_x, y);
        return new(this, y);
    }

    /// <summary>Gradient flow at time t.</summary>
    /// <param name="time">t, not negative.</param>
    public double[] Flow(double time) => Filtered(sigma => -Elementary.ExpM1(-(sigma * sigma * time)));

    /// <summary>Gradient descent after T steps.</summary>
    /// <param name="step">α.</param>
    /// <param name="steps">T, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is negative.</exception>
    public double[] Descent(double step, int steps) => Filtered(sigma => RateLaws.EarlyStoppingFilter(sigma * sigma, step, steps));

    /// <summary>Ridge regression towards the start.</summary>
    /// <param name="lambda">λ, not negative.</param>
    public double[] Ridge(double lambda) => Filtered(sigma => RateLaws.RidgeFilter(sigma * sigma, lambda));

    /// <summary>The limit, the solution nearest to the start.</summary>
    public double[] Limit() => Filtered(_ => 1);

    /// <summary>w₀ + Σ f(σ)·v·(u·(y − Xw₀))/σ for any filter f.</summary>
    /// <param name="filter">f.</param>
    public double[] Filtered(Func<double, double> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        double[] point = (double[])_start.Clone(), part = new double[Rank];
        for (int k = 0; k < part.Length; k++)
        {
            part[k] = _coordinates[k] * filter(SingularValues[k]);
        }

        Product.Multiply<double>(point, _basis.Transposed, part, 1, 1);
        return point;
    }

    /// <summary>(I − X⁺X)·w, the part in the null space of X.</summary>
    /// <param name="w">n numbers.</param>
    public double[] NullPart(ReadOnlySpan<double> w)
    {
        ModelCheck.Length(w, _basis.Columns, nameof(w));
        double[] part = w.ToArray(), coordinates = new double[Rank];
        Product.Multiply<double>(coordinates, _basis, part);
        Product.Multiply<double>(part, _basis.Transposed, coordinates, -1, 1);
        return part;
    }

    /// <summary>u·(y − Xw₀)/σ.</summary>
    private double[] Coordinates(double[] y)
    {
        double[] residual = (double[])y.Clone(), coordinates = new double[SingularValues.Count];
        Product.Multiply<double>(residual, _x, _start, -1, 1);
        Product.Multiply<double>(coordinates, _svd.U.Slice(0, 0, _x.Rows, coordinates.Length).Transposed, residual);
        for (int k = 0; k < coordinates.Length; k++)
        {
            coordinates[k] /= SingularValues[k];
        }

        return coordinates;
    }
}
