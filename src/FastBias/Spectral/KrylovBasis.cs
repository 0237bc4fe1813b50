using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Orthonormal vectors in rows, to which blocks are added with full reorthogonalization.</summary>
/// <remarks>
/// <code>
///   rows 0 … Count−1     an orthonormal basis Q
///   Append(W):   W = C·Q + L·N      C = W·Qᵀ in two passes ("twice is enough", Kahan and Parlett), N new orthonormal rows, L lower triangular
/// </code>
/// A row of W that lies in the span already gets a zero row in L and a random new direction, so that an invariant subspace never ends the process.
/// </remarks>
internal sealed class KrylovBasis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T s_large = T.CreateTruncating(0.25);

    private readonly RandomSource _random;
    private readonly Parallelism _parallelism;
    private Matrix<T> _rows;
    private Matrix<T> _spare;

    public KrylovBasis(int capacity, int length, RandomSource random, Parallelism parallelism)
    {
        _rows = new Matrix<T>(capacity, length);
        _spare = new Matrix<T>(capacity, length);
        _random = random;
        _parallelism = parallelism;
    }

    /// <summary>The vectors so far.</summary>
    public int Count { get; private set; }

    /// <summary>The room there is.</summary>
    public int Capacity => _rows.Rows;

    /// <summary>Some of the vectors.</summary>
    public MatrixSpan<T> Rows(int first, int count) => _rows.Slice(first, 0, count, _rows.Columns);

    /// <summary>Adds up to <paramref name="w"/>.Rows vectors; fewer where the space is exhausted. W is destroyed.</summary>
    /// <returns>C, rows of W by vectors before, and L, rows of W by vectors added.</returns>
    public (Matrix<T> Coefficients, Matrix<T> Lower) Append(Matrix<T> w)
    {
        int before = Count, added = Math.Min(w.Rows, Math.Min(Capacity, _rows.Columns) - before);
        Matrix<T> coefficients = new(w.Rows, before), lower = new(w.Rows, added);
        T[] sizes = new T[w.Rows];
        for (int i = 0; i < w.Rows; i++)
        {
            sizes[i] = VectorKernels.Norm<T>(w.Row(i));
        }

        Project(w, coefficients);
        for (int i = 0; i < w.Rows; i++)
        {
            Add(w.Row(i), sizes[i], before, lower, i);
        }

        return (coefficients, lower);
    }

    /// <summary>Adds random vectors.</summary>
    public void AppendRandom(int count)
    {
        Matrix<T> w = new(count, _rows.Columns);
        _random.FillGaussian<T>(w.Data);
        Append(w);
    }

    /// <summary>The first <paramref name="used"/> vectors become combinations of themselves, those behind them move up: the thick restart.</summary>
    /// <param name="combinations">k x used, orthonormal rows.</param>
    /// <param name="used">How many vectors the combinations are of.</param>
    public void Restart(ReadOnlyMatrixSpan<T> combinations, int used)
    {
        int keep = combinations.Rows, behind = Count - used;
        Product.Multiply(_spare.Slice(0, 0, keep, _rows.Columns), combinations, Rows(0, used), _parallelism);
        Rows(used, behind).CopyTo(_spare.Slice(keep, 0, behind, _rows.Columns));
        (_rows, _spare) = (_spare, _rows);
        Count = keep + behind;
    }

    /// <summary>Combinations of the first vectors, in the columns of a new matrix, orthonormalised once more: many restarts add up their rounding errors.</summary>
    public Matrix<T> Combine(ReadOnlyMatrixSpan<T> combinations, int used)
    {
        Matrix<T> rows = new(combinations.Rows, _rows.Columns);
        Product.Multiply(rows.AsSpan(), combinations, Rows(0, used), _parallelism);
        KrylovBasis<T> clean = new(rows.Rows, rows.Columns, _random, _parallelism);
        clean.Append(rows);
        return Matrix<T>.Copy(clean.Rows(0, clean.Count).Transposed);
    }

    /// <summary>W = W − (W·Qᵀ)·Q, twice.</summary>
    private void Project(Matrix<T> w, Matrix<T> coefficients)
    {
        Matrix<T> pass = new(w.Rows, Count);
        for (int k = 0; k < 2 && Count > 0; k++)
        {
            ReadOnlyMatrixSpan<T> basis = Rows(0, Count);
            Product.Multiply(pass.AsSpan(), w, basis.Transposed, _parallelism);
            Product.Multiply(w.AsSpan(), pass, basis, -T.One, T.One, _parallelism);
            VectorKernels.Axpy<T>(coefficients.Data, T.One, pass.Data);
        }
    }

    /// <summary>One row against those of its own block, twice, and then into the basis.</summary>
    private void Add(Span<T> row, T size, int before, Matrix<T> lower, int index)
    {
        int inBlock = Count - before;
        T projected = VectorKernels.Norm<T>(row);
        for (int k = 0; k < 2; k++)
        {
            for (int l = 0; l < inBlock; l++)
            {
                ReadOnlySpan<T> other = _rows.Row(before + l);
                T share = VectorKernels.Dot(row, other);
                VectorKernels.Axpy(row, -share, other);
                lower[index, l] += share;
            }
        }

        if (inBlock == lower.Columns)
        {
            return;
        }

        T rest = VectorKernels.Norm<T>(row), floor = T.CreateTruncating(100) * WorkingRange<T>.Epsilon * size;
        if (rest > floor)
        {
            // What is left of a row that lay near the others' span carries their rounding errors, enlarged: clean it once again.
            if (rest < T.Max(T.Sqrt(WorkingRange<T>.Epsilon) * size, s_large * projected))
            {
                rest = Clean(row, rest);
            }

            lower[index, inBlock] = rest;
            Store(row, rest);
            return;
        }

        do
        {
            _random.FillGaussian(row);
            rest = Clean(row, VectorKernels.Norm<T>(row));
        }
        while (rest == T.Zero);
        Store(row, rest);
    }

    /// <summary>Removes what lies in the basis, twice; returns the norm of the rest.</summary>
    private T Clean(Span<T> row, T size)
    {
        T[] shares = new T[Count];
        for (int k = 0; k < 2 && size > T.Zero; k++)
        {
            ReadOnlyMatrixSpan<T> basis = Rows(0, Count);
            Product.Multiply<T>(shares, basis, row);
            Product.Multiply(row, basis.Transposed, shares, -T.One, T.One);
        }

        return VectorKernels.Norm<T>(row);
    }

    private void Store(ReadOnlySpan<T> row, T norm)
    {
        Span<T> target = _rows.Row(Count++);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = row[i] / norm;
        }
    }
}
