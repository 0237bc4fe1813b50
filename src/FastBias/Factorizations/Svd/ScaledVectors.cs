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
internal sealed class ScaledVectors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _data;
    private readonly int _stride;

    public ScaledVectors(int count, int length, int tail = 0)
        : this(new Matrix<T>(count, checked(length + tail)).Data, count, length, tail)
    {
    }

    private ScaledVectors(T[] data, int count, int length, int tail)
    {
        _data = data;
        _stride = length + tail;
        Count = count;
        Length = length;
        Exponents = new int[count];
    }

    public int Count { get; }

    public int Length { get; }

    public int[] Exponents { get; }

    /// <summary>The exponent of the largest class; the others are Base − k·Unit.</summary>
    public int Base { get; set; }

    public Span<T> this[int vector] => _data.AsSpan(vector * _stride, Length);

    public Span<T> Tail(int vector) => _data.AsSpan((vector * _stride) + Length, _stride - Length);

    /// <summary>The vector and its tail.</summary>
    public Span<T> Whole(int vector) => _data.AsSpan(vector * _stride, _stride);

    public MatrixSpan<T> AsRows() => new(_data, 0, Count, Length, _stride, 1);

    /// <summary>Vectors whose elements, and those of their tails, are still to be written, every one of them.</summary>
    public static ScaledVectors<T> Uninitialized(int count, int length, int tail = 0) => new(Matrix<T>.Uninitialized(count, checked(length + tail)).Data, count, length, tail);

    /// <summary>The unit vectors into tails that are zero.</summary>
    public void FillTails()
    {
        for (int i = 0; i < Count; i++)
        {
            Tail(i)[i] = T.One;
        }
    }

    /// <summary>Whether there is one exponent for all.</summary>
    public bool HaveOneExponent => Exponents.AsSpan().IndexOfAnyExcept(Exponents[0]) < 0;

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

    /// <summary>The columns of a matrix, all with one power of two, with the rows of another, if there is one, as tails.</summary>
    public static ScaledVectors<T> Of(Matrix<T> columns, Matrix<T>? tails, int exponent)
    {
        ScaledVectors<T> vectors = Uninitialized(columns.Columns, columns.Rows, tails?.Columns ?? 0);
        vectors.Base = exponent;
        vectors.Exponents.AsSpan().Fill(exponent);
        ((ReadOnlyMatrixSpan<T>)columns).Transposed.CopyTo(vectors.AsRows());
        for (int i = 0; tails is not null && i < vectors.Count; i++)
        {
            tails.Row(i).CopyTo(vectors.Tail(i));
        }

        return vectors;
    }

    /// <summary>The columns of a matrix; null if one of its elements is NaN or infinite.</summary>
    /// <remarks>The largest entries decide the exponents and show what is not finite: the finite check costs nothing extra.</remarks>
    public static ScaledVectors<T>? FromColumns(ReadOnlyMatrixSpan<T> a)
    {
        ScaledVectors<T> vectors = Uninitialized(a.Columns, a.Rows);
        a.Transposed.CopyTo(vectors.AsRows());
        int[] magnitudes = new int[a.Columns];
        int largest = int.MinValue;
        for (int j = 0; j < a.Columns; j++)
        {
            T max = VectorKernels.MaxAbs<T>(vectors[j]);
            if (!T.IsFinite(max))
            {
                return null;
            }

            magnitudes[j] = T.ILogB(max);
            largest = Math.Max(largest, magnitudes[j]);
        }

        vectors.Base = largest == int.MinValue ? 0 : largest - WorkingRange<T>.Top;
        for (int j = 0; j < a.Columns; j++)
        {
            // ILogB(0) is int.MinValue: a zero column goes with the largest, so that it never makes a class of its own.
            vectors.MoveTo(j, magnitudes[j] == int.MinValue ? vectors.Base : vectors.ClassOf(magnitudes[j]));
        }

        return vectors;
    }
}
