using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FastBias.Kernels;

namespace FastBias.Isolated.Tests;

/// <summary>Environment variables of a child process, and the state of the processor's features that they must lead to.</summary>
/// <param name="Name">The name, which the child is given.</param>
/// <param name="Variables">The variables.</param>
/// <param name="Widest">The widest level that is left: 512, 256 and 128 bits, or 0 for none.</param>
/// <param name="Forced">The level that <c>FASTBIAS_ISA</c> forces; null for the best that is left.</param>
/// <remarks>
/// Measured on .NET 10: <c>EnableAVX512F</c> and <c>EnableFMA</c> do nothing; <c>EnableAVX2</c> takes FMA with it. On Skylake-SP and Cascade Lake
/// <c>Vector512.IsHardwareAccelerated</c> is false although the instructions are there, so the features themselves are looked at.
/// </remarks>
internal sealed record JitSetting(string Name, IReadOnlyDictionary<string, string> Variables, int Widest = 512, Isa? Forced = null)
{
    public static IReadOnlyList<JitSetting> All { get; } =
    [
        new("native", Of()),
        new("no-avx512", Of(("DOTNET_EnableAVX512", "0")), 256),
        new("no-avx2", Of(("DOTNET_EnableAVX2", "0")), 128),
        new("no-vectors", Of(("DOTNET_EnableHWIntrinsic", "0")), 0),
        new("narrow-preferred", Of(("DOTNET_PreferredVectorBitWidth", "256"))),
        new("scalar", Of((IsaSelection.Variable, "scalar")), 512, Isa.Scalar),
        new("v128", Of((IsaSelection.Variable, "v128")), 512, Isa.V128),
        new("v256", Of((IsaSelection.Variable, "V256")), 512, Isa.V256),
        new("v512", Of((IsaSelection.Variable, "v512")), 512, Isa.V512),
        new("v128-without-avx2", Of((IsaSelection.Variable, "v128"), ("DOTNET_EnableAVX2", "0")), 128, Isa.V128),
        new("no-tiers", Of(("DOTNET_TieredCompilation", "0"))),
        new("no-profile", Of(("DOTNET_TieredPGO", "0"), ("DOTNET_TC_QuickJitForLoops", "0"))),
        new("slow-tiers", Of(("DOTNET_TieredCompilation", "1"), ("DOTNET_TC_BackgroundWorkerTimeoutMs", "0"), ("DOTNET_TC_CallCountThreshold", "2"), ("DOTNET_ReadyToRun", "0"))),
    ];

    /// <summary>Whether the machine of this process has what the setting forces.</summary>
    public bool IsPossible => Forced is not { } isa || IsaSelection.IsSupported(isa);

    public static JitSetting Named(string name) => All.Single(setting => setting.Name == name);

    /// <summary>In the parent: the state that a child with these variables must report.</summary>
    public string Expected()
    {
        bool avx512 = Avx512F.IsSupported && Widest >= 512, avx2 = Avx2.IsSupported && Widest >= 256, fma = Fma.IsSupported && Widest >= 256;
        bool v128 = Vector128.IsHardwareAccelerated && Widest >= 128;
        Isa best = IsaSelection.IsSupported(Isa.V512) && avx512 ? Isa.V512 : avx2 && fma ? Isa.V256 : v128 ? Isa.V128 : Isa.Scalar;
        return State(avx512, avx2, fma, v128, Forced ?? best);
    }

    /// <summary>The state of this process.</summary>
    public static string Actual() => State(Avx512F.IsSupported, Avx2.IsSupported, Fma.IsSupported, Vector128.IsHardwareAccelerated, IsaSelection.Current);

    /// <summary>In the child, first of all: throws unless the variables took.</summary>
    public static void Require(string expected)
    {
        if (Actual() != expected)
        {
            throw new InvalidOperationException($"This process has {Actual()}, but was to have {expected}: the switch did not work.");
        }
    }

    private static string State(bool avx512, bool avx2, bool fma, bool v128, Isa isa) => $"avx512={avx512} avx2={avx2} fma={fma} v128={v128} isa={isa}";

    private static Dictionary<string, string> Of(params (string Name, string Value)[] variables) => variables.ToDictionary(pair => pair.Name, pair => pair.Value);
}
