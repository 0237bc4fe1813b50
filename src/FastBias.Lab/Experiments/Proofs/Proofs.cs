namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On proof problems with a checkable core (S3, B).</summary>
    private static Experiment[] Proofs =>
    [
    ];
}
