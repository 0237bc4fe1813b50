namespace FastBias.Lab;

/// <summary>NumPy's <c>SeedSequence</c> for one number: a pool of four words that its bits are mixed into, and hashes of the pool.</summary>
/// <remarks>Source: M. O'Neill, Developing a seed_seq alternative (2015), which NumPy's documentation of <c>SeedSequence</c> names as its design.</remarks>
internal static class NumPySeedSequence
{
    private const int Shift = 16;

    /// <summary><c>SeedSequence(seed).generate_state(count, numpy.uint64)</c>.</summary>
    public static ulong[] State(ulong seed, int count)
    {
        uint[] pool = Pool(seed);
        uint constant = 0x8B51F9DD;
        ulong[] state = new ulong[count];
        for (int i = 0; i < 2 * count; i++)
        {
            uint value = pool[i % pool.Length] ^ constant;
            constant *= 0x58F38DED;
            value *= constant;
            value ^= value >> Shift;
            state[i / 2] |= (ulong)value << (32 * (i % 2));
        }

        return state;
    }

    private static uint[] Pool(ulong seed)
    {
        uint constant = 0x43B0D7E5;
        uint[] pool = [Hash((uint)seed, ref constant), Hash((uint)(seed >> 32), ref constant), Hash(0, ref constant), Hash(0, ref constant)];
        for (int source = 0; source < pool.Length; source++)
        {
            for (int target = 0; target < pool.Length; target++)
            {
                if (source != target)
                {
                    uint mixed = (0xCA01F9DD * pool[target]) - (0x4973F715 * Hash(pool[source], ref constant));
                    pool[target] = mixed ^ (mixed >> Shift);
                }
            }
        }

        return pool;
    }

    private static uint Hash(uint value, ref uint constant)
    {
        value ^= constant;
        constant *= 0x931E8875;
        value *= constant;
        return value ^ (value >> Shift);
    }
}
