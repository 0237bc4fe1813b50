using System.Numerics;

namespace FastBias;

/// <summary>The distance from interpolation and the three factors of each direction.</summary>
internal static class ThresholdReader
{
    public static ThresholdDiagnosis<T> Read<T>(DiagnosedDesign<T> design, RegressionSolution<T>? fit, DiagnosisOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rank = design.Rank.Rank, rows = design.Directions, columns = design.Centred.Columns;
        T count = T.CreateTruncating(rows), parameters = T.CreateTruncating(columns), root = T.Sqrt(T.CreateTruncating(design.Centred.Rows));
        T[] projections = Projections(design, options.NewRows), errors = Errors(design, fit, options.ReferenceCoefficients);
        T[] contributions = [.. Enumerable.Range(0, rank).Select(k => projections[k] / design.Given.S[k] * errors[k])];
        T total = VectorProduct.Norm<T>(contributions);
        return new()
        {
            RowsPerParameter = columns == 0 ? T.PositiveInfinity : count / parameters,
            SmallestSingularValue = rank == 0 ? T.NaN : design.Unit.S[rank - 1] * root,
            GaussianSmallestSingularValue = T.Abs(T.Sqrt(count) - T.Sqrt(parameters)),
            Modes = [.. Enumerable.Range(0, rank).Select(k => new DivergenceMode<T>(
                T.One / design.Given.S[k], projections[k], errors[k], contributions[k], Share(contributions[k], total)))],
            PredictionError = fit is null ? T.NaN : total,
        };
    }

    private static T Share<T>(T part, T total)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => total == T.Zero ? T.Zero : part / total * (part / total);

    /// <summary>√ of the mean of (x·vₖ)² over the new rows, centred as X was; σₖ/√m for the rows of X.</summary>
    private static T[] Projections<T>(DiagnosedDesign<T> design, Matrix<T>? newRows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rank = design.Rank.Rank;
        if (newRows is null || newRows.Rows == 0)
        {
            T training = T.Sqrt(T.CreateTruncating(Math.Max(1, design.Centred.Rows)));
            return [.. Enumerable.Range(0, rank).Select(k => design.Given.S[k] / training)];
        }

        Matrix<T> centred = newRows.Clone();
        for (int i = 0; i < centred.Rows; i++)
        {
            VectorProduct.AddScaled<T>(centred.Row(i), -T.One, design.Means);
        }

        Matrix<T> coordinates = SolverMath.Times<T>(centred, design.Given.Vt.Slice(0, 0, rank, centred.Columns).Transposed, design.Parallelism);
        T root = T.Sqrt(T.CreateTruncating(centred.Rows));
        return [.. Columns.Norms(coordinates).Select(norm => norm / root)];
    }

    /// <summary>|uₖ·E| with what reference coefficients miss, or the noise's deviation.</summary>
    private static T[] Errors<T>(DiagnosedDesign<T> design, RegressionSolution<T>? fit, IReadOnlyList<T>? reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] errors = new T[design.Rank.Rank];
        if (fit is null || reference is null)
        {
            Array.Fill(errors, fit?.ResidualStandardError ?? T.NaN);
            return errors;
        }

        Product.Multiply<T>(errors, design.Given.U.Slice(0, 0, design.Centred.Rows, errors.Length).Transposed, design.Residual([.. reference]), design.Parallelism);
        return [.. errors.Select(T.Abs)];
    }
}
