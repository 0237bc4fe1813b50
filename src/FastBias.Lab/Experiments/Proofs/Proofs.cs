namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>Proof problems with a core that can be checked (S3, part B).</summary>
    private static Experiment[] Proofs =>
    [
        new RangeOfIteratesExperiment(),
        new StabilityProofExperiment(),
        new StrongConvexityExperiment(),
        new TangentKernelExperiment(),
        new GapLowerBoundExperiment(),
        new StationaryCovarianceExperiment(),
        new LogisticDirectionExperiment(),
        new SharpnessProofsExperiment(),
        new StoppingFilterExperiment(),
        new PacBayesTightnessExperiment(),
        new ThresholdErrorExperiment(),
        new NormBoundsExperiment(),
    ];
}
