using System.Numerics;
using FastBias.Reference;

namespace FastBias.Testing;

/// <summary>LAPACK's test ratios of the symmetric eigenproblem; each should be at most 10 (LAPACK: 50).</summary>
public static class EigenRatio
{
    /// <summary>DSYT21, first: ‖A − V·diag(λ)·Vᵀ‖₁ / (n·‖A‖₁·eps).</summary>
    public static double Reconstruction<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> values, ReadOnlyMatrixSpan<T> vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => SvdRatio.Reconstruction(a, vectors, values, vectors.Transposed);

    /// <summary>DSYT21, second: ‖I − VᵀV‖₁ / (n·eps).</summary>
    public static double Orthogonality<T>(ReadOnlyMatrixSpan<T> vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => QrRatio.Orthogonality(vectors);

    /// <summary>DGET22: max over the pairs of ‖A·v − λ·v‖₁ / (‖A‖₁·‖v‖₁·eps).</summary>
    public static double Residual<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> values, ReadOnlyMatrixSpan<T> vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = Scaled.Exponent(a);
        double[,] scaled = Scaled.Copy(a, exponent), v = Scaled.Copy(vectors);
        double[] lambda = Scaled.Copy(values, exponent);
        double norm = Dense.OneNorm(scaled), worst = 0;
        for (int p = 0; p < lambda.Length; p++)
        {
            double[,] x = Dense.AsColumn(Dense.Column(v, p));
            double[,] shifted = Dense.Generate(a.Rows, 1, (i, _) => lambda[p] * x[i, 0]);
            worst = Math.Max(worst, Scaled.Ratio(Dense.OneNorm(Scaled.Difference(shifted, scaled, x)), norm * Dense.OneNorm(x), 1, Scaled.Epsilon<T>()));
        }

        return worst;
    }

    /// <summary>max|λᵢ − expectedᵢ| / (max|expected|·n·eps), both descending.</summary>
    public static double Values<T>(ReadOnlySpan<T> values, IReadOnlyList<double> expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values.Length != expected.Count)
        {
            return double.PositiveInfinity;
        }

        double difference = 0, size = 0;
        for (int i = 0; i < values.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(double.CreateChecked(values[i]) - expected[i]));
            size = Math.Max(size, Math.Abs(expected[i]));
        }

        return Scaled.Ratio(difference, size, values.Length, Scaled.Epsilon<T>());
    }

    /// <summary>0 if the values descend, else ∞.</summary>
    public static double Order<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (T.IsNaN(values[i]) || (i > 0 && !(values[i - 1] >= values[i])))
            {
                return double.PositiveInfinity;
            }
        }

        return 0;
    }
}
