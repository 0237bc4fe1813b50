namespace FastBias.Bench.Rows;

/// <summary>SVD: with vectors against gesdd, gejsv and gesvj; values alone against gesdd('N').</summary>
internal static class SvdRows
{
    private static readonly IReadOnlyList<Shape> Wide = Shapes.Square(32, 48, 64, 100, 128, 200, 350, 500, 1000);
    private static readonly IReadOnlyList<Shape> Large = Shapes.Square(500, 512, 550, 600, 700, 800, 900, 1000);

    /// <summary>Every row.</summary>
    internal static SuiteSpec Suite() => new("svd",
    [
        new("SVD <= 16", "svd-gesdd", "gesdd", 2, null, Shapes.Square(2, 3, 4, 6, 8, 10, 12, 16)),
        new("SVD 32", "svd-gesdd", "gesdd", 1.5, 3, Shapes.Square(20, 24, 26, 28, 30, 31, 32, 36)),
        new("SVD 64", "svd-gesdd", "gesdd", 1.2, null, Shapes.Square(48, 56, 60, 63, 64, 65, 68, 72)),
        new("SVD 100-200", "svd-gesdd", "gesdd", 1.0, 2, Shapes.Square(100, 110, 120, 128, 150, 160, 180, 200)),
        new("SVD 500..1000", "svd-gesdd", "gesdd", 0.8, 1.2, Large),
        new("SVD tall, m >= 10 n", "svd-gesdd", "gesdd", 2, 5, [new(100, 10), new(320, 32), new(640, 64), new(1000, 100), new(2000, 50), new(4000, 128), new(10000, 100), new(20000, 32)]),
        new("SVD 32..1000", "svd-gejsv", "gejsv", 3, 8, Wide),
        new("SVD 32..1000", "svd-gesvj", "gesvj", 5, 10, Wide),
        new("singular values 16..1000", "svd-values", "gesdd(N)", 1.0, 1.5, Shapes.Square(16, 32, 64, 100, 128, 200, 350, 500, 1000)),
        new("truncated SVD, k <= n/20, n >= 500", "svd-truncated", "gesdd", 8, null,
            [new(500, 500, 25), new(500, 500, 5), new(600, 600, 30), new(700, 500, 25), new(800, 800, 40), new(800, 800, 10), new(1000, 1000, 50), new(1000, 500, 10)]),
        new("SVD", "svd-gesdd", "Math.NET", null, null, Shapes.Square(8, 16, 32, 64, 100, 128, 200)),
        new("SVD threads, own speed-up", "svd-gesdd", "FastBias, 1 thread", 1.5, null, Large) { MinimumThreads = 2 },
    ]);
}
