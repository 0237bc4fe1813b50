namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On definitions, theorems and worked examples (S3, sections 5 to 7).</summary>
    private static Experiment[] Theorems =>
    [
        new GradientDescentLimit(),
        new WorkedMinimumNorm(),
        new TwoQuadratics(),
        new CurvatureAtMinimum(),
        new RiskOverDimension(),
        new BenignOverfitting(),
        new RidgeStabilityExperiment(),
        new StationaryNoise(),
        new EarlyStoppingPenalty(),
        new PacBayesExperiment(),
        new RankAndMargin(),
        new SharpnessMeasures(),
        new KernelByWidth(),
        new DescentPitfalls(),
        new EvaluationPitfalls(),
    ];
}
