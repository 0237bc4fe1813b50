using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

// Four columns of as many rows as a vector has elements, and four rows of as many columns, transposed in registers: destination[j, i] = source[i, j].
// For vectors of more than four elements; the squares of narrower ones are no larger.
namespace FastBias.Kernels;

internal static unsafe partial class PartialLane
{
    /// <summary>Four columns of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeColumns<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TransposeAny(source, row, destination, step, 1, 4);

    /// <summary>One column of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeRows<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TransposeAny(source, row, destination, step, 4, 1);

    /// <summary>Element by element.</summary>
    internal static void TransposeAny<T>(T* source, nint row, T* destination, nint step, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                destination[(j * step) + i] = source[(i * row) + j];
            }
        }
    }
}

internal static unsafe partial class Partial256
{
    /// <summary>Four columns of as many rows as a vector has elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeColumns<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) == 4 && Avx.IsSupported)
        {
            float* from = (float*)source, into = (float*)destination;
            Vector256<float> a = Join(from, row), b = Join(from + row, row), c = Join(from + (2 * row), row), d = Join(from + (3 * row), row);
            Vector256<float> low0 = Avx.UnpackLow(a, b), high0 = Avx.UnpackHigh(a, b), low1 = Avx.UnpackLow(c, d), high1 = Avx.UnpackHigh(c, d);
            Avx.Shuffle(low0, low1, 0x44).Store(into);
            Avx.Shuffle(low0, low1, 0xEE).Store(into + step);
            Avx.Shuffle(high0, high1, 0x44).Store(into + (2 * step));
            Avx.Shuffle(high0, high1, 0xEE).Store(into + (3 * step));
        }
        else
        {
            PartialLane.TransposeAny(source, row, destination, step, Vector256<T>.Count, 4);
        }
    }

    /// <summary>As many columns of four rows as a vector has elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeRows<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) == 4 && Avx.IsSupported)
        {
            float* from = (float*)source, into = (float*)destination;
            Vector256<float> a = Vector256.Load(from), b = Vector256.Load(from + row), c = Vector256.Load(from + (2 * row)), d = Vector256.Load(from + (3 * row));
            Vector256<float> low0 = Avx.UnpackLow(a, b), high0 = Avx.UnpackHigh(a, b), low1 = Avx.UnpackLow(c, d), high1 = Avx.UnpackHigh(c, d);
            Part(Avx.Shuffle(low0, low1, 0x44), into, step);
            Part(Avx.Shuffle(low0, low1, 0xEE), into + step, step);
            Part(Avx.Shuffle(high0, high1, 0x44), into + (2 * step), step);
            Part(Avx.Shuffle(high0, high1, 0xEE), into + (3 * step), step);
        }
        else
        {
            PartialLane.TransposeAny(source, row, destination, step, 4, Vector256<T>.Count);
        }
    }

    /// <summary>A row of four, and the fourth one after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Part(Vector256<float> rows, float* destination, nint step)
    {
        rows.GetLower().Store(destination);
        Avx.ExtractVector128(rows, 1).Store(destination + (4 * step));
    }
}

