namespace FastBias.Bench.Rows;

/// <summary>Least squares, default method, against gelsd (NumPy, SciPy) and gelsy.</summary>
internal static class LeastSquaresRows
{
    private static readonly IReadOnlyList<Shape> Square = Shapes.Square(4, 8, 16, 32, 64, 100, 200, 500, 1000).With(1);
    private static readonly IReadOnlyList<Shape> Tall =
        Shapes.With([new(50, 10), new(100, 50), new(442, 10), new(1000, 100), new(2000, 50), new(5000, 200), new(10000, 100), new(20000, 20)], 1);
    private static readonly IReadOnlyList<Shape> Wide =
        Shapes.With([new(10, 50), new(50, 100), new(64, 640), new(100, 1000), new(50, 2000), new(200, 5000), new(100, 10000), new(20, 20000)], 1);
    private static readonly IReadOnlyList<Shape> Many =
        [new(64, 64, 16), new(100, 100, 100), new(500, 100, 50), new(1000, 100, 10), new(1000, 200, 200), new(100, 500, 50), new(2000, 50, 100), new(32, 16, 8)];

    /// <summary>Every row.</summary>
    internal static SuiteSpec Suite() => new("lstsq",
    [
        .. Bands("lstsq-gelsd", "gelsd", 3, 8),
        .. Bands("lstsq-gelsy", "gelsy", 1.3, 2),
        new("least squares, square and tall", "lstsq-gelsd", "Math.NET", null, null, [.. Square.Where(shape => shape.M >= 16 && shape.M <= 500), .. Tall]),
        new("least squares threads, own speed-up", "lstsq-gelsd", "FastBias, 1 thread", 1.5, null, Shapes.With([new(500, 500), new(1000, 500), new(1000, 1000), new(5000, 500), new(500, 1000), new(10000, 500), new(2000, 1000), new(1500, 1500)], 1)) { MinimumThreads = 2 },
    ]);

    private static IEnumerable<RowSpec> Bands(string operation, string against, double must, double aim) =>
    [
        new("least squares, square", operation, against, must, aim, Square),
        new("least squares, tall", operation, against, must, aim, Tall),
        new("least squares, wide", operation, against, must, aim, Wide),
        new("least squares, many right-hand sides", operation, against, must, aim, Many),
    ];
}
