namespace FastBias.Lab;

/// <summary>The line of solutions of <see cref="WhichSolution"/>, and where each algorithm ends on it.</summary>
internal sealed class UnderdeterminedLine
{
    private static readonly double s_inverseRoot = 1 / Math.Sqrt(6);

    public UnderdeterminedLine(WhichSolutionSpec spec)
    {
        Matrix<double> right = new(PublishedExample.WideTarget, 2, 1);
        MinimumNormSolution<double> routes = MinimumNormSolver.Solve<double>(PublishedExample.Wide, right);
        RoutesDisagreement = routes.Disagreement;
        Basic = BasicSolver.Solve<double>(PublishedExample.Wide, right).X.Data;
        NumPyPcg64 random = new(spec.Seed);
        Starts = [.. Enumerable.Range(0, spec.Starts).Select(_ => random.Normal(3, 1).Data)];
        Ends = [.. Starts.Select(start => Descend(start, spec.Iterations))];
        Named = [.. routes.Answers.Select(answer => (Words($"{answer.Route}"), answer.X.Data)), ("pivoted QR of A", Basic), .. Ends.Select((end, i) => ($"gradient descent, start {i + 1}", end))];
    }

    /// <summary>x*.</summary>
    public double[] Shortest { get; } = PublishedExample.WideShortest;

    /// <summary>The solution of pivoted QR.</summary>
    public double[] Basic { get; }

    /// <summary>The largest relative difference between the routes to x*.</summary>
    public double RoutesDisagreement { get; }

    public double[][] Starts { get; }

    public double[][] Ends { get; }

    public (string Name, double[] X)[] Named { get; }

    /// <summary>⟨v, x⟩ with v = (1, −2, 1)/√6: where x lies along the line.</summary>
    public static double Place(double[] x) => s_inverseRoot * (x[0] - (2 * x[1]) + x[2]);

    /// <summary>‖x* + t·v‖.</summary>
    public double Length(double t) => Math.Sqrt(VectorProduct.Dot<double>(Shortest, Shortest) + (t * t));

    public static double Residual(double[] x) => Vectors.Distance(Vectors.Multiply(PublishedExample.Wide, x), PublishedExample.WideTarget);

    private static string Words(string route) => route switch { "CompleteOrthogonal" => "complete orthogonal decomposition", "TransposedQr" => "QR of Aᵀ", "Svd" => "SVD", _ => route };

    private static double[] Descend(double[] start, int iterations) => FirstOrderSolver.Solve<double>(
        PublishedExample.Wide, PublishedExample.WideTarget, new() { Start = start, RelativeTolerance = 0, MaxIterations = iterations }).W;
}
