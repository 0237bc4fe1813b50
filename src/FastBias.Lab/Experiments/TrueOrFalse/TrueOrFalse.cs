namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On true-or-false items (S3, A).</summary>
    private static Experiment[] TrueOrFalse =>
    [
        new StepBound(),
        new InterpolatedNoise(),
        new ZeroLossGap(),
        new MarginMaximisation(),
        new PseudoinverseDescent(),
        new UnboundedSolutions(),
        new StabilityNotNecessary(),
        new DistributionShift(),
        new OptimizerBias(),
        new ConditionGeometry(),
    ];
}
