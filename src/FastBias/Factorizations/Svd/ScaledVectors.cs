using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Vectors of equal length, each contiguous and with its own power of two, and room for a second part behind each.</summary>
/// <remarks>
/// <code>
///   vector 0   [ ◄──── Length ────► | ◄─ tail ─► ] · 2^Exponents[0]      only the first part is scaled;
///   vector 1   [ . . . . . . . . .  | . . . . .  ] · 2^Exponents[1]      the tail holds rotations, which are not
/// </code>
/// </remarks>
internal readonly ref struct ScaledVectors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> _data;
    private readonly int _stride;

    /// <summary>Vectors whose elements, and those of their tails, are still to be written, every one of them; with one exponent, zero unless said otherwise.</summary>
    public ScaledVectors(int count, int length, int tail, scoped ref Arena memory, int exponent = 0)
    {
        _stride = checked(length + tail);
        _data = ViewMemory.Cover(memory.TakeMatrix<T>(count, _stride));
        Count = count;
        Length = length;
        Base = exponent;
        Exponents = memory.Take<int>(count);
        Exponents.Fill(exponent);
    }

    public int Count { get; }

    public int Length { get; }

    public Span<int> Exponents { get; }

    /// <summary>The exponent of the largest class; the others are Base − k·Unit.</summary>
    public int Base { get; private init; }

    public Span<T> this[int vector] => _data.Slice(vector * _stride, Length);

    public Span<T> Tail(int vector) => _data.Slice((vector * _stride) + Length, _stride - Length);

    /// <summary>The vector and its tail.</summary>
    public Span<T> Whole(int vector) => _data.Slice(vector * _stride, _stride);

    public MatrixSpan<T> AsRows() => new(_data, 0, Count, Length, _stride, 1);

    /// <summary>The bytes of vectors.</summary>
    public static long Bytes(int count, int length, int tail) => Arena.Bytes<T>(count * ((long)length + tail)) + Arena.Bytes<int>(count);

    /// <summary>The same vectors in another base.</summary>
    public ScaledVectors<T> WithBase(int exponent) => this with { Base = exponent };

    /// <summary>Zeros everywhere.</summary>
    public void Clear() => _data.Clear();

    /// <summary>The unit vectors into tails that are zero.</summary>
    public void FillTails()
    {
        for (int i = 0; i < Count && _stride > Length; i++)
        {
            Tail(i)[i] = T.One;
        }
    }

    /// <summary>Whether there is one exponent for all.</summary>
    public bool HaveOneExponent => Exponents.IndexOfAnyExcept(Exponents[0]) < 0;

    /// <summary>The class of a vector whose norm or largest entry has the exponent <paramref name="magnitude"/>.</summary>
    public int ClassOf(int magnitude)
    {
        int below = Math.Max(0, Base + WorkingRange<T>.Top - magnitude);
        return Base - (below / WorkingRange<T>.Unit * WorkingRange<T>.Unit);
    }

    /// <summary>Changes the power of two beside a vector and scales its entries to match.</summary>
    public void MoveTo(int vector, int exponent)
    {
        PowerOfTwo.Scale(this[vector], Exponents[vector] - exponent);
        Exponents[vector] = exponent;
    }

    /// <summary>The columns of a matrix, all with one power of two, with the rows of another, if it is not empty, as tails.</summary>
    public static ScaledVectors<T> Of(ReadOnlyMatrixSpan<T> columns, ReadOnlyMatrixSpan<T> tails, int exponent, scoped ref Arena memory)
    {
        ScaledVectors<T> vectors = new(columns.Columns, columns.Rows, tails.Columns, ref memory, exponent);
        columns.Transposed.CopyTo(vectors.AsRows());
        for (int i = 0; i < tails.Rows; i++)
        {
            tails.RowSpan(i).CopyTo(vectors.Tail(i));
        }

        return vectors;
    }

    /// <summary>The columns of a matrix; false if one of its elements is NaN or infinite.</summary>
    /// <remarks>The largest entries decide the exponents and show what is not finite: the finite check costs nothing extra.</remarks>
    public static bool TryFromColumns(ReadOnlyMatrixSpan<T> a, scoped ref Arena memory, out ScaledVectors<T> vectors)
    {
        ScaledVectors<T> columns = new(a.Columns, a.Rows, 0, ref memory);
        vectors = columns;
        a.Transposed.CopyTo(columns.AsRows());
        Span<int> magnitudes = memory.Take<int>(a.Columns);
        int largest = int.MinValue;
        for (int j = 0; j < a.Columns; j++)
        {
            T max = VectorKernels.MaxAbs<T>(columns[j]);
            if (!T.IsFinite(max))
            {
                return false;
            }

            magnitudes[j] = T.ILogB(max);
            largest = Math.Max(largest, magnitudes[j]);
        }

        vectors = columns.WithBase(largest == int.MinValue ? 0 : largest - WorkingRange<T>.Top);
        for (int j = 0; j < a.Columns; j++)
        {
            // ILogB(0) is int.MinValue: a zero column goes with the largest, so that it never makes a class of its own.
            vectors.MoveTo(j, magnitudes[j] == int.MinValue ? vectors.Base : vectors.ClassOf(magnitudes[j]));
        }

        return true;
    }

    /// <summary>The bytes of vectors from the columns of a matrix.</summary>
    public static long FromColumnsBytes(int rows, int columns) => Bytes(columns, rows, 0) + Arena.Bytes<int>(columns);
}
