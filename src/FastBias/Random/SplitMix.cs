using System.Numerics;

namespace FastBias;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the start vectors of the iterations, the same for the same seed everywhere.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Fills with multiples of 2^-20 between −1 and 1, exact in every type.</summary>
    public void Fill<T>(Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T element in x)
        {
            element = T.ScaleB(T.CreateTruncating((int)(Next() >> 43) - (1 << 20)), -20);
        }
    }
}
