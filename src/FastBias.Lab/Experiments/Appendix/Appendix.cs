namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On items of the appendix (X).</summary>
    private static Experiment[] Appendix =>
    [
    ];
}
