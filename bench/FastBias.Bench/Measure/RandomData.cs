using System.Numerics;

namespace FastBias.Bench.Measure;

/// <summary>Seeded Gaussian data: the same operands in every run, on every machine and for both types.</summary>
internal sealed class RandomData(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Fills with independent standard normal values.</summary>
    internal void Fill<T>(Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T value in values)
        {
            value = T.CreateTruncating(NextGaussian());
        }
    }

    private double NextGaussian()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform()));
        return radius * Math.Cos(2 * Math.PI * NextUniform());
    }

    /// <summary>In [0, 1): the upper 53 bits of SplitMix64 (Steele, Lea and Flood 2014, figure 16).</summary>
    private double NextUniform()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
