namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On variants in the solutions (S3, CS).</summary>
    private static Experiment[] Solutions =>
    [
        new RidgeGrid(),
        new ScaleAndCurvature(),
        new IsotropicTestRows(),
        new LeaveOneOutStability(),
        new PacBayesBounds(),
        new GrowingGap(),
    ];
}
