using FsCheck;
using FsCheck.Fluent;

namespace FastBias.Testing;

/// <summary>Dimensions, biased to where kernels change their path: 0, 1, the edges of tiles and of the depth at which chains are cut.</summary>
public static class SizeGenerator
{
    /// <summary>Multiples at which tiles and virtual lanes end.</summary>
    public static IReadOnlyList<int> TileEdges { get; } = [6, 8, 12, 16, 24, 32, 48, 64];

    /// <summary>Where a chain of multiply-adds is cut.</summary>
    public static IReadOnlyList<int> DepthEdges { get; } = [255, 256, 257];

    /// <summary>A dimension of at most <paramref name="maximum"/>: small ones (0 included) that grow with FsCheck's size, and one below, at and one above each edge.</summary>
    public static Gen<int> Dimension(int maximum = 100)
    {
        int[] edges = [.. TileEdges.SelectMany(e => (int[])[e - 1, e, e + 1]).Concat(DepthEdges).Where(e => e <= maximum).Distinct()];
        Gen<int> small = Gen.Sized(size => Gen.Choose(0, Math.Min(maximum, 2 + (size / 4))));
        return edges.Length == 0
            ? small
            : Gen.Frequency((3, small), (2, Gen.Sized(size => Gen.Elements(Near(edges, size)))), (1, Gen.Constant(Math.Min(1, maximum))));
    }

    /// <summary>The depth of a product: as <see cref="Dimension"/>, and in one case of eight 255, 256 or 257.</summary>
    public static Gen<int> Depth() => Gen.Frequency((7, Dimension(70)), (1, Gen.Elements<int>(DepthEdges)));

    /// <summary>Zero, one, halves, and one less.</summary>
    public static IEnumerable<int> Shrink(int dimension)
    {
        HashSet<int> seen = [dimension];
        foreach (int smaller in (int[])[0, 1, dimension / 2, dimension - 2, dimension - 1])
        {
            if (smaller >= 0 && smaller < dimension && seen.Add(smaller))
            {
                yield return smaller;
            }
        }
    }

    /// <summary>Early (small) cases of a run draw from the lower edges, so that a failure is found where it is cheap.</summary>
    private static int[] Near(int[] edges, int size)
    {
        int[] reachable = [.. edges.Where(e => e <= 9 + size)];
        return reachable.Length == 0 ? [edges.Min()] : reachable;
    }
}
