using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The powers of two between which kernels of fixed shapes work, so that no square over- or underflows where it counts.</summary>
/// <remarks>
/// <code>
///                          double    float
///   Tiny                   2^-600    2^-80     matrices below it are lifted …
///   Lift                   2^+500    2^+70     … by this
///   Drop                   2^-500    2^-70     and dropped again; its square root, and that of Lift, are powers of two as well
///   RootDrop               2^-250    2^-35
///   SmallestNormal         2^-1022   2^-126
///   Working                2^+200    2^+24     the largest element of a matrix whose columns are rotated
///   SmallestSquare         2^-450    2^-40     a column with a smaller sum of squares is zero beside it
/// </code>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class FixedRange
{
    /// <summary>Matrices whose largest element is below it are lifted.</summary>
    public static T Tiny<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(-600, -80);

    /// <summary>What they are multiplied by.</summary>
    public static T Lift<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(500, 70);

    /// <summary>The inverse of <see cref="Lift"/>.</summary>
    public static T Drop<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(-500, -70);

    /// <summary>The square root of <see cref="Drop"/>.</summary>
    public static T RootDrop<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(-250, -35);

    /// <summary>The smallest number whose inverse is finite and exact.</summary>
    public static T SmallestNormal<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(-1022, -126);

    /// <summary>Where the largest element of a matrix is put whose columns are rotated.</summary>
    public static T Working<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(200, 24);

    /// <summary>The inverse of <see cref="Working"/>.</summary>
    public static T InverseWorking<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(-200, -24);

    /// <summary>A column whose sum of squares is smaller is zero beside one that has an element of <see cref="Working"/>.</summary>
    public static T SmallestSquare<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(-450, -40);

    /// <summary>The unit roundoff, 2^-53 or 2^-24.</summary>
    public static T UnitRoundoff<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Power<T>(-53, -24);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Power<T>(int exponent, int exponentOfFloat)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sizeof(T) == 8
            ? Unsafe.BitCast<long, T>((long)(exponent + 1023) << 52)
            : Unsafe.BitCast<int, T>((exponentOfFloat + 127) << 23);
}
