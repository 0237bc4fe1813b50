namespace FastBias.Drawing;

/// <summary>The marks of an axis with what they say, chosen so that nothing overlaps.</summary>
internal static class AxisLabels
{
    /// <summary>The size of the numbers.</summary>
    public const double Size = 11;

    /// <summary>The size of the name of the quantity.</summary>
    public const double QuantitySize = 12;

    /// <summary>How far apart the lines of that name are.</summary>
    public const double QuantityHeight = 15;

    /// <summary>The longest that a word in place of a number may be.</summary>
    public const double LongestWord = 150;

    private const double Gap = 9;

    /// <summary>How far apart slanted words must be.</summary>
    private const double SlantedWord = 17;

    /// <summary>The marks of a horizontal axis: as many as have room side by side.</summary>
    public static IReadOnlyList<Tick> Across(FigureAxis axis, AxisScale scale)
    {
        double length = Math.Abs(scale.End - scale.Start);
        if (axis.Categories is { Count: > 0 } words)
        {
            return Words(words, length / words.Count, SlantedWord);
        }

        for (int wanted = (int)Math.Clamp(length / 50, 3, 10); wanted > 2; wanted--)
        {
            IReadOnlyList<Tick> ticks = AxisTicks.Of(scale, wanted);
            if (Quiet(ticks, scale, isAcross: true).Count(tick => tick.Label.Length > 0) == ticks.Count(tick => tick.Label.Length > 0))
            {
                return ticks;
            }
        }

        return Quiet(AxisTicks.Of(scale, 3), scale, isAcross: true);
    }

    /// <summary>The marks of a vertical axis.</summary>
    public static IReadOnlyList<Tick> Up(FigureAxis axis, AxisScale scale)
    {
        double length = Math.Abs(scale.End - scale.Start);
        return axis.Categories is { Count: > 0 } words
            ? Words([.. words.Select(word => TextWidth.Cut(word, Size, LongestWord))], length / words.Count, 13)
            : Quiet(AxisTicks.Of(scale, (int)Math.Clamp(length / 42, 2, 9)), scale, isAcross: false);
    }

    private static IReadOnlyList<Tick> Words(IReadOnlyList<string> words, double slot, double needed)
    {
        int every = (int)Math.Ceiling(needed / slot);
        return [.. words.Select((word, i) => new Tick(i, i % every == 0 ? word : string.Empty))];
    }

    /// <summary>The marks without the labels that would overlap the one before.</summary>
    private static List<Tick> Quiet(IReadOnlyList<Tick> ticks, AxisScale scale, bool isAcross)
    {
        double free = double.NegativeInfinity;
        List<Tick> quiet = [];
        foreach (Tick tick in ticks.OrderBy(tick => tick.Value))
        {
            double at = Math.Abs(scale.At(tick.Value) - scale.Start), half = isAcross ? TextWidth.Of(tick.Label, Size) / 2 : Size / 2;
            bool speaks = tick.Label.Length > 0 && at - half >= free;
            free = speaks ? at + half + (isAcross ? Gap : 2) : free;
            quiet.Add(speaks ? tick : tick with { Label = string.Empty });
        }

        return quiet;
    }
}
