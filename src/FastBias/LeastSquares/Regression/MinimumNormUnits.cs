using System.Numerics;

namespace FastBias;

/// <summary>Turns the shortest solution in scaled units into the shortest one in the user's.</summary>
internal static class MinimumNormUnits
{
    /// <summary>
    /// γ keeps its fit and β = diag(2^e)·γ becomes orthogonal to the null space diag(2^e)·N: β − Q·Qᵀ·β with Q from the
    /// orthogonal factorization of diag(2^e)·N.
    /// </summary>
    /// <param name="gamma">A solution, changed.</param>
    /// <param name="exponent">βⱼ = γⱼ·2^eⱼ.</param>
    /// <param name="nullRows">A basis of the null space in scaled units, one vector per row.</param>
    public static void Shorten<T>(Span<T> gamma, int[] exponent, Matrix<T> nullRows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (nullRows.Rows == 0 || exponent.AsSpan().IndexOfAnyExcept(exponent[0]) < 0)
        {
            return;
        }

        int common = exponent.Max();
        Matrix<T> basis = Matrix<T>.Copy(nullRows.Transposed);
        T[] beta = new T[gamma.Length];
        for (int j = 0; j < beta.Length; j++)
        {
            beta[j] = T.ScaleB(gamma[j], exponent[j] - common);
            foreach (ref T element in basis.Row(j))
            {
                element = T.ScaleB(element, exponent[j] - common);
            }
        }

        Matrix<T> q = Qr<T>.Factor(basis).Q;
        T[] share = new T[q.Columns];
        Product.Multiply<T>(share, q.Transposed, beta);
        Product.Multiply(beta, q, share, -T.One, T.One);
        // The way back magnifies the rounding of the smallest units; only what lies in the null space leaves the fit as it is.
        T[] change = new T[beta.Length];
        for (int j = 0; j < beta.Length; j++)
        {
            change[j] = T.ScaleB(beta[j], common - exponent[j]) - gamma[j];
        }

        T[] along = new T[nullRows.Rows];
        Product.Multiply<T>(along, nullRows, change);
        Product.Multiply(gamma, nullRows.Transposed, along, T.One, T.One);
    }
}
