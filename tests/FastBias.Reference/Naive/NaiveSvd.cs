namespace FastBias.Reference;

/// <summary>The SVD by one-sided Jacobi rotations, without any preparation.</summary>
public sealed class NaiveSvd
{
    private NaiveSvd(double[,] u, double[] s, double[,] v) => (U, S, V) = (u, s, v);

    /// <summary>m x min(m, n); the columns of zero singular values are zero.</summary>
    public double[,] U { get; }

    /// <summary>The singular values, descending.</summary>
    public double[] S { get; }

    /// <summary>n x min(m, n).</summary>
    public double[,] V { get; }

    /// <summary>A = U·diag(S)·Vᵀ.</summary>
    public static NaiveSvd Factor(double[,] a)
    {
        if (a.GetLength(0) < a.GetLength(1))
        {
            NaiveSvd transposed = Factor(Dense.Transpose(a));
            return new NaiveSvd(transposed.V, transposed.S, transposed.U);
        }

        double max = Dense.MaxAbs(a);
        int exponent = max > 0 && double.IsFinite(max) ? Math.ILogB(max) : 0;
        int n = a.GetLength(1);
        double[,] w = Dense.Generate(a.GetLength(0), n, (i, j) => Math.ScaleB(a[i, j], -exponent)), v = Dense.Identity(n, n);
        bool rotated = true;
        for (int sweep = 0; rotated && sweep < 100; sweep++)
        {
            rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    rotated |= Orthogonalize(w, v, p, q);
                }
            }
        }

        double[] norms = [.. Enumerable.Range(0, n).Select(j => Math.Sqrt(Dot(w, j, j)))];
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(j => norms[j])];
        return new NaiveSvd(
            Dense.Generate(a.GetLength(0), n, (i, j) => norms[order[j]] > 0 ? w[i, order[j]] / norms[order[j]] : 0),
            [.. order.Select(j => Math.ScaleB(norms[j], exponent))],
            Dense.Generate(n, n, (i, j) => v[i, order[j]]));
    }

    /// <summary>The singular values, descending.</summary>
    public static double[] Values(double[,] a) => Factor(a).S;

    private static bool Orthogonalize(double[,] w, double[,] v, int p, int q)
    {
        double alpha = Dot(w, p, p), beta = Dot(w, q, q), gamma = Dot(w, p, q);
        if (!(Math.Abs(gamma) > 1e-16 * Math.Sqrt(alpha) * Math.Sqrt(beta)))
        {
            return false;
        }

        double zeta = (beta - alpha) / (2 * gamma);
        double t = (zeta < 0 ? -1 : 1) / (Math.Abs(zeta) + Hypotenuse(1, zeta));
        double c = 1 / Math.Sqrt(1 + (t * t)), s = c * t;
        Rotate(w, p, q, c, s);
        Rotate(v, p, q, c, s);
        return Math.Abs(gamma) > 1e-15 * Math.Sqrt(alpha) * Math.Sqrt(beta);
    }

    internal static void Rotate(double[,] a, int p, int q, double c, double s)
    {
        for (int i = 0; i < a.GetLength(0); i++)
        {
            double x = a[i, p], y = a[i, q];
            a[i, p] = (c * x) - (s * y);
            a[i, q] = (s * x) + (c * y);
        }
    }

    /// <summary>√(x² + y²), also where a square overflows.</summary>
    internal static double Hypotenuse(double x, double y)
    {
        double big = Math.Max(Math.Abs(x), Math.Abs(y)), small = Math.Min(Math.Abs(x), Math.Abs(y));
        return big == 0 || double.IsInfinity(big) ? big : big * Math.Sqrt(1 + (small / big * (small / big)));
    }

    private static double Dot(double[,] a, int p, int q)
    {
        double sum = 0;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            sum += a[i, p] * a[i, q];
        }

        return sum;
    }
}
