namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On true-or-false items (S3, A).</summary>
    private static Experiment[] TrueOrFalse =>
    [
    ];
}
