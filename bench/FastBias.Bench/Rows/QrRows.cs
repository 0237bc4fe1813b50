namespace FastBias.Bench.Rows;

/// <summary>QR: R and reflectors against geqrf, explicit thin Q against geqrf + orgqr, pivoted against geqp3.</summary>
internal static class QrRows
{
    private static readonly IReadOnlyList<Shape> Small = Shapes.Square(4, 6, 8, 12, 16, 20, 24, 28, 32);
    private static readonly IReadOnlyList<Shape> Middle = Shapes.Square(64, 80, 96, 100, 128, 160, 200, 256);
    private static readonly IReadOnlyList<Shape> Large = Shapes.Square(512, 600, 750, 1000, 1200, 1500, 1750, 2000);
    private static readonly IReadOnlyList<Shape> Tall =
        [new(200, 10), new(640, 32), new(1000, 32), new(2000, 100), new(4000, 64), new(5000, 200), new(10000, 100), new(20000, 50)];

    /// <summary>Every row.</summary>
    internal static SuiteSpec Suite() => new("qr",
    [
        .. Bands("QR", "qr", "geqrf"),
        .. Bands("QR with Q", "qr-q", "geqrf+orgqr"),
        new("pivoted QR <= 256", "qr-pivoted", "geqp3", 1.3, null, Shapes.Square(8, 16, 32, 64, 100, 128, 200, 256)),
        new("pivoted QR >= 500", "qr-pivoted", "geqp3", 1.5, 4, [.. Shapes.Square(500, 512, 600, 750, 800, 1000), new(1000, 500), new(2000, 600)]),
        new("pivoted QR, tall", "qr-pivoted", "geqp3", null, null, Tall),
        new("QR with Q", "qr-q", "Math.NET", null, null, Shapes.Square(8, 16, 32, 64, 100, 128, 200, 256)),
        new("QR threads, own speed-up", "qr", "FastBias, 1 thread", 1.5, null, [.. Large, new(5000, 500), new(10000, 500)]) { MinimumThreads = 2 },
    ]);

    private static IEnumerable<RowSpec> Bands(string name, string operation, string against) =>
    [
        new($"{name} 4..32", operation, against, 1.8, 4, Small),
        new($"{name} 64..256", operation, against, 1.5, 2.5, Middle),
        new($"{name} 512..2000", operation, against, 1.3, 1.6, Large),
        new($"{name} tall, m >= 20 n", operation, against, 2, 4, Tall),
    ];
}
