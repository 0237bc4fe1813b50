using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FastBias.Kernels;
using FastBias.Testing;
using Xunit;

namespace FastBias.Isolated.Tests;

/// <summary>The machine code of the product's register tiles: their accumulators stay in registers, and nothing but the chain is in the loop.</summary>
/// <remarks>
/// A register tile that is spilled computes the same bits at a fraction of the speed, so nothing else notices it. What is read is the JIT compiler's
/// own listing for x64. On other architectures no tile is enrolled, and only the reader of listings is tested.
/// </remarks>
public sealed partial class TileCodeTests
{
    /// <summary>The tiles of an ISA with the registers of its processors: AVX2 has 16 of them, AVX-512 has 32.</summary>
    private static readonly (Isa Isa, bool Avx512)[] s_cases = [(Isa.V512, true), (Isa.V256, false)];

    [Fact]
    public void No_tile_spills_or_moves_a_register_in_its_loop()
    {
        foreach ((Isa isa, bool avx512) in s_cases.Where(item => IsaSelection.IsSupported(item.Isa) && IsaSelection.IsSupported(Isa.V256)))
        {
            DisassembledMethod[] methods = [.. Disassemble(isa, avx512).Where(method => Shape().IsMatch(method.Name))];
            string[] listed = [.. methods.Select(method => method.Name).Distinct()];
            Assert.True(listed.Length > 10, $"only {listed.Length} tiles of {isa}");
            Assert.Equal(Tiles(isa).Select(method => $"{method.DeclaringType!.Name}:{method.Name}").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
            string[] faults = [.. methods.SelectMany(Faults)];
            Assert.True(faults.Length == 0, string.Join(Environment.NewLine, faults));
        }
    }

    /// <summary>Moves of registers are in the part that scales, which most calls jump over.</summary>
    [Fact]
    public void No_kernel_of_short_chains_spills_in_its_loop()
    {
        foreach ((Isa isa, bool avx512) in s_cases.Where(item => IsaSelection.IsSupported(item.Isa) && IsaSelection.IsSupported(Isa.V256)))
        {
            DisassembledMethod[] methods = [.. Disassemble(isa, avx512).Where(method => ShortShape().IsMatch(method.Name))];
            Assert.Equal(Shorts(isa).Select(method => $"{method.DeclaringType!.Name}:{method.Name}").Order(StringComparer.Ordinal), methods.Select(method => method.Name).Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(2 * Kernels<double>.For(isa).ShortDepth, methods.Length);
            string[] faults =
            [
                .. from method in methods
                   from loop in method.InnermostLoops()
                   where loop.Any(IsMultiplication)
                   from line in loop
                   where Stack().IsMatch(line)
                   select $"{method.Name}: {line}",
            ];
            Assert.True(faults.Length == 0, string.Join(Environment.NewLine, faults));
        }
    }

    [Fact]
    public void A_spill_a_move_and_a_lost_multiplication_are_found()
    {
        Assert.Empty(Faults(Listed("vfmadd231pd zmm0, zmm1, zmm2", "vfmadd231pd zmm3, zmm1, zmm4")));
        Assert.Single(Faults(Listed("vfmadd231pd zmm0, zmm1, zmmword ptr [rbp-0x40]", "vfmadd231pd zmm3, zmm1, zmm4")), fault => fault.Contains("rbp", StringComparison.Ordinal));
        Assert.Single(Faults(Listed("vmovups  zmmword ptr [rsp+0x20], zmm0", "vfmadd231pd zmm0, zmm1, zmm2", "vfmadd231pd zmm3, zmm1, zmm4")));
        Assert.Single(Faults(Listed("vmovaps  zmm5, zmm0", "vfmadd231pd zmm0, zmm1, zmm2", "vfmadd231pd zmm3, zmm1, zmm4")));
        Assert.Single(Faults(Listed("vfmadd231pd zmm0, zmm1, zmm2")), fault => fault.Contains("1 multiplications", StringComparison.Ordinal));
        Assert.Single(Faults(Listed("vaddpd   zmm0, zmm1, zmm2")), fault => fault.Contains("no loop", StringComparison.Ordinal));
    }

    /// <summary>What is wrong with the code of a tile.</summary>
    private static IEnumerable<string> Faults(DisassembledMethod method)
    {
        Match shape = Shape().Match(method.Name);
        int expected = int.Parse(shape.Groups[1].Value) * int.Parse(shape.Groups[2].Value);
        IReadOnlyList<string>[] loops = [.. method.InnermostLoops().Where(loop => loop.Any(IsMultiplication))];
        if (loops.Length == 0)
        {
            yield return $"{method.Name} has no loop with a fused multiply-add.";
        }

        foreach (IReadOnlyList<string> loop in loops)
        {
            int count = loop.Count(IsMultiplication);
            if (count % expected != 0)
            {
                yield return $"{method.Name}: {count} multiplications in the loop, not {expected} or a multiple of that.";
            }

            foreach (string instruction in loop.Where(line => Stack().IsMatch(line) || Move().IsMatch(line)))
            {
                yield return $"{method.Name}: {instruction}";
            }
        }
    }

    private static bool IsMultiplication(string instruction) => instruction.StartsWith("vfmadd", StringComparison.Ordinal);

    private static IReadOnlyList<DisassembledMethod> Disassemble(Isa isa, bool avx512)
    {
        string file = Path.GetTempFileName();
        try
        {
            Dictionary<string, string> variables = new()
            {
                ["DOTNET_JitDisasm"] = "Run*", ["DOTNET_JitStdOutFile"] = file, ["DOTNET_TieredCompilation"] = "0", ["DOTNET_TieredPGO"] = "0",
            };
            if (!avx512)
            {
                variables["DOTNET_EnableAVX512"] = "0";
            }

            ChildProcess.Run(Compile, [isa.ToString()], variables).EnsureSuccess();
            return DisassembledMethod.Parse(File.ReadLines(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The child: compiles every tile and every kernel of short chains of an ISA without running any.</summary>
    private static void Compile(string isa)
    {
        foreach (MethodInfo method in Tiles(Enum.Parse<Isa>(isa)).Concat(Shorts(Enum.Parse<Isa>(isa))))
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }

    /// <summary>The methods of an ISA's tiles, of large and of tiny products, each for one number of rows and vectors; what chooses between them is none.</summary>
    private static IEnumerable<MethodInfo> Tiles(Isa isa) => Methods("GemmTile_", isa, Shape()).Concat(Methods("GemmTiny_", isa, Shape()));

    /// <summary>The methods of its kernels of short chains, one for each depth.</summary>
    private static IEnumerable<MethodInfo> Shorts(Isa isa) => Methods("GemmShort_", isa, ShortShape());

    private static IEnumerable<MethodInfo> Methods(string type, Isa isa, Regex shape) => typeof(KernelGuard).Assembly.GetTypes()
        .Where(candidate => candidate.Name.StartsWith(type, StringComparison.Ordinal) && (candidate.Name + "_").Contains($"_{isa}_", StringComparison.Ordinal))
        .SelectMany(candidate => candidate.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(method => shape.IsMatch(":" + method.Name));

    private static DisassembledMethod Listed(params string[] loop) => DisassembledMethod.Parse(
        ["; Assembly listing for method FastBias.Generated.Tile:Run2x1(ulong) (FullOpts)", "G_M1_IG01:", "       push     rbp", "G_M1_IG02:  ;; offset", .. loop.Select(line => "       " + line), "       jne      SHORT G_M1_IG02", "       ret      "]).Single();

    [GeneratedRegex(@":Run(\d+)x(\d+)(Masked)?$")]
    private static partial Regex Shape();

    [GeneratedRegex(@":Run\d+$")]
    private static partial Regex ShortShape();

    [GeneratedRegex(@"\[(rsp|rbp)\b")]
    private static partial Regex Stack();

    [GeneratedRegex(@"^v?mov[a-z0-9]*\s+[xyz]mm\d+, [xyz]mm\d+$")]
    private static partial Regex Move();
}
