namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On the threshold of interpolation (S2).</summary>
    private static Experiment[] Interpolation =>
    [
        new DoubleDescentExperiment(),
        new FactorExperiment(),
        new AblationExperiment(),
        new ThresholdGeometryExperiment(),
        new PolynomialExperiment(),
        new GradientFlowExperiment(),
        new ThreeInversesExperiment(),
        new LinearAutoencoderExperiment(),
    ];
}
