using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Q = H₀·H₁·… of a QR factorization by <see cref="QrDriver"/>, in somebody else's memory: what <see cref="HouseholderFactors{T}"/> is in its own.</summary>
/// <param name="packed">m x n: R and the reflectors, in contiguous rows.</param>
/// <param name="tau">min(m, n) scalars.</param>
/// <param name="triangles">min(m, n) x width with contiguous columns: the T of each panel, one under the other.</param>
internal readonly ref struct PackedReflectors<T>(MatrixSpan<T> packed, ReadOnlySpan<T> tau, MatrixSpan<T> triangles)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixSpan<T> _packed = packed;
    private readonly ReadOnlySpan<T> _tau = tau;
    private readonly MatrixSpan<T> _triangles = triangles;

    /// <summary>The bytes that <see cref="FormTriangles"/> and <see cref="ApplyQ"/> to so many columns work in.</summary>
    public static long Bytes(int rows, int columns, int count)
    {
        long width = QrBlocking.Width(rows, columns);
        return Arena.Bytes<T>(width * width) + Arena.Bytes<T>(2 * width * count);
    }

    /// <summary>The T of each panel, where the factorization left none.</summary>
    public void FormTriangles(Arena memory)
    {
        Span<T> top = memory.Take<T>(_triangles.Columns * _triangles.Columns);
        for (int first = 0; first < _tau.Length; first += _triangles.Columns)
        {
            MatrixSpan<T> v1 = ExplicitTop(top, first), t = _triangles.Slice(first, 0, v1.Rows, v1.Rows);
            Gemm.Gram(t, v1, T.One, T.Zero);
            Gemm.Gram(t, Below(first, v1.Rows), T.One, T.One);
            BlockReflector.FormTriangle(t, t, _tau.Slice(first, v1.Rows));
        }
    }

    /// <summary>C = Q·C, the last panel first.</summary>
    public void ApplyQ(MatrixSpan<T> c, Arena memory, Parallelism parallelism)
    {
        int width = _triangles.Columns;
        Span<T> top = memory.Take<T>(width * width), work = memory.Take<T>(2 * width * c.Columns);
        for (int first = (_tau.Length - 1) / width * width; first >= 0; first -= width)
        {
            MatrixSpan<T> v1 = ExplicitTop(top, first);
            int end = first + v1.Rows;
            BlockReflector.Apply(
                c.Slice(first, 0, v1.Rows, c.Columns),
                v1,
                c.Slice(end, 0, c.Rows - end, c.Columns),
                Below(first, v1.Rows),
                _triangles.Slice(first, 0, v1.Rows, v1.Rows),
                false,
                work,
                parallelism);
        }
    }

    private MatrixSpan<T> Below(int first, int count) => _packed.Slice(first + count, first, _packed.Rows - first - count, count);

    /// <summary>The square top of a panel's V, with its ones and zeros.</summary>
    private MatrixSpan<T> ExplicitTop(Span<T> memory, int first)
    {
        int count = Math.Min(_triangles.Columns, _tau.Length - first);
        MatrixSpan<T> top = Workspace<T>.Shape(memory, count, count);
        top.Fill(T.Zero);
        for (int i = 0; i < count; i++)
        {
            _packed.RowSpan(first + i).Slice(first, i).CopyTo(top.RowSpan(i));
            top[i, i] = T.One;
        }

        return top;
    }
}
