using System.Numerics;

namespace FastBias.Reference;

/// <summary>Products by the triple loop: the bit oracle, and the bound for results with other roundings.</summary>
public static class NaiveProduct
{
    /// <summary>Where every chain of multiply-adds is cut.</summary>
    public const int Depth = 256;

    /// <summary>
    /// alpha·A·B + beta·C as FastBias rounds it on every machine: for each 256 values of k, in ascending order, a chain of fused multiply-adds
    /// starts from +0. The first enters as fma(alpha, chain, beta·c), or alpha·chain where beta = 0, the further ones as fma(alpha, chain, c).
    /// Where alpha = 0, A and B are not read. For one row or one column see <see cref="MultiplyColumn"/>.
    /// </summary>
    public static T[,] Multiply<T>(T[,] a, T[,] b, T alpha, T beta, T[,]? c = null)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        (int rows, int depth, int columns) = (a.GetLength(0), a.GetLength(1), b.GetLength(1));
        if (b.GetLength(0) != depth || (c is not null && (c.GetLength(0) != rows || c.GetLength(1) != columns)))
        {
            throw new ArgumentException("The shapes do not fit.", nameof(b));
        }

        T[,] result = new T[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                T sum = beta == T.Zero || c is null ? T.Zero : beta * c[i, j];
                for (int start = 0; start < depth && alpha != T.Zero; start += Depth)
                {
                    T chain = T.Zero;
                    for (int k = start; k < depth && k < start + Depth; k++)
                    {
                        chain = T.FusedMultiplyAdd(a[i, k], b[k, j], chain);
                    }

                    sum = start == 0 && (beta == T.Zero || c is null) ? alpha * chain : T.FusedMultiplyAdd(alpha, chain, sum);
                }

                result[i, j] = sum;
            }
        }

        return result;
    }

    /// <summary>A·B as FastBias rounds it.</summary>
    public static T[,] Multiply<T>(T[,] a, T[,] b)
        where T : struct, IBinaryFloatingPointIeee754<T> => Multiply(a, b, T.One, T.Zero);

    /// <summary>
    /// alpha·A·x + beta·y as FastBias rounds it: where the rows of A are contiguous, alpha times a dot product over the fixed lanes, plus beta·y
    /// (each operation rounded); otherwise the chains of the general product. A product with one row is this for the transposes.
    /// </summary>
    public static T[] MultiplyColumn<T>(T[,] a, T[] x, T alpha, T beta, T[] y, bool rowsAreContiguous)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (!rowsAreContiguous || alpha == T.Zero || x.Length == 0)
        {
            return Dense.Column(Multiply(a, Dense.AsColumn(x), alpha, beta, Dense.AsColumn(y)), 0);
        }

        T[] result = new T[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            T product = alpha * FixedLaneReference.Dot<T>(Dense.Column(Dense.Transpose(a), i), x);
            result[i] = beta == T.Zero ? product : product + (beta * y[i]);
        }

        return result;
    }

    /// <summary>The bound γ(k)·|alpha|·|A||B| + 2u·|beta||C| on the error of any order of summation of depth k; γ(k) = (k+2)u / (1 − (k+2)u).</summary>
    public static double[,] ErrorBound<T>(T[,] a, T[,] b, T alpha, T beta, T[,]? c, double unitRoundoff)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        (int rows, int depth, int columns) = (a.GetLength(0), a.GetLength(1), b.GetLength(1));
        double gamma = (depth + 2) * unitRoundoff / (1 - ((depth + 2) * unitRoundoff));
        double[,] bound = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < depth; k++)
                {
                    sum += Math.Abs(double.CreateChecked(a[i, k]) * double.CreateChecked(b[k, j]));
                }

                double old = c is null ? 0 : Math.Abs(double.CreateChecked(beta) * double.CreateChecked(c[i, j]));
                bound[i, j] = (gamma * Math.Abs(double.CreateChecked(alpha)) * sum) + (4 * unitRoundoff * old);
            }
        }

        return bound;
    }
}
