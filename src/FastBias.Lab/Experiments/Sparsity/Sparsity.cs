namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On sparse recovery by gradient descent (S4).</summary>
    private static Experiment[] Sparsity =>
    [
        new InterpolatingSetExperiment(),
        new PopulationDescentExperiment(),
        new RecoveryPhaseExperiment(),
        new SparsePlateauExperiment(),
        new RestrictedIsometryExperiment(),
    ];
}
