using System.IO.Compression;
using System.Reflection;
using System.Reflection.Emit;
using System.Xml.Linq;
using Xunit;

namespace FastBias.Package.Tests;

/// <summary>The packages hold exactly what they should, say what they are, and break no promise of the last one.</summary>
[Collection(nameof(Packages))]
public sealed class ContentTests(Packages packages)
{
    private const string Library = "FastBias." + Packages.Version + ".nupkg";
    private const string Symbols = "FastBias." + Packages.Version + ".snupkg";
    private const string Tool = "FastBias.Cli." + Packages.Version + ".nupkg";

    [Fact]
    public void The_library_has_both_assemblies_their_documentation_and_the_generator()
    {
        Assert.Equal(
            [
                "FastBias.nuspec", "README.md", "analyzers/dotnet/cs/FastBias.Generators.CodeFixes.dll", "analyzers/dotnet/cs/FastBias.Generators.dll",
                "buildTransitive/FastBias.targets", "icon.png", "lib/net10.0/FastBias.Kernels.dll", "lib/net10.0/FastBias.Kernels.xml", "lib/net10.0/FastBias.dll", "lib/net10.0/FastBias.xml",
            ],
            packages.Files(Library));
        Assert.Equal(["FastBias.nuspec", "lib/net10.0/FastBias.Kernels.pdb", "lib/net10.0/FastBias.pdb"], packages.Files(Symbols));
        Assert.Contains("GemmKernelAttribute", packages.Text(Library, "lib/net10.0/FastBias.Kernels.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_has_all_that_it_runs_on()
    {
        string[] files = packages.Files(Tool);
        string[] expected = ["FastBias.Cli.dll", "FastBias.dll", "FastBias.Kernels.dll", "Spectre.Console.dll", "System.CommandLine.dll", "DotnetToolSettings.xml"];
        Assert.All(expected, file => Assert.Contains("tools/net10.0/any/" + file, files));
        Assert.Contains("README.md", files);
        Assert.Contains("Name=\"fastbias\"", packages.Text(Tool, "tools/net10.0/any/DotnetToolSettings.xml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Library, "FastBias.nuspec", "FastBias")]
    [InlineData(Tool, "FastBias.Cli.nuspec", "FastBias.Cli")]
    public void Its_metadata_are_complete(string package, string nuspec, string id)
    {
        XElement metadata = XDocument.Parse(packages.Text(package, nuspec)).Root!.Elements().First();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal((id, "MIT", "README.md", "icon.png"), (Value("id"), Value("license"), Value("readme"), Value("icon")));
        Assert.NotEmpty(Value("description"));
        Assert.NotEmpty(Value("releaseNotes"));
        XElement repository = metadata.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.Equal(Value("projectUrl"), repository.Attribute("url")!.Value);
    }

    [Fact]
    public void The_library_depends_on_what_its_assemblies_refer_to()
    {
        IEnumerable<string> dependencies = XDocument.Parse(packages.Text(Library, "FastBias.nuspec")).Descendants()
            .Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);
        IEnumerable<string> references = new[] { "FastBias", "FastBias.Kernels" }
            .SelectMany(name => XDocument.Load(Path.Combine(Dotnet.Built("RepositoryRoot"), "src", name, name + ".csproj")).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value);
        Assert.Equal(references.Order(StringComparer.Ordinal), dependencies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_last_package_had_must_still_be_there()
    {
        string baseline = Path.Combine(packages.Root, "baseline.nupkg");
        WritePackage(baseline, "FastBias", "WithdrawnType");

        // The mark of the validation before this one would make the build leave this one out.
        CommandResult result = packages.Pack(
            "FastBias.Package", "-p:PackageValidationBaselinePath=" + baseline, "-p:_ApiCompatValidatePackageSemaphoreFile=" + Path.Combine(packages.Root, "validated"));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("CP0001", result.Output, StringComparison.Ordinal);
        Assert.Contains("FastBias.WithdrawnType", result.Output, StringComparison.Ordinal);
    }

    /// <summary>A package whose assembly has one public type that nobody else has.</summary>
    private static void WritePackage(string path, string id, string type)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName(id) { Version = new Version(0, 1, 0, 0) }, typeof(object).Assembly);
        assembly.DefineDynamicModule(id).DefineType($"{id}.{type}", TypeAttributes.Public | TypeAttributes.Class).CreateType();
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using (StreamWriter nuspec = new(archive.CreateEntry(id + ".nuspec").Open()))
        {
            nuspec.Write($"<package><metadata><id>{id}</id><version>0.0.0-baseline</version><authors>-</authors><description>-</description></metadata></package>");
        }

        using Stream library = archive.CreateEntry($"lib/net10.0/{id}.dll").Open();
        assembly.Save(library);
    }
}
