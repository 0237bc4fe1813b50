using FastBias.Bench.Machine;
using Xunit;

namespace FastBias.Bench.Tests;

public sealed class CpuNameTests
{
    [Theory]
    [InlineData("Intel(R) Xeon(R) Processor @ 2.50GHz", "intel-xeon-processor-2-50ghz")]
    [InlineData("AMD Ryzen 9 9950X 16-Core Processor", "amd-ryzen-9-9950x-16-core-processor")]
    [InlineData("  Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz ", "intel-core-i7-8700k-cpu-3-70ghz")]
    [InlineData("../../etc", "etc")]
    [InlineData("@@@", "unknown-cpu")]
    [InlineData("", "unknown-cpu")]
    public void Slug_is_a_plain_folder_name(string name, string slug) => Assert.Equal(slug, CpuName.Slug(name));

    [Fact]
    public void Find_returns_the_first_value_of_the_whole_key()
    {
        string[] lines = ["model\t\t: 85", "model name\t: First: CPU", "model name\t: Second"];
        Assert.Equal("First: CPU", CpuName.Find(lines, "model name"));
        Assert.Equal("85", CpuName.Find(lines, "model"));
        Assert.Null(CpuName.Find(lines, "name"));
    }

    [Theory]
    [InlineData("AMD EPYC", "AMD EPYC family 26 model 2")]
    [InlineData("AMD EPYC 9755 128-Core Processor", "AMD EPYC 9755 128-Core Processor")]
    public void A_name_that_whole_generations_share_is_completed(string name, string full) =>
        Assert.Equal(full, CpuName.FullName(["cpu family\t: 26", "model\t\t: 2", $"model name\t: {name}"]));

    [Fact]
    public void A_file_without_a_name_gives_none() => Assert.Null(CpuName.FullName(["cpu family\t: 26"]));

    [Theory]
    [InlineData("32K", 32L << 10)]
    [InlineData("36608K", 36608L << 10)]
    [InlineData("2M", 2L << 20)]
    [InlineData("512", 512L)]
    public void Cache_sizes_are_bytes(string text, long bytes) => Assert.Equal(bytes, CacheSizes.ParseSize(text));

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("many")]
    [InlineData("-1K")]
    public void Unreadable_cache_sizes_are_unknown(string text) => Assert.Null(CacheSizes.ParseSize(text));
}
