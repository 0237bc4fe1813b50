namespace FastBias.Lab;

public static partial class Laboratory
{
    /// <summary>On least squares, minimum norm, conditioning (S1).</summary>
    private static Experiment[] Conditioning =>
    [
        new LeastSquaresMethods(),
        new WhichSolution(),
        new RidgelessLimit(),
        new BayesianReading(),
        new StabilityOfRules(),
        new LinearOperators(),
        new QuadraticShapes(),
        new GradientDescentSpectra(),
        new DigitsLost(),
        new CollinearColumns(),
        new RidgeHessian(),
        new NormalCg(),
        new SobolevSeminorm(),
        new SimplestInterpolant(),
    ];
}
