using System.Numerics;

namespace FastBias;

/// <summary>The usual penalty matrices of <see cref="TikhonovSolver"/>.</summary>
public static class SmoothnessPenalty
{
    /// <summary>The matrix of k-th differences, (n − k) x n: (L·x)ᵢ = Σⱼ (−1)^(k−j)·C(k, j)·xᵢ₊ⱼ. Its null space are the polynomials of degree below k.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="order">k ≥ 0; 0 is the identity.</param>
    /// <param name="columns">n ≥ 0; with n ≤ k there is no row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static Matrix<T> Differences<T>(int order, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Matrix<T> penalty = new(Math.Max(0, columns - order), columns);
        if (penalty.Rows == 0)
        {
            return penalty;
        }

        T[] weights = new T[order + 1];
        weights[0] = T.One;
        for (int k = 1; k <= order; k++)
        {
            for (int j = k; j >= 0; j--)
            {
                weights[j] = (j > 0 ? weights[j - 1] : T.Zero) - (j < k ? weights[j] : T.Zero);
            }
        }

        for (int i = 0; i < penalty.Rows; i++)
        {
            weights.CopyTo(penalty.Row(i)[i..]);
        }

        return penalty;
    }
}
