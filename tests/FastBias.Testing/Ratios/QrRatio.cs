using System.Numerics;
using FastBias.Reference;

namespace FastBias.Testing;

/// <summary>LAPACK's test ratios of a QR factorization; each should be at most 10 (LAPACK: 30).</summary>
public static class QrRatio
{
    /// <summary>DQRT01, first: ‖R − QᵀA‖₁ / (m·‖A‖₁·eps), for a thin or a full Q.</summary>
    public static double Factorization<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> q, ReadOnlyMatrixSpan<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = Scaled.Exponent(a);
        double[,] scaled = Scaled.Copy(a, exponent);
        double[,] difference = Scaled.Difference(Scaled.Copy(r, exponent), Dense.Transpose(Scaled.Copy(q)), scaled);
        return Scaled.Ratio(Dense.OneNorm(difference), Dense.OneNorm(scaled), a.Rows, Scaled.Epsilon<T>());
    }

    /// <summary>DQRT01, second: ‖I − QᵀQ‖₁ / (m·eps).</summary>
    public static double Orthogonality<T>(ReadOnlyMatrixSpan<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Scaled.Orthogonality(Scaled.Copy(q), Scaled.Epsilon<T>());

    /// <summary>‖A − Q·R‖₁ / (max(m, n)·‖A‖₁·eps).</summary>
    public static double Reconstruction<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> q, ReadOnlyMatrixSpan<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] permutation = [.. Enumerable.Range(0, a.Columns)];
        return Reconstruction(a, q, r, permutation);
    }

    /// <summary>DQPT01: ‖A·P − Q·R‖₁ / (max(m, n)·‖A‖₁·eps), where column <c>permutation[j]</c> of A is column j of Q·R.</summary>
    public static double Reconstruction<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> q, ReadOnlyMatrixSpan<T> r, ReadOnlySpan<int> permutation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] order = permutation.ToArray();
        if (!order.Order().SequenceEqual(Enumerable.Range(0, a.Columns)))
        {
            return double.PositiveInfinity;
        }

        int exponent = Scaled.Exponent(a);
        double[,] scaled = Scaled.Copy(a, exponent);
        double[,] permuted = Dense.Generate(a.Rows, a.Columns, (i, j) => scaled[i, order[j]]);
        double[,] difference = Scaled.Difference(permuted, Scaled.Copy(q), Scaled.Copy(r, exponent));
        return Scaled.Ratio(Dense.OneNorm(difference), Dense.OneNorm(scaled), Math.Max(a.Rows, a.Columns), Scaled.Epsilon<T>());
    }

    /// <summary>DQRT12: ‖σ(R) − σ(A)‖₂ / (‖σ(A)‖₂·max(m, n)·eps); <paramref name="singularValues"/> are those of A, known or from the reference where null.</summary>
    public static double SingularValues<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> r, IReadOnlyList<double>? singularValues = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = Scaled.Exponent(a);
        double[] expected = singularValues is null
            ? NaiveSvd.Values(Scaled.Copy(a, exponent))
            : [.. singularValues.OrderDescending().Select(x => Math.ScaleB(x, -exponent))];
        double[] actual = NaiveSvd.Values(Scaled.Copy(r, exponent));
        double difference = Norm(expected.Zip(actual, (x, y) => x - y));
        return expected.Length != actual.Length
            ? double.PositiveInfinity
            : Scaled.Ratio(difference, Norm(expected), Math.Max(a.Rows, a.Columns), Scaled.Epsilon<T>());
    }

    /// <summary>Whether everything below the diagonal is exactly zero.</summary>
    public static bool IsUpperTrapezoidal<T>(ReadOnlyMatrixSpan<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 1; i < r.Rows; i++)
        {
            for (int j = 0; j < Math.Min(i, r.Columns); j++)
            {
                if (r[i, j] != T.Zero)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether |r₀₀| ≥ |r₁₁| ≥ …, within (1 + 10·m·eps): what column pivoting promises.</summary>
    public static bool HasDescendingDiagonal<T>(ReadOnlyMatrixSpan<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double slack = 1 + (10 * Math.Max(r.Rows, r.Columns) * Scaled.Epsilon<T>());
        for (int i = 1; i < Math.Min(r.Rows, r.Columns); i++)
        {
            if (!(Math.Abs(double.CreateChecked(r[i, i])) <= slack * Math.Abs(double.CreateChecked(r[i - 1, i - 1]))))
            {
                return false;
            }
        }

        return true;
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(x => x * x));
}
