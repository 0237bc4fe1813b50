using Xunit;

namespace FastBias.Package.Tests;

/// <summary>A project that knows the package only: it builds without a warning, and its kernels have the library's bits, trimmed or not.</summary>
[Collection(nameof(Packages))]
public sealed class ConsumerTests(Packages packages)
{
    private const int Lines = 6;

    [Fact]
    public void It_builds_without_warnings_and_its_kernels_have_the_bits_of_the_library()
    {
        Assert.Contains("0 Warning(s)", packages.BuildOutput, StringComparison.Ordinal);
        string[] best = Result(packages.BuiltConsumer);
        Assert.Equal("views 14 32 32 77", best[4]);
        Assert.StartsWith("solve Success ", best[5], StringComparison.Ordinal);
        foreach (string isa in new[] { "scalar", "v128" })
        {
            Assert.Equal(best, Result(packages.BuiltConsumer, ("FASTBIAS_ISA", isa)));
        }
    }

    [Fact]
    public void It_uses_the_package_and_allows_no_unsafe_code()
    {
        Assert.True(File.Exists(Path.Combine(packages.BuiltConsumer, "FastBias.dll")) && File.Exists(Path.Combine(packages.BuiltConsumer, "FastBias.Kernels.dll")));
        Assert.True(Directory.Exists(Path.Combine(packages.Root, "packages", "fastbias", Packages.Version)));
        Assert.DoesNotContain("unsafe", File.ReadAllText(Path.Combine(packages.Consumer, "Consumer.csproj")).Replace("no unsafe code", string.Empty, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_build_says_what_is_wrong_with_a_declaration()
    {
        _ = packages.BuiltConsumer;
        CommandResult result = packages.Run(
            "build", "--no-restore", "-c", "Wrong", "-nodeReuse:false", "-v:q", "-nologo", "-p:FastBiasVersion=" + Packages.Version, "-p:DefineConstants=WRONG", "-p:RunAnalyzers=false");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error FB0003", result.Output, StringComparison.Ordinal);
        Assert.Contains("docs/diagnostics.md#fb0003", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Trimmed_to_what_it_uses_it_gives_the_same()
    {
        string trimmed = Path.Combine(packages.Root, "trimmed"), built = packages.BuiltConsumer, framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] ours = ["Consumer", "FastBias", "FastBias.Kernels", "System.Numerics.Tensors", "CommunityToolkit.HighPerformance"];
        Dotnet.Run(built, [
            Linker(), "-a", "Consumer.dll", "entrypoint", "-d", built, "-d", framework, "-out", trimmed, "--skip-unresolved", "false", "--warnaserror",
            "--trim-mode", "skip", "--action", "skip", .. ours.SelectMany(name => new[] { "--action", "link", name })]).Require();
        File.Copy(Path.Combine(built, "Consumer.runtimeconfig.json"), Path.Combine(trimmed, "Consumer.runtimeconfig.json"));
        Assert.Equal(Result(built), Result(trimmed));
        Assert.InRange(Length(trimmed), 1, Length(built) * 3 / 4);

        static long Length(string folder) => new FileInfo(Path.Combine(folder, "FastBias.dll")).Length;
    }

    [Theory]
    [InlineData("", "", "", false)]
    [InlineData("true", "", "", true)]
    [InlineData("true", "", "linux-x64", true)]
    [InlineData("true", "", "linux-arm64", false)]
    [InlineData("true", "x86-64-v3", "", false)]
    public void Ahead_of_time_compilation_without_an_instruction_set_is_warned_of(string publishAot, string instructionSet, string runtime, bool warned)
    {
        _ = packages.BuiltConsumer;
        string output = packages.Run(
            "msbuild", "-nologo", "-nodeReuse:false", "-t:FastBiasCheckInstructionSet", "-p:MSBuildTreatWarningsAsErrors=false", "-p:TreatWarningsAsErrors=false",
            "-p:FastBiasVersion=" + Packages.Version, "-p:PublishAot=" + publishAot, "-p:IlcInstructionSet=" + instructionSet, "-p:RuntimeIdentifier=" + runtime).Require();
        Assert.Equal(warned, output.Contains("warning FB1001: PublishAot is on and IlcInstructionSet is not set", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tool_installs_and_answers()
    {
        string tools = Path.Combine(packages.Root, "tools");
        packages.Run("tool", "install", "FastBias.Cli", "--tool-path", tools, "--version", Packages.Version, "--configfile", Path.Combine(packages.Root, "NuGet.config")).Require();
        string program = Directory.GetFiles(tools, "FastBias.Cli.dll", SearchOption.AllDirectories).Single();
        Assert.NotEmpty(Directory.GetFiles(tools, "fastbias*"));
        Assert.Contains("multiply", Dotnet.Run(tools, [program, "--help"]).Require(), StringComparison.Ordinal);
    }

    /// <summary>What the program in a folder prints.</summary>
    private static string[] Result(string folder, params (string Name, string Value)[] environment)
    {
        string[] lines = Dotnet.Run(folder, ["Consumer.dll"], environment).Require().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Lines, lines.Length);
        return lines;
    }

    /// <summary>The linker that the SDK trims with; IsAotCompatible has restored it for the library itself.</summary>
    private static string Linker() =>
        Directory.GetFiles(Path.Combine(Dotnet.Built("NuGetPackageRoot"), "microsoft.net.illink.tasks"), "illink.dll", SearchOption.AllDirectories)
            .Where(file => file.Contains("net", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Last();
}
