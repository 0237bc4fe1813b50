using System.Runtime.Intrinsics;
using Xunit;

namespace FastBias.Testing.Tests;

public class ChildProcessTests
{
    public static TheoryData<string> Isas => [.. ForcedIsa.All.Select(isa => isa.Name)];

    [Fact]
    public void Output_error_exit_code_and_case_come_back()
    {
        ChildResult result = ChildProcess.Run(Speaks, ["a b", "\"ü\""], new Dictionary<string, string> { ["FASTBIAS_ISA"] = "scalar" });
        Assert.Equal(7, result.ExitCode);
        Assert.Equal("a b|\"ü\"|scalar", result.Output.Trim());
        Assert.Equal("to error", result.Error.Trim());
        Assert.Equal("second", result.LastCase);
        Assert.False(result.Crashed || result.TimedOut);
        ChildProcessException failure = Assert.Throws<ChildProcessException>(result.EnsureSuccess);
        Assert.Contains("to error", failure.Message, StringComparison.Ordinal);
        Assert.Contains("second", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_gives_70_and_its_text()
    {
        ChildResult result = ChildProcess.Run(Throws);
        Assert.Equal(70, result.ExitCode);
        Assert.Contains("on purpose", result.Error, StringComparison.Ordinal);
        Assert.False(result.Crashed);
    }

    [Fact]
    public void A_child_that_never_ends_is_killed()
    {
        ChildResult result = ChildProcess.Run(NeverEnds, timeout: TimeSpan.FromSeconds(1));
        Assert.True(result.TimedOut);
        Assert.False(result.Crashed);
        Assert.Throws<ChildProcessException>(result.EnsureSuccess);
    }

    [Theory]
    [MemberData(nameof(Isas))]
    public void A_forced_instruction_set_takes_effect(string name)
    {
        ForcedIsa isa = ForcedIsa.Named(name);
        int widest = int.Parse(ChildProcess.Run(Reports, [name], isa.Environment).EnsureSuccess().Output);
        Assert.True(widest <= isa.WidestBits);
        int native = int.Parse(ChildProcess.Run(Reports, [ForcedIsa.Native.Name]).EnsureSuccess().Output);
        Assert.True(widest <= native);
        if (native > isa.WidestBits)
        {
            // On this machine the switch has something to take: the assertion in the child fails without it.
            Assert.Equal(70, ChildProcess.Run(Reports, [name]).ExitCode);
        }
    }

    [Fact]
    public void A_lambda_is_refused() => Assert.Throws<ArgumentException>(() => ChildProcess.Run(() => Console.WriteLine("no")));

    private static int Speaks(string first, string second)
    {
        ChildProcess.BeginCase("a first case with a longer name");
        ChildProcess.BeginCase("second");
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        Console.WriteLine($"{first}|{second}|{Environment.GetEnvironmentVariable("FASTBIAS_ISA")}");
        Console.Error.WriteLine("to error");
        return 7;
    }

    private static void Throws() => throw new InvalidOperationException("on purpose");

    private static void NeverEnds() => Thread.Sleep(Timeout.Infinite);

    private static void Reports(string name)
    {
        ForcedIsa.Named(name).AssertTaken();
        Console.WriteLine(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0);
    }
}
