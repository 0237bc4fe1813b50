namespace FastBias.Generators;

/// <summary>What planning and expanding know of an instruction-set level.</summary>
/// <param name="Name">The member of <c>FastBias.Isa</c>.</param>
/// <param name="Bits">The width of a vector; zero for one element.</param>
/// <param name="Registers">The vector registers that a kernel may use.</param>
internal sealed record IsaModel(string Name, int Bits, int Registers)
{
    public static readonly IsaModel Scalar = new("Scalar", 0, 16);
    public static readonly IsaModel V128 = new("V128", 128, 16);
    public static readonly IsaModel V256 = new("V256", 256, 16);
    public static readonly IsaModel V512 = new("V512", 512, 32);

    /// <summary>In the order of <c>FastBias.Isa</c>.</summary>
    public static IReadOnlyList<IsaModel> All { get; } = [Scalar, V128, V256, V512];

    /// <summary>The elements of one vector.</summary>
    public int Count(Element element) => Bits == 0 ? 1 : Bits / element.Bits;

    /// <summary>What the alias <c>Simd</c> stands for.</summary>
    public string Simd => Bits == 0 ? "global::FastBias.Kernels.Lane" : $"global::System.Runtime.Intrinsics.Vector{Bits}";

    /// <summary>What the alias <c>Partial</c> stands for.</summary>
    public string Partial => Bits == 0 ? "global::FastBias.Kernels.PartialLane" : $"global::FastBias.Kernels.Partial{Bits}";

    /// <summary>What the alias <c>Edge</c> stands for.</summary>
    public string Edge => Bits == 0 ? "global::FastBias.Kernels.EdgeLane" : $"global::FastBias.Kernels.Edge{Bits}";

    /// <summary>What the alias <c>V</c> stands for.</summary>
    public string Vector(Element element) => $"{Simd}<{element.Keyword}>";
}
