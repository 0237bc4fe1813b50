namespace FastBias.Drawing;

/// <summary>Which colour each mark of a panel has.</summary>
internal static class PanelColors
{
    /// <summary>A colour for each mark: the one it names, or the next that no mark names; null for marks that are drawn in ink.</summary>
    public static int?[] Of(IReadOnlyList<Mark> marks)
    {
        HashSet<int> named = [.. marks.Select(mark => mark.Color).OfType<int>()];
        int next = 0;
        int?[] colors = new int?[marks.Count];
        for (int i = 0; i < marks.Count; i++)
        {
            if (marks[i].Color is { } color)
            {
                colors[i] = color;
            }
            else if (marks[i] is LineMark or BandMark or ScatterMark or BarMark)
            {
                while (named.Contains(next))
                {
                    next++;
                }

                colors[i] = next++;
            }
        }

        return colors;
    }
}
