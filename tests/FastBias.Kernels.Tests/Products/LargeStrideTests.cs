using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Strides and offsets past 2³¹ elements, over address space of which only the elements' own pages exist.</summary>
public unsafe class LargeStrideTests
{
    /// <summary>No multiple of a page, and more than 2³¹ elements of distance after two rows.</summary>
    private static readonly nint Far = (nint)((1L << 30) + (1L << 29) + 17);

    [Theory]
    [InlineData(3, 4, 5)]
    [InlineData(4, 3, 1)]
    [InlineData(1, 4, 5)]
    [InlineData(5, 1, 4)]
    public void Operands_with_rows_or_columns_gigabytes_apart(int m, int n, int k)
    {
        if (!LazyMemory.IsAvailable)
        {
            return;
        }

        using LazyMemory a = Map(Math.Max(m, k)), b = Map(Math.Max(k, n)), c = Map(Math.Max(m, n));
        foreach ((nint row, nint column) in ((nint, nint)[])[(Far, 1), (1, Far), (-Far, 1)])
        {
            MatrixSpan<double> viewA = View(a, m, k, row, column), viewB = View(b, k, n, row, column), viewC = View(c, m, n, row, column);
            Fill(viewA, 1);
            Fill(viewB, 2);
            foreach (Isa isa in Isas.List)
            {
                Fill(viewC, 3);
                Matrix<double> expected = ChainOracle.Route<double>(viewC, viewA, viewB, 0.3, -1);
                Gemm.Multiply(Kernels<double>.For(isa), viewC, viewA, viewB, 0.3, -1);
                Bits.AssertEqual<double>(expected, viewC, $"{isa} strides {row}, {column}");
            }
        }
    }

    [Fact]
    public void Packing_reads_far_rows()
    {
        if (!LazyMemory.IsAvailable)
        {
            return;
        }

        using LazyMemory memory = Map(6);
        MatrixSpan<double> far = View(memory, 5, 120, Far, 1);
        Fill(far, 4);
        Matrix<double> left = new(100, 5), c = new(100, 120), d = new(120, 120);
        Fill(left, 5);
        Gemm.Multiply(c.AsSpan(), left, far, 1, 0);
        Bits.AssertEqual<double>(ChainOracle.Multiply<double>(c, left, far, 1, 0), c, "B with far rows");
        Gemm.Multiply(d.AsSpan(), far.Transposed, far, 1, 0);
        Bits.AssertEqual<double>(ChainOracle.Multiply<double>(d, far.Transposed, far, 1, 0), d, "A with far columns");
    }

    [Fact]
    public void Views_reach_and_copy_far_elements()
    {
        if (!LazyMemory.IsAvailable)
        {
            return;
        }

        using LazyMemory memory = Map(4);
        MatrixSpan<double> far = View(memory, 4, 3, Far, 1);
        Fill(far, 6);
        Matrix<double> copy = Matrix<double>.Copy(far);
        Assert.Equal(((double*)memory.Pointer)[(3 * Far) + 2], far[3, 2]);
        Assert.Equal(far[3, 2], far.Slice(1, 1, 3, 2)[2, 1]);
        Assert.Equal(far[3, 2], far.Transposed[2, 3]);
        Assert.Equal(copy[2, 1], far.RowSpan(2)[1]);
        Assert.False(ViewOverlap.Exists<double>(far.Slice(0, 0, 4, 1), far.Slice(0, 1, 4, 2)));
        Assert.False(ViewOverlap.Exists<double>(far.Slice(0, 0, 2, 3), far.Slice(2, 0, 2, 3)));
        Assert.True(ViewOverlap.Exists<double>(far.Slice(0, 0, 3, 3), far.Slice(2, 2, 2, 1)));
        far.Slice(2, 0, 2, 3).Fill(9);
        Assert.Equal([copy[1, 0], copy[1, 1], copy[1, 2], 9, 9, 9, 9, 9, 9], Matrix<double>.Copy(far.Slice(1, 0, 3, 3)).Data);
    }

    private static LazyMemory Map(int lines)
    {
        LazyMemory memory = new((nuint)(((lines * Far) + 4096) * sizeof(double)));
        Assert.True(memory.Pointer is not null, "the system gives no address space");
        return memory;
    }

    private static MatrixSpan<double> View(LazyMemory memory, int rows, int columns, nint row, nint column) =>
        new(ref ((double*)memory.Pointer)[row < 0 ? (rows - 1) * -row : 0], rows, columns, row, column);

    private static void Fill(MatrixSpan<double> a, int seed)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                a[i, j] = Math.Sqrt(seed + (7 * i) + (13 * j)) - 3;
            }
        }
    }
}
