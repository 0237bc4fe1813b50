namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On exercises as stated (S3, C).</summary>
    private static Experiment[] Exercises =>
    [
        new DoubleDescentDesigns(),
        new EffectiveRankExercise(),
        new DigitsStability(),
        new StepSizeExercise(),
        new BatchSizeExercise(),
        new MarginExercise(),
        new IllConditionedQuadratic(),
        new MirrorDescentExercise(),
    ];
}
