namespace FastBias.Reference;

/// <summary>The symmetric eigenproblem by the classical two-sided Jacobi method.</summary>
public sealed class NaiveEigen
{
    private NaiveEigen(double[] values, double[,] vectors) => (Values, Vectors) = (values, vectors);

    /// <summary>The eigenvalues, descending.</summary>
    public double[] Values { get; }

    /// <summary>The eigenvectors, as columns.</summary>
    public double[,] Vectors { get; }

    /// <summary>A = V·diag(λ)·Vᵀ for a symmetric A.</summary>
    public static NaiveEigen Factor(double[,] symmetric)
    {
        int n = symmetric.GetLength(0);
        double max = Dense.MaxAbs(symmetric);
        int exponent = max > 0 && double.IsFinite(max) ? Math.ILogB(max) : 0;
        double[,] a = Dense.Generate(n, n, (i, j) => Math.ScaleB(symmetric[i, j], -exponent)), v = Dense.Identity(n, n);
        for (int sweep = 0; sweep < 60; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    rotated |= Annihilate(a, v, p, q);
                }
            }

            if (!rotated)
            {
                break;
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])];
        return new NaiveEigen([.. order.Select(i => Math.ScaleB(a[i, i], exponent))], Dense.Generate(n, n, (i, j) => v[i, order[j]]));
    }

    private static bool Annihilate(double[,] a, double[,] v, int p, int q)
    {
        // The largest element was scaled to 1..2: this is below half a unit in its last place.
        double apq = a[p, q];
        if (!(Math.Abs(apq) > 1e-18))
        {
            a[p, q] = a[q, p] = 0;
            return false;
        }

        double theta = (a[q, q] - a[p, p]) / (2 * apq);
        double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + NaiveSvd.Hypotenuse(1, theta));
        double c = 1 / Math.Sqrt(1 + (t * t)), s = c * t;
        NaiveSvd.Rotate(a, p, q, c, s);
        for (int j = 0; j < a.GetLength(1); j++)
        {
            double x = a[p, j], y = a[q, j];
            a[p, j] = (c * x) - (s * y);
            a[q, j] = (s * x) + (c * y);
        }

        a[p, q] = a[q, p] = 0;
        NaiveSvd.Rotate(v, p, q, c, s);
        return true;
    }
}
