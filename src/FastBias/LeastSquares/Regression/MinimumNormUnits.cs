using System.Numerics;

namespace FastBias;

/// <summary>Turns the shortest solution in scaled units into the shortest one in the user's.</summary>
internal static class MinimumNormUnits
{
    /// <summary>γ + Nᵀ·c with the c that makes ‖diag(2^e)·(γ + Nᵀ·c)‖ smallest: the fit stays, β = diag(2^e)·γ becomes the shortest.</summary>
    /// <remarks>
    /// The weights may differ by any power of two. QR with column pivoting is backward stable row by row for such a problem if
    /// the rows come in order of size (Cox and Higham, Stability of Householder QR factorization for weighted least squares
    /// problems, 1998), so that the small weights are not lost beside the large ones.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="gamma">A solution, changed.</param>
    /// <param name="exponent">βⱼ = γⱼ·2^eⱼ.</param>
    /// <param name="nullRows">An orthonormal basis of the null space in scaled units, one vector per row; changed.</param>
    /// <param name="tolerance">A coefficient whose part in the basis is not larger is determined and left alone.</param>
    /// <returns>Whether the solution is the shortest now.</returns>
    public static bool Shorten<T>(Span<T> gamma, int[] exponent, Matrix<T> nullRows, T tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (nullRows.Rows == 0 || exponent.AsSpan().IndexOfAnyExcept(exponent[0]) < 0)
        {
            return true;
        }

        // Rounding in the place of a zero must not be made large by its weight.
        for (int j = 0; j < nullRows.Columns; j++)
        {
            if (VectorProduct.Norm<T>(nullRows.Column(j)) <= tolerance)
            {
                nullRows.Slice(0, j, nullRows.Rows, 1).Fill(T.Zero);
            }
        }

        T[] c = new T[nullRows.Rows];
        if (Weighted(c, gamma, exponent, nullRows) != Status.Success)
        {
            return false;
        }

        Product.Multiply(gamma, nullRows.Transposed, c, T.One, T.One);
        return true;
    }

    /// <summary>c = argmin ‖W·Nᵀ·c + W·γ‖, rows by descending weight.</summary>
    private static Status Weighted<T>(T[] c, ReadOnlySpan<T> gamma, int[] exponent, Matrix<T> nullRows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] order = [.. Enumerable.Range(0, exponent.Length).OrderByDescending(j => exponent[j])];
        Matrix<T> a = new(order.Length, nullRows.Rows);
        T[] b = new T[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            int shift = exponent[order[i]] - exponent[order[0]];
            b[i] = -T.ScaleB(gamma[order[i]], shift);
            for (int k = 0; k < a.Columns; k++)
            {
                a[i, k] = T.ScaleB(nullRows[k, order[i]], shift);
            }
        }

        return PivotedQr<T>.Factor(a).Solve(new MatrixSpan<T>(c, c.Length, 1), new ReadOnlyMatrixSpan<T>(b, b.Length, 1));
    }
}
