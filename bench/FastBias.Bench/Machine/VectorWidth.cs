using FastBias.Kernels;

namespace FastBias.Bench.Machine;

/// <summary>The vector width that FastBias runs at, by the names that <c>FASTBIAS_ISA</c> takes.</summary>
internal static class VectorWidth
{
    /// <summary>The one that FastBias chooses on this CPU when nothing is forced.</summary>
    internal static string Best => Name(IsaSelection.Choose(null));

    /// <summary>The one in use.</summary>
    /// <exception cref="NotSupportedException"><c>FASTBIAS_ISA</c> names one that is unknown or not supported here.</exception>
    internal static string Current => Name(IsaSelection.Choose(Environment.GetEnvironmentVariable(IsaSelection.Variable)));

    private static string Name(Isa isa) => isa.ToString().ToLowerInvariant();
}
