using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

// A square block of as many rows as a vector has elements, transposed in registers: destination[j, i] = source[i, j].
// Pairs of rows are interleaved, then pairs of pairs, until a register holds a column:
//
//   a0 a1 a2 a3      a0 b0 a2 b2      a0 b0 c0 d0
//   b0 b1 b2 b3  →   a1 b1 a3 b3  →   a1 b1 c1 d1
//   c0 c1 c2 c3      c0 d0 c2 d2      a2 b2 c2 d2
//   d0 d1 d2 d3      c1 d1 c3 d3      a3 b3 c3 d3
namespace FastBias.Kernels;

internal static unsafe partial class PartialLane
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeBlock<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => *destination = *source;

    /// <summary>A square block of a size that is a power of two, and no vector's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeSquare<T>(int size, T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        *destination = *source;
        if (size == 2)
        {
            destination[step] = source[1];
            destination[1] = source[row];
            destination[step + 1] = source[row + 1];
        }
    }
}

internal static unsafe partial class Partial128
{
    /// <summary>A square block of a size that is a power of two, no larger than a vector of as many elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeSquare<T>(int size, T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (size == Vector128<T>.Count)
        {
            TransposeBlock(source, row, destination, step);
        }
        else
        {
            PartialLane.TransposeSquare(size, source, row, destination, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeBlock<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) == 8 && (Sse2.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            Two((double*)source, row, (double*)destination, step);
        }
        else if (sizeof(T) == 4 && Sse.IsSupported)
        {
            Four((float*)source, row, (float*)destination, step);
        }
        else
        {
            for (int i = 0; i < Vector128<T>.Count; i++)
            {
                for (int j = 0; j < Vector128<T>.Count; j++)
                {
                    destination[(j * step) + i] = source[(i * row) + j];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(double* source, nint row, double* destination, nint step)
    {
        Vector128<double> a = Vector128.Load(source), b = Vector128.Load(source + row);
        if (Sse2.IsSupported)
        {
            Sse2.UnpackLow(a, b).Store(destination);
            Sse2.UnpackHigh(a, b).Store(destination + step);
        }
        else
        {
            AdvSimd.Arm64.ZipLow(a, b).Store(destination);
            AdvSimd.Arm64.ZipHigh(a, b).Store(destination + step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float* source, nint row, float* destination, nint step)
    {
        Vector128<float> a = Vector128.Load(source), b = Vector128.Load(source + row), c = Vector128.Load(source + (2 * row)), d = Vector128.Load(source + (3 * row));
        Vector128<float> ab0 = Sse.UnpackLow(a, b), ab2 = Sse.UnpackHigh(a, b), cd0 = Sse.UnpackLow(c, d), cd2 = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(ab0, cd0).Store(destination);
        Sse.MoveHighToLow(cd0, ab0).Store(destination + step);
        Sse.MoveLowToHigh(ab2, cd2).Store(destination + (2 * step));
        Sse.MoveHighToLow(cd2, ab2).Store(destination + (3 * step));
    }
}

internal static unsafe partial class Partial256
{
    /// <summary>A square block of a size that is a power of two, no larger than a vector of as many elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeSquare<T>(int size, T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (size == Vector256<T>.Count)
        {
            TransposeBlock(source, row, destination, step);
        }
        else
        {
            Partial128.TransposeSquare(size, source, row, destination, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeBlock<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Avx.IsSupported)
        {
            int half = Vector128<T>.Count;
            Partial128.TransposeBlock(source, row, destination, step);
            Partial128.TransposeBlock(source + half, row, destination + (half * step), step);
            Partial128.TransposeBlock(source + (half * row), row, destination + half, step);
            Partial128.TransposeBlock(source + (half * row) + half, row, destination + (half * step) + half, step);
        }
        else if (sizeof(T) == 8)
        {
            Four((double*)source, row, (double*)destination, step);
        }
        else
        {
            Eight((float*)source, row, (float*)destination, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(double* source, nint row, double* destination, nint step)
    {
        Vector256<double> a = Vector256.Load(source), b = Vector256.Load(source + row), c = Vector256.Load(source + (2 * row)), d = Vector256.Load(source + (3 * row));
        Vector256<double> ab0 = Avx.UnpackLow(a, b), ab1 = Avx.UnpackHigh(a, b), cd0 = Avx.UnpackLow(c, d), cd1 = Avx.UnpackHigh(c, d);
        Avx.Permute2x128(ab0, cd0, 0x20).Store(destination);
        Avx.Permute2x128(ab1, cd1, 0x20).Store(destination + step);
        Avx.Permute2x128(ab0, cd0, 0x31).Store(destination + (2 * step));
        Avx.Permute2x128(ab1, cd1, 0x31).Store(destination + (3 * step));
    }

    /// <summary>Two halves of four columns each, the 128-bit halves of four rows and of the four below joined on loading.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Eight(float* source, nint row, float* destination, nint step)
    {
        for (int half = 0; half < 8; half += 4)
        {
            float* from = source + half;
            float* into = destination + (half * step);
            Vector256<float> ae = Join(from, row), bf = Join(from + row, row), cg = Join(from + (2 * row), row), dh = Join(from + (3 * row), row);
            Vector256<float> low0 = Avx.UnpackLow(ae, bf), high0 = Avx.UnpackHigh(ae, bf), low1 = Avx.UnpackLow(cg, dh), high1 = Avx.UnpackHigh(cg, dh);
            Avx.Shuffle(low0, low1, 0x44).Store(into);
            Avx.Shuffle(low0, low1, 0xEE).Store(into + step);
            Avx.Shuffle(high0, high1, 0x44).Store(into + (2 * step));
            Avx.Shuffle(high0, high1, 0xEE).Store(into + (3 * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Join(float* from, nint row) => Vector256.Create(Vector128.Load(from), Vector128.Load(from + (4 * row)));
}

internal static unsafe partial class Partial512
{
    /// <summary>A square block of a size that is a power of two, no larger than a vector of as many elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeSquare<T>(int size, T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (size == Vector512<T>.Count)
        {
            TransposeBlock(source, row, destination, step);
        }
        else
        {
            Partial256.TransposeSquare(size, source, row, destination, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeBlock<T>(T* source, nint row, T* destination, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) == 8 && Avx512F.IsSupported)
        {
            Eight((double*)source, row, (double*)destination, step);
            return;
        }

        if (sizeof(T) == 4 && Avx512F.IsSupported)
        {
            Sixteen((float*)source, row, (float*)destination, step);
            return;
        }

        int half = Vector256<T>.Count;
        Partial256.TransposeBlock(source, row, destination, step);
        Partial256.TransposeBlock(source + half, row, destination + (half * step), step);
        Partial256.TransposeBlock(source + (half * row), row, destination + half, step);
        Partial256.TransposeBlock(source + (half * row) + half, row, destination + (half * step) + half, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(double* source, nint row, double* destination, nint step)
    {
        Vector512<double> a = Vector512.Load(source), b = Vector512.Load(source + row), c = Vector512.Load(source + (2 * row)), d = Vector512.Load(source + (3 * row));
        source += 4 * row;
        Vector512<double> e = Vector512.Load(source), f = Vector512.Load(source + row), g = Vector512.Load(source + (2 * row)), h = Vector512.Load(source + (3 * row));

        // Even and odd columns of two rows; then the 128-bit quarters of four rows: 0x88 takes quarters 0 and 2, 0xDD quarters 1 and 3 of each.
        Vector512<double> ab0 = Avx512F.UnpackLow(a, b), ab1 = Avx512F.UnpackHigh(a, b), cd0 = Avx512F.UnpackLow(c, d), cd1 = Avx512F.UnpackHigh(c, d);
        Vector512<double> ef0 = Avx512F.UnpackLow(e, f), ef1 = Avx512F.UnpackHigh(e, f), gh0 = Avx512F.UnpackLow(g, h), gh1 = Avx512F.UnpackHigh(g, h);
        Vector512<double> ad04 = Avx512F.Shuffle4x128(ab0, cd0, 0x88), ad26 = Avx512F.Shuffle4x128(ab0, cd0, 0xDD);
        Vector512<double> ad15 = Avx512F.Shuffle4x128(ab1, cd1, 0x88), ad37 = Avx512F.Shuffle4x128(ab1, cd1, 0xDD);
        Vector512<double> eh04 = Avx512F.Shuffle4x128(ef0, gh0, 0x88), eh26 = Avx512F.Shuffle4x128(ef0, gh0, 0xDD);
        Vector512<double> eh15 = Avx512F.Shuffle4x128(ef1, gh1, 0x88), eh37 = Avx512F.Shuffle4x128(ef1, gh1, 0xDD);
        Avx512F.Shuffle4x128(ad04, eh04, 0x88).Store(destination);
        Avx512F.Shuffle4x128(ad15, eh15, 0x88).Store(destination + step);
        Avx512F.Shuffle4x128(ad26, eh26, 0x88).Store(destination + (2 * step));
        Avx512F.Shuffle4x128(ad37, eh37, 0x88).Store(destination + (3 * step));
        destination += 4 * step;
        Avx512F.Shuffle4x128(ad04, eh04, 0xDD).Store(destination);
        Avx512F.Shuffle4x128(ad15, eh15, 0xDD).Store(destination + step);
        Avx512F.Shuffle4x128(ad26, eh26, 0xDD).Store(destination + (2 * step));
        Avx512F.Shuffle4x128(ad37, eh37, 0xDD).Store(destination + (3 * step));
    }

    /// <summary>Two halves of eight columns each, the 256-bit halves of eight rows and of the eight below joined on loading.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sixteen(float* source, nint row, float* destination, nint step)
    {
        for (int half = 0; half < 16; half += 8)
        {
            float* from = source + half;
            float* into = destination + (half * step);
            Vector512<float> a = Join(from, row), b = Join(from + row, row), c = Join(from + (2 * row), row), d = Join(from + (3 * row), row);
            from += 4 * row;
            Vector512<float> e = Join(from, row), f = Join(from + row, row), g = Join(from + (2 * row), row), h = Join(from + (3 * row), row);

            // Within each 128-bit quarter a column of four rows; quarters 0 and 2 hold columns 0 to 3 of upper and lower rows, 1 and 3 columns 4 to 7.
            Vector512<float> ab0 = Avx512F.UnpackLow(a, b), ab2 = Avx512F.UnpackHigh(a, b), cd0 = Avx512F.UnpackLow(c, d), cd2 = Avx512F.UnpackHigh(c, d);
            Vector512<float> ef0 = Avx512F.UnpackLow(e, f), ef2 = Avx512F.UnpackHigh(e, f), gh0 = Avx512F.UnpackLow(g, h), gh2 = Avx512F.UnpackHigh(g, h);
            Columns(Avx512F.Shuffle(ab0, cd0, 0x44), Avx512F.Shuffle(ef0, gh0, 0x44), into, step);
            Columns(Avx512F.Shuffle(ab0, cd0, 0xEE), Avx512F.Shuffle(ef0, gh0, 0xEE), into + step, step);
            Columns(Avx512F.Shuffle(ab2, cd2, 0x44), Avx512F.Shuffle(ef2, gh2, 0x44), into + (2 * step), step);
            Columns(Avx512F.Shuffle(ab2, cd2, 0xEE), Avx512F.Shuffle(ef2, gh2, 0xEE), into + (3 * step), step);
        }
    }

    /// <summary>Stores a column and the fourth after it, from four rows and the four below, each with eight rows further down in the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(Vector512<float> ad, Vector512<float> eh, float* destination, nint step)
    {
        Vector512<int> first = Vector512.Create(0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
        Vector512<int> fourth = Vector512.Create(4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
        Avx512F.PermuteVar16x32x2(ad, first, eh).Store(destination);
        Avx512F.PermuteVar16x32x2(ad, fourth, eh).Store(destination + (4 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Join(float* from, nint row) => Vector512.Create(Vector256.Load(from), Vector256.Load(from + (8 * row)));
}
