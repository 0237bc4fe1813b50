using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Every instruction-set level: kernels of one that the machine lacks run too, emulated by the runtime.</summary>
public static class Isas
{
    public static IReadOnlyList<Isa> List { get; } = Enum.GetValues<Isa>();

    public static TheoryData<Isa> All => [.. List];
}
