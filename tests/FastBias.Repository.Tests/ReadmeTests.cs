using System.Text.RegularExpressions;
using Xunit;

namespace FastBias.Repository.Tests;

/// <summary>What the README shows is compiled and run, and prints what the README says it prints.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string s_text = Text("README.md");

    /// <summary>The page in the repository, and the one in the package.</summary>
    private static readonly string s_pages = s_text + Text("src/FastBias.Package/README.md");

    public static TheoryData<int> Snippets => [.. Enumerable.Range(0, Matches().Count)];

    [Fact]
    public void There_are_snippets() => Assert.True(Matches().Count >= 4);

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_compiles_without_warnings_and_prints_its_output(int index)
    {
        Match match = Matches()[index];
        string printed = SnippetRunner.Run(match.Groups["code"].Value);
        Assert.Equal(match.Groups["output"].Value.Trim(), printed.Trim());
    }

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        IEnumerable<string> targets = Link().Matches(s_text).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'));
        Assert.All(targets, target => Assert.True(Path.Exists(Repository.PathOf(target)), target));
    }

    [Fact]
    public void The_test_command_is_what_CI_runs()
    {
        const string Command = "dotnet test FastBias.sln -c Release";
        Assert.Contains(Command, s_text, StringComparison.Ordinal);
        Assert.Contains(Command, File.ReadAllText(Repository.PathOf(".ci/run")), StringComparison.Ordinal);
    }

    private static MatchCollection Matches() => Snippet().Matches(s_pages);

    private static string Text(string page) => File.ReadAllText(Repository.PathOf(page)).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>A block of C# followed by the block of text that it prints.</summary>
    [GeneratedRegex(@"```csharp\n(?<code>.*?)```\s*```text\n(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
