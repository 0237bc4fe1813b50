using System.Xml.Linq;
using Xunit;

namespace FastBias.Package.Tests;

/// <summary>The package of the laboratory: its assembly with documentation, and FastBias as a dependency and not inside.</summary>
[Collection(nameof(Packages))]
public sealed class LabContentTests(Packages packages)
{
    [Fact]
    public void It_has_its_assembly_and_depends_on_the_library()
    {
        packages.Pack("FastBias.Lab").Require();
        string package = $"FastBias.Lab.{Packages.Version}.nupkg";
        Assert.Equal(["FastBias.Lab.nuspec", "README.md", "icon.png", "lib/net10.0/FastBias.Lab.dll", "lib/net10.0/FastBias.Lab.xml"], packages.Files(package));
        XElement specification = XElement.Parse(packages.Text(package, "FastBias.Lab.nuspec"));
        Assert.Equal(["FastBias"], specification.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value));
        Assert.Contains("double descent", specification.Descendants().Single(element => element.Name.LocalName == "description").Value, StringComparison.Ordinal);
    }
}
