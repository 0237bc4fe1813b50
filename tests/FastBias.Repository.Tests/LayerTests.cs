using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace FastBias.Repository.Tests;

/// <summary>The table of ARCHITECTURE.md: who may use what, and where unsafe code may be.</summary>
public sealed partial class LayerTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["src/FastBias.Kernels"] = ["FastBias.Generators"],
        ["src/FastBias"] = ["FastBias.Kernels", "System.Numerics.Tensors", "CommunityToolkit.HighPerformance"],
        ["src/FastBias.Package"] = ["FastBias", "FastBias.Kernels", "FastBias.Generators", "FastBias.Generators.CodeFixes", "System.Numerics.Tensors", "CommunityToolkit.HighPerformance"],
        ["src/FastBias.Mpi"] = [],
        ["src/FastBias.Lab"] = ["FastBias"],
        ["src/FastBias.Cli"] = ["FastBias", "FastBias.Lab", "FastBias.Mpi", "System.CommandLine", "Spectre.Console"],
        ["generators/FastBias.Templates"] = ["FastBias.Kernels"],
        ["generators/FastBias.Generators"] = ["Microsoft.CodeAnalysis.CSharp"],
        ["generators/FastBias.Generators.CodeFixes"] = ["FastBias.Generators", "Microsoft.CodeAnalysis.CSharp", "Microsoft.CodeAnalysis.CSharp.Workspaces"],
        ["tests/FastBias.Reference"] = [],
    };

    public static TheoryData<string> Projects => [.. s_allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_what_the_table_allows(string folder)
    {
        string project = Path.Combine(Repository.PathOf(folder), Path.GetFileName(folder) + ".csproj");
        IEnumerable<string> used = XDocument.Load(project).Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference")
            .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/')) is var name
                && element.Name.LocalName == "PackageReference" ? element.Attribute("Include")!.Value : name);
        Assert.Empty(used.Except(s_allowed[folder]));
    }

    [Fact]
    public void Every_project_that_ships_is_in_the_table()
    {
        IEnumerable<string> projects = Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Repository.Relative(Path.GetDirectoryName(file)!));
        Assert.Empty(projects.Except(s_allowed.Keys));
    }

    [Fact]
    public void Unsafe_code_is_in_the_kernels_only()
    {
        string[] offenders = [.. new[] { "src", "examples" }
            .Where(folder => Directory.Exists(Repository.PathOf(folder)))
            .SelectMany(Repository.CSharpFiles)
            .Where(file => !Repository.Relative(file).StartsWith("src/FastBias.Kernels/", StringComparison.Ordinal))
            .Where(file => UnsafeCode().IsMatch(File.ReadAllText(file)))
            .Select(Repository.Relative)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void Only_the_kernels_and_their_templates_allow_unsafe_blocks()
    {
        IEnumerable<string> projects = new[] { "src", "generators" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
            .Where(file => File.ReadAllText(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);
        Assert.Equal(["FastBias.Kernels", "FastBias.Templates"], projects);
    }

    [Theory]
    [InlineData("int* p = null;", false)]
    [InlineData("a * b", false)]
    [InlineData("unsafe { }", true)]
    [InlineData("Unsafe.Add(ref a, 1)", true)]
    [InlineData("MemoryMarshal.Cast<int, byte>(s)", true)]
    [InlineData("/// an unsafely used word", false)]
    public void The_rule_finds_what_it_should(string code, bool found) => Assert.Equal(found, UnsafeCode().IsMatch(code));

    /// <summary>A pointer needs an unsafe context, so looking for the keyword finds pointers too.</summary>
    [GeneratedRegex(@"\bunsafe\b|\bUnsafe\.|\bMemoryMarshal\.")]
    private static partial Regex UnsafeCode();
}
