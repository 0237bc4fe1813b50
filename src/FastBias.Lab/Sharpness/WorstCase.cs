namespace FastBias.Lab;

/// <summary>The largest rise of a function in a ball.</summary>
/// <param name="Rise">S(w; ρ) = max over ‖δ‖ ≤ ρ of ℓ(w + δ) − ℓ(w), or a lower bound of it.</param>
/// <param name="Perturbation">The δ where it was found.</param>
/// <param name="IsExact">Whether it is the maximum (a quadratic), not only the largest that was found.</param>
public readonly record struct WorstCaseRise(double Rise, IReadOnlyList<double> Perturbation, bool IsExact);

public static partial class Sharpness
{
    /// <summary>S(w; ρ) = max over ‖δ‖ ≤ ρ of ℓ(w + δ) − ℓ(w).</summary>
    /// <remarks>
    /// <para>For <see cref="QuadraticObjective"/> and <see cref="LeastSquaresObjective"/> exact, by the secular equation: δ = Σ g_i/(μ − λ_i)·v_i with μ ≥ max(λ_max, 0) and ‖δ‖ = ρ (or
    /// μ = 0 and ‖δ‖ &lt; ρ where ℓ is concave), and in the hard case (no gradient along the top eigenvector) that vector fills up the length. Else projected gradient ascent from the
    /// maximum of the local quadratic, from ±ρ times the top eigenvector (for n &gt; 512 from that and from ±ρ times the gradient's direction) and from random points, a lower bound.</para>
    /// <para>Cost: n Hessian products and a dense eigensolver for a quadratic or n ≤ 512, Lanczos above. Source: J. Moré, D. Sorensen, SIAM J. Sci. Stat. Comput. 4 (1983); N. Keskar et al., ICLR 2017.</para>
    /// </remarks>
    /// <param name="objective">ℓ.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="radius">ρ, finite, not negative.</param>
    /// <param name="restarts">Random starts of the ascent.</param>
    /// <param name="seed">Their seed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="radius"/> is negative or not finite, or <paramref name="restarts"/> is negative.</exception>
    public static WorstCaseRise WorstCase(IObjective objective, double[] w, double radius, int restarts = 4, ulong seed = 1)
    {
        Require(objective, w);
        ModelCheck.NonNegative(radius, nameof(radius));
        ArgumentOutOfRangeException.ThrowIfNegative(restarts);
        double[] gradient = new double[w.Length];
        double value = objective.Gradient(w, gradient);
        if (objective is QuadraticObjective or LeastSquaresObjective)
        {
            (double[] values, Matrix<double> vectors) = Dense(new HessianOperator(objective, w));
            (double[] delta, double rise) = SecularEquation.Maximize(values, vectors, gradient, radius);
            return new(rise, delta, true);
        }

        WorstCaseRise best = new(0, new double[w.Length], false);
        foreach (double[] start in Starts(objective, w, gradient, radius, restarts, seed))
        {
            (double[] delta, double top) = Ascend(objective, w, start, radius);
            best = top - value > best.Rise ? new(top - value, delta, false) : best;
        }

        return best;
    }

    /// <summary>Where the ascent begins: what the local quadratic says, both ends of a steep direction, random places.</summary>
    private static List<double[]> Starts(IObjective objective, double[] w, double[] gradient, double radius, int restarts, ulong seed)
    {
        List<double[]> starts = [];
        if (w.Length <= 512)
        {
            (double[] values, Matrix<double> vectors) = Dense(new HessianOperator(objective, w));
            starts.Add(SecularEquation.Maximize(values, vectors, gradient, radius).Delta);
            starts.Add(Vectors.WithLength(vectors.Column(0), radius));
        }
        else
        {
            starts.Add(Vectors.WithLength(SharpestDirection(objective, w), radius));
            starts.Add(Vectors.WithLength(gradient, radius));
        }

        starts.Add([.. starts[^1].Select(element => -element)]);
        RandomSource random = new(seed);
        for (int k = 0; k < restarts; k++)
        {
            starts.Add(Vectors.WithLength(Synthetic.Gaussian(random, w.Length), radius));
        }

        return starts;
    }

    /// <summary>Projected gradient ascent with a step that is doubled after a gain and halved until there is one.</summary>
    private static (double[] Delta, double Value) Ascend(IObjective objective, double[] w, double[] delta, double radius)
    {
        Projection ball = Projections.Ball(radius);
        double[] gradient = new double[w.Length];
        double value = objective.Gradient(Vectors.Add(w, delta), gradient), length = VectorProduct.Norm<double>(gradient), step = length == 0 ? 1 : radius / length;
        for (int iteration = 0; iteration < 500; iteration++)
        {
            double[] next = delta;
            double top = double.NegativeInfinity;
            for (int halving = 0; halving < 40 && !(top > value); halving++, step /= 2)
            {
                next = Vectors.Add(delta, step, gradient);
                ball(next);
                top = objective.Value(Vectors.Add(w, next));
            }

            if (!(top > value))
            {
                break;
            }

            (delta, step) = (next, 4 * step);
            value = objective.Gradient(Vectors.Add(w, delta), gradient);
        }

        return (delta, value);
    }
}

/// <summary>max gᵀδ + ½δᵀHδ over ‖δ‖ ≤ ρ from the eigenpairs of H.</summary>
internal static class SecularEquation
{
    public static (double[] Delta, double Rise) Maximize(double[] values, Matrix<double> vectors, double[] gradient, double radius)
    {
        int n = values.Length;
        double[] inside = new double[n], slope = new double[n];
        Product.Multiply<double>(slope, vectors.Transposed, gradient);
        double top = Math.Max(values[0], 0), size = VectorProduct.Norm<double>(gradient);

        // μ = top + t; ‖δ(t)‖ falls with t, and is at most ρ at t = ‖g‖/ρ.
        double low = 0, high = radius == 0 || Length(values, slope, top, 0) <= radius ? 0 : size / radius, middle = 0.5 * high;
        while (middle > low && middle < high)
        {
            (low, high) = Length(values, slope, top, middle) > radius ? (middle, high) : (low, middle);
            middle = 0.5 * (low + high);
        }

        for (int i = 0; i < n && radius > 0; i++)
        {
            double gap = high + (top - values[i]);
            inside[i] = slope[i] == 0 || gap == 0 ? 0 : slope[i] / gap;
        }

        // The hard case: no slope along the top direction, which curves upwards; either sign of it is as good.
        double length = VectorProduct.Norm<double>(inside);
        if (length < radius && values[0] > 0)
        {
            double rest = Math.Sqrt(Math.Max(0, ((radius - length) * (radius + length)) + (inside[0] * inside[0])));
            inside[0] = slope[0] < 0 ? -rest : rest;
        }

        double rise = 0;
        for (int i = 0; i < n; i++)
        {
            rise += inside[i] * (slope[i] + (0.5 * values[i] * inside[i]));
        }

        double[] delta = new double[n];
        Product.Multiply<double>(delta, vectors, inside);
        return (delta, rise);
    }

    private static double Length(double[] values, double[] slope, double top, double shift)
    {
        double[] inside = new double[slope.Length];
        for (int i = 0; i < inside.Length; i++)
        {
            inside[i] = slope[i] == 0 ? 0 : slope[i] / (shift + (top - values[i]));
        }

        return VectorProduct.Norm<double>(inside);
    }
}
