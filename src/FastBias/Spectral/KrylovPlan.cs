using System.Numerics;

namespace FastBias;

/// <summary>Block and basis size, the tolerance, and when to look whether all has converged.</summary>
internal readonly struct KrylovPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public KrylovPlan(int size, int count, LanczosOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, size);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1, nameof(options));
        if (options.RelativeTolerance is { } given && !(given >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), given, "A tolerance is not negative.");
        }

        if (options.BlockSize is { } asked)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1, nameof(options));
        }

        Block = Math.Min(size, options.BlockSize ?? 1);
        long smallest = Math.Min(size, count + (2L * Block));
        if (options.BasisSize is { } basis && (basis < smallest || basis > size))
        {
            throw new ArgumentOutOfRangeException(nameof(options), basis, $"The basis holds between {smallest} and {size} vectors.");
        }

        Basis = options.BasisSize ?? (int)Math.Min(size, Math.Max((3L * count) + (8L * Block), 60L + (10L * Block)));
        Tolerance = options.RelativeTolerance is { } tolerance ? T.CreateTruncating(tolerance) : WorkingRange<T>.LooseTolerance;
        Count = count;
    }

    public int Count { get; }

    public int Block { get; }

    public int Basis { get; }

    public T Tolerance { get; }

    /// <summary>The Ritz vectors that survive a restart: half of what is not wanted beside what is.</summary>
    public int Keep => Math.Min(Basis - (2 * Block), Count + ((Basis - Count) / 2));

    /// <summary>The basis size at which to look next: a small eigenproblem costs as much as some steps.</summary>
    public int NextLook(int now) => Math.Max(now + Block, now + (now / 5));
}
