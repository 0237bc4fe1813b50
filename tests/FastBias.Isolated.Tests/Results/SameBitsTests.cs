using FastBias.Kernels;
using FastBias.Testing;
using Xunit;

namespace FastBias.Isolated.Tests;

/// <summary>The same numbers under every instruction set, every setting of the JIT and every number of threads.</summary>
public class SameBitsTests
{
    private static readonly Lazy<string[]> s_native = new(() => Lines("native"));

    public static TheoryData<string> Settings => [.. JitSetting.All.Where(setting => setting.IsPossible && setting.Name != "native").Select(setting => setting.Name)];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_gives_the_bits_of_this_machine_as_it_is(string name)
    {
        string[] lines = Lines(name);
        Assert.Equal(s_native.Value.Length, lines.Length);
        string[] different = [.. s_native.Value.Zip(lines).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.Second}, native {pair.First}")];
        Assert.True(different.Length == 0, $"{name}: {string.Join(Environment.NewLine, different)}");
    }

    [Fact]
    public void This_machine_gives_several_results_the_same_ones_as_in_this_process()
    {
        Assert.True(s_native.Value.Length > 80);
        Assert.True(s_native.Value.Select(line => line[^16..]).Distinct().Count() > 70, "hashes that are all alike test nothing");
        string[] here = [.. Items(Parallelism.Serial)];
        Assert.Equal(here, s_native.Value);
    }

    [Fact]
    public void A_state_that_was_not_reached_is_noticed()
    {
        // The child has its features; it is told to expect none.
        ChildResult result = ChildProcess.Run(Compute, [JitSetting.Named("no-vectors").Expected(), "1"]);
        Assert.Equal(70, result.ExitCode);
        Assert.Contains("the switch did not work", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("avx512")]
    [InlineData("v1024")]
    [InlineData(" scalar")]
    [InlineData("best")]
    public void An_unknown_name_ends_the_first_use(string name)
    {
        ChildResult result = ChildProcess.Run(Multiply, [], new Dictionary<string, string> { [IsaSelection.Variable] = name });
        Assert.Equal(70, result.ExitCode);
        Assert.Contains($"'{name}'; it must be one of scalar, v128, v256, v512", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("multiplied", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v512", "DOTNET_EnableAVX512")]
    [InlineData("v512", "DOTNET_EnableAVX2")]
    [InlineData("v256", "DOTNET_EnableAVX2")]
    [InlineData("v128", "DOTNET_EnableHWIntrinsic")]
    public void A_level_that_is_not_there_ends_the_first_use(string name, string taken)
    {
        ChildResult result = ChildProcess.Run(Multiply, [], new Dictionary<string, string> { [IsaSelection.Variable] = name, [taken] = "0" });
        Assert.Equal(70, result.ExitCode);
        Assert.Contains($"asks for {name}, which this machine (or its runtime settings) does not support", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("multiplied", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_that_is_there_is_used()
    {
        ChildResult result = ChildProcess.Run(Multiply, [], new Dictionary<string, string> { [IsaSelection.Variable] = "scalar" }).EnsureSuccess();
        Assert.Equal("multiplied on Scalar", result.Output.Trim());
    }

    private static string[] Lines(string name)
    {
        JitSetting setting = JitSetting.Named(name);
        string[] lines = ChildProcess.Run(Compute, [setting.Expected(), "4"], setting.Variables, TimeSpan.FromMinutes(5)).EnsureSuccess()
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines;
    }

    /// <summary>The child: its state first, then every item on one thread, compared with the same on several.</summary>
    private static void Compute(string expected, string threads)
    {
        JitSetting.Require(expected);
        string[] serial = [.. Items(Parallelism.Serial)], parallel = [.. Items(Parallelism.Threads(int.Parse(threads)))];
        if (!serial.SequenceEqual(parallel))
        {
            throw new InvalidOperationException($"Threads change bits: {string.Join("; ", serial.Zip(parallel).Where(pair => pair.First != pair.Second))}");
        }

        foreach (string line in serial)
        {
            Console.WriteLine(line);
        }
    }

    private static void Multiply()
    {
        Product.Multiply(new Matrix<double>(3, 3), new Matrix<double>(3, 3));
        Console.WriteLine($"multiplied on {FastBias.Machine.Isa}");
    }

    private static IEnumerable<string> Items(Parallelism parallelism) =>
        FixedResults<double>.All(parallelism).Select(item => $"double {item.Item}: {item.Hash}").Concat(
            FixedResults<float>.All(parallelism).Select(item => $"float {item.Item}: {item.Hash}"));
}
