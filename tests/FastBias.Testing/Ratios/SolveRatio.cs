using System.Numerics;
using FastBias.Reference;

namespace FastBias.Testing;

/// <summary>LAPACK's test ratios of linear systems and least squares; each should be at most 10 (LAPACK: 30).</summary>
public static class SolveRatio
{
    /// <summary>DGET02: max over the columns of ‖b − A·x‖₁ / (‖A‖₁·‖x‖₁·eps), for a system that has a solution. DQRT16 is this over max(m, n).</summary>
    public static double Residual<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Problem problem = Problem.Of(a, x, b);
        double worst = 0, norm = Dense.OneNorm(problem.A);
        for (int j = 0; j < x.Columns; j++)
        {
            double difference = Dense.OneNorm(Dense.AsColumn(Dense.Column(problem.Residual, j)));
            double size = Dense.OneNorm(Dense.AsColumn(Dense.Column(problem.X, j)));
            worst = Math.Max(worst, Scaled.Ratio(difference, norm * size, 1, Scaled.Epsilon<T>()));
        }

        return worst;
    }

    /// <summary>DQRT16: <see cref="Residual"/> / max(m, n).</summary>
    public static double ResidualPerSize<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Residual(a, x, b) / Math.Max(1, Math.Max(a.Rows, a.Columns));

    /// <summary>
    /// DQRT17: ‖RᵀA‖₁ / (‖A‖₁·‖B‖₁·max(m, n, k)·eps) with R = B − A·X: the residual of least squares is orthogonal to the columns of A.
    /// With <paramref name="relativeToResidual"/> ‖R‖₁ takes the place of ‖B‖₁ (LAPACK's IRESID = 2): sharper, for residuals that are not small.
    /// </summary>
    public static double ResidualOrthogonality<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, bool relativeToResidual = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Problem problem = Problem.Of(a, x, b);
        double[,] residual = problem.Residual;
        double[,] product = Scaled.Difference(new double[b.Columns, a.Columns], Dense.Transpose(residual), problem.A);
        double size = Dense.OneNorm(problem.A) * Dense.OneNorm(relativeToResidual ? residual : problem.B);
        return Scaled.Ratio(Dense.OneNorm(product), size, Math.Max(Math.Max(a.Rows, a.Columns), b.Columns), Scaled.Epsilon<T>());
    }

    /// <summary>
    /// DQRT14: how far X lies outside the row space of A: the largest element of X·2^k below the row space in a pivoted QR of Aᵀ,
    /// over (max(m, n, k)·eps), ‖A‖ and ‖X‖ scaled to one. <paramref name="rank"/> is that of A, min(m, n) where null.
    /// </summary>
    public static double RowSpace<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> x, int? rank = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] scaledX = Scaled.Copy(x, Scaled.Exponent(x));
        NaiveQr qr = NaiveQr.Factor(Dense.Transpose(Scaled.Copy(a, Scaled.Exponent(a))), pivot: true);
        double[,] product = Scaled.Difference(new double[a.Columns, x.Columns], Dense.Transpose(qr.Q), scaledX);
        int r = rank ?? Math.Min(a.Rows, a.Columns);
        double[,] outside = Dense.Block(product, r, 0, a.Columns - r, x.Columns);
        return Scaled.Ratio(Dense.MaxAbs(outside), Dense.MaxAbs(scaledX), Math.Max(Math.Max(a.Rows, a.Columns), x.Columns), Scaled.Epsilon<T>());
    }

    /// <summary>DPOT01: ‖A − L·Lᵀ‖₁ / (n·‖A‖₁·eps).</summary>
    public static double Cholesky<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> l)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The factor scales with the root: an even exponent.
        int half = Scaled.Exponent(a) / 2;
        double[,] scaled = Scaled.Copy(a, 2 * half), factor = Scaled.Copy(l, half);
        return Scaled.Ratio(Dense.OneNorm(Scaled.Difference(scaled, factor, Dense.Transpose(factor))), Dense.OneNorm(scaled), a.Rows, Scaled.Epsilon<T>());
    }

    /// <summary>The largest relative error ‖x − y‖ / ‖y‖ over the columns, in units of eps·<paramref name="condition"/>.</summary>
    public static double ForwardError<T>(ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> exact, double condition)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = Scaled.Exponent(exact);
        double[,] actual = Scaled.Copy(x, exponent), expected = Scaled.Copy(exact, exponent);
        double worst = 0;
        for (int j = 0; j < exact.Columns; j++)
        {
            double difference = 0, size = 0;
            for (int i = 0; i < exact.Rows; i++)
            {
                double d = actual[i, j] - expected[i, j];
                difference += d * d;
                size += expected[i, j] * expected[i, j];
            }

            worst = Math.Max(worst, Scaled.Ratio(Math.Sqrt(difference), Math.Sqrt(size), condition, Scaled.Epsilon<T>()));
        }

        return worst;
    }

    private sealed record Problem(double[,] A, double[,] X, double[,] B, double[,] Residual)
    {
        /// <summary>A·2^−e, B·2^−f and X·2^(e−f): the residual is B·2^−f − (A·2^−e)(X·2^(e−f)).</summary>
        public static Problem Of<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> b)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            int e = Scaled.Exponent(a), f = Scaled.Exponent(b);
            double[,] left = Scaled.Copy(a, e), right = Scaled.Copy(b, f), solution = Scaled.Copy(x, f - e);
            return new Problem(left, solution, right, Scaled.Difference(right, left, solution));
        }
    }
}
