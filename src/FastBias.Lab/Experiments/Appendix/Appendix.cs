namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>The linear items of the appendices (X).</summary>
    private static Experiment[] Appendix =>
    [
        new FlowFormulaExperiment(),
        new PureNoiseExperiment(),
        new ZeroLossSetExperiment(),
        new OptimizerLimitsExperiment(),
        new StoppingTimeExperiment(),
        new MarginBoundsExperiment(),
        new WorkingNotesExperiment(),
    ];
}
