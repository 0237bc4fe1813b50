using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Plans and block sizes: pure, and of a size that fits what they are for.</summary>
public class PlanTests
{
    [Property(MaxTest = 300)]
    public void A_plan_is_a_pure_function_of_the_shape(ushort m, ushort n, ushort k)
    {
        foreach (Isa isa in Isas.List)
        {
            KernelTable<double> kernels = Kernels<double>.For(isa);
            GemmPlan plan = GemmPlan.For(kernels, m, n, k);
            Assert.Equal(plan, GemmPlan.For(kernels, m, n, k));
            Assert.Equal(kernels.Blocks.PanelRows, plan.PanelRows);
            Assert.Equal(kernels.Blocks.BlockColumns, plan.BlockColumns);
            if (m >= 1)
            {
                Assert.True(!GemmPlan.For(kernels, m, n, k).Packed || GemmPlan.For(kernels, m + 1, n, k).Packed, "more rows never unpack");
            }
        }
    }

    [Fact]
    public void Small_operands_are_read_where_they_lie_and_many_rows_pay_for_packing()
    {
        foreach (Isa isa in Isas.List)
        {
            Assert.False(GemmPlan.For(Kernels<float>.For(isa), 8, 8, 8).Packed);
            Assert.False(GemmPlan.For(Kernels<double>.For(isa), 1, 1 << 20, 1 << 10).Packed);
            Assert.True(GemmPlan.For(Kernels<double>.For(isa), 96, 2, 2).Packed);
            Assert.True(GemmPlan.For(Kernels<double>.For(isa), 20, 1 << 20, 1 << 10).Packed);
        }
    }

    [Fact]
    public void Block_sizes_are_whole_tiles_and_fit_their_caches()
    {
        foreach (Isa isa in Isas.List)
        {
            Check(Kernels<double>.For(isa), sizeof(double));
            Check(Kernels<float>.For(isa), sizeof(float));
        }

        static void Check<T>(KernelTable<T> kernels, int bytes)
            where T : unmanaged
        {
            BlockSizes blocks = kernels.Blocks;
            Assert.Equal(blocks, BlockSizes.For(bytes, kernels.TileRows, kernels.TileColumns));
            Assert.Equal(0, blocks.PanelRows % kernels.TileRows);
            Assert.Equal(0, blocks.BlockColumns % kernels.TileColumns);
            Assert.InRange(blocks.PanelRows, kernels.TileRows, 4096);
            Assert.True(blocks.BlockColumns == kernels.TileColumns || blocks.BlockColumns * Gemm.Depth * bytes <= MachineInfo.L2 / 2);
            Assert.True(blocks.DirectElements * bytes <= MachineInfo.L2);
        }
    }

    [Fact]
    public void Chains_are_cut_at_the_same_depth_everywhere() => Assert.Equal(256, Gemm.Depth);

    [Fact]
    public void Parts_and_skipped_blocks_of_a_triangle()
    {
        GemmProblem<double> problem = new() { M = 10, N = 10, K = 1, LowerOffset = 0 };
        for (int row = 0; row < 10; row++)
        {
            for (int column = 0; column < 10; column++)
            {
                for (int rows = 1; rows <= 10 - row; rows++)
                {
                    bool above = column > row + rows - 1;
                    Assert.Equal(above, problem.Skips(row, column, rows));
                    Assert.Equal(above, problem.Part(row, column, rows, 1).Skips(0, 0, rows));
                }
            }
        }

        Assert.False((problem with { LowerOffset = null }).Skips(0, 9, 1));
        Assert.Null((problem with { LowerOffset = null }).Part(1, 2, 3, 4).LowerOffset);
    }

    [Fact]
    public void Parallelism_is_at_least_one_thread()
    {
        Assert.Equal(1, default(Parallelism).MaxThreads);
        Assert.Equal(Parallelism.Serial, default);
        Assert.Equal(7, Parallelism.Threads(7).MaxThreads);
        Assert.Equal(Environment.ProcessorCount, Parallelism.All.MaxThreads);
        Assert.Throws<ArgumentOutOfRangeException>(() => Parallelism.Threads(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Parallelism.Threads(-3));
    }
}
