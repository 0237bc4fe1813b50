using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastBias.Bench.Machine;

/// <summary>Reads memory once and does as little as possible with it: the ceiling of a matrix-vector product beyond the caches.</summary>
internal static class StreamRead
{
    /// <summary>The sum of all elements, in 8 independent chains of 256-bit vectors (one cache line takes two loads).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static unsafe T Sum<T>(T* data, nint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector256<T>.Count;
        Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        nint i = 0;
        for (; i <= length - (8 * lanes); i += 8 * lanes)
        {
            T* p = data + i;
            s0 += Vector256.Load(p);
            s1 += Vector256.Load(p + lanes);
            s2 += Vector256.Load(p + (2 * lanes));
            s3 += Vector256.Load(p + (3 * lanes));
            s4 += Vector256.Load(p + (4 * lanes));
            s5 += Vector256.Load(p + (5 * lanes));
            s6 += Vector256.Load(p + (6 * lanes));
            s7 += Vector256.Load(p + (7 * lanes));
        }

        T sum = Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
        for (; i < length; i++)
        {
            sum += data[i];
        }

        return sum;
    }
}
