namespace FastBias.Drawing;

/// <summary>The classes of a line by what it is.</summary>
internal static class MarkClasses
{
    /// <summary>Theory is dashed; lines whose colour came before are dotted.</summary>
    public static string Line(Mark mark, int? color) =>
        mark is LineMark { IsDashed: true } ? "line dashed" : color >= Palette.Count ? "line dotted" : "line";
}
