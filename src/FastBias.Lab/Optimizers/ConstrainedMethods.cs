namespace FastBias.Lab;

/// <summary>w ← P(w − α·∇ℓ(w)), P the projection on a convex set.</summary>
/// <remarks>The gradient that is recorded and that ends the run is (w − P(w − α∇ℓ))/α, which vanishes exactly at the solutions. α &lt; 2/L for an L-smooth ℓ.</remarks>
/// <param name="project">P, in place; <see cref="Projections"/> has the usual ones.</param>
public sealed class ProjectedGradient(Projection project) : Optimizer
{
    private readonly Projection _project = project ?? throw new ArgumentNullException(nameof(project));

    private protected override OptimizerRule Begin(ReadOnlySpan<double> start) => new Rule(_project);

    private sealed class Rule(Projection project) : OptimizerRule
    {
        public override void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective)
        {
            VectorProduct.AddScaled<double>(w, -step, gradient);
            project(w);
        }

        public override double Stationarity(ReadOnlySpan<double> w, ReadOnlySpan<double> gradient, double step)
        {
            double[] next = Vectors.Add(w, -step, gradient);
            project(next);
            return Vectors.Distance(w, next) / step;
        }
    }
}

/// <summary>Moves a point to the nearest one of a convex set.</summary>
/// <param name="w">The point, changed.</param>
public delegate void Projection(Span<double> w);

/// <summary>Projections on convex sets.</summary>
public static class Projections
{
    /// <summary>w ≥ 0: max(w_j, 0).</summary>
    public static Projection NonNegative { get; } = w =>
    {
        for (int j = 0; j < w.Length; j++)
        {
            w[j] = Math.Max(w[j], 0);
        }
    };

    /// <summary>‖w‖ ≤ radius.</summary>
    /// <param name="radius">Finite, not negative.</param>
    public static Projection Ball(double radius)
    {
        ModelCheck.NonNegative(radius, nameof(radius));
        return w =>
        {
            double norm = VectorProduct.Norm<double>(w);
            if (norm > radius)
            {
                Vectors.Scale(w, radius / norm);
            }
        };
    }

    /// <summary>w ≥ 0, Σw_j = total: max(w_j − θ, 0) with the θ that makes the sum right.</summary>
    /// <remarks>Cost: a sort. Source: M. Held, P. Wolfe, H. Crowder, Math. Program. 6 (1974).</remarks>
    /// <param name="total">Finite, positive.</param>
    public static Projection Simplex(double total = 1)
    {
        ModelCheck.Positive(total, nameof(total));
        return w =>
        {
            double[] sorted = w.ToArray();
            Array.Sort(sorted);
            double sum = 0, threshold = 0;
            for (int k = 1; k <= sorted.Length; k++)
            {
                double element = sorted[^k];
                sum += element;
                double candidate = (sum - total) / k;
                if (element > candidate)
                {
                    threshold = candidate;
                }
            }

            for (int j = 0; j < w.Length; j++)
            {
                w[j] = Math.Max(w[j] - threshold, 0);
            }
        };
    }
}

/// <summary>w_j ← w_j·exp(−α·∂_jℓ(w)), w &gt; 0 (mirror descent with the entropy); normalised: then w ← w/Σw, on the simplex.</summary>
/// <remarks>
/// On least squares it tends to the solution that minimises Σ w_j·ln(w_j/w₀_j) − w_j + w₀_j, for which ln(w/w₀) ∈ range Xᵀ. The gradient recorded is that of ln w in the metric of the
/// method, ‖√w ⊙ ∇ℓ‖ (normalised: ∇ℓ less its w-mean). Source: J. Kivinen, M. Warmuth, Inf. Comput. 132 (1997).
/// </remarks>
public sealed class ExponentiatedGradient : Optimizer
{
    /// <summary>Whether the sum of w is kept at 1.</summary>
    public bool IsNormalized { get; init; }

    private protected override OptimizerRule Begin(ReadOnlySpan<double> start)
    {
        for (int j = 0; j < start.Length; j++)
        {
            if (!(start[j] > 0 && double.IsFinite(start[j])))
            {
                throw new ArgumentException($"Exponentiated gradient needs a positive start; element {j} is {start[j]}.", nameof(start));
            }
        }

        return new Rule(IsNormalized);
    }

    private sealed class Rule(bool isNormalized) : OptimizerRule
    {
        public override void Advance(Span<double> w, Span<double> gradient, double step, IObjective objective)
        {
            double sum = 0;
            for (int j = 0; j < w.Length; j++)
            {
                w[j] *= Elementary.Exp(-step * gradient[j]);
                sum += w[j];
            }

            if (isNormalized)
            {
                Vectors.Scale(w, 1 / sum);
            }
        }

        public override double Stationarity(ReadOnlySpan<double> w, ReadOnlySpan<double> gradient, double step)
        {
            double total = 0, weighted = 0, sum = 0;
            for (int j = 0; j < w.Length; j++)
            {
                total += w[j];
                weighted += w[j] * gradient[j];
            }

            double mean = isNormalized ? weighted / total : 0;
            for (int j = 0; j < w.Length; j++)
            {
                sum += w[j] * (gradient[j] - mean) * (gradient[j] - mean);
            }

            return Math.Sqrt(sum);
        }
    }
}
