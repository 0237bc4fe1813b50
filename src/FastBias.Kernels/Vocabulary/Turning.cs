using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

// The stages in which vectors of contiguous elements become vectors across them:
//
//   Halves   half a vector from each of two addresses
//   Evens    the even elements of each 128 bits of two vectors, those of the first before those of the second; Odds the odd ones.
//            At the largest distance of a vector of 512 bits, whose 128 bits are in order by then: its even quarters, and its odd ones
//
// Within 128 bits a Zen 5 shuffles on all of its pipes, beyond them only on two, one of which multiplies.
namespace FastBias.Kernels;

internal static unsafe partial class PartialLane
{
    /// <summary>A lane has no halves: there for a template to compile as it stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Halves<T>(T* first, T* second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(*first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Evens<T>(int distance, Lane<T> first, Lane<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Odds<T>(int distance, Lane<T> first, Lane<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => second;
}

internal static unsafe partial class Partial128
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Halves<T>(T* first, T* second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector128.Create(Unsafe.ReadUnaligned<double>(first), Unsafe.ReadUnaligned<double>(second)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Evens<T>(int distance, Vector128<T> first, Vector128<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) == 8)
        {
            return Vector128.Create(first.AsDouble()[0], second.AsDouble()[0]).As<double, T>();
        }

        Vector128<float> a = first.AsSingle(), b = second.AsSingle();
        return (Sse.IsSupported ? Sse.Shuffle(a, b, 0x88) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipEven(a, b) : Vector128.Create(a[0], a[2], b[0], b[2])).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Odds<T>(int distance, Vector128<T> first, Vector128<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sizeof(T) == 8)
        {
            return Vector128.Create(first.AsDouble()[1], second.AsDouble()[1]).As<double, T>();
        }

        Vector128<float> a = first.AsSingle(), b = second.AsSingle();
        return (Sse.IsSupported ? Sse.Shuffle(a, b, 0xDD) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipOdd(a, b) : Vector128.Create(a[1], a[3], b[1], b[3])).As<float, T>();
    }
}

internal static unsafe partial class Partial256
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Halves<T>(T* first, T* second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Avx.IsSupported
            ? Avx.InsertVector128(Vector128.Load((float*)first).ToVector256Unsafe(), Vector128.Load((float*)second), 1).As<float, T>()
            : Vector256.Create(Vector128.Load(first), Vector128.Load(second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Evens<T>(int distance, Vector256<T> first, Vector256<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        !Avx.IsSupported ? Vector256.Create(Partial128.Evens(distance, first.GetLower(), second.GetLower()), Partial128.Evens(distance, first.GetUpper(), second.GetUpper()))
        : sizeof(T) == 8 ? Avx.UnpackLow(first.AsDouble(), second.AsDouble()).As<double, T>()
        : Avx.Shuffle(first.AsSingle(), second.AsSingle(), 0x88).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Odds<T>(int distance, Vector256<T> first, Vector256<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        !Avx.IsSupported ? Vector256.Create(Partial128.Odds(distance, first.GetLower(), second.GetLower()), Partial128.Odds(distance, first.GetUpper(), second.GetUpper()))
        : sizeof(T) == 8 ? Avx.UnpackHigh(first.AsDouble(), second.AsDouble()).As<double, T>()
        : Avx.Shuffle(first.AsSingle(), second.AsSingle(), 0xDD).As<float, T>();
}

internal static unsafe partial class Partial512
{
    /// <summary>By an instruction that takes its second half from memory; <c>Vector512.Create</c> of two halves loads both, and waits for what its register held before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Halves<T>(T* first, T* second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Avx512F.IsSupported
            ? Avx512F.InsertVector256(Vector256.Load((double*)first).ToVector512Unsafe(), Vector256.Load((double*)second), 1).As<double, T>()
            : Vector512.Create(Vector256.Load(first), Vector256.Load(second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Evens<T>(int distance, Vector512<T> first, Vector512<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (4 * distance == Vector512<T>.Count)
        {
            return Avx512F.IsSupported
                ? Avx512F.Shuffle4x128(first.AsDouble(), second.AsDouble(), 0x88).As<double, T>()
                : Vector512.Create(
                    Vector256.Create(first.GetLower().GetLower(), first.GetUpper().GetLower()), Vector256.Create(second.GetLower().GetLower(), second.GetUpper().GetLower()));
        }

        return !Avx512F.IsSupported ? Vector512.Create(Partial256.Evens(distance, first.GetLower(), second.GetLower()), Partial256.Evens(distance, first.GetUpper(), second.GetUpper()))
            : sizeof(T) == 8 ? Avx512F.UnpackLow(first.AsDouble(), second.AsDouble()).As<double, T>()
            : Avx512F.Shuffle(first.AsSingle(), second.AsSingle(), 0x88).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Odds<T>(int distance, Vector512<T> first, Vector512<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (4 * distance == Vector512<T>.Count)
        {
            return Avx512F.IsSupported
                ? Avx512F.Shuffle4x128(first.AsDouble(), second.AsDouble(), 0xDD).As<double, T>()
                : Vector512.Create(
                    Vector256.Create(first.GetLower().GetUpper(), first.GetUpper().GetUpper()), Vector256.Create(second.GetLower().GetUpper(), second.GetUpper().GetUpper()));
        }

        return !Avx512F.IsSupported ? Vector512.Create(Partial256.Odds(distance, first.GetLower(), second.GetLower()), Partial256.Odds(distance, first.GetUpper(), second.GetUpper()))
            : sizeof(T) == 8 ? Avx512F.UnpackHigh(first.AsDouble(), second.AsDouble()).As<double, T>()
            : Avx512F.Shuffle(first.AsSingle(), second.AsSingle(), 0xDD).As<float, T>();
    }
}
