namespace FastBias.Kernels;

/// <summary>What the generator knows of one kernel; the catalogue of an assembly is a table of these.</summary>
/// <param name="Name">The generated class, such as <c>GemmTile_f64_V512_8x24</c>.</param>
/// <param name="Template">The template it was expanded from.</param>
/// <param name="Isa">The ISA.</param>
/// <param name="Element"><c>f64</c> or <c>f32</c>.</param>
/// <param name="Shape">Its constants, as text.</param>
/// <param name="Registers">The vector registers that its inner loop needs.</param>
/// <param name="RegistersAvailable">The vector registers that the ISA has.</param>
/// <param name="IlBytes">The estimated size of its largest method, in bytes of IL.</param>
/// <param name="Locals">The estimated number of locals of its largest method.</param>
public sealed record KernelInfo(
    string Name, string Template, Isa Isa, string Element, string Shape, int Registers, int RegistersAvailable, int IlBytes, int Locals);
