namespace FastBias.Generators;

/// <summary>The limits of a declaration's numbers: FB0003, FB0004 and FB0010.</summary>
internal static class Shapes
{
    public static IEnumerable<Problem> Check(string template, IsaModel? isa, Element? element, AttributeReader arguments)
    {
        if (arguments.WantsIsa && isa is null)
        {
            yield return new("FB0010", Site.Attribute, "", default);
            yield break;
        }

        if (template == "GemmFixed")
        {
            foreach (string name in new[] { "M", "N", "K" })
            {
                if (arguments.Int(name) is < 1 or > Planner.MaxFixedDimension)
                {
                    yield return Dimension(name, arguments, Planner.MaxFixedDimension);
                }
            }
        }
        else if (template == "GemmTile")
        {
            foreach (Problem problem in CheckTile(isa!, element, arguments))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<Problem> CheckTile(IsaModel isa, Element? element, AttributeReader arguments)
    {
        int rows = arguments.Int("Rows"), columns = arguments.Int("Columns");
        int count = element is null ? 1 : isa.Count(element);

        // Three addresses hold three rows each, so nine is what a tile can reach.
        const int MaxRows = 9, MaxColumns = 256;
        if (rows is < 1 or > MaxRows)
        {
            yield return Dimension("Rows", arguments, MaxRows);
        }
        else if (columns is < 1 or > MaxColumns || columns % count != 0)
        {
            yield return Dimension("Columns", arguments, MaxColumns);
        }
        else if (element is not null && GemmTilePlan.Registers(rows, columns / count) is var needed && needed > isa.Registers)
        {
            (int fitRows, int fitVectors) = GemmTilePlan.NearestFit(rows, columns / count, isa);
            yield return new("FB0004", Site.Attribute, "", new(
                [$"{rows}x{columns}", $"{needed}", isa.Name, $"{isa.Registers}", $"{fitRows}x{fitVectors * count}"]));
        }
    }

    private static Problem Dimension(string name, AttributeReader arguments, int limit) =>
        new("FB0003", Site.Attribute, arguments.Has(name) ? name : "", new([name, $"{arguments.Int(name)}", $"{limit}"]));
}