internal static unsafe partial class Partial512
{
    /// <summary>Four columns of as many rows as a vector has elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeColumns<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Avx512F.IsSupported)
        {
            PartialLane.TransposeAny(source, row, destination, step, Vector512<T>.Count, 4);
        }
        else if (sizeof(T) == 8)
        {
            double* from = (double*)source, into = (double*)destination;
            Vector512<double> a = Halves(from, 2 * row), b = Halves(from + row, 2 * row), c = Halves(from + (4 * row), 2 * row), d = Halves(from + (5 * row), 2 * row);
            Vector512<double> ab0 = Avx512F.UnpackLow(a, b), ab1 = Avx512F.UnpackHigh(a, b), cd0 = Avx512F.UnpackLow(c, d), cd1 = Avx512F.UnpackHigh(c, d);
            Avx512F.Shuffle4x128(ab0, cd0, 0x88).Store(into);
            Avx512F.Shuffle4x128(ab1, cd1, 0x88).Store(into + step);
            Avx512F.Shuffle4x128(ab0, cd0, 0xDD).Store(into + (2 * step));
            Avx512F.Shuffle4x128(ab1, cd1, 0xDD).Store(into + (3 * step));
        }
        else
        {
            float* from = (float*)source, into = (float*)destination;
            Vector512<float> a = Quarters(from, 4 * row), b = Quarters(from + row, 4 * row), c = Quarters(from + (2 * row), 4 * row), d = Quarters(from + (3 * row), 4 * row);
            Vector512<float> ab0 = Avx512F.UnpackLow(a, b), ab2 = Avx512F.UnpackHigh(a, b), cd0 = Avx512F.UnpackLow(c, d), cd2 = Avx512F.UnpackHigh(c, d);
            Avx512F.Shuffle(ab0, cd0, 0x44).Store(into);
            Avx512F.Shuffle(ab0, cd0, 0xEE).Store(into + step);
            Avx512F.Shuffle(ab2, cd2, 0x44).Store(into + (2 * step));
            Avx512F.Shuffle(ab2, cd2, 0xEE).Store(into + (3 * step));
        }
    }

    /// <summary>As many columns of four rows as a vector has elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeRows<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Avx512F.IsSupported)
        {
            PartialLane.TransposeAny(source, row, destination, step, 4, Vector512<T>.Count);
        }
        else if (sizeof(T) == 8)
        {
            double* from = (double*)source, into = (double*)destination;
            Vector512<double> a = Vector512.Load(from), b = Vector512.Load(from + row), c = Vector512.Load(from + (2 * row)), d = Vector512.Load(from + (3 * row));
            Vector512<double> ab0 = Avx512F.UnpackLow(a, b), ab1 = Avx512F.UnpackHigh(a, b), cd0 = Avx512F.UnpackLow(c, d), cd1 = Avx512F.UnpackHigh(c, d);
            Vector512<long> first = Vector512.Create(0L, 1, 8, 9, 2, 3, 10, 11), fourth = Vector512.Create(4L, 5, 12, 13, 6, 7, 14, 15);
            Part(Avx512F.PermuteVar8x64x2(ab0, first, cd0), into, step);
            Part(Avx512F.PermuteVar8x64x2(ab1, first, cd1), into + step, step);
            Part(Avx512F.PermuteVar8x64x2(ab0, fourth, cd0), into + (4 * step), step);
            Part(Avx512F.PermuteVar8x64x2(ab1, fourth, cd1), into + (5 * step), step);
        }
        else
        {
            float* from = (float*)source, into = (float*)destination;
            Vector512<float> a = Vector512.Load(from), b = Vector512.Load(from + row), c = Vector512.Load(from + (2 * row)), d = Vector512.Load(from + (3 * row));
            Vector512<float> ab0 = Avx512F.UnpackLow(a, b), ab2 = Avx512F.UnpackHigh(a, b), cd0 = Avx512F.UnpackLow(c, d), cd2 = Avx512F.UnpackHigh(c, d);
            Part(Avx512F.Shuffle(ab0, cd0, 0x44), into, step);
            Part(Avx512F.Shuffle(ab0, cd0, 0xEE), into + step, step);
            Part(Avx512F.Shuffle(ab2, cd2, 0x44), into + (2 * step), step);
            Part(Avx512F.Shuffle(ab2, cd2, 0xEE), into + (3 * step), step);
        }
    }

    /// <summary>Four elements, and behind them four from <paramref name="distance"/> further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Halves(double* from, nint distance) =>
        Avx512F.InsertVector256(Vector256.Load(from).ToVector512Unsafe(), Vector256.Load(from + distance), 1);

    /// <summary>Four times four elements, <paramref name="distance"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* from, nint distance) => Avx512F.InsertVector256(
        Avx.InsertVector128(Vector128.Load(from).ToVector256Unsafe(), Vector128.Load(from + distance), 1).ToVector512Unsafe(),
        Avx.InsertVector128(Vector128.Load(from + (2 * distance)).ToVector256Unsafe(), Vector128.Load(from + (3 * distance)), 1),
        1);

    /// <summary>A row of four, and the second one after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Part(Vector512<double> rows, double* destination, nint step)
    {
        rows.GetLower().Store(destination);
        Avx512F.ExtractVector256(rows, 1).Store(destination + (2 * step));
    }

    /// <summary>A row of four, and the fourth, eighth and twelfth after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Part(Vector512<float> rows, float* destination, nint step)
    {
        rows.GetLower().GetLower().Store(destination);
        Avx.ExtractVector128(rows.GetLower(), 1).Store(destination + (4 * step));
        Avx512F.ExtractVector128(rows, 2).Store(destination + (8 * step));
        Avx512F.ExtractVector128(rows, 3).Store(destination + (12 * step));
    }
}
