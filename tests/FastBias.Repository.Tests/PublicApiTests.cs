using FastBias.Kernels;
using Xunit;

namespace FastBias.Repository.Tests;

/// <summary>The public API changes only together with its committed listing.</summary>
public sealed class PublicApiTests
{
    private const string Update = "FASTBIAS_SNAPSHOT=update dotnet test tests/FastBias.Repository.Tests -c Release --filter PublicApi";

    [Theory]
    [InlineData("FastBias", typeof(Product))]
    [InlineData("FastBias.Kernels", typeof(KernelGuard))]
    public void The_listing_is_what_the_assembly_has(string name, Type type)
    {
        string path = Repository.PathOf($"docs/api/{name}.txt");
        string[] lines = Listing(type);
        if (Environment.GetEnvironmentVariable("FASTBIAS_SNAPSHOT") == "update")
        {
            File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        }

        string[] committed = File.ReadAllLines(path);
        string difference = string.Join('\n', committed.Except(lines).Select(line => "- " + line).Concat(lines.Except(committed).Select(line => "+ " + line)));
        Assert.True(lines.SequenceEqual(committed), $"The public API differs from docs/api/{name}.txt. If that is meant: {Update}\n{difference}");
    }

    [Fact]
    public void A_listing_has_types_members_and_values()
    {
        string[] lines = [.. Listing(typeof(Product)), .. Listing(typeof(KernelGuard))];
        Assert.Equal(lines.Length, lines.Distinct().Count());
        Assert.Contains(lines, line => line.StartsWith("FastBias.Matrix<T> where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> = public sealed class", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FastBias.Matrix<T>.Rows = ", StringComparison.Ordinal) && line.EndsWith("= public int FastBias.Matrix<T>.Rows { get; }", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FastBias.Status.Success = ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FastBias.MatrixSpan<T> where", StringComparison.Ordinal) && line.Contains("public readonly ref struct", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("internal ", StringComparison.Ordinal) || line.Contains("get_", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("FastBias.Kernels.Scratch", StringComparison.Ordinal));
    }

    private static string[] Listing(Type type) => ApiListing.Of(
        type.Assembly.Location,
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => path != type.Assembly.Location));
}
