using System.Xml.Linq;
using FastBias.Generators;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace FastBias.Repository.Tests;

/// <summary>What is packed, and the addresses that are written into it.</summary>
public sealed class PackagingTests
{
    private static readonly string s_address =
        XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("RepositoryUrl").Single().Value + "/blob/main/";

    [Fact]
    public void Only_the_library_the_laboratory_and_the_tool_are_packed()
    {
        // Projects of tests and bench are none by Directory.Build.props; every other one says so itself.
        IEnumerable<string> packed = new[] { "src", "generators" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
            .Where(file => !XDocument.Load(file).Descendants("IsPackable").Any(element => element.Value == "false"))
            .Select(file => Path.GetFileNameWithoutExtension(file)!);
        Assert.Equal(["FastBias.Cli", "FastBias.Lab", "FastBias.Package"], packed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_diagnostic_links_to_its_paragraph()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("docs/diagnostics.md"));
        DiagnosticAnalyzer analyzer = new KernelDeclarationAnalyzer();
        Assert.Equal(11, analyzer.SupportedDiagnostics.Length);
        Assert.All(analyzer.SupportedDiagnostics, diagnostic =>
        {
            Assert.Equal($"{s_address}docs/diagnostics.md#{diagnostic.Id.ToLowerInvariant()}", diagnostic.HelpLinkUri);
            Assert.Contains("## " + diagnostic.Id, lines);
        });
    }

    [Theory]
    [InlineData("src/FastBias.Package/README.md")]
    [InlineData("src/FastBias.Cli/README.md")]
    [InlineData("src/FastBias.Lab/README.md")]
    [InlineData("src/FastBias.Package/buildTransitive/FastBias.targets")]
    public void A_packed_file_links_into_this_repository_only_and_absolutely(string file)
    {
        string text = File.ReadAllText(Repository.PathOf(file)), root = s_address[..^"/blob/main/".Length];
        Assert.DoesNotMatch(@"\]\((?!https://)", text);
        foreach (string link in text.Split('"', '(', ')').Where(part => part.StartsWith("https://", StringComparison.Ordinal)))
        {
            Assert.StartsWith(root, link, StringComparison.Ordinal);
            Assert.True(link == root || File.Exists(Repository.PathOf(link[s_address.Length..])), link);
        }
    }
}
