using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A weighted solution y and its residual r by iterative refinement, with residuals of the equations as accurate as in twice the precision.</summary>
/// <remarks>
/// <code>
///   ┌ I    C ┐ ┌ dr ┐   ┌ f = b − r − C·y ┐        √W·C·P = Q·R,   d = R⁻ᵀ·Pᵀ·g,   c = Qᵀ·√W·f
///   │        │ │    │ = │                 │   ⇒
///   └ CᵀW  0 ┘ └ dy ┘   └ g = −Cᵀ·W·r     ┘        dy = P·R⁻¹·(c₁..ₖ − d),   √W·dr = Q·[d; cₖ₊₁..]
/// </code>
/// C and W are taken as they were given, before any rounding by √w. So what holds exactly between rows (two heavy ones that are parallel, say) still holds, and what only light rows determine is
/// found though the factors alone could not see it behind the heavy rows' rounding errors.
/// Source: Å. Björck, BIT 7 (1967) and Numerical Methods for Least Squares Problems, section 2.9.
/// </remarks>
internal static class WeightedRefinement
{
    /// <summary>A step gains at least a factor of two, or it is the last; near the limit of what can be solved one gains a few bits.</summary>
    private const int MostSteps = 20;

    /// <summary>Y for C, the <paramref name="order"/> of whose weighted rows the factors have: from zero, until a correction is rounding.</summary>
    /// <returns>The first <paramref name="wanted"/> rows of Y, and the size of the last correction against them.</returns>
    public static (Matrix<T> Y, T Correction) Solve<T>(WeightedRows<T> rows, Matrix<T> c, int wanted, int[] order, PivotedQr<T> factors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> y = new(c.Columns, rows.B.Columns), residual = new(c.Rows, rows.B.Columns);
        Matrix<T> First(Matrix<T> all) => Matrix<T>.Copy(all.Slice(0, 0, wanted, all.Columns));
        T before = T.PositiveInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            (Matrix<T> f, Matrix<T> g) = Residuals(rows, c, y, residual);
            (Matrix<T> dr, Matrix<T> dy) = Correct(rows, order, factors, f, g);
            T size = Size(First(dy), First(y));
            if (step > 1 && !(size < before / (T.One + T.One)))
            {
                return (First(y), size);
            }

            VectorProduct.AddScaled<T>(y.Data, T.One, dy.Data);
            VectorProduct.AddScaled<T>(residual.Data, T.One, dr.Data);
            if (size <= FactorRange<T>.Epsilon)
            {
                return (First(y), size);
            }

            before = size;
        }

        return (First(y), before);
    }

    private static (Matrix<T> F, Matrix<T> G) Residuals<T>(WeightedRows<T> rows, Matrix<T> c, Matrix<T> y, Matrix<T> residual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> f = new(c.Rows, y.Columns), g = new(y.Rows, y.Columns);
        for (int l = 0; l < y.Columns; l++)
        {
            CompensatedSum<T>[] gradient = new CompensatedSum<T>[y.Rows];
            for (int i = 0; i < c.Rows; i++)
            {
                ReadOnlySpan<T> row = c.Row(i);
                T weighted = rows.Weights[i] * residual[i, l], error = T.FusedMultiplyAdd(rows.Weights[i], residual[i, l], -weighted);
                CompensatedSum<T> sum = default;
                sum.Add(rows.GivenB[i, l]);
                sum.Add(-residual[i, l]);
                for (int j = 0; j < row.Length; j++)
                {
                    sum.AddProduct(row[j], -y[j, l]);
                    gradient[j].AddProduct(row[j], -weighted);
                    gradient[j].AddProduct(row[j], -error);
                }

                f[i, l] = sum.Value;
            }

            for (int j = 0; j < gradient.Length; j++)
            {
                g[j, l] = gradient[j].Value;
            }
        }

        return (f, g);
    }

    private static (Matrix<T> Residual, Matrix<T> Solution) Correct<T>(WeightedRows<T> rows, int[] order, PivotedQr<T> factors, Matrix<T> f, Matrix<T> g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = g.Rows;
        Matrix<T> d = SolverMath.PickRows<T>(g, factors.Permutation), s = SolverMath.PickRows<T>(rows.Weigh(f), order);
        Triangular.Solve<T>(d, ((ReadOnlyMatrixSpan<T>)factors.R).Transposed, Triangle.Lower);
        factors.ApplyQTransposed(s);
        MatrixSpan<T> top = s.Slice(0, 0, count, s.Columns);
        Matrix<T> step = Matrix<T>.Copy(top), dy = new(count, g.Columns), dr = new(f.Rows, f.Columns);
        VectorProduct.AddScaled<T>(step.Data, -T.One, d.Data);
        Triangular.Solve<T>(step, factors.R, Triangle.Upper);
        LeastSquaresByQr.Place<T>(dy, step, factors.Permutation);
        d.AsSpan().CopyTo(top);
        factors.ApplyQ(s);
        LeastSquaresByQr.Place<T>(dr, s, order);
        return (rows.Unweigh(dr), dy);
    }

    /// <summary>The largest ‖dy‖∞/‖y‖∞ over the right-hand sides; infinite at the first step, from y = 0.</summary>
    private static T Size<T>(Matrix<T> dy, Matrix<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T worst = T.Zero;
        for (int l = 0; l < y.Columns; l++)
        {
            T change = VectorKernels.MaxAbs<T>(dy.Column(l));
            worst = change == T.Zero ? worst : T.Max(worst, change / VectorKernels.MaxAbs<T>(y.Column(l)));
        }

        return worst;
    }
}
