namespace FastBias;

/// <summary>Declares a kernel for the product of matrices of one fixed shape: C = A·B with A M x K, B K x N, C M x N, all row-major and contiguous.</summary>
/// <remarks>
/// Put it on a <c>static partial</c> method returning <c>void</c> with the parameters
/// <c>(ReadOnlySpan&lt;T&gt; a, ReadOnlySpan&lt;T&gt; b, Span&lt;T&gt; c)</c>, T being <see cref="double"/> or <see cref="float"/>.
/// The FastBias generator writes its body for every <see cref="Isa"/>, with a dispatcher; the results have the same bits on all of them,
/// and the same as <c>Product.Multiply</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GemmKernelAttribute : Attribute
{
    /// <summary>The rows of A and C, 1 to 32.</summary>
    public int M { get; set; }

    /// <summary>The columns of B and C, 1 to 32.</summary>
    public int N { get; set; }

    /// <summary>The columns of A and rows of B, 1 to 32.</summary>
    public int K { get; set; }
}

/// <summary>Declares a register tile of the library's own products.</summary>
/// <param name="isa">The ISA whose vectors it uses.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GemmTileAttribute(Isa isa) : Attribute
{
    /// <summary>The ISA.</summary>
    public Isa Isa { get; } = isa;

    /// <summary>The rows of the tile.</summary>
    public int Rows { get; set; }

    /// <summary>The columns of the tile, in elements.</summary>
    public int Columns { get; set; }
}

/// <summary>Declares one of the library's own vector kernels.</summary>
/// <param name="template">The template.</param>
/// <param name="isa">The ISA whose vectors it uses.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorKernelAttribute(KernelTemplate template, Isa isa) : Attribute
{
    /// <summary>The template.</summary>
    public KernelTemplate Template { get; } = template;

    /// <summary>The ISA.</summary>
    public Isa Isa { get; } = isa;

    /// <summary>How many rows the kernel takes at once, for templates that have rows.</summary>
    public int Rows { get; set; }

    /// <summary>How many columns a panel has, for templates that have panels.</summary>
    public int Columns { get; set; }
}

/// <summary>The templates of <see cref="VectorKernelAttribute"/>, by the names of their classes.</summary>
internal enum KernelTemplate
{
    Dot,
    Axpy,
    Scale,
    MaxAbs,
    SumOfSquares,
    GramPair,
    RotatePair,
    ReflectVector,
    ReflectRows,
    ReflectPanel,
    ScaleColumns,
    RankUpdate,
    RotateChain,
    GemvRows,
    GemvColumns,
    PackPanel,
    FmaPeak,
}
