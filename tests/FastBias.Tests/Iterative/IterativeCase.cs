using FastBias.Reference;

namespace FastBias.Tests.IterativeTests;

/// <summary>The least-squares iterations by name, so that one test serves all.</summary>
internal static class IterativeCase
{
    public static readonly string[] LeastSquaresNames = ["cgls", "lsqr", "lsmr"];

    public static IterativeSolution<double> Solve(string name, Matrix<double> a, double[] b, LeastSquaresIterationOptions<double>? options = null) => Solve(name, new DenseOperator<double>(a), b, options);

    public static IterativeSolution<double> Solve(string name, ILinearOperator<double> a, double[] b, LeastSquaresIterationOptions<double>? options = null)
    {
        LeastSquaresIterationOptions<double> o = options ?? new();
        return name switch
        {
            "cgls" => CglsSolver.Solve(a, b, new CglsOptions<double>
            {
                RelativeTolerance = o.RelativeTolerance, MaxIterations = o.MaxIterations, Start = o.Start, Preconditioner = o.Preconditioner, Lambda = o.Lambda,
                KeepHistory = o.KeepHistory, Progress = o.Progress, CancellationToken = o.CancellationToken,
            }),
            "lsqr" => LsqrSolver.Solve(a, b, new LsqrOptions<double>
            {
                RelativeTolerance = o.RelativeTolerance, MaxIterations = o.MaxIterations, Start = o.Start, Preconditioner = o.Preconditioner, Lambda = o.Lambda,
                KeepHistory = o.KeepHistory, Progress = o.Progress, CancellationToken = o.CancellationToken,
            }),
            _ => LsmrSolver.Solve(a, b, new LsmrOptions<double>
            {
                RelativeTolerance = o.RelativeTolerance, MaxIterations = o.MaxIterations, Start = o.Start, Preconditioner = o.Preconditioner, Lambda = o.Lambda,
                KeepHistory = o.KeepHistory, Progress = o.Progress, CancellationToken = o.CancellationToken,
            }),
        };
    }

    /// <summary>‖x − y‖/max(‖y‖, tiny).</summary>
    public static double Distance(double[] x, double[] y)
    {
        double size = NaiveLeastSquares.Norm(y), difference = NaiveLeastSquares.Norm(NaiveLeastSquares.Subtract(x, y));
        return size == 0 ? difference : difference / size;
    }
}
