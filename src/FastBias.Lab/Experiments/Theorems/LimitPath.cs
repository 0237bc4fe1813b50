namespace FastBias.Lab;

/// <summary>One run of gradient descent on ½‖Xw − y‖² from 0 with the step share/λ_max, against the closed forms.</summary>
internal sealed record LimitPath(double Share, double Factor, IReadOnlyList<double> Distances, double NullPart)
{
    public static LimitPath Run(Matrix<double> x, double[] y, LinearDynamics dynamics, double share)
    {
        double[] limit = dynamics.Limit(), eigenvalues = dynamics.Eigenvalues();
        double length = Vectors.Norm(limit), step = share / eigenvalues[0], factor = RateLaws.Factor(step, eigenvalues), nullPart = 0;
        int steps = Math.Clamp((int)RateLaws.StepsTo(factor, 1e-15) + 20, 100, 20_000);
        List<double> distances = [];
        bool Measure(OptimizerRecord record, ReadOnlySpan<double> w)
        {
            distances.Add(Vectors.Distance(w, limit) / length);
            nullPart = record.Iteration % 10 == 0 ? Math.Max(nullPart, Vectors.Norm(dynamics.NullPart(w))) : nullPart;
            return true;
        }

        new GradientDescent().Run(new LeastSquaresObjective(x, y), new double[x.Columns], new() { Step = step, MaxIterations = steps, RecordEvery = 1, Observer = Measure });
        return new(share, factor, distances, nullPart);
    }

    /// <summary>The mean factor per step while the distance falls from one value to another.</summary>
    public double MeasuredFactor(double high, double low)
    {
        int from = 0, to = 0;
        for (int t = 0; t < Distances.Count && Distances[t] > low; t++)
        {
            (from, to) = (Distances[t] > high ? t : from, t);
        }

        return Elementary.Exp(Elementary.Log(Distances[to] / Distances[from]) / (to - from));
    }

    /// <summary>‖w − Xᵀu‖ after some steps of both iterations.</summary>
    public static double DualDifference(Matrix<double> x, double[] y, LinearDynamics dynamics, int steps)
    {
        double step = 1 / dynamics.Eigenvalues()[0];
        double[] w = new GradientDescent().Run(new LeastSquaresObjective(x, y), new double[x.Columns], new() { Step = step, MaxIterations = steps }).Point, u = new double[y.Length];
        for (int t = 0; t < steps; t++)
        {
            double[] image = Vectors.Multiply(x, Vectors.Multiply(x.Transposed, u));
            u = Vectors.Add(Vectors.Add(u, -step, image), step, y);
        }

        return Vectors.Distance(w, Vectors.Multiply(x.Transposed, u));
    }

    /// <summary>The factor per step of the distance at a step that is too large.</summary>
    public static double Growth(Matrix<double> x, double[] y, LinearDynamics dynamics, double share)
    {
        double[] limit = dynamics.Limit();
        double[] Point(int steps) => new GradientDescent().Run(new LeastSquaresObjective(x, y), new double[x.Columns], new() { Step = share / dynamics.Eigenvalues()[0], MaxIterations = steps }).Point;
        return Math.Sqrt(Vectors.Distance(Point(602), limit) / Vectors.Distance(Point(600), limit));
    }

    /// <summary>Gradient descent at the best step until rounding.</summary>
    public static double[] Converge(Matrix<double> x, double[] y, LinearDynamics dynamics, double[] start)
    {
        double[] eigenvalues = dynamics.Eigenvalues();
        double step = RateLaws.BestStep(eigenvalues[0], eigenvalues[^1]);
        int steps = (int)RateLaws.StepsTo(Math.Max(0.5, RateLaws.Factor(step, eigenvalues)), 1e-16) + 10;
        return new GradientDescent().Run(new LeastSquaresObjective(x, y), start, new() { Step = step, MaxIterations = steps }).Point;
    }

    /// <summary>Euler's method for the flow: descent with a small step.</summary>
    public static double[] Euler(Matrix<double> x, double[] y, double[] start, double time, int steps) =>
        new GradientDescent().Run(new LeastSquaresObjective(x, y), start, new() { Step = time / steps, MaxIterations = steps }).Point;
}
