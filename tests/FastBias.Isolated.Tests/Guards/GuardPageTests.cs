using FastBias.Kernels;
using FastBias.Testing;
using Xunit;

namespace FastBias.Isolated.Tests;

/// <summary>No kernel reads or writes past its operands, at either end, for any length: one element too far ends the child.</summary>
public unsafe class GuardPageTests
{
    public static TheoryData<Isa, GuardSide> IsasAndSides
    {
        get
        {
            TheoryData<Isa, GuardSide> data = [];
            foreach (Isa isa in Enum.GetValues<Isa>())
            {
                data.Add(isa, GuardSide.Before);
                data.Add(isa, GuardSide.After);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(IsasAndSides))]
    public void Every_kernel_stays_inside_its_operands(Isa isa, GuardSide side)
    {
        ChildResult result = ChildProcess.Run(RunAll, [isa.ToString(), side.ToString()], timeout: TimeSpan.FromMinutes(5)).EnsureSuccess();
        Assert.Equal("done", result.Output.Trim());
        Assert.Contains("rows into a triangle", result.LastCase, StringComparison.Ordinal);
    }

    [Fact]
    public void The_partial_loads_of_a_processor_without_masks_stay_inside_too()
    {
        // Without AVX the masked loads and stores of Partial128 and wider are loops.
        ChildResult result = ChildProcess.Run(
            RunAll, [nameof(Isa.V128), nameof(GuardSide.After)], new Dictionary<string, string> { ["DOTNET_EnableAVX"] = "0" }, TimeSpan.FromMinutes(5)).EnsureSuccess();
        Assert.Equal("done", result.Output.Trim());
    }

    [Theory]
    [InlineData("read", GuardSide.After)]
    [InlineData("read", GuardSide.Before)]
    [InlineData("dot", GuardSide.After)]
    [InlineData("axpy", GuardSide.After)]
    public void A_child_that_goes_one_element_too_far_dies_and_names_its_case(string how, GuardSide side)
    {
        ChildResult result = ChildProcess.Run(OneTooFar, [how, side.ToString()]);
        Assert.True(result.Crashed, $"exit code {result.ExitCode}: {result.Output}{result.Error}");
        Assert.Equal($"one too far: {how}", result.LastCase);
        Assert.DoesNotContain("survived", result.Output, StringComparison.Ordinal);
    }

    private static void RunAll(string isa, string side)
    {
        (Isa level, GuardSide page) = (Enum.Parse<Isa>(isa), Enum.Parse<GuardSide>(side));
        int step = TestScale.Stride(7);
        new GuardedKernels<double>(level, page, 256, step).RunAll();
        new GuardedKernels<float>(level, page, 256, step).RunAll();
        Console.WriteLine("done");
    }

    private static void OneTooFar(string how, string side)
    {
        GuardSide page = Enum.Parse<GuardSide>(side);
        using GuardedBuffer<double> x = new(37, page), y = new(37, page);
        ChildProcess.BeginCase($"one too far: {how}");
        fixed (double* px = x.Span, py = y.Span)
        {
            switch (how)
            {
                case "read":
                    Console.WriteLine(px[page == GuardSide.After ? 37 : -1]);
                    break;
                case "dot":
                    Console.WriteLine(Kernels<double>.Current.Dot(38, px, py));
                    break;
                default:
                    Kernels<double>.Current.Axpy(38, 0, px, py);
                    break;
            }
        }

        Console.WriteLine("survived");
    }
}
