using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace FastBias.Package.Tests;

/// <summary>The packages, packed once from what was built, in a folder that is deleted again, with a consumer's project beside them.</summary>
[CollectionDefinition(nameof(Packages))]
public sealed class Packages : ICollectionFixture<Packages>, IDisposable
{
    /// <summary>No version that was ever released, so nothing that a machine has kept can be taken for it.</summary>
    internal const string Version = "0.0.0-consumer";

    private readonly Lazy<string> _built;

    public Packages()
    {
        Root = Directory.CreateTempSubdirectory("fastbias-package-").FullName;
        Directory.CreateDirectory(Feed);
        Pack("FastBias.Package").Require();
        Pack("FastBias.Cli").Require();
        CopyConsumer();
        _built = new Lazy<string>(() => Run("build", "-c", "Release", "-nodeReuse:false", "-v:q", "-nologo", "-p:FastBiasVersion=" + Version).Require());
    }

    /// <summary>The temporary folder.</summary>
    internal string Root { get; }

    /// <summary>The feed: a folder with the packages.</summary>
    internal string Feed => Path.Combine(Root, "feed");

    /// <summary>The consumer's project.</summary>
    internal string Consumer => Path.Combine(Root, "Consumer");

    /// <summary>What the consumer's build said; it is built when this is first asked for.</summary>
    internal string BuildOutput => _built.Value;

    /// <summary>The folder with the consumer's program.</summary>
    internal string BuiltConsumer => BuildOutput is not null ? Path.Combine(Consumer, "bin", "Release", "net10.0") : throw new InvalidOperationException();

    /// <summary>Packs a project of <c>src</c> as it was built.</summary>
    internal CommandResult Pack(string project, params string[] more) => Dotnet.Run(
        Dotnet.Built("RepositoryRoot"),
        ["pack", "src/" + project, "--no-build", "--no-restore", "-nologo", "-nodeReuse:false", "-c", Dotnet.Built("Configuration"), "-p:PackageVersion=" + Version, "-o", Feed, .. more]);

    /// <summary>Runs dotnet in the consumer's folder, with a folder for packages of its own.</summary>
    internal CommandResult Run(params string[] arguments) => Dotnet.Run(Consumer, arguments, ("NUGET_PACKAGES", Path.Combine(Root, "packages")));

    /// <summary>The files of a package, without NuGet's own.</summary>
    internal string[] Files(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(Feed, package));
        return [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The text of a file in a package.</summary>
    internal string Text(string package, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(Feed, package));
        using StreamReader reader = new(archive.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>The consumer finds FastBias in the feed, and everything else where this repository's own restore has put it: nothing is fetched.</summary>
    private void CopyConsumer()
    {
        Directory.CreateDirectory(Consumer);
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
        {
            File.Copy(file, Path.Combine(Consumer, Path.GetFileName(file)));
        }

        new XElement("configuration",
            new XElement("packageSources", new XElement("clear"), Add("feed", Feed)),
            new XElement("fallbackPackageFolders", new XElement("clear"), Add("machine", Dotnet.Built("NuGetPackageRoot")))).Save(Path.Combine(Root, "NuGet.config"));

        static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
    }
}
