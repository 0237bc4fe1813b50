using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Threads, repetition and allocation: nothing of them shows in the result.</summary>
[Collection(Alone.Name)]
public abstract class GemmThreadTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] s_threads = [1, 2, 3, 4, 7, 8, 16];

    [Theory]
    [InlineData(257, 263, 261)]
    [InlineData(1009, 33, 511)]
    [InlineData(31, 1021, 513)]
    [InlineData(2000, 2, 700)]
    [InlineData(2, 3001, 600)]
    public void Every_number_of_threads_gives_the_same_bits(int m, int n, int k)
    {
        TestRandom random = new(1);
        Matrix<T> a = random.UniformMatrix<T>(m, k), b = random.UniformMatrix<T>(k, n), c = random.UniformMatrix<T>(m, n);
        Matrix<T> expected = c.Clone();
        Gemm.Multiply(expected.AsSpan(), a, b, T.One, T.CreateTruncating(0.3));
        foreach (int threads in s_threads)
        {
            Matrix<T> result = c.Clone();
            Gemm.Multiply(result.AsSpan(), a, b, T.One, T.CreateTruncating(0.3), Parallelism.Threads(threads));
            Bits.AssertEqual<T>(expected, result, $"{threads} threads");
            Matrix<T> transposed = Matrix<T>.Copy(c.Transposed);
            Gemm.Multiply(transposed.Transposed, a, b, T.One, T.CreateTruncating(0.3), Parallelism.Threads(threads));
            Bits.AssertEqual<T>(expected, transposed.Transposed, $"{threads} threads, column-major C");
        }
    }

    [Fact]
    public void Large_products_really_run_on_several_threads_and_small_ones_on_one()
    {
        TestRandom random = new(2);
        Matrix<T> a = random.UniformMatrix<T>(300, 300), b = random.UniformMatrix<T>(300, 300), c = new(300, 300);
        KernelTable<T> kernels = Instrumented<T>.Around(IsaSelection.Current, _ => Thread.Yield());
        for (int attempt = 0; attempt < 50 && Instrumented<T>.Threads < 2; attempt++)
        {
            Gemm.Multiply(kernels, c.AsSpan(), a, b, T.One, T.Zero, Parallelism.Threads(4));
        }

        Assert.InRange(Instrumented<T>.Threads, 2, 4);
        Bits.AssertEqual<T>(Product.Multiply(a, b), c, "with a tile that yields");

        kernels = Instrumented<T>.Around(IsaSelection.Current);
        Gemm.Multiply(kernels, c.Slice(0, 0, 90, 90), a.Slice(0, 0, 90, 90), b.Slice(0, 0, 90, 90), T.One, T.Zero, Parallelism.Threads(16));
        Gemm.Multiply(kernels, c.AsSpan(), a, b, T.One, T.Zero, Parallelism.Serial);
        Assert.Equal(1, Instrumented<T>.Threads);
    }

    [Fact]
    public void Every_element_is_computed_once_for_any_number_of_threads()
    {
        Matrix<T> a = new TestRandom(3).UniformMatrix<T>(411, 130), b = new TestRandom(4).UniformMatrix<T>(130, 419);
        foreach (int threads in s_threads)
        {
            Matrix<T> c = new(411, 419);
            KernelTable<T> kernels = Instrumented<T>.Around(IsaSelection.Current);
            Gemm.Multiply(kernels, c.AsSpan(), a, b, T.One, T.Zero, Parallelism.Threads(threads));
            Assert.Equal(411 * 419, Instrumented<T>.Elements);
        }
    }

    [Theory]
    [InlineData(3_000, 1_500)]
    [InlineData(70_001, 33)]
    [InlineData(33, 70_001)]
    public void Matrix_times_vector_has_the_same_bits_on_every_number_of_threads(int m, int n)
    {
        T[] data = new TestRandom(5).UniformVector<T>(m * n), x = new TestRandom(6).UniformVector<T>(n);
        for (int layout = 0; layout < 2; layout++)
        {
            ReadOnlyMatrixSpan<T> a = layout == 0 ? new(data, m, n) : new ReadOnlyMatrixSpan<T>(data, n, m).Transposed;
            T[] expected = new T[m], y = new T[m];
            Product.Multiply(expected, a, x);
            foreach (int threads in s_threads)
            {
                Array.Fill(y, T.NaN);
                Product.Multiply(y, a, x, Parallelism.Threads(threads));
                Bits.AssertEqual<T>(expected, y, $"layout {layout}, {threads} threads");
            }
        }
    }

    [Fact]
    public void Blocks_of_zeros_and_graded_entries_change_nothing_on_threads()
    {
        Matrix<T> a = new TestRandom(7).UniformMatrix<T>(517, 301), b = new TestRandom(8).UniformMatrix<T>(301, 523);
        a.Slice(100, 0, 200, 301).Fill(T.Zero);
        b.Slice(0, 250, 301, 100).Fill(T.Zero);
        for (int i = 0; i < 301; i++)
        {
            for (int j = 0; j < 60; j++)
            {
                b[i, j] = T.ScaleB(b[i, j], -i / 8);
            }
        }

        Matrix<T> expected = ChainOracle.Multiply<T>(new Matrix<T>(517, 523), a, b, T.One, T.Zero);
        foreach (int threads in s_threads)
        {
            Bits.AssertEqual<T>(expected, Product.Multiply(a, b, Parallelism.Threads(threads)), $"{threads} threads");
        }
    }

    [Theory]
    [InlineData(40, 56, 300)]
    [InlineData(120, 130, 40)]
    [InlineData(1, 50, 90)]
    public void The_two_hundredth_call_gives_the_bits_of_the_first(int m, int n, int k)
    {
        Matrix<T> a = new TestRandom(9).UniformMatrix<T>(m, k), b = new TestRandom(10).UniformMatrix<T>(k, n), first = Product.Multiply(a, b);
        for (int call = 2; call <= 200; call++)
        {
            Bits.AssertEqual<T>(first, Product.Multiply(a, b, Parallelism.Threads(1 + (call % 3))), $"call {call}");
        }
    }

    [Fact]
    public void No_call_allocates()
    {
        Matrix<T> a = new TestRandom(11).UniformMatrix<T>(260, 260), b = new TestRandom(12).UniformMatrix<T>(260, 260), c = new(260, 260), wide = new(260, 520);
        T[] x = a.Row(0).ToArray(), y = new T[260];
        AssertAllocatesNothing("direct", () => Product.Multiply(c.Slice(0, 0, 50, 60), a.Slice(0, 0, 50, 70), b.Slice(0, 0, 70, 60)));
        AssertAllocatesNothing("copied B", () => Product.Multiply(c.Slice(0, 0, 50, 60), a.Slice(0, 0, 50, 70), b.Transposed.Slice(0, 0, 70, 60)));
        AssertAllocatesNothing("packed", () => Product.Multiply(c.AsSpan(), a, b));
        AssertAllocatesNothing("packed A", () => Product.Multiply(c.AsSpan(), a.Transposed, b));
        AssertAllocatesNothing("two strides", () => Product.Multiply(new MatrixSpan<T>(wide.Data, 0, 260, 260, 520, 2), a, b));
        AssertAllocatesNothing("threads", () => Product.Multiply(c.AsSpan(), a, b, Parallelism.Threads(3)));
        AssertAllocatesNothing("gemv", () => Product.Multiply(y, a, x));
        AssertAllocatesNothing("gemv of the transpose", () => Product.Multiply(y, a.Transposed, x));
        AssertAllocatesNothing("gram times vector", () => Product.MultiplyGram(y, a, x));
        AssertAllocatesNothing("gram", () => Product.Gram(c.AsSpan(), a, Parallelism.Threads(2)));
        AssertAllocatesNothing("rank one", () => Product.AddRankOne(c.AsSpan(), y, x, T.One));
        AssertAllocatesNothing("norm", () => VectorProduct.Norm<T>(x));
        AssertAllocatesNothing("dot", () => VectorProduct.Dot<T>(x, y));
        AssertAllocatesNothing("solve", () => Triangular.Solve(c.AsSpan(), a, Triangle.Lower, unitDiagonal: true));
    }

    [Fact]
    public void Matrix_times_vector_on_threads_does_not_allocate()
    {
        Matrix<T> a = new(2_000, 1_000);
        T[] x = new T[1_000], y = new T[2_000];
        AssertAllocatesNothing("gemv on threads", () => Product.Multiply(y, a, x, Parallelism.Threads(3)));
    }

    private static void AssertAllocatesNothing(string what, Action call)
    {
        long bytes = Allocations.OfACall(call);
        Assert.True(bytes == 0, $"{what} allocates {bytes} bytes a call");
    }
}

public sealed class GemmThreadTestsOfDouble : GemmThreadTests<double>;

public sealed class GemmThreadTestsOfSingle : GemmThreadTests<float>;
