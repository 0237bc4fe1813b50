using FastBias.Bench.Machine;

namespace FastBias.Bench.Rows;

/// <summary>Products: what is measured, against whom, and what is demanded.</summary>
internal static class GemmRows
{
    private const string OpenBlas = "OpenBLAS", MathNet = "Math.NET";

    /// <summary>Views other than plain row-major operands may cost 5 % more.</summary>
    private const double ViewFactor = 0.95;

    private static readonly int[] Tiny = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly int[] Small = [13, 16, 20, 24, 31, 32, 40, 48, 63, 64, 80, 96, 100];
    private static readonly int[] Middle = [101, 112, 128, 150, 160, 192, 200, 240, 255, 256, 300, 320, 384, 400];
    private static readonly int[] Large = [512, 640, 768, 1000, 1024, 1280, 1536, 2048, 4096];

    /// <summary>Transposes, sub-blocks of larger matrices, rows a whole number of pages apart, column-major output.</summary>
    private static readonly string[] Views = ["NT", "TN", "TT", "sub", "page", "col"];

    /// <summary>Every row.</summary>
    internal static SuiteSpec Suite(CacheSizes caches) => new("gemm",
    [
        .. Square, .. Viewed, .. Skinny, .. Neighbours, .. Symmetric, .. Triangular, .. Vector(caches), .. Threads,
        new("GEMM n >= 64", "gemm", MathNet, 20, null, Shapes.Cube(64, 80, 100, 128, 160, 200, 256, 320, 400, 512)),
    ]);

    private static IEnumerable<RowSpec> Square =>
    [
        new("GEMM of fixed shapes 2..12", "gemm-fixed", OpenBlas, 5, 10, Shapes.Cube(Tiny)),
        new("GEMM 2..12", "gemm", OpenBlas, 2, 4, Shapes.Cube(Tiny)),
        new("GEMM 13..100", "gemm", OpenBlas, 1.05, 1.3, Shapes.Cube(Small)) { ShareMust = 0.85, ShareAim = 0.95, ShareFrom = 24 },
        new("GEMM 101..400", "gemm", OpenBlas, 1.3, 1.45, Shapes.Cube(Middle)) { ShareMust = 0.92, ShareAim = 0.97 },
        new("GEMM 512..4096", "gemm", OpenBlas, 1.15, 1.3, Shapes.Cube(Large)) { ShareMust = 0.90, ShareAim = 0.95 },
    ];

    private static IEnumerable<RowSpec> Viewed =>
    [
        new("GEMM views 2..12", "gemm", OpenBlas, 2 * ViewFactor, 4 * ViewFactor, Shapes.Cube(2, 4, 7, 8, 12).In(Views)),
        new("GEMM views 13..100", "gemm", OpenBlas, 1.05 * ViewFactor, 1.3 * ViewFactor, Shapes.Cube(16, 31, 32, 64, 100).In(Views)) { ShareMust = 0.85 * ViewFactor, ShareAim = 0.95 * ViewFactor, ShareFrom = 24 },
        new("GEMM views 101..400", "gemm", OpenBlas, 1.3 * ViewFactor, 1.45 * ViewFactor, Shapes.Cube(101, 128, 200, 256, 400).In(Views)) { ShareMust = 0.92 * ViewFactor, ShareAim = 0.97 * ViewFactor },
        new("GEMM views 512..1024", "gemm", OpenBlas, 1.15 * ViewFactor, 1.3 * ViewFactor, Shapes.Cube(512, 1000, 1024).In(Views)) { ShareMust = 0.90 * ViewFactor, ShareAim = 0.95 * ViewFactor },
    ];

