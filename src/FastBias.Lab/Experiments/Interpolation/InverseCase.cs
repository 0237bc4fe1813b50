namespace FastBias.Lab;

/// <summary>One table, its pseudoinverse, and what the formulas give.</summary>
internal sealed class InverseCase
{
    private readonly double[] _solution;
    private readonly double[] _y;
    private readonly Matrix<double> _inverse;

    public InverseCase(int rows, int columns, RandomSource random)
    {
        X = Synthetic.Gaussian(random, rows, columns);
        _y = Synthetic.Gaussian(random, rows);
        Svd = Svd<double>.Factor(X);
        _inverse = Svd.PseudoInverse();
        _solution = Vectors.Multiply(_inverse, _y);
    }

    public Matrix<double> X { get; }

    public Svd<double> Svd { get; }

    public string Formula => X.Rows < X.Columns ? "Xᵀ(XXᵀ)⁻¹" : X.Rows == X.Columns ? "X⁻¹" : "(XᵀX)⁻¹Xᵀ";

    /// <summary>The largest difference of an element, relative to the largest element of X⁺.</summary>
    public double FormulaError => Largest(_inverse, ByFormula()) / Largest(_inverse, new(X.Columns, X.Rows));

    /// <summary>How far X⁺ is from an inverse, on the sides on which it is one.</summary>
    public double SideError
    {
        get
        {
            double left = Largest(Times(_inverse, X), Matrix<double>.Identity(X.Columns)), right = Largest(Times(X, _inverse), Matrix<double>.Identity(X.Rows));
            return X.Rows < X.Columns ? right : X.Rows > X.Columns ? left : Math.Max(left, right);
        }
    }

    /// <summary>For a square X: the largest element of (XᵀX)⁻¹X·X − I.</summary>
    public double PrintedLeftInverseError
    {
        get
        {
            Matrix<double> product = Times(X, X);
            Solve(Times(X.Transposed, X), product);
            return Largest(product, Matrix<double>.Identity(X.Columns));
        }
    }

    public RidgePoint Ridge(double lambda)
    {
        double[] beta = RidgeSolver.Solve<double>(X, new Matrix<double>(_y, _y.Length, 1), lambda).X.Data;
        return new(lambda, Vectors.Distance(beta, _solution), Vectors.Norm(beta) / Vectors.Norm(_solution));
    }

    /// <summary>‖(XᵀX)⁺X⁺y‖: the first term of X⁺y − β_λ in λ.</summary>
    public double RidgeConstant() => Vectors.Norm(Vectors.Multiply(Times(_inverse, _inverse.Transposed), _solution));

    /// <summary>The relative errors of β and of Xᵀμ/2 from the equations of the saddle point.</summary>
    public (double Solution, double Multiplier) Saddle()
    {
        int n = X.Columns, m = X.Rows;
        Matrix<double> system = new(n + m, n + m), right = new(n + m, 1), unknowns = new(n + m, 1);
        for (int j = 0; j < n; j++)
        {
            system[j, j] = 2;
            for (int i = 0; i < m; i++)
            {
                (system[j, n + i], system[n + i, j]) = (-X[i, j], X[i, j]);
            }
        }

        _y.CopyTo(right.Data, n);
        Qr<double>.Factor(system).Solve(unknowns.AsSpan(), right);
        double[] half = Vectors.Multiply(X.Transposed, unknowns.Data.AsSpan(n));
        Vectors.Scale(half, 0.5);
        double scale = Vectors.Norm(_solution);
        return (Vectors.Distance(unknowns.Data.AsSpan(0, n), _solution) / scale, Vectors.Distance(half, _solution) / scale);
    }

    /// <summary>The largest difference of the leading min(m, n) eigenvalues of XXᵀ and XᵀX, relative to the largest.</summary>
    public double SpectrumDifference()
    {
        (double[] rows, double[] columns) = Spectra();
        return rows.Zip(columns, (a, b) => Math.Abs(a - b)).Max() / rows[0];
    }

    /// <summary>The largest of the other eigenvalues, relative to the largest of all.</summary>
    public double RestOfSpectrum()
    {
        (double[] rows, double[] columns) = Spectra();
        int shared = Math.Min(rows.Length, columns.Length);
        return rows.Skip(shared).Concat(columns.Skip(shared)).Select(Math.Abs).DefaultIfEmpty(0).Max() / rows[0];
    }

    /// <summary>The difference of both ways to predict with λ = 1, relative to ‖y‖.</summary>
    public double PredictionDifference()
    {
        Matrix<double> features = Shifted(Times(X.Transposed, X)), points = Shifted(Times(X, X.Transposed));
        Matrix<double> beta = new(Vectors.Multiply(X.Transposed, _y), X.Columns, 1), alpha = new((double[])_y.Clone(), X.Rows, 1);
        Solve(features, beta);
        Solve(points, alpha);
        return Vectors.Distance(Vectors.Multiply(X, beta.Data), Vectors.Multiply(Times(X, X.Transposed), alpha.Data)) / Vectors.Norm(_y);
    }

    private Matrix<double> ByFormula()
    {
        if (X.Rows == X.Columns)
        {
            Matrix<double> inverse = new(X.Columns, X.Rows);
            Qr<double>.Factor(X).Solve(inverse.AsSpan(), Matrix<double>.Identity(X.Rows));
            return inverse;
        }

        bool isWide = X.Rows < X.Columns;
        Matrix<double> right = isWide ? X.Clone() : Matrix<double>.Copy(X.Transposed);
        Solve(isWide ? Times(X, X.Transposed) : Times(X.Transposed, X), right);
        return isWide ? Matrix<double>.Copy(right.Transposed) : right;
    }

    private (double[] Rows, double[] Columns) Spectra() => (Eigenvalues(Times(X, X.Transposed)), Eigenvalues(Times(X.Transposed, X)));

    private static double[] Eigenvalues(Matrix<double> a) => [.. SymmetricEigen<double>.Factor(a).Values.OrderDescending()];

    private static void Solve(Matrix<double> a, Matrix<double> b)
    {
        if (Cholesky<double>.Factor(a).Solve(b.AsSpan()) is var status and not Status.Success)
        {
            throw new InvalidOperationException($"A random table without full rank: {status}.");
        }
    }

    private static Matrix<double> Shifted(Matrix<double> a)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            a[i, i] += 1;
        }

        return a;
    }

    private static Matrix<double> Times(ReadOnlyMatrixSpan<double> a, ReadOnlyMatrixSpan<double> b)
    {
        Matrix<double> c = new(a.Rows, b.Columns);
        Product.Multiply(c.AsSpan(), a, b);
        return c;
    }

    private static double Largest(Matrix<double> a, Matrix<double> b) => a.Data.Zip(b.Data, (x, y) => Math.Abs(x - y)).Max();
}
