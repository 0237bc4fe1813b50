namespace FastBias.Lab;

/// <summary>Two separated clusters, the nearest neighbour rule, and a place whose label one point decides.</summary>
internal sealed class NeighbourDraw
{
    private readonly List<(double[] X, int Label)> _points;

    public NeighbourDraw(StabilityNotNecessarySpec spec, RandomSource random)
    {
        _points = [.. Cluster(random, spec.Points, 1), .. Cluster(random, spec.Points, -1)];
        (double[] X, int Label)[] unseen = [.. Cluster(random, spec.TestPoints, 1), .. Cluster(random, spec.TestPoints, -1)];
        TestError = unseen.Count(point => Nearest(point.X, null) != point.Label) / (double)unseen.Length;
        (LeftOut, double[] other) = ClosestPair();
        Place = [0.501 * LeftOut[0] + (0.499 * other[0]), 0.501 * LeftOut[1] + (0.499 * other[1])];
        Change = Nearest(Place, null) == Nearest(Place, LeftOut) ? 0 : 1;
    }

    /// <summary>The share of new points with a wrong label.</summary>
    public double TestError { get; }

    /// <summary>How much the loss changes at <see cref="Place"/> without <see cref="LeftOut"/>: 0 or 1.</summary>
    public double Change { get; }

    public double[] Place { get; }

    public double[] LeftOut { get; }

    public double[] Column(int label, int coordinate) => [.. _points.Where(point => point.Label == label).Select(point => point.X[coordinate])];

    /// <summary>Points in a disc of radius 1 around (±3, 0).</summary>
    private static IEnumerable<(double[] X, int Label)> Cluster(RandomSource random, int count, int label)
    {
        for (int i = 0; i < count; i++)
        {
            double u, v;
            do
            {
                (u, v) = ((2 * random.Uniform()) - 1, (2 * random.Uniform()) - 1);
            }
            while ((u * u) + (v * v) > 1);
            yield return ([(3 * label) + u, v], label);
        }
    }

    private int Nearest(double[] x, double[]? without) => _points.Where(point => !ReferenceEquals(point.X, without)).MinBy(point => Vectors.Distance(point.X, x)).Label;

    /// <summary>The two closest points of different clusters; the first is the one whose absence moves the border more, by being further ahead of the rest of its cluster.</summary>
    private (double[] First, double[] Second) ClosestPair()
    {
        (double[] X, int Label)[] right = [.. _points.Where(point => point.Label == 1)], left = [.. _points.Where(point => point.Label == -1)];
        (double[] a, double[] b) = right.SelectMany(p => left.Select(q => (p.X, q.X))).MinBy(pair => Vectors.Distance(pair.Item1, pair.Item2));
        double aheadRight = right.Where(p => !ReferenceEquals(p.X, a)).Min(p => Vectors.Distance(p.X, b)), aheadLeft = left.Where(q => !ReferenceEquals(q.X, b)).Min(q => Vectors.Distance(q.X, a));
        return aheadRight >= aheadLeft ? (a, b) : (b, a);
    }
}
