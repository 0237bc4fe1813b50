using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Which instruction set is chosen.</summary>
public class IsaSelectionTests
{
    [Theory]
    [InlineData("scalar", Isa.Scalar)]
    [InlineData("v128", Isa.V128)]
    [InlineData("V256", Isa.V256)]
    [InlineData("v512", Isa.V512)]
    public void A_name_in_any_case_is_taken_where_the_machine_has_it_and_refused_elsewhere(string name, Isa isa)
    {
        foreach (string spelling in (string[])[name, name.ToUpperInvariant()])
        {
            if (IsaSelection.IsSupported(isa))
            {
                Assert.Equal(isa, IsaSelection.Choose(spelling));
            }
            else
            {
                Assert.Contains("support", Assert.Throws<NotSupportedException>(() => IsaSelection.Choose(spelling)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("avx512")]
    [InlineData("v1024")]
    [InlineData(" v256")]
    [InlineData("v256 ")]
    [InlineData("0")]
    [InlineData("best")]
    public void Unknown_names_are_refused_by_name(string name)
    {
        string message = Assert.Throws<NotSupportedException>(() => IsaSelection.Choose(name)).Message;
        Assert.Contains($"'{name}'", message, StringComparison.Ordinal);
        Assert.Contains("scalar, v128, v256, v512", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_asked_for_gives_the_best(string? nothing)
    {
        Isa best = Isas.List.Last(IsaSelection.IsSupported);
        Assert.Equal(best, IsaSelection.Choose(nothing));
    }

    [Fact]
    public void Support_is_that_of_the_processor()
    {
        Assert.True(IsaSelection.IsSupported(Isa.Scalar));
        Assert.Equal(Vector128.IsHardwareAccelerated, IsaSelection.IsSupported(Isa.V128));
        Assert.Equal(Avx2.IsSupported && Fma.IsSupported, IsaSelection.IsSupported(Isa.V256));
        Assert.Equal(Avx512F.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported, IsaSelection.IsSupported(Isa.V512));
        Assert.False(IsaSelection.IsSupported((Isa)9));
    }

    [Fact]
    public void Tables_belong_to_their_instruction_set()
    {
        foreach (Isa isa in Isas.List)
        {
            Assert.Equal(isa, Kernels<double>.For(isa).Isa);
            Assert.Equal(isa, Kernels<float>.For(isa).Isa);
            int lanes = isa switch { Isa.V512 => 8, Isa.V256 => 4, Isa.V128 => 2, _ => 1 };
            Assert.Equal(0, Kernels<double>.For(isa).TileColumns % lanes);
            Assert.Equal(0, Kernels<float>.For(isa).TileColumns % (isa == Isa.Scalar ? 1 : 2 * lanes));
        }

        Assert.Same(Kernels<double>.For(IsaSelection.Current), Kernels<double>.Current);
        Assert.Equal(IsaSelection.Current, FastBias.Machine.Isa);
        Assert.Throws<NotSupportedException>(() => Kernels<int>.For(Isa.Scalar));
    }

    [Fact]
    public void The_machine_is_described()
    {
        Assert.Equal(IsaSelection.Current switch { Isa.V512 => 512, Isa.V256 => 256, Isa.V128 => 128, _ => 64 }, FastBias.Machine.VectorBits);
        (int l1, int l2, int l3) = FastBias.Machine.Caches;
        Assert.InRange(l1, 4 << 10, 4 << 20);
        Assert.InRange(l2, l1, 1 << 30);
        Assert.True(l3 >= l1);
        Assert.Equal(Environment.ProcessorCount, FastBias.Machine.Cores);
        Assert.NotEmpty(FastBias.Machine.ProcessorName);
        Assert.True(FastBias.Machine.MeasurePeak<double>(TimeSpan.FromMilliseconds(2)) > 0);
        Assert.True(FastBias.Machine.MeasurePeak<float>(TimeSpan.FromMilliseconds(2)) > 0);
    }
}
