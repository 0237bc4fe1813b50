using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>Few and short vectors with tails, made orthogonal by sweeps of rotations over pairs that have no vector in common.</summary>
/// <remarks>
/// A round takes every vector once (the circle method for a tournament): n − 1 rounds a sweep, or n where n is odd.
/// <code>
///   0 ─ 1 ─ 2 ─ 3        0 ─ 7 ─ 1 ─ 2        the first stays, the others move on by one place
///   │   │   │   │        │   │   │   │
///   7 ─ 6 ─ 5 ─ 4        6 ─ 5 ─ 4 ─ 3
/// </code>
/// One call for a sweep: what a pair costs is its arithmetic, not the way to it (ADR 0013).
/// </remarks>
internal static unsafe class JacobiRounds
{
    private static readonly int[]?[] s_schedules = new int[]?[80];

    /// <summary>The most vectors that there is a schedule for.</summary>
    public static int MostVectors => s_schedules.Length - 1;

    /// <summary>A vector's body and its tail begin at multiples of this many elements, with zeros between; so does the room for the next vector.</summary>
    public static int Block<T>()
        where T : unmanaged => 64 / sizeof(T);

    /// <summary>A length rounded up to whole blocks.</summary>
    public static int Padded<T>(int length)
        where T : unmanaged => checked((length + Block<T>() - 1) / Block<T>() * Block<T>());

    /// <summary>The elements that a sweep over a number of vectors works with.</summary>
    public static int WorkLength<T>(int count)
        where T : unmanaged => 5 * Padded<T>(Math.Max(1, count / 2));

    /// <summary>Measures |x|² of every vector and turns each pair once; gives the largest squared cosine that was met.</summary>
    /// <param name="vectors">Vector after vector, each <paramref name="body"/> elements and its tail.</param>
    /// <param name="body">The padded length of a vector without its tail.</param>
    /// <param name="tail">The padded length of a tail, or 0.</param>
    /// <param name="squares">|x|² of each vector; how many there are.</param>
    /// <param name="work">At least <see cref="WorkLength"/> elements.</param>
    /// <param name="tolerance">A pair with at most this squared cosine is orthogonal.</param>
    public static T Sweep<T>(Span<T> vectors, int body, int tail, Span<T> squares, Span<T> work, T tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] schedule = s_schedules[squares.Length] ??= Schedule(squares.Length);
        return Run(vectors, body, tail, squares, work, tolerance, schedule);
    }

    /// <summary>|x|² of every vector.</summary>
    public static void Measure<T>(Span<T> vectors, int body, int tail, Span<T> squares, Span<T> work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(vectors, body, tail, squares, work, T.Zero, []);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Run<T>(Span<T> vectors, int body, int tail, Span<T> squares, Span<T> work, T tolerance, ReadOnlySpan<int> schedule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = squares.Length, pairs = count / 2, stride = body + tail;
        fixed (T* pv = vectors, ps = squares, pw = work)
        fixed (int* pairing = schedule)
        {
            return Kernels<T>.Current.JacobiSweep(
                (nuint)count, (nuint)(schedule.Length / Math.Max(1, 2 * pairs)), (nuint)pairs, pairing, (nuint)(body / Block<T>()), (nuint)(stride / Block<T>()), stride,
                tolerance, pv, ps, pw);
        }
    }

    private static int[] Schedule(int count)
    {
        int places = count + (count % 2);
        List<int> pairs = [];
        for (int round = 0; round < places - 1; round++)
        {
            for (int k = 0; k < places / 2; k++)
            {
                int i = At(k, round), j = At(places - 1 - k, round);
                if (Math.Max(i, j) < count)
                {
                    pairs.Add(Math.Min(i, j));
                    pairs.Add(Math.Max(i, j));
                }
            }
        }

        return [.. pairs];

        int At(int place, int round) => place == 0 ? 0 : 1 + ((place - 1 + round) % (places - 1));
    }
}
