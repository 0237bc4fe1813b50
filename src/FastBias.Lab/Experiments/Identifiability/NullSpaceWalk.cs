namespace FastBias.Lab;

/// <summary>The two walks of <see cref="NullSpaceExperiment"/>: along a null vector, and along the vector that was taken for one.</summary>
internal sealed class NullSpaceWalk(NullSpaceSpec spec)
{
    public NullSpaceSpec Spec { get; } = spec;

    public WideProblem Problem { get; } = WideProblem.Create(spec.Seed, spec.Rows, spec.Columns, spec.NewRows);

    /// <summary>The last row of the full Vᵀ.</summary>
    public double[] NullVector => Problem.NullBasis.Column(Problem.NullBasis.Columns - 1);

    /// <summary>The last row of the thin Vᵀ, as the published program takes it.</summary>
    public double[] Shortcut => Problem.Spectrum.Vt.Row(Spec.Rows - 1).ToArray();

    /// <summary>Powers of two and the step of the parameters, rising.</summary>
    public double[] Steps { get; } = [.. Enumerable.Range(-4, 10).Select(k => Math.ScaleB(1, k)).Append(spec.Step).Distinct().Order()];

    /// <summary>w₀ + t·z for the null vector.</summary>
    public double[] At(double t) => Vectors.Add(Problem.Solution, t, NullVector);

    /// <summary>‖X(w₀ + t·v) − X·w₀‖, computed as it stands.</summary>
    public double Moved(double[] direction, double t) => Moved(Problem.X, direction, t);

    /// <summary>The same for the new rows and the null vector.</summary>
    public double MovedNew(double t) => Moved(Problem.NewRows, NullVector, t);

    /// <summary>‖X·v‖ for a row of the full Vᵀ.</summary>
    public double Amplification(int row) => Vectors.Norm(Vectors.Multiply(Problem.X, Problem.Spectrum.Vt.Row(row)));

    /// <summary>√(‖w₀‖² + t²).</summary>
    public double LengthLaw(double t)
    {
        double length = Vectors.Norm(Problem.Solution);
        return Math.Sqrt((length * length) + (t * t));
    }

    /// <summary>How many of many random solutions w₀ + z are shorter than w₀.</summary>
    public int ShorterSolutions()
    {
        RandomSource random = new RandomSource(Spec.Seed).Split(1);
        double[] coordinates = new double[Problem.NullBasis.Columns];
        double length = Vectors.Norm(Problem.Solution);
        int shorter = 0;
        for (int i = 0; i < Spec.Others; i++)
        {
            random.FillGaussian<double>(coordinates);
            shorter += Vectors.Norm(Vectors.Add(Problem.Solution, Vectors.Multiply(Problem.NullBasis, coordinates))) < length ? 1 : 0;
        }

        return shorter;
    }

    private double Moved(Matrix<double> rows, double[] direction, double t) =>
        Vectors.Distance(Vectors.Multiply(rows, Vectors.Add(Problem.Solution, t, direction)), Vectors.Multiply(rows, Problem.Solution));
}
