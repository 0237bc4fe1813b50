using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastBias.Bench.Machine;

/// <summary>The vector width that FastBias runs at: the widest the CPU has, or what <c>FASTBIAS_ISA</c> forces.</summary>
internal static class Isa
{
    /// <summary>From narrow to wide.</summary>
    internal static readonly string[] Names = ["scalar", "v128", "v256", "v512"];

    /// <summary>The widest on this CPU.</summary>
    /// <remarks>
    /// Not <c>Vector512.IsHardwareAccelerated</c>: the runtime answers false on CPUs that lower their clock for 512-bit
    /// code, although <c>Vector512</c> operations compile to 512-bit instructions there as well.
    /// </remarks>
    internal static string Best =>
        Avx512F.IsSupported ? "v512" :
        Avx2.IsSupported && Fma.IsSupported ? "v256" :
        Vector128.IsHardwareAccelerated ? "v128" : "scalar";

    /// <summary>The one in use.</summary>
    internal static string Current => Environment.GetEnvironmentVariable("FASTBIAS_ISA") is { Length: > 0 } forced ? forced : Best;

    /// <summary>Every one that <c>FASTBIAS_ISA</c> accepts here.</summary>
    internal static IReadOnlyList<string> Supported => Names[..(Array.IndexOf(Names, Best) + 1)];
}
