using System.Runtime.Intrinsics;

namespace FastBias.Testing;

/// <summary>A set of environment variables that takes instruction sets away from a child process, and what must then be off.</summary>
/// <remarks>Measured on .NET 10: <c>EnableAVX512F</c> and <c>EnableFMA</c> do nothing; these here do.</remarks>
public sealed record ForcedIsa(string Name, IReadOnlyDictionary<string, string> Environment, int WidestBits)
{
    /// <summary>Nothing taken away.</summary>
    public static ForcedIsa Native { get; } = new("native", new Dictionary<string, string>(), 512);

    /// <summary>At most 256 bits.</summary>
    public static ForcedIsa NoAvx512 { get; } = new("no-avx512", new Dictionary<string, string> { ["DOTNET_EnableAVX512"] = "0" }, 256);

    /// <summary>At most 128 bits, and on x64 no fused multiply-add in hardware.</summary>
    public static ForcedIsa NoAvx2 { get; } = new("no-avx2", new Dictionary<string, string> { ["DOTNET_EnableAVX2"] = "0" }, 128);

    /// <summary>No vectors at all.</summary>
    public static ForcedIsa NoVectors { get; } = new("no-vectors", new Dictionary<string, string> { ["DOTNET_EnableHWIntrinsic"] = "0" }, 0);

    /// <summary>Every one.</summary>
    public static IReadOnlyList<ForcedIsa> All { get; } = [Native, NoAvx512, NoAvx2, NoVectors];

    /// <summary>The one of this name; for the child, which gets it as an argument.</summary>
    public static ForcedIsa Named(string name) => All.Single(isa => isa.Name == name);

    /// <summary>In the child, first of all: throws unless this process has what was asked for.</summary>
    public void AssertTaken()
    {
        int widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        if (widest > WidestBits)
        {
            throw new InvalidOperationException($"\"{Name}\" allows {WidestBits} bits, but {widest} are accelerated: the switch did not work.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
