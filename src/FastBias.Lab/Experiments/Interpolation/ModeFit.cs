namespace FastBias.Lab;

/// <summary>A fit of minimum norm, mode by mode: β = Σ v_r·(u_r·Y)/σ_r over the singular values of the training rows.</summary>
internal sealed class ModeFit
{
    private readonly SubsetProblem _problem;
    private readonly int _rows;
    private readonly double _restSquares;
    private readonly double[] _coordinates;
    private readonly Matrix<double> _vt;

    /// <summary>The modes of a fit: the triangle's, which has the singular values and right singular vectors of the rows.</summary>
    public ModeFit(SubsetProblem problem, GrowingFit fit)
    {
        Svd<double> svd = Svd<double>.Factor(fit.Factor());
        (_problem, _rows, _restSquares) = (problem, fit.Rows, fit.ResidualSquares);
        Rank = svd.Rank();
        (Sigma, _vt) = (svd.S[..Rank], svd.Vt);
        _coordinates = new double[svd.S.Length];
        Product.Multiply<double>(_coordinates, svd.U.Transposed, fit.Projected());
    }

    /// <summary>The number of non-zero singular values.</summary>
    public int Rank { get; }

    /// <summary>σ, descending.</summary>
    public double[] Sigma { get; }

    /// <summary>v_r.</summary>
    public ReadOnlySpan<double> Direction(int mode) => _vt.Row(mode);

    /// <summary>The coefficients that use the leading k modes only.</summary>
    public double[] Leading(int count)
    {
        double[] beta = new double[_problem.Dimension];
        for (int r = 0; r < count; r++)
        {
            VectorProduct.AddScaled(beta, _coordinates[r] / Sigma[r], Direction(r));
        }

        return beta;
    }

    /// <summary>The test error with the leading k modes, k = 0 … rank.</summary>
    public double[] ErrorsByCount()
    {
        double[] errors = new double[Rank + 1], beta = new double[_problem.Dimension], left = LeftSquares();
        for (int k = 0; k <= Rank; k++)
        {
            errors[k] = _problem.TestError(beta, _rows, left[k]);
            if (k < Rank)
            {
                VectorProduct.AddScaled(beta, _coordinates[k] / Sigma[k], Direction(k));
            }
        }

        return errors;
    }

    /// <summary>How many singular values are above a cutoff.</summary>
    public int CountAbove(double cutoff) => Sigma.Count(sigma => sigma > cutoff);

    /// <summary>The training rows' squared errors with the leading k modes.</summary>
    private double[] LeftSquares()
    {
        double[] left = new double[Rank + 1];
        double sum = _restSquares;
        for (int r = _coordinates.Length - 1; r >= 0; r--)
        {
            if (r < Rank)
            {
                left[r + 1] = sum;
            }

            sum = Math.FusedMultiplyAdd(_coordinates[r], _coordinates[r], sum);
        }

        left[0] = sum;
        return left;
    }
}
