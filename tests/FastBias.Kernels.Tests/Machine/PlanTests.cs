using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Plans and block sizes: pure, and of a size that fits what they are for.</summary>
public class PlanTests
{
    [Property(MaxTest = 300)]
    public void A_plan_is_a_pure_function_of_shape_and_layout(ushort m, ushort n, ushort k)
    {
        foreach (Isa isa in Isas.List)
        {
            KernelTable<double> kernels = Kernels<double>.For(isa);
            GemmPlan plan = GemmPlan.For(kernels, Contiguous<double>(m, n, k));
            Assert.Equal(plan, GemmPlan.For(kernels, Contiguous<double>(m, n, k)));
            Assert.InRange(plan.PanelRows, 0, kernels.Blocks.PanelRows);
            Assert.InRange(plan.BlockColumns, 0, kernels.Blocks.BlockColumns);
            Assert.Equal(0, plan.BlockColumns % kernels.TileColumns);
            Assert.True(plan.BlockColumns >= Math.Min((int)n, kernels.TileColumns), "progress");
            Assert.True(plan.PanelRows >= Math.Min((int)m, kernels.TileRows), "progress");
            Assert.True(
                m < 2 || n < 2 || plan.Packings == GemmPackings.None || GemmPlan.For(kernels, Contiguous<double>(m + 1, n, k)).Packings != GemmPackings.None,
                "more rows never unpack");
        }
    }

    [Fact]
    public void Small_or_narrow_operands_are_read_where_they_lie_and_many_rows_pay_for_packing()
    {
        foreach (Isa isa in Isas.List)
        {
            Assert.Equal(GemmPackings.None, GemmPlan.For(Kernels<float>.For(isa), Contiguous<float>(8, 8, 8)).Packings);
            Assert.Equal(GemmPackings.KeepB, GemmPlan.For(Kernels<double>.For(isa), Contiguous<double>(200, 100, 2)).Packings);
            Assert.Equal(GemmPackings.None, GemmPlan.For(Kernels<double>.For(isa), Contiguous<double>(200, Kernels<double>.For(isa).VectorElements, 2)).Packings);
            Assert.Equal(GemmPackings.KeepB, GemmPlan.For(Kernels<double>.For(isa), Contiguous<double>(20, 1 << 20, 1000)).Packings);
        }
    }

    [Fact]
    public void What_a_tile_cannot_read_is_packed()
    {
        foreach (Isa isa in Isas.List)
        {
            KernelTable<double> kernels = Kernels<double>.For(isa);
            GemmProblem<double> problem = Contiguous<double>(8, 8, 8);
            Assert.Equal(GemmPackings.B, GemmPlan.For(kernels, problem with { BRow = 1, BColumn = 8 }).Packings);
            Assert.Equal(GemmPackings.None, GemmPlan.For(kernels, problem with { ARow = 1, AColumn = 8 }).Packings);
            Assert.Equal(GemmPackings.A | GemmPackings.KeepB, GemmPlan.For(kernels, problem with { ARow = 2, AColumn = 16 }).Packings);
        }
    }

    [Fact]
    public void The_last_two_tiles_share_what_is_left()
    {
        foreach (Isa isa in Isas.List)
        {
            KernelTable<float> kernels = Kernels<float>.For(isa);
            for (int left = 1; left <= 200; left++)
            {
                int rows = GemmSweep<float>.NextRows(kernels, left), columns = GemmSweep<float>.NextColumns(kernels, left);
                Assert.InRange(rows, Math.Min(left, kernels.TileRows / 2), Math.Min(left, kernels.TileRows));
                Assert.InRange(columns, Math.Min(left, kernels.TileColumns / 2), Math.Min(left, kernels.TileColumns));
                Assert.True(columns == left || columns % kernels.VectorElements == 0);
                Assert.InRange(GemmSweep<float>.PanelStep(kernels, columns), columns, columns + kernels.VectorElements - 1);
            }
        }
    }

    private static GemmProblem<T> Contiguous<T>(int m, int n, int k)
        where T : unmanaged => new() { M = m, N = n, K = k, ARow = k, AColumn = 1, BRow = n, BColumn = 1, CRow = n };

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
