namespace FastBias.Lab;

/// <summary>Fewer rows than columns, and a target that a known vector explains exactly: the problem of all experiments on identifiability.</summary>
internal sealed class WideProblem
{
    private WideProblem(Matrix<double> x, double[] truth, Matrix<double> newRows)
    {
        (X, Truth, NewRows) = (x, truth, newRows);
        Target = Vectors.Multiply(x, truth);
        Spectrum = Svd<double>.Factor(x, new() { Vectors = SvdVectors.Full });
        NullBasis = Spectrum.NullSpace();
        Solution = LeastSquares.Solve(x, Target).X.Data;
    }

    public Matrix<double> X { get; }

    public double[] Truth { get; }

    /// <summary>y = X·w_true.</summary>
    public double[] Target { get; }

    /// <summary>Rows that the solution has not seen.</summary>
    public Matrix<double> NewRows { get; }

    /// <summary>With all columns of V.</summary>
    public Svd<double> Spectrum { get; }

    /// <summary>An orthonormal basis of the null space of X, in columns.</summary>
    public Matrix<double> NullBasis { get; }

    /// <summary>w₀, the least squares solution of minimum norm.</summary>
    public double[] Solution { get; }

    /// <summary>What rounding may do to a product with X and a unit vector: d·ε·‖X‖, with a factor of two for the vector's own error.</summary>
    public double Rounding => Math.ScaleB(X.Columns * Spectrum.S[0], -51);

    /// <summary>X, then w_true, then the new rows, all standard normal, from NumPy's generator: seed 1007 gives the published data.</summary>
    public static WideProblem Create(ulong seed, int rows, int columns, int newRows = 1)
    {
        NumPyPcg64 random = new(seed);
        Matrix<double> x = random.Normal(rows, columns);
        double[] truth = random.Normal(columns, 1).Data;
        return new(x, truth, random.Normal(newRows, columns));
    }

    /// <summary>‖P_null·w‖.</summary>
    public double NullPart(ReadOnlySpan<double> w) => Vectors.Norm(Vectors.Multiply(NullBasis.Transposed, w));
}
