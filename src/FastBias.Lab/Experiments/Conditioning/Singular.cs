namespace FastBias.Lab;

/// <summary>A singular square matrix of <see cref="WhichSolution"/>, with a right-hand side that has solutions and one that has none.</summary>
internal sealed record Singular(SingularAnswer Consistent, SingularAnswer Inconsistent)
{
    public (string Name, SingularAnswer Answer)[] Named => [("consistent", Consistent), ("inconsistent", Inconsistent)];

    public static Singular Create(WhichSolutionSpec spec)
    {
        RandomSource random = new RandomSource(spec.Seed).Split(1);
        Matrix<double> a = Synthetic.WithSingularValues(random, spec.Size, spec.Size, [.. Enumerable.Range(1, spec.Rank).Select(k => 1.0 / k)]);
        double[] some = Synthetic.Gaussian(random, spec.Size), outside = Synthetic.Gaussian(random, spec.Size);
        return new(Solve(a, Vectors.Multiply(a, some)), Solve(a, outside));
    }

    private static SingularAnswer Solve(Matrix<double> a, double[] b)
    {
        LeastSquaresSolution<double> solution = LeastSquares.Solve(a, b);
        Svd<double> svd = Svd<double>.Factor(a);
        double[] x = solution.X.Data, residual = Vectors.Subtract(b, Vectors.Multiply(a, x));
        return new(
            solution, Vectors.Norm(b), Vectors.Norm(residual), Vectors.Norm(Vectors.Multiply(a.Transposed, residual)), Vectors.Norm(Vectors.Multiply(svd.NullSpace().Transposed, x)),
            Vectors.Distance(x, Vectors.Multiply(svd.PseudoInverse(), b)) / solution.SolutionNorm);
    }
}

/// <summary>What least squares returns for one right-hand side.</summary>
/// <param name="Solution">The solution.</param>
/// <param name="TargetNorm">‖b‖.</param>
/// <param name="Residual">‖b − A·x‖.</param>
/// <param name="Gradient">‖Aᵀ(b − A·x)‖.</param>
/// <param name="NullPart">The length of the part of x in the null space.</param>
/// <param name="Miss">‖x − A⁺b‖/‖x‖.</param>
internal sealed record SingularAnswer(LeastSquaresSolution<double> Solution, double TargetNorm, double Residual, double Gradient, double NullPart, double Miss);
