using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Unchecked triangular solves and products; the triangle's other half is never read.</summary>
internal static class TriangularKernels
{
    /// <summary>B = L⁻¹·B (<paramref name="lower"/>) or U⁻¹·B. A zero on the diagonal gives infinities, as IEEE division does.</summary>
    public static void Solve<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, bool lower, bool unitDiagonal, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = triangle.Rows;
        for (int step = 0; step < n; step++)
        {
            int i = lower ? step : n - 1 - step;
            for (int j = 0; j < b.Columns; j++)
            {
                T value = b[i, j];
                for (int p = lower ? 0 : n - 1; p != i; p += lower ? 1 : -1)
                {
                    value = T.FusedMultiplyAdd(-triangle[i, p], b[p, j], value);
                }

                b[i, j] = unitDiagonal ? value : value / triangle[i, i];
            }
        }
    }

    /// <summary>B = L·B (<paramref name="lower"/>) or U·B.</summary>
    public static void Multiply<T>(MatrixSpan<T> b, ReadOnlyMatrixSpan<T> triangle, bool lower, bool unitDiagonal, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = triangle.Rows;
        for (int step = 0; step < n; step++)
        {
            int i = lower ? n - 1 - step : step;
            for (int j = 0; j < b.Columns; j++)
            {
                T value = T.Zero;
                for (int p = lower ? 0 : i; p <= (lower ? i : n - 1); p++)
                {
                    value = T.FusedMultiplyAdd(p == i && unitDiagonal ? T.One : triangle[i, p], b[p, j], value);
                }

                b[i, j] = value;
            }
        }
    }
}
