namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On least squares, minimum norm, conditioning (S1).</summary>
    private static Experiment[] Conditioning =>
    [
    ];
}
