namespace FastBias.Lab;

/// <summary>ℓ(w) = ½·(w − w*)ᵀA(w − w*) + c, A symmetric of any signature; gradient A(w − w*), Hessian A.</summary>
/// <remarks>A n x n, kept, not copied; symmetry is the caller's. Cost: 2n² operations, 2n numbers allocated.</remarks>
public sealed class QuadraticObjective : IObjective
{
    private readonly double[] _center;

    /// <summary>The quadratic of a matrix.</summary>
    /// <param name="matrix">A, square.</param>
    /// <param name="center">w*; zeros if not given.</param>
    /// <param name="constant">c.</param>
    /// <exception cref="ArgumentException">A is not square, or w* does not fit it.</exception>
    public QuadraticObjective(Matrix<double> matrix, double[]? center = null, double constant = 0)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException($"A is {matrix.Rows}x{matrix.Columns}, not square.", nameof(matrix));
        }

        _center = center ?? new double[matrix.Rows];
        ModelCheck.Length(_center, matrix.Rows, nameof(center));
        (Matrix, Constant) = (matrix, constant);
    }

    /// <summary>A.</summary>
    public Matrix<double> Matrix { get; }

    /// <summary>c.</summary>
    public double Constant { get; }

    /// <inheritdoc/>
    public int Dimension => Matrix.Rows;

    /// <summary>A quadratic with a diagonal matrix and its minimum at 0.</summary>
    /// <param name="eigenvalues">The diagonal.</param>
    public static QuadraticObjective Diagonal(params ReadOnlySpan<double> eigenvalues)
    {
        Matrix<double> matrix = new(eigenvalues.Length, eigenvalues.Length);
        for (int i = 0; i < eigenvalues.Length; i++)
        {
            matrix[i, i] = eigenvalues[i];
        }

        return new(matrix);
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> w) => Gradient(w, new double[Dimension]);

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(gradient, Dimension, nameof(gradient));
        double[] away = Vectors.Subtract(w, _center);
        Product.Multiply<double>(gradient, Matrix, away);
        return (0.5 * VectorProduct.Dot<double>(away, gradient)) + Constant;
    }

    /// <inheritdoc/>
    public void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result)
    {
        ModelCheck.Length(w, Dimension, nameof(w));
        ModelCheck.Length(v, Dimension, nameof(v));
        ModelCheck.Length(result, Dimension, nameof(result));
        Product.Multiply<double>(result, Matrix, v);
    }
}
