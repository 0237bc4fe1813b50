using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastBias.Kernels;

/// <summary>Which <see cref="Isa"/> this process computes with: chosen once, best first, or forced by <c>FASTBIAS_ISA</c>.</summary>
/// <remarks>
/// <c>FASTBIAS_ISA</c> is one of <c>scalar</c>, <c>v128</c>, <c>v256</c>, <c>v512</c> (any case). An unknown name, or one that this
/// machine does not support, makes the first use of the library throw: a forced choice that did not take would be worse.
/// <para>512-bit vectors are chosen where AVX-512 is there, also on the processors for which the runtime reports
/// <c>Vector512.IsHardwareAccelerated</c> as false (Skylake-SP, Cascade Lake): dense kernels gain there all the same.</para>
/// </remarks>
public static class IsaSelection
{
    /// <summary>The name of the environment variable that forces a choice.</summary>
    public const string Variable = "FASTBIAS_ISA";

    /// <summary>The choice of this process; a constant for the JIT once the class is initialised.</summary>
    public static readonly Isa Current = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Whether the machine and the runtime's settings allow <paramref name="isa"/>.</summary>
    /// <param name="isa">The level.</param>
    public static bool IsSupported(Isa isa) => isa switch
    {
        Isa.Scalar => true,
        Isa.V128 => Vector128.IsHardwareAccelerated,
        Isa.V256 => Avx2.IsSupported && Fma.IsSupported,
        Isa.V512 => Avx512F.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported,
        _ => false,
    };

    /// <summary>The choice for a value of <see cref="Variable"/>.</summary>
    /// <param name="forced">The value; null or empty for the best level that is supported.</param>
    /// <exception cref="NotSupportedException">The name is unknown, or the machine does not support the level.</exception>
    internal static Isa Choose(string? forced)
    {
        if (string.IsNullOrEmpty(forced))
        {
            return IsSupported(Isa.V512) ? Isa.V512
                : IsSupported(Isa.V256) ? Isa.V256
                : IsSupported(Isa.V128) ? Isa.V128
                : Isa.Scalar;
        }

        Isa isa = forced.ToUpperInvariant() switch
        {
            "SCALAR" => Isa.Scalar,
            "V128" => Isa.V128,
            "V256" => Isa.V256,
            "V512" => Isa.V512,
            _ => throw new NotSupportedException($"{Variable} is '{forced}'; it must be one of scalar, v128, v256, v512."),
        };
        return IsSupported(isa)
            ? isa
            : throw new NotSupportedException($"{Variable} asks for {forced}, which this machine (or its runtime settings) does not support.");
    }
}
