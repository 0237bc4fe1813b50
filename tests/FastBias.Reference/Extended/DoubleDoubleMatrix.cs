namespace FastBias.Reference;

/// <summary>Linear algebra in double-double, naive: the oracle where doubles do not suffice.</summary>
public static class DoubleDoubleMatrix
{
    /// <summary>The same matrix.</summary>
    public static DoubleDouble[,] From(double[,] a) => Dense.Generate(a.GetLength(0), a.GetLength(1), (i, j) => (DoubleDouble)a[i, j]);

    /// <summary>Each element rounded to double.</summary>
    public static double[,] ToDouble(DoubleDouble[,] a) => Dense.Generate(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j].Hi);

    /// <summary>Σ xᵢ·yᵢ.</summary>
    public static DoubleDouble Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        DoubleDouble sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            (double product, double error) = DoubleDouble.TwoProduct(x[i], y[i]);
            sum += new DoubleDouble(product, error);
        }

        return sum;
    }

    /// <summary>The Euclidean norm.</summary>
    public static DoubleDouble Norm(ReadOnlySpan<double> x)
    {
        double max = 0;
        foreach (double value in x)
        {
            max = Math.Max(max, Math.Abs(value));
        }

        if (max == 0 || !double.IsFinite(max))
        {
            return max;
        }

        int exponent = Math.ILogB(max);
        DoubleDouble sum = 0;
        foreach (double value in x)
        {
            DoubleDouble scaled = Math.ScaleB(value, -exponent);
            sum += scaled * scaled;
        }

        return DoubleDouble.ScaleB(DoubleDouble.Sqrt(sum), exponent);
    }

    /// <summary>A·B.</summary>
    public static DoubleDouble[,] Multiply(DoubleDouble[,] a, DoubleDouble[,] b) => Dense.Generate(a.GetLength(0), b.GetLength(1), (i, j) =>
    {
        DoubleDouble sum = 0;
        for (int k = 0; k < a.GetLength(1); k++)
        {
            sum += a[i, k] * b[k, j];
        }

        return sum;
    });

    /// <summary>A·B.</summary>
    public static DoubleDouble[,] Multiply(double[,] a, double[,] b) => Multiply(From(a), From(b));

    /// <summary>b − A·x.</summary>
    public static DoubleDouble[] Residual(double[,] a, DoubleDouble[] x, double[] b)
    {
        DoubleDouble[] residual = new DoubleDouble[b.Length];
        for (int i = 0; i < b.Length; i++)
        {
            residual[i] = b[i];
            for (int j = 0; j < x.Length; j++)
            {
                residual[i] -= a[i, j] * x[j];
            }
        }

        return residual;
    }

    /// <summary>The least-squares solution for full column rank, m ≥ n, by Householder QR; square systems included.</summary>
    public static DoubleDouble[] LeastSquares(DoubleDouble[,] a, DoubleDouble[] b)
    {
        (int m, int n) = (a.GetLength(0), a.GetLength(1));
        DoubleDouble[,] r = (DoubleDouble[,])a.Clone();
        DoubleDouble[] y = (DoubleDouble[])b.Clone();
        for (int k = 0; k < n; k++)
        {
            DoubleDouble[] v = new DoubleDouble[m];
            DoubleDouble square = 0;
            for (int i = k; i < m; i++)
            {
                v[i] = r[i, k];
                square += v[i] * v[i];
            }

            DoubleDouble norm = DoubleDouble.Sqrt(square);
            if (norm.Hi == 0)
            {
                throw new ArgumentException("The matrix does not have full column rank.", nameof(a));
            }

            // ‖v ± norm·e‖² = 2·norm·(norm + |v_k|)
            DoubleDouble half = norm * (norm + DoubleDouble.Abs(v[k]));
            v[k] += v[k].Hi < 0 ? -norm : norm;
            for (int j = k; j <= n; j++)
            {
                DoubleDouble dot = 0;
                for (int i = k; i < m; i++)
                {
                    dot += v[i] * (j < n ? r[i, j] : y[i]);
                }

                dot /= half;
                for (int i = k; i < m; i++)
                {
                    if (j < n)
                    {
                        r[i, j] -= dot * v[i];
                    }
                    else
                    {
                        y[i] -= dot * v[i];
                    }
                }
            }
        }

        return BackSubstitute(r, y, n);
    }

    /// <summary>The least-squares solution for full column rank.</summary>
    public static DoubleDouble[] LeastSquares(double[,] a, double[] b) => LeastSquares(From(a), [.. b.Select(x => (DoubleDouble)x)]);

    /// <summary>The singular values, descending, by one-sided Jacobi: high relative accuracy also where a column scaling is bad.</summary>
    public static DoubleDouble[] SingularValues(DoubleDouble[,] matrix)
    {
        DoubleDouble[,] a = matrix.GetLength(0) < matrix.GetLength(1) ? Dense.Transpose(matrix) : (DoubleDouble[,])matrix.Clone();
        (int m, int n) = (a.GetLength(0), a.GetLength(1));

        // Every column is a unit-size vector times a power of two, so that columns 2^±500 apart neither overflow nor underflow.
        int[] exponents = new int[n];
        bool rotated = true;
        for (int sweep = 0; rotated && sweep < 100; sweep++)
        {
            rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    Normalize(a, exponents, p);
                    Normalize(a, exponents, q);
                    rotated |= Orthogonalize(a, exponents, p, q);
                }
            }
        }

        return [.. Enumerable.Range(0, n)
            .Select(j => DoubleDouble.ScaleB(DoubleDouble.Sqrt(Dot(a, j, j)), exponents[j]))
            .OrderDescending()];
    }

    /// <summary>The singular values, descending.</summary>
    public static DoubleDouble[] SingularValues(double[,] a) => SingularValues(From(a));

    private static void Normalize(DoubleDouble[,] a, int[] exponents, int j)
    {
        double max = 0;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            max = Math.Max(max, Math.Abs(a[i, j].Hi));
        }

        int shift = max == 0 ? 0 : Math.ILogB(max);
        if (shift == 0)
        {
            return;
        }

        exponents[j] += shift;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            a[i, j] = DoubleDouble.ScaleB(a[i, j], -shift);
        }
    }

    /// <summary>Rotates columns x·2^e and y·2^f; with r = 2^(e−f) the larger one keeps its exponent.</summary>
    private static bool Orthogonalize(DoubleDouble[,] a, int[] exponents, int p, int q)
    {
        if (exponents[p] < exponents[q])
        {
            (p, q) = (q, p);
        }

        DoubleDouble alpha = Dot(a, p, p), beta = Dot(a, q, q), gamma = Dot(a, p, q);
        if (alpha.Hi == 0 || beta.Hi == 0 || Math.Abs(gamma.Hi) <= 1e-29 * Math.Sqrt(alpha.Hi * beta.Hi))
        {
            return false;
        }

        int d = exponents[p] - exponents[q];
        if (d > 400)
        {
            // The rotation angle is below every double: only the small column loses its part along the large one.
            DoubleDouble part = gamma / alpha;
            for (int i = 0; i < a.GetLength(0); i++)
            {
                a[i, q] -= part * a[i, p];
            }

            return true;
        }

        // In units of column q: x' = 2^d·x. Then zeta = (beta − alpha·4^d) / (2·2^d·gamma).
        DoubleDouble zeta = (DoubleDouble.ScaleB(beta, -d) - DoubleDouble.ScaleB(alpha, d)) / (gamma * 2);
        DoubleDouble t = Tangent(zeta);
        DoubleDouble c = DoubleDouble.One / DoubleDouble.Sqrt((t * t) + 1), s = c * t;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            DoubleDouble x = a[i, p], y = a[i, q];
            a[i, p] = (c * x) - DoubleDouble.ScaleB(s * y, -d);
            a[i, q] = DoubleDouble.ScaleB(s, d) * x + (c * y);
        }

        return true;
    }

    /// <summary>The smaller root t of t² + 2ζt − 1 = 0.</summary>
    private static DoubleDouble Tangent(DoubleDouble zeta)
    {
        DoubleDouble size = DoubleDouble.Abs(zeta);
        DoubleDouble t = size.Hi > 1e40 ? DoubleDouble.One / (size * 2) : DoubleDouble.One / (size + DoubleDouble.Sqrt((size * size) + 1));
        return zeta.Hi < 0 ? -t : t;
    }

    private static DoubleDouble[] BackSubstitute(DoubleDouble[,] r, DoubleDouble[] y, int n)
    {
        DoubleDouble[] x = new DoubleDouble[n];
        for (int i = n - 1; i >= 0; i--)
        {
            DoubleDouble sum = y[i];
            for (int j = i + 1; j < n; j++)
            {
                sum -= r[i, j] * x[j];
            }

            x[i] = sum / r[i, i];
        }

        return x;
    }

    private static DoubleDouble Dot(DoubleDouble[,] a, int p, int q)
    {
        DoubleDouble sum = 0;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            sum += a[i, p] * a[i, q];
        }

        return sum;
    }
}
