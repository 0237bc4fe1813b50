using Xunit;
using Xunit.Sdk;

namespace FastBias.Testing;

/// <summary>A test whose parameters FsCheck generates; returns void, bool, <c>Property</c>, Task or Task&lt;bool&gt;.</summary>
/// <remarks>
/// The surface is that of FsCheck.Xunit. On failure the message holds the shrunk and the original arguments, seed and size,
/// and the <see cref="Replay"/> string that reproduces exactly this case. Besides FsCheck's own generators,
/// <see cref="MatrixArbitraries"/> are always known.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("FastBias.Testing." + nameof(PropertyDiscoverer), "FastBias.Testing")]
public sealed class PropertyAttribute : FactAttribute
{
    private int? _maxTest, _maxRejected, _startSize, _endSize;
    private bool? _verbose, _quietOnSuccess;

    /// <summary>Cases to pass, before <see cref="TestScale"/>; 100 by default.</summary>
    public int MaxTest { get => _maxTest ?? 100; set => _maxTest = value; }

    /// <summary>Cases that may be rejected by a precondition before the property counts as exhausted; 1000 by default.</summary>
    public int MaxRejected { get => _maxRejected ?? 1000; set => _maxRejected = value; }

    /// <summary>The size of the first case; 1 by default.</summary>
    public int StartSize { get => _startSize ?? 1; set => _startSize = value; }

    /// <summary>The size of the last case; 100 by default.</summary>
    public int EndSize { get => _endSize ?? 100; set => _endSize = value; }

    /// <summary><c>"seed,gamma"</c> repeats a whole run, <c>"seed,gamma,size"</c> exactly one case.</summary>
    public string? Replay { get; set; }

    /// <summary>Types with static members that return <c>Arbitrary&lt;T&gt;</c>; earlier ones win.</summary>
    public Type[] Arbitrary { get; set; } = [];

    /// <summary>Prints every case and every shrink.</summary>
    public bool Verbose { get => _verbose ?? false; set => _verbose = value; }

    /// <summary>Prints nothing for a property that holds.</summary>
    public bool QuietOnSuccess { get => _quietOnSuccess ?? false; set => _quietOnSuccess = value; }

    /// <summary>These settings over the defaults of the class (or assembly).</summary>
    internal PropertySettings Over(PropertiesAttribute? defaults) => new()
    {
        MaxTest = _maxTest ?? defaults?.MaxTest ?? MaxTest,
        MaxRejected = _maxRejected ?? defaults?.MaxRejected ?? MaxRejected,
        StartSize = _startSize ?? defaults?.StartSize ?? StartSize,
        EndSize = _endSize ?? defaults?.EndSize ?? EndSize,
        Replay = Replay,
        Arbitrary = [.. Arbitrary, .. defaults?.Arbitrary ?? []],
        Verbose = _verbose ?? defaults?.Verbose ?? Verbose,
        QuietOnSuccess = _quietOnSuccess ?? defaults?.QuietOnSuccess ?? QuietOnSuccess,
    };
}

/// <summary>The defaults of every <see cref="PropertyAttribute"/> in a class or an assembly.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class PropertiesAttribute : Attribute
{
    /// <inheritdoc cref="PropertyAttribute.MaxTest"/>
    public int MaxTest { get; set; } = 100;

    /// <inheritdoc cref="PropertyAttribute.MaxRejected"/>
    public int MaxRejected { get; set; } = 1000;

    /// <inheritdoc cref="PropertyAttribute.StartSize"/>
    public int StartSize { get; set; } = 1;

    /// <inheritdoc cref="PropertyAttribute.EndSize"/>
    public int EndSize { get; set; } = 100;

    /// <inheritdoc cref="PropertyAttribute.Arbitrary"/>
    public Type[] Arbitrary { get; set; } = [];

    /// <inheritdoc cref="PropertyAttribute.Verbose"/>
    public bool Verbose { get; set; }

    /// <inheritdoc cref="PropertyAttribute.QuietOnSuccess"/>
    public bool QuietOnSuccess { get; set; }
}
