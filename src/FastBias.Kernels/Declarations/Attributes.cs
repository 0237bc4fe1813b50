namespace FastBias;

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
    GemmTiny,
    GemmShort,
    GemmTurned,
    Dot,
    Axpy,
    Scale,
    MaxAbs,
    SumOfSquares,
    GramPair,
    RotatePair,
    JacobiSweep,
    ReflectVector,
    ReflectRows,
    ReflectPanel,
    ReflectColumn,
    ReflectColumns,
    ScaleColumns,
    RankUpdate,
    RotateChain,
    PoleSums,
    Quotients,
    GemvRows,
    GemvColumns,
    GemvLines,
    PackPanel,
    CopyRows,
    Transpose,
    FmaPeak,
}
