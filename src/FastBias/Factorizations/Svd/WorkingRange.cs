using System.Numerics;

namespace FastBias;

/// <summary>The working precision and the range in which sums of squares are safe.</summary>
/// <remarks>
/// A vector of the Jacobi iteration is stored as w with a power of two beside it, x = w · 2^exponent, so that ‖w‖ lies in a
/// window in which neither ‖w‖² nor a product of two entries overflows or loses digits to underflow:
/// <code>
///            2^(Top − Unit)                                  2^Top     growth by √n in the sweeps
///   ┄┄┄┄┄┄┄┄┄┄┄┄├───────────────── ‖w‖ ─────────────────────────┤┄┄┄┄┄┄┄┄┄┄┄┄┄
///    ◄─ Near ──►  a partner that is smaller by up to 2^Near is brought to the same exponent
/// </code>
/// The exponents are Top-of-all − k·Unit, k = 0, 1, …: with vectors whose norms differ by less than 2^Unit (1e120 in double,
/// 1e18 in float) there is one exponent for all, and the bookkeeping costs one comparison of integers per pair.
/// </remarks>
internal static class WorkingRange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The distance from 1 to the next larger number: 2^-52 or 2^-23.</summary>
    public static readonly T Epsilon = T.BitIncrement(T.One) - T.One;

    /// <summary>eps^(3/4): what an iteration or a test asks for where the caller names no tolerance.</summary>
    public static readonly T LooseTolerance = T.Sqrt(Epsilon) * T.Sqrt(T.Sqrt(Epsilon));

    /// <summary>Digits of the significand: 53 or 24.</summary>
    public static readonly int Digits = 1 - T.ILogB(Epsilon);

    /// <summary>The exponent of the largest stored norm.</summary>
    public static readonly int Top = IsDouble ? 200 : 40;

    /// <summary>The width of the window, in powers of two.</summary>
    public static readonly int Unit = IsDouble ? 400 : 60;

    /// <summary>Norms further apart than this have a rotation that leaves the larger vector as it is, whatever the angle.</summary>
    public static readonly int Near = Digits + 3;

    /// <summary>2^OneSize: norms that differ by a smaller factor are of one size.</summary>
    public const int OneSize = 3;

    /// <summary>The largest step by which one multiplication may scale.</summary>
    public static readonly int Step = IsDouble ? 1000 : 120;

    /// <summary>Whether norms, given by their squares, are of one size; NaN never is.</summary>
    public static bool AreOfOneSize(ReadOnlySpan<T> squares) => AreWithin(squares, T.ScaleB(T.One, -OneSize));

    /// <summary>Whether the shortest of vectors, given by the squares of their norms, is longer than a part of the longest.</summary>
    public static bool AreWithin(ReadOnlySpan<T> squares, T part)
    {
        T least = T.PositiveInfinity, largest = T.Zero;
        foreach (T square in squares)
        {
            least = T.Min(least, square);
            largest = T.Max(largest, square);
        }

        return least > part * part * largest;
    }

    private static bool IsDouble => typeof(T) == typeof(double);
}
