using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>One epoch of stochastic gradients in a fixed order, as the affine map z → M·z + h of coordinates in the row space.</summary>
/// <remarks>
/// <code>
///   batch b:  z ← z − α·c·(m/|b|)·Y_bᵀ(Y_b·z − y_b)         Y_b = X_b·V, rank columns
///   M = Π (I − α·c·(m/|b|)·Y_bᵀY_b)                         applied in the order of the batches
///   limit     (I − M)·z = h                                 factor per epoch: the spectral radius of M
/// </code>
/// </remarks>
internal sealed class CyclicEpoch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>ρ = ‖M^(2^j)‖^(1/2^j) up to κ(eigenvectors)^(1/2^j).</summary>
    private const int Squarings = 16;

    private readonly Matrix<T> _map;
    private readonly T[] _shift;
    private readonly FirstOrderProblem<T> _problem;

    public CyclicEpoch(FirstOrderProblem<T> problem, T step)
    {
        _problem = problem;
        int m = problem.X.Rows, rank = problem.Rank, batch = problem.Options.BatchSize;
        Matrix<T> inRowSpace = new(m, rank);
        Product.Multiply(inRowSpace.AsSpan(), problem.X, ((ReadOnlyMatrixSpan<T>)problem.Basis).Transposed);
        _map = Matrix<T>.Identity(rank);
        _shift = new T[rank];
        for (int first = 0; first < m; first += batch)
        {
            int count = Math.Min(batch, m - first);
            T weight = step * problem.Options.LossFactor * T.CreateTruncating(m) / T.CreateTruncating(count);
            ReadOnlyMatrixSpan<T> rows = inRowSpace.Slice(first, 0, count, rank);
            Matrix<T> image = new(count, rank);
            Product.Multiply<T>(image.AsSpan(), rows, _map);
            Product.Multiply<T>(_map.AsSpan(), rows.Transposed, image, -weight, T.One);
            T[] residual = problem.Y[first..(first + count)];
            Product.Multiply<T>(residual, rows, _shift, T.One, -T.One);
            Product.Multiply<T>(_shift, rows.Transposed, residual, -weight, T.One);
        }
    }

    /// <summary>ρ(M), by repeated squaring: M need not be symmetric.</summary>
    public T SpectralRadius()
    {
        Matrix<T> power = _map.Clone(), square = new(_map.Rows, _map.Rows);
        long exponent = 0;
        for (int j = 0; j < Squarings; j++)
        {
            exponent = 2 * (exponent + Normalize(power));
            Product.Multiply<T>(square.AsSpan(), power, power);
            (power, square) = (square, power);
        }

        T norm = VectorKernels.Norm<T>(power.Data);
        if (norm == T.Zero || !T.IsFinite(norm))
        {
            return norm;
        }

        for (int j = 0; j < Squarings; j++)
        {
            norm = T.Sqrt((exponent & 1) == 0 ? norm : norm + norm);
            exponent >>= 1;
        }

        return T.ScaleB(norm, (int)exponent);
    }

    /// <summary>V·(I − M)⁻¹·h + P_null·w₀.</summary>
    public T[] Limit()
    {
        Matrix<T> system = Matrix<T>.Identity(_map.Rows);
        VectorKernels.Axpy<T>(system.Data, -T.One, _map.Data);
        T[] limit = _problem.NullPart(_problem.Start);
        T[] coordinates = LeastSquares.Solve(system, _shift).X.Data;
        Product.Multiply<T>(limit, ((ReadOnlyMatrixSpan<T>)_problem.Basis).Transposed, coordinates, T.One, T.One);
        return limit;
    }

    private static int Normalize(Matrix<T> a)
    {
        T max = VectorKernels.MaxAbs<T>(a.Data);
        if (max == T.Zero || !T.IsFinite(max))
        {
            return 0;
        }

        int exponent = T.ILogB(max);
        PowerOfTwo.Scale<T>(a.Data, -exponent);
        return exponent;
    }
}
