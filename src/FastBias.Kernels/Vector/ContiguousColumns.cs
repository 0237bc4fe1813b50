using System.Numerics;
using System.Runtime.Intrinsics;

namespace FastBias.Kernels;

/// <summary>The columns of a tall matrix, each contiguous, ended with zeros up to a whole line of the cache: what reductions of few columns have in common.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal readonly unsafe struct ContiguousColumns<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns in given memory, m elements each.</summary>
    public ContiguousColumns(KernelTable<T> kernels, int m, T* memory)
    {
        (Kernels, Rows) = (kernels, m);
        First = memory;
        Length = (m + Line - 1) / Line * Line;
        Stride = StrideOf(m);
    }

    /// <summary>The elements of a line of the cache.</summary>
    public static int Line => 64 / sizeof(T);

    /// <summary>The kernels of an ISA.</summary>
    public KernelTable<T> Kernels { get; }

    /// <summary>m.</summary>
    public int Rows { get; }

    /// <summary>m up to whole lines.</summary>
    public int Length { get; }

    /// <summary>The distance of two columns.</summary>
    public nint Stride { get; }

    private T* First { get; }

    /// <summary>The distance of the columns: an odd number of lines, so that they spread over all sets of the cache.</summary>
    public static nint StrideOf(int m) => (((m + Line - 1) / Line) | 1) * (nint)Line;

    /// <summary>The first element of a column.</summary>
    public T* Column(int j) => First + (j * Stride);

    /// <summary>Zeros in the last line of some columns, where it is not whole: their elements are written afterwards.</summary>
    public void ClearEnds(int columns)
    {
        for (int j = 0; j < columns && Length > Rows; j++)
        {
            Vector512.Store(Vector512<byte>.Zero, (byte*)(Column(j) + Length - Line));
        }
    }

    /// <summary>The reflector of a column that is led by alpha: tau, 1/d, and the element of R; where need be, it is scaled by a power of two.</summary>
    /// <param name="x">The column, with zeros in its finished rows.</param>
    /// <param name="start">Where the first line begins that is not all zeros.</param>
    /// <param name="finished">The finished rows in that line.</param>
    /// <param name="alpha">What leads the column.</param>
    /// <param name="sum">The sum of squares of the rows that are not finished.</param>
    /// <param name="high">The largest square that is safe.</param>
    public (T Tau, T Inverse, T Diagonal) Eliminate(T* x, int start, int finished, T alpha, T sum, T high)
    {
        T square = T.FusedMultiplyAdd(alpha, alpha, sum);
        int exponent = 0, first = start + finished;
        if (!SafeSquares<T>.Hold(sum, square, high))
        {
            T tail = first < Rows ? Kernels.MaxAbs((nuint)(Rows - first), x + first) : T.Zero;
            if (tail == T.Zero)
            {
                return (T.Zero, T.One, alpha);
            }

            T largest = T.Max(T.Abs(alpha), tail);
            exponent = T.IsFinite(largest) ? T.ILogB(largest) : 0;
            if (exponent != 0)
            {
                alpha = T.ScaleB(alpha, -exponent);
                square = T.FusedMultiplyAdd(alpha, alpha, Rescale(x, start, finished, exponent));
            }
        }

        (T beta, _, T inverse, T tau) = SafeSquares<T>.Reflect(alpha, square);
        return (tau, inverse, exponent == 0 ? beta : T.ScaleB(beta, exponent));
    }

    /// <summary>Column k += sums[k]·v, then sums[k] = xᵀ·column k, from the line that begins at <paramref name="start"/> on.</summary>
    public void Apply(int first, int end, int start, T* v, T* x, T* sums)
    {
        int most = Kernels.ReflectColumnCount;
        T* columns = Column(first) + start;
        for (int k = first, count; k < end; k += count)
        {
            // None is left alone where two are not much more work.
            int left = end - k;
            count = Math.Min(most, left > most && left <= most + 2 ? (left + 1) / 2 : left);
            Kernels.ReflectColumns((nuint)(Length - start), (nuint)count, v + start, x + start, columns, Stride, sums + k);
            columns += count * Stride;
        }
    }

    /// <summary>x = 2^-exponent·x in the rows that are not finished, and its sum of squares.</summary>
    private T Rescale(T* x, int start, int finished, int exponent)
    {
        for (int i = start + finished; i < Rows; i++)
        {
            x[i] = T.ScaleB(x[i], -exponent);
        }

        return Kernels.ReflectColumn((nuint)(Length - start), (nuint)finished, T.One, T.Zero, x + start, x + start);
    }
}
