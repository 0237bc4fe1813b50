using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>A cancelled product ends within one row of tiles, throws, and leaves nothing behind.</summary>
[Collection(Alone.Name)]
public class CancellationTests
{
    [Theory]
    [InlineData(40, 600, 600, 1)]
    [InlineData(300, 600, 600, 1)]
    [InlineData(3_000, 200, 300, 1)]
    [InlineData(1, 5_000, 300, 1)]
    public void A_token_that_is_cancelled_before_the_call(int m, int n, int k, int threads)
    {
        Matrix<double> a = new(m, k), b = new(k, n), c = new(m, n);
        Array.Fill(c.Data, double.NaN);
        Assert.Throws<OperationCanceledException>(
            () => Product.Multiply(c.AsSpan(), a, b, Parallelism.Threads(threads), new CancellationToken(canceled: true)));
        Assert.True(m == 1 || c.Data.All(double.IsNaN), "tiles were computed all the same");
    }

    [Theory]
    [InlineData(40, 400, 600, 1)]
    [InlineData(2_000, 400, 600, 1)]
    [InlineData(2_000, 400, 600, 4)]
    public void A_token_that_is_cancelled_on_the_way(int m, int n, int k, int threads)
    {
        Matrix<double> a = new TestRandom(1).UniformMatrix<double>(m, k), b = new TestRandom(2).UniformMatrix<double>(k, n), c = new(m, n);
        int full = Tiles(a, b, c, threads, cancelAt: int.MaxValue), row = (n / Kernels<double>.Current.TileColumns) + 1;
        foreach (int cancelAt in (int[])[0, 1, full / 3, full / 2])
        {
            int tiles = Tiles(a, b, c, threads, cancelAt);
            Assert.InRange(tiles, cancelAt + 1, Math.Min(full - 1, cancelAt + 1 + (threads * row)));
        }

        Bits.AssertEqual<double>(ChainOracle.Multiply<double>(c, a, b, 1, 0), Product.Multiply(a, b, Parallelism.Threads(threads)), "the next call");
    }

    [Fact]
    public void Gram_observes_its_token()
    {
        Matrix<double> a = new(300, 300), c = new(300, 300);
        Assert.Throws<OperationCanceledException>(() => Product.Gram(c.AsSpan(), a, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_token_that_is_not_cancelled_changes_nothing()
    {
        using CancellationTokenSource source = new();
        Matrix<double> a = new TestRandom(3).UniformMatrix<double>(50, 50);
        Bits.AssertEqual<double>(Product.Multiply(a, a), Product.Multiply(a, a, default, source.Token), "with a token");
    }

    private static int Tiles(Matrix<double> a, Matrix<double> b, Matrix<double> c, int threads, int cancelAt)
    {
        using CancellationTokenSource source = new();
        KernelTable<double> kernels = Instrumented<double>.Around(IsaSelection.Current, tile => Cancel(source, tile == cancelAt));
        if (cancelAt == int.MaxValue)
        {
            Gemm.Multiply(kernels, c.AsSpan(), a, b, 1, 0, Parallelism.Threads(threads), source.Token);
        }
        else
        {
            Assert.Throws<OperationCanceledException>(() => Gemm.Multiply(kernels, c.AsSpan(), a, b, 1, 0, Parallelism.Threads(threads), source.Token));
        }

        return Instrumented<double>.Tiles;
    }

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now)
        {
            source.Cancel();
        }
    }
}
