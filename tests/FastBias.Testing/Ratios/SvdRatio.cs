using System.Numerics;
using FastBias.Reference;

namespace FastBias.Testing;

/// <summary>LAPACK's test ratios of a singular value decomposition; each should be at most 10 (LAPACK: 50).</summary>
public static class SvdRatio
{
    /// <summary>DBDT01: ‖A − U·diag(S)·Vᵀ‖₁ / (max(m, n)·‖A‖₁·eps), thin or full factors.</summary>
    public static double Reconstruction<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> u, ReadOnlySpan<T> s, ReadOnlyMatrixSpan<T> vt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = Scaled.Exponent(a), k = s.Length;
        double[,] scaled = Scaled.Copy(a, exponent), left = Scaled.Copy(u), right = Scaled.Copy(vt);
        double[] sigma = Scaled.Copy(s, exponent);
        if (left.GetLength(1) < k || right.GetLength(0) < k)
        {
            return double.PositiveInfinity;
        }

        // A product σ·v has a rounding error of its own; it is split so that none enters the ratio.
        double[,] both = Dense.Generate(2 * k, a.Columns, (i, j) => i < k ? sigma[i] * right[i, j] : Math.FusedMultiplyAdd(sigma[i - k], right[i - k, j], -(sigma[i - k] * right[i - k, j])));
        double[,] twice = Dense.Generate(a.Rows, 2 * k, (i, j) => left[i, j % k]);
        return Scaled.Ratio(Dense.OneNorm(Scaled.Difference(scaled, twice, both)), Dense.OneNorm(scaled), Math.Max(a.Rows, a.Columns), Scaled.Epsilon<T>());
    }

    /// <summary>‖diag(S) − Uᵀ·A·V‖₁ / (max(m, n)·‖A‖₁·eps).</summary>
    public static double Diagonal<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> u, ReadOnlySpan<T> s, ReadOnlyMatrixSpan<T> vt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = Scaled.Exponent(a);
        double[,] scaled = Scaled.Copy(a, exponent), left = Dense.Transpose(Scaled.Copy(u)), right = Dense.Transpose(Scaled.Copy(vt));
        double[] sigma = Scaled.Copy(s, exponent);
        double[,] product = Scaled.Difference(new double[a.Rows, right.GetLength(1)], scaled, right);
        double[,] expected = Dense.Generate(left.GetLength(0), right.GetLength(1), (i, j) => i == j && i < sigma.Length ? -sigma[i] : 0.0);

        // product = −A·V, so that −diag(S) − Uᵀ·product is the difference.
        return Scaled.Ratio(Dense.OneNorm(Scaled.Difference(expected, left, product)), Dense.OneNorm(scaled), Math.Max(a.Rows, a.Columns), Scaled.Epsilon<T>());
    }

    /// <summary>DORT01 by columns: ‖I − UᵀU‖₁ / (m·eps).</summary>
    public static double OrthogonalColumns<T>(ReadOnlyMatrixSpan<T> u)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Scaled.Orthogonality(Scaled.Copy(u), Scaled.Epsilon<T>());

    /// <summary>DORT01 by rows: ‖I − Vᵀ·V‖₁ / (n·eps), for Vᵀ with orthonormal rows.</summary>
    public static double OrthogonalRows<T>(ReadOnlyMatrixSpan<T> vt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OrthogonalColumns(vt.Transposed);

    /// <summary>0 if the values are non-negative and descend, else ∞ (LAPACK: 1/eps).</summary>
    public static double Order<T>(ReadOnlySpan<T> s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < s.Length; i++)
        {
            if (!(s[i] >= T.Zero) || (i > 0 && !(s[i - 1] >= s[i])))
            {
                return double.PositiveInfinity;
            }
        }

        return 0;
    }

    /// <summary>DQRT12 for given values: max|sᵢ − σᵢ| / (σ₁·max(m, n)·eps).</summary>
    public static double Values<T>(ReadOnlySpan<T> s, IReadOnlyList<double> expected, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (expected.Count != s.Length)
        {
            return double.PositiveInfinity;
        }

        double largest = expected.Count == 0 ? 0 : expected.Max(), difference = 0;
        for (int i = 0; i < s.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(double.CreateChecked(s[i]) - expected[i]));
        }

        return Scaled.Ratio(difference, largest, Math.Max(rows, columns), Scaled.Epsilon<T>());
    }

    /// <summary>DGEJSV's promise for A = B·D: max(|sᵢ − σᵢ| / σᵢ) / (n·eps·κ(B)).</summary>
    public static double RelativeValues<T>(ReadOnlySpan<T> s, IReadOnlyList<double> expected, double conditionOfB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (expected.Count != s.Length)
        {
            return double.PositiveInfinity;
        }

        double worst = 0;
        for (int i = 0; i < s.Length; i++)
        {
            double actual = double.CreateChecked(s[i]);
            worst = Math.Max(worst, actual == expected[i] ? 0 : Math.Abs(actual - expected[i]) / expected[i]);
        }

        return Scaled.Ratio(worst, 1, s.Length * conditionOfB, Scaled.Epsilon<T>());
    }
}
