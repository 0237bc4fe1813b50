namespace FastBias.Lab;

public static partial class Elementary
{
    private const double PerRootPi = 1.1283791670955126;
    private const double PerRootPiLow = 1.533545961316588e-17;
    private const double RootHalf = 0.70710678118654752440;

    /// <summary>Chebyshev's coefficients of (1 + 2x)·eˣ²·erfc(x) in (x − 3.75)/(x + 3.75), 0 ≤ x &lt; ∞, computed to 400 bits; the next is 3·10⁻²⁰.</summary>
    private static readonly double[] s_scaledErfc =
    [
        1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753, 0.009074997670705265, -0.002413163540417608,
        0.0004907758365258086, -6.916973302501207e-05, 4.13902798607301e-06, 7.74038306619849e-07, -2.1886401049234397e-07, 1.076499946567091e-08, 4.521959811218287e-09,
        -7.754400208831351e-10, -6.318088340886684e-11, 2.86879501093067e-11, 1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14, 3.3478119482868056e-14,
        -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17, 5.068148904796111e-17, -2.2370566594359995e-18, -2.187342944303018e-18,
    ];

    /// <summary>1/(n!·(2n + 1)) with alternating signs, n = 1, 2, … 21: the series of erf.</summary>
    private static readonly double[] s_erf = ErfSeries();

    /// <summary>erf x = (2/√π)·∫₀ˣ e^(−t²) dt, within 2 ulp.</summary>
    /// <param name="x">The argument.</param>
    public static double Erf(double x)
    {
        double size = Math.Abs(x);
        if (size < 1)
        {
            double square = x * x, lead = PerRootPi * x, lost = Math.FusedMultiplyAdd(PerRootPi, x, -lead) + (PerRootPiLow * x);
            return x == 0 ? x : lead + Math.FusedMultiplyAdd(lead * square, Polynomial(s_erf, square), lost);
        }

        return double.IsNaN(x) ? x : Math.CopySign(size < 6 ? 1 - ErfcTail(size) : 1, x);
    }

    /// <summary>erfc x = 1 − erf x, within 4 ulp also where it is small.</summary>
    /// <param name="x">The argument.</param>
    public static double Erfc(double x) => x < 0.5 ? 1 - Erf(x) : ErfcTail(x);

    /// <summary>The normal distribution's Φ(x) = ½·erfc(−x/√2), within 4 ulp also where it is small.</summary>
    /// <remarks>Source of the approximation's form: M. Shepherd, J. Laframboise, Chebyshev approximation of (1 + 2x) exp(x²) erfc(x) in 0 ≤ x &lt; ∞, Math. Comp. 36 (1981).</remarks>
    /// <param name="x">The argument.</param>
    public static double NormalCdf(double x)
    {
        double size = Math.Abs(x);
        if (size < 0.7)
        {
            return 0.5 + (0.5 * Erf(x * RootHalf));
        }

        if (!(size < 40))
        {
            return double.IsNaN(x) ? x : x > 0 ? 1 : 0;
        }

        // Half of x² is used as it is: the root of ½ would be rounded, and the tail sees that 2x² times as large.
        double half = 0.5 * x * x, lost = Math.FusedMultiplyAdd(0.5 * x, x, -half), tail = 0.5 * Exp(-half, -lost) * ScaledErfc(size * RootHalf);
        return x > 0 ? 1 - tail : tail;
    }

    private static double ErfcTail(double x)
    {
        if (!(x < 28))
        {
            return double.IsNaN(x) ? x : 0;
        }

        double square = x * x;
        return Exp(-square, -Math.FusedMultiplyAdd(x, x, -square)) * ScaledErfc(x);
    }

    /// <summary>eˣ²·erfc(x), x ≥ 0, by Clenshaw's recurrence.</summary>
    private static double ScaledErfc(double x)
    {
        double place = (x - 3.75) / (x + 3.75), twice = 2 * place, next = 0, current = 0;
        for (int i = s_scaledErfc.Length - 1; i > 0; i--)
        {
            (next, current) = (current, Math.FusedMultiplyAdd(twice, current, s_scaledErfc[i] - next));
        }

        return Math.FusedMultiplyAdd(place, current, s_scaledErfc[0] - next) / (1 + (2 * x));
    }

    private static double[] ErfSeries()
    {
        double[] values = new double[21];
        double factorial = 1;
        for (int n = 1; n <= values.Length; n++)
        {
            factorial *= n;
            values[n - 1] = (n % 2 == 0 ? 1 : -1) / (factorial * ((2 * n) + 1));
        }

        return values;
    }
}
