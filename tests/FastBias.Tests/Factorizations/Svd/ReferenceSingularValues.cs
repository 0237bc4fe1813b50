namespace FastBias.Tests.Factorizations;

/// <summary>Singular values to some 20 digits: cyclic one-sided Jacobi in double-double, nothing else.</summary>
internal static class ReferenceSingularValues
{
    /// <summary>Descending; entries up to 2^±500, m ≥ n.</summary>
    public static double[] Of(Matrix<double> a)
    {
        DoubleDouble[][] columns = [.. Enumerable.Range(0, a.Columns).Select(j => a.Column(j).Select(x => (DoubleDouble)x).ToArray())];
        for (int sweep = 0; sweep < 60; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < columns.Length; p++)
            {
                for (int q = p + 1; q < columns.Length; q++)
                {
                    rotated |= Rotate(columns[p], columns[q]);
                }
            }

            if (!rotated)
            {
                return [.. columns.Select(x => (double)DoubleDouble.Sqrt(Dot(x, x))).OrderDescending()];
            }
        }

        throw new InvalidOperationException("The reference did not converge.");
    }

    private static bool Rotate(DoubleDouble[] x, DoubleDouble[] y)
    {
        DoubleDouble xx = Dot(x, x), yy = Dot(y, y), xy = Dot(x, y);
        if (Math.Abs((double)xy) <= 1e-19 * Math.Sqrt((double)xx) * Math.Sqrt((double)yy))
        {
            return false;
        }

        DoubleDouble tangent = Tangent(yy - xx, xy);
        DoubleDouble cosine = 1 / DoubleDouble.Sqrt(1 + (tangent * tangent)), sine = cosine * tangent;
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = ((cosine * x[i]) - (sine * y[i]), (sine * x[i]) + (cosine * y[i]));
        }

        return true;
    }

    /// <summary>The smaller root of t² + 2ζt − 1 with ζ = difference / 2xy; where ζ could overflow, its first term 1/2ζ, exact to 80 digits.</summary>
    private static DoubleDouble Tangent(DoubleDouble difference, DoubleDouble xy)
    {
        if (Math.Abs(difference.High) * 1e-40 > Math.Abs(xy.High))
        {
            return xy / difference;
        }

        DoubleDouble zeta = difference / (2 * xy);
        double sign = zeta.High < 0 ? -1 : 1;
        return sign / ((sign * zeta) + DoubleDouble.Sqrt(1 + (zeta * zeta)));
    }

    private static DoubleDouble Dot(DoubleDouble[] x, DoubleDouble[] y)
    {
        DoubleDouble sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
