using Microsoft.CodeAnalysis;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>What the generator writes, file by file: a change of a template shows its reader the changed kernels.</summary>
public class SnapshotTests
{
    private static readonly string[] Templates =
    [
        "GemmTile", "GemmTiny", "GemmShort", "GemmTurned", "Dot", "SumOfSquares", "MaxAbs", "Axpy", "Scale", "GramPair", "RotatePair", "JacobiSweep", "ReflectVector", "ReflectRows", "ReflectPanel", "ReflectColumn", "ReflectColumns", "ScaleColumns", "RankUpdate", "PoleSums", "Quotients", "RotateChain",
        "GemvRows", "GemvColumns", "GemvLines", "PackPanel", "CopyRows", "Transpose", "FmaPeak",
    ];

    private static readonly string[] Fixed =
    [
        "Small_Fixed_Multiply", "Small_Fixed_Subtract", "Small_Fixed_Apply", "Small_Fixed_Cholesky", "Small_Fixed_Qr", "Small_Fixed_Svd", "KernelCatalogue",
    ];

    public static TheoryData<string> Names() => [.. Templates, .. Fixed, "Small_V512_0_double_Dot", "Small_Scalar_0_float_GemmTile"];

    [Theory]
    [MemberData(nameof(Names))]
    public void GeneratedText_IsTheSnapshot(string prefix)
    {
        Generation generation = Fixed.Contains(prefix) ? SmallExpansions.Fixed : SmallExpansions.Library;
        GeneratedSourceResult[] files = generation.Sources
            .Where(source => source.HintName.StartsWith(prefix + "_", StringComparison.Ordinal) || source.HintName == prefix + ".g.cs").ToArray();
        Assert.NotEmpty(files);
        foreach (GeneratedSourceResult file in files)
        {
            Snapshot.Verify(file.HintName.Split('.')[0], file.SourceText.ToString());
        }
    }

    [Fact]
    public void EverySnapshot_HasAKernel_AndEveryIsaAndTypeIsThere()
    {
        string[] generated = SmallExpansions.Library.Sources.Concat(SmallExpansions.Fixed.Sources).Select(source => source.HintName.Split('.')[0]).ToArray();
        foreach (string file in Directory.EnumerateFiles(Snapshot.Folder, "*.verified.cs"))
        {
            Assert.Contains(Path.GetFileName(file).Replace(".verified.cs", "", StringComparison.Ordinal), generated);
        }

        foreach (string template in Templates)
        {
            foreach (Isa isa in Enum.GetValues<Isa>())
            {
                Assert.Contains(generated, name => name.StartsWith($"{template}_f64_{isa}", StringComparison.Ordinal));
                Assert.Contains(generated, name => name.StartsWith($"{template}_f32_{isa}", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void EverySnapshot_CompilesWithoutWarnings()
    {
        // Loading compiles with the warnings that the files themselves switch off.
        Assert.NotNull(SmallExpansions.LoadedLibrary.Assembly);
        Assert.NotNull(SmallExpansions.LoadedFixed.Assembly);
    }

    [Fact]
    public void GeneratedFiles_HaveNoByteOrderMark_AndNoTrailingSpaces()
    {
        foreach (GeneratedSourceResult source in SmallExpansions.Library.Sources.Concat(SmallExpansions.Fixed.Sources))
        {
            Assert.Empty(source.SourceText.Encoding!.GetPreamble());
            Assert.DoesNotContain(" \n", source.SourceText.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain('\r', source.SourceText.ToString());
        }
    }

    [Fact]
    public void AMismatch_ShowsTheFirstLinesThatDiffer()
    {
        string message = Snapshot.Difference("Kernel", ["a", "b", "c", "d"], ["a", "b", "x", "d"]);
        Assert.Equal(
            "Kernel differs from its snapshot at line 3 (FASTBIAS_SNAPSHOT=update accepts):\n  a\n  b\n- c\n- d\n+ x\n+ d", message);
    }
}