    private static IEnumerable<RowSpec> Skinny =>
    [
        new("GEMM skinny", "gemm", OpenBlas, 1.5, 3,
        [
            new(4, 256, 256), new(256, 4, 256), new(256, 256, 4), new(8, 1000, 1000), new(1000, 8, 1000), new(1000, 1000, 8),
            new(16, 512, 4096), new(4096, 16, 512), new(512, 4096, 16), new(2, 2000, 2000), new(2000, 2, 2000), new(2000, 2000, 2),
            new(16, 256, 20000), new(20000, 256, 16), new(256, 16, 20000), new(4096, 16, 512, "TN"), new(16, 4096, 512, "NT"), new(8, 256, 100_000),
        ]),
    ];

    /// <summary>The rate at n against the rate at the nearest multiple of 48, which no tile has to cut.</summary>
    private static IEnumerable<RowSpec> Neighbours =>
    [
        new("GEMM odd sizes", "gemm-neighbour", "neighbour", 0.9, 1, Shapes.Cube(31, 47, 49, 63, 65, 71, 73, 95, 97, 127, 129, 193, 255, 257, 383, 385, 511, 513, 767, 769, 1023, 1025)) { MinimumFactor = 1 },
        new("GEMM page strides", "gemm-neighbour", "neighbour", 0.9, 1, Shapes.Cube(48, 96, 144, 192, 240, 336, 480, 768, 960).In("page")) { MinimumFactor = 1 },
    ];

    private static IEnumerable<RowSpec> Symmetric =>
    [
        new("SYRK/Gram 32..2048", "gram", OpenBlas, 1.2, 1.5, Shapes.Cube(32, 48, 64, 100, 128, 200, 256, 400, 512, 1000, 1024, 2048)),
        new("Gram, tall", "gram", OpenBlas, 1.2, 1.5, [.. new[] { (500, 10), (1000, 16), (1000, 32), (1000, 100), (4000, 64), (5000, 200), (10000, 100), (20000, 50) }.Select(p => new Shape(p.Item2, p.Item2, p.Item1))]),
    ];

    private static IEnumerable<RowSpec> Triangular =>
    [
        new("TRSM 32..2048", "trsm", OpenBlas, 1.2, 1.5, Shapes.Square(32, 48, 64, 100, 128, 200, 256, 400, 512, 1000, 1024, 2048).In("L", "U")),
    ];

    /// <summary>In half of the second-level cache; and in three times the last one, against the stream of its bytes.</summary>
    private static IEnumerable<RowSpec> Vector(CacheSizes caches)
    {
        int inCache = (int)Math.Sqrt(caches.Level2 / 2 / sizeof(double));
        int beyond = (int)Math.Sqrt(3.0 * caches.Last / sizeof(float)) / 64 * 64;
        IReadOnlyList<Shape> near = Shapes.Square(new[] { 16, 32, 50, 64, 100, 128, 200, inCache }.Order());
        Shape[] far = [new(beyond, beyond), new(beyond * 4, beyond / 4), new(beyond / 4, beyond * 4), new(beyond + 1, beyond - 1)];
        int elements = beyond * beyond;
        Shape[] narrow = [new(elements / 64, 64), new(elements / 200, 200), new(elements / 600, 600), new(elements / 2500, 2500)];
        return
        [
            new("GEMV in L2", "gemv", OpenBlas, 1.1, 1.5, near.In("", "T")),
            new("GEMV beyond the caches", "gemv", OpenBlas, null, null, far.In("", "T")),
            new("GEMV beyond the caches", "gemv", "stream", 0.95, 1, far.In("", "T")),
            new("Gram times vector, far", "gram-vector", OpenBlas, 1.7, 1.95, [.. far, .. narrow]),
            new("Gram times vector, far", "gram-vector", Contests.GramVectorContest.TwoProducts, null, null, [.. far, .. narrow]),
        ];
    }

    private static IEnumerable<RowSpec> Threads =>
    [
        new("GEMM threads, own speed-up", "gemm", Contests.GemmContest.OneThread, 1.85, null, Shapes.Cube(Large)) { MinimumThreads = 2 },
        new("GEMM threads", "gemm", OpenBlas, 1, null, Shapes.Cube(Large)) { MinimumThreads = 2 },
    ];
}
