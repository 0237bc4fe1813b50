using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Scratch memory: aligned, never shared by nested leases or threads, reused by the next call.</summary>
public unsafe class ScratchTests
{
    [Fact]
    public void Nested_leases_are_apart()
    {
        using Scratch.Lease<double> outer = Scratch.Rent<double>(1000);
        outer.Span.Fill(1);
        using (Scratch.Lease<float> inner = Scratch.Rent<float>(5000))
        {
            inner.Span.Fill(2);
            using Scratch.Lease<double> innermost = Scratch.Rent<double>(700_000);
            innermost.Span.Fill(3);
            Assert.Equal(-1, inner.Span.IndexOfAnyExcept(2f));
        }

        Assert.Equal(-1, outer.Span.IndexOfAnyExcept(1.0));
        Assert.Equal(1000, outer.Span.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(300_000)]
    public void Leases_start_at_a_cache_line_and_hold_what_was_asked_for(int count)
    {
        using Scratch.Lease<double> lease = Scratch.Rent<double>(count);
        Assert.Equal(0, (nint)lease.Pointer % 64);
        lease.Span.Fill(1);
        Assert.Equal(count, lease.Span.Length);
    }

    [Fact]
    public void The_next_call_gets_the_same_memory_and_a_smaller_one_too()
    {
        nint first, second;
        using (Scratch.Lease<double> lease = Scratch.Rent<double>(20_000))
        {
            first = (nint)lease.Pointer;
        }

        using (Scratch.Lease<float> lease = Scratch.Rent<float>(3))
        {
            second = (nint)lease.Pointer;
        }

        Assert.Equal(first, second);
    }

    [Fact]
    public void A_very_large_buffer_does_not_stay()
    {
        Thread thread = new(() =>
        {
            long during;
            using (Scratch.Lease<byte> lease = Scratch.Rent<byte>(Scratch.LargestKept + 1))
            {
                lease.Span[^1] = 1;
                during = Scratch.Held;
            }

            Assert.True(during > Scratch.LargestKept);
            Assert.Equal(0, Scratch.Held);
            using (Scratch.Rent<byte>(Scratch.LargestKept))
            {
            }

            Assert.Equal(Scratch.LargestKept, Scratch.Held);
        });
        thread.Start();
        thread.Join();
    }

    [Fact]
    public void Threads_have_their_own()
    {
        using Scratch.Lease<double> mine = Scratch.Rent<double>(100);
        nint other = (nint)mine.Pointer, here = other;
        Thread thread = new(() =>
        {
            using Scratch.Lease<double> lease = Scratch.Rent<double>(100);
            other = (nint)lease.Pointer;
        });
        thread.Start();
        thread.Join();
        Assert.NotEqual(here, other);
    }

    [Fact]
    public void A_size_that_overflows_is_refused()
    {
        Assert.Throws<OverflowException>(() => Scratch.Rent<double>(nint.MaxValue / 2).Span.Length);
        Assert.Throws<OverflowException>(() => Scratch.Rent<double>(-1).Span.Length);
        using Scratch.Lease<double> next = Scratch.Rent<double>(10);
        next.Span.Fill(1);
    }

    [Fact]
    public void A_product_inside_a_lease_leaves_it_alone()
    {
        using Scratch.Lease<double> lease = Scratch.Rent<double>(50_000);
        lease.Span.Fill(4);
        Matrix<double> a = new(200, 200);
        Product.Multiply(a.Clone().AsSpan(), a.Transposed, a);
        Product.Multiply(new double[200], a.Transposed, new double[200]);
        VectorProduct.Norm<double>([double.Epsilon]);
        Assert.Equal(-1, lease.Span.IndexOfAnyExcept(4.0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4097)]
    [InlineData((2 << 20) + 1)]
    public void Native_memory_is_aligned_writable_and_freed_once(int bytes)
    {
        NativeBuffer buffer = new((nuint)bytes);
        Assert.True(buffer.Bytes >= (nuint)bytes);
        Assert.Equal(0, (nint)buffer.Pointer % (bytes >= 2 << 20 ? 2 << 20 : 64));
        new Span<byte>(buffer.Pointer, (int)buffer.Bytes).Fill(7);
        Assert.False(buffer.IsInvalid);
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.IsClosed);
    }
}
