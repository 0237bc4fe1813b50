namespace FastBias.Generators;

/// <summary>The kernels on vectors: how many virtual lanes, how many registers they take, how many rows at once.</summary>
internal static class VectorKernelPlan
{
    /// <summary>The virtual lanes of a sum, the same for every ISA: four vectors of 512 bits, or two where three sums run together.</summary>
    public static int Lanes(string template, Element element) =>
        (template is "GramPair" or "RotatePair" ? 1024 : 2048) / element.Bits;

    /// <summary>The registers that a number of rows at once needs, for the templates that have rows.</summary>
    public static int Registers(string template, int rows, Element element, IsaModel isa) => template == "GemvRows"
        ? (rows * (Lanes(template, element) / isa.Count(element))) + 1
        : rows + 1 + Stripe(isa);

    public static Expansion For(KernelDeclaration declaration, IsaModel isa)
    {
        Element element = declaration.Element;
        int count = isa.Count(element);
        int lanes = Lanes(declaration.Template, element);
        int inLanes = lanes / count;
        int rows = Math.Max(1, declaration.Rows);
        Constant[] sums = [new("Lanes", lanes), new("Vectors", inLanes)];
        int stripe = Stripe(isa);
        return declaration.Template switch
        {
            "GramPair" => One(sums, (3 * inLanes) + 2, 3 * inLanes, 1),
            "RotatePair" => One(sums, 5, inLanes * 2, 3),
            "Axpy" or "Scale" => One(sums, 2, inLanes, 1),
            "GemvRows" => One([.. sums, new("Rows", rows)], Registers("GemvRows", rows, element, isa), (rows + 1) * inLanes, 2.0 * rows / (rows + 1)),
            "GemvColumns" => One([new("Rows", rows), new("Vectors", stripe)], Registers("GemvColumns", rows, element, isa), rows + stripe, 2.0 * rows / (rows + 2)),
            "ReflectRows" => Stripes(stripe),
            "PackPanel" => One([new("Vectors", declaration.Columns / count)], 1, declaration.Columns / count, 0),
            "FmaPeak" => One([new("Chains", 12)], 13, 12, double.PositiveInfinity),
            _ => One(sums, inLanes + 2, inLanes * 2, 1),
        };

        Expansion One(Constant[] constants, int registers, int locals, double flopsPerLoad) => new(
            Name(), declaration.Template, isa, isa, element,
            string.Join(", ", constants.Select(constant => $"{constant.Name} = {constant.Value}")), "",
            new([new Variant("Run", 0, new(constants), default)]),
            new(registers, locals + 12, 400 + (locals * 60), flopsPerLoad));

        Expansion Stripes(int widest) => new(
            Name(), declaration.Template, isa, isa, element, $"stripes of {widest} vectors",
            count == 1 ? "((int)columns - 1) * 2" : $"((((int)columns - 1) / {count}) * 2) + ((int)columns % {count} == 0 ? 0 : 1)",
            new(from vectors in Enumerable.Range(1, widest)
                from masked in Enumerable.Range(0, count == 1 ? 1 : 2)
                select new Variant(
                    $"Run{vectors}{(masked == 1 ? "Masked" : "")}", ((vectors - 1) * 2) + masked,
                    new([new("Vectors", vectors), new("Masked", masked)]), default)),
            new((4 * widest) + 2, (5 * widest) + 20, 600 + (widest * 700), 1));

        string Name() => $"{declaration.Template}_{element.Tag}_{isa.Name}"
            + (declaration.Template == "PackPanel" ? $"_{declaration.Columns}" : declaration.Rows > 0 ? $"_{declaration.Rows}" : "");
    }

    /// <summary>The vectors of a row that are worked on together.</summary>
    private static int Stripe(IsaModel isa) => isa.Registers == 32 ? 4 : 2;
}
