using System.Numerics;

namespace FastBias;

/// <summary>One step of iterative refinement on the augmented system, with residuals as accurate as in twice the precision.</summary>
/// <remarks>
/// <code>
///   ┌ I   A ┐ ┌ dr ┐   ┌ f = b − r − A·x ┐         d  = R⁻ᵀ·g,   c = Qᵀ·f
///   │       │ │    │ = │                 │   ⇒
///   └ Aᵀ  0 ┘ └ dx ┘   └ g = −Aᵀ·r       ┘         dx = R⁻¹·(c₁..ₙ − d)
/// </code>
/// The residual is an unknown of its own, and so the κ² of least squares is refined away too.
/// Source: Å. Björck, BIT 7 (1967); T. Ogita, S. Rump, S. Oishi, SIAM J. Sci. Comput. 26 (2005) for the sums.
/// </remarks>
internal static class AugmentedRefinement
{
    /// <summary>X += dX, for an A with m ≥ n and its QR.</summary>
    public static void Step<T>(ReadOnlyMatrixSpan<T> a, Qr<T> qr, Matrix<T> x, ReadOnlyMatrixSpan<T> b, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> residual = Matrix<T>.Copy(b), f = new(a.Rows, b.Columns), g = new(a.Columns, b.Columns);
        Product.Multiply(residual.AsSpan(), a, x, -T.One, T.One, parallelism);
        for (int j = 0; j < b.Columns; j++)
        {
            Residuals(a, x.Column(j), b.Slice(0, j, b.Rows, 1), residual.Column(j), f.Slice(0, j, a.Rows, 1), g.Slice(0, j, a.Columns, 1));
        }

        Correct(qr, f, g, parallelism);
        Add(x, g);
    }

    /// <summary>X += Q·[R⁻ᵀ·f; 0], for an A with m &lt; n, the QR of its transpose, and f = B − A·X: X stays in the row space.</summary>
    public static void StepTransposed<T>(ReadOnlyMatrixSpan<T> a, Qr<T> qr, Matrix<T> x, ReadOnlyMatrixSpan<T> b, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> correction = new(x.Rows, x.Columns), unused = new(a.Columns, 1);
        MatrixSpan<T> f = correction.Slice(0, 0, a.Rows, x.Columns);
        for (int j = 0; j < b.Columns; j++)
        {
            Residuals(a, x.Column(j), b.Slice(0, j, b.Rows, 1), new T[a.Rows], f.Slice(0, j, a.Rows, 1), unused);
        }

        Triangular.Solve(f, ((ReadOnlyMatrixSpan<T>)qr.R).Transposed, Triangle.Lower, parallelism: parallelism);
        qr.ApplyQ(correction);
        Add(x, correction);
    }

    /// <summary>f = b − r − A·x and g = −Aᵀ·r, in one pass over the rows of A.</summary>
    private static void Residuals<T>(ReadOnlyMatrixSpan<T> a, T[] x, ReadOnlyMatrixSpan<T> b, T[] r, MatrixSpan<T> f, MatrixSpan<T> g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Columns;
        T[] row = new T[n], high = new T[n], low = new T[n];
        for (int i = 0; i < a.Rows; i++)
        {
            a.Slice(i, 0, 1, n).CopyTo(new MatrixSpan<T>(row, 1, n));
            T sum = b[i, 0], error = T.Zero;
            Accumulate(ref sum, ref error, -r[i], T.One);
            for (int j = 0; j < n; j++)
            {
                Accumulate(ref sum, ref error, -row[j], x[j]);
                Accumulate(ref high[j], ref low[j], -row[j], r[i]);
            }

            f[i, 0] = sum + error;
        }

        for (int j = 0; j < n; j++)
        {
            g[j, 0] = high[j] + low[j];
        }
    }

    /// <summary>sum + error += x·y, where the rounding errors of product and sum go into error.</summary>
    private static void Accumulate<T>(ref T sum, ref T error, T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T product = x * y, next = sum + product, part = next - sum;
        error += (sum - (next - part)) + (product - part) + T.FusedMultiplyAdd(x, y, -product);
        sum = next;
    }

    /// <summary>G = R⁻¹·((Qᵀ·F)₁..ₙ − R⁻ᵀ·G).</summary>
    private static void Correct<T>(Qr<T> qr, Matrix<T> f, Matrix<T> g, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlyMatrixSpan<T> r = qr.R;
        qr.ApplyQTransposed(f);
        Triangular.Solve(g, r.Transposed, Triangle.Lower, parallelism: parallelism);
        for (int i = 0; i < g.Data.Length; i++)
        {
            g.Data[i] = f.Data[i] - g.Data[i];
        }

        Triangular.Solve(g, r, Triangle.Upper, parallelism: parallelism);
    }

    private static void Add<T>(Matrix<T> x, Matrix<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Data.Length; i++)
        {
            x.Data[i] += y.Data[i];
        }
    }
}
