namespace FastBias.Bench.Rows;

/// <summary>Kernels of fixed shapes, as a user declares them: products against OpenBLAS and Math.NET, batches against one call of LAPACK a matrix.</summary>
internal static class FixedRows
{
    private static readonly int[] Sizes = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    /// <summary>Every row. The third dimension of a batch is the number of its matrices.</summary>
    internal static SuiteSpec Suite() => new("fixed",
    [
        new("GEMM of fixed shapes 2..12", "gemm-fixed", "OpenBLAS", 5, 10, Shapes.Cube(Sizes)),
        new("GEMM of fixed shapes 2..12", "gemm-fixed", "Math.NET", 20, null, Shapes.Cube(Sizes)),
        new("GEMM of fixed shapes, A·Bᵀ", "gemm-fixed", "OpenBLAS", null, null, Shapes.Cube(4, 6, 8, 12).In("NT")),
        new("SVD 3x3, batch", "svd-batch", "gesdd", null, null, [new(3, 3, 8), new(3, 3, 64), new(3, 3, 1000)]),
        new("Cholesky 6x6, batch", "cholesky-batch", "potrf", null, null, [new(6, 6, 8), new(6, 6, 64), new(6, 6, 1000)]),
        new("QR 4x4, batch", "qr-batch", "geqrf", null, null, [new(4, 4, 8), new(4, 4, 64), new(4, 4, 1000)]),
    ]);
}
