namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On null spaces and which solution is found (S0).</summary>
    private static Experiment[] Identifiability =>
    [
        new NullSpaceExperiment(),
        new MinimumNormRoads(),
        new HouseRules(),
    ];
}
