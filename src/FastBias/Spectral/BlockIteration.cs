using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Orthogonal iteration with Rayleigh-Ritz on a block of rows.</summary>
/// <remarks>
/// <code>
///   Y = X·Aᵀ          b rows, one application
///   H = Y·Xᵀ = W·Θ·Wᵀ     b x b
///   X, Y ← Wᵀ·X, Wᵀ·Y     Ritz vectors and their images; residuals ‖Y_j − θ_j·X_j‖
///   X ← orthonormal basis of the rows of Y, by Householder
/// </code>
/// </remarks>
internal sealed class BlockIteration<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _count;
    private readonly PowerIterationOptions _options;
    private readonly T _tolerance;
    private readonly T[] _residuals;
    private readonly T[] _previous;
    private Matrix<T> _rows;
    private Matrix<T> _image;
    private Matrix<T> _spare;
    private T[] _values;

    public BlockIteration(int size, int count, PowerIterationOptions options, Func<PowerIterationOptions, T> tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, size);
        _count = count;
        _options = options;
        _tolerance = tolerance(options);
        int block = (int)Math.Min(size, count + (long)Math.Max(count, 8));
        _rows = new Matrix<T>(block, size);
        _image = new Matrix<T>(block, size);
        _spare = new Matrix<T>(block, size);
        _values = new T[block];
        _residuals = new T[count];
        _previous = new T[count];
        new SplitMix(options.Seed).Fill<T>(_image.Data);
        Orthonormalize();
    }

    /// <summary>Iterates; <paramref name="apply"/> writes the image of each row of its second argument to the first.</summary>
    public DominantEigenpairs<T> Run(Action<Matrix<T>, Matrix<T>> apply, CancellationToken cancellationToken)
    {
        for (int iteration = 1; ; iteration++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Result(Status.Cancelled, iteration - 1);
            }

            try
            {
                apply(_image, _rows);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return Result(Status.Cancelled, iteration - 1);
            }

            if (!T.IsFinite(VectorKernels.MaxAbs<T>(_image.Data)))
            {
                return Result(Status.NonFiniteInput, iteration);
            }

            RayleighRitz();
            bool converged = HasConverged();
            if (converged || iteration == _options.MaxIterations)
            {
                return Result(converged ? Status.Success : Status.NotConverged, iteration);
            }

            Array.Copy(_values, _previous, _count);
            Orthonormalize();
        }
    }

    private void RayleighRitz()
    {
        int block = _rows.Rows;
        Matrix<T> quotient = new(block, block);
        Product.Multiply(quotient.AsSpan(), _image, ((ReadOnlyMatrixSpan<T>)_rows).Transposed);
        SymmetricEigen<T> eigen = SymmetricEigen<T>.Factor(quotient);
        int[] order = [.. Enumerable.Range(0, block).OrderByDescending(i => T.Abs(eigen.Values[i]))];
        Matrix<T> basis = new(block, block);
        for (int k = 0; k < block; k++)
        {
            _values[k] = eigen.Values[order[k]];
            eigen.Vectors.Slice(0, order[k], block, 1).Transposed.CopyTo(basis.Slice(k, 0, 1, block));
        }

        Product.Multiply<T>(_spare.AsSpan(), basis, _rows);
        (_rows, _spare) = (_spare, _rows);
        Product.Multiply<T>(_spare.AsSpan(), basis, _image);
        (_image, _spare) = (_spare, _image);
        for (int k = 0; k < _count; k++)
        {
            _image.Row(k).CopyTo(_spare.Row(k));
            VectorKernels.Axpy<T>(_spare.Row(k), -_values[k], _rows.Row(k));
            _residuals[k] = VectorKernels.Norm<T>(_spare.Row(k));
        }
    }

    /// <summary>Small residuals, and Ritz values that came to rest (at the first step there is nothing to compare with, unless the block is everything).</summary>
    private bool HasConverged()
    {
        T allowed = _tolerance * T.Abs(_values[0]);
        for (int k = 0; k < _count; k++)
        {
            bool rests = _rows.Rows == _rows.Columns || T.Abs(_values[k] - _previous[k]) <= allowed;
            if (!(_residuals[k] <= allowed) || !rests)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>X from Y: the images' directions, and others in their place where there are fewer.</summary>
    private void Orthonormalize()
    {
        Arena memory = Arena.Fresh;
        ScaledVectors<T>.TryFromColumns(_image.Transposed, ref memory, out ScaledVectors<T> vectors);
        PivotedColumns<T> basis = PivotedColumns<T>.Factor(vectors, ref memory);
        MatrixSpan<T> rows = _rows.AsSpan();
        rows.Fill(T.Zero);
        for (int k = 0; k < rows.Rows; k++)
        {
            rows[k, k] = T.One;
        }

        basis.ApplyQ(rows);
    }

    private DominantEigenpairs<T> Result(Status status, int iterations)
    {
        bool none = status is Status.Cancelled or Status.NonFiniteInput;
        return none
            ? new DominantEigenpairs<T>(status, [], new Matrix<T>(_rows.Columns, 0), [], iterations)
            : new DominantEigenpairs<T>(status, _values[.._count], Matrix<T>.Copy(_rows.Slice(0, 0, _count, _rows.Columns).Transposed), _residuals, iterations);
    }
}
