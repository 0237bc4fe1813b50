namespace FastBias.Lab;

/// <summary>The claims of <see cref="StepSizeExercise"/> about the exercise as stated.</summary>
internal static class StepSizeClaims
{
    private static readonly (double Factor, int Steps, int Real)[] s_steps = [(0.5, 4000, 184), (1.5, 1200, 57), (1.99, 600, 1441)];

    public static IEnumerable<Claim> Stated(StepSizeSpec spec, StatedDescentRun[] runs)
    {
        double Median(int path) => Statistics.Median(runs.Select(run => (double)run.Paths[path].Steps));
        int Find(double factor) => spec.Factors.ToList().IndexOf(factor);
        foreach ((double factor, int steps, int real) in s_steps.Where(entry => Find(entry.Factor) >= 0))
        {
            string name = factor.ToString(System.Globalization.CultureInfo.InvariantCulture);
            yield return PublishedValue.Within("S3-C.1", $"steps-{name}", $"With α·λ_max = {name} the number of steps to ‖∇ℓ‖ < 1e-6 (median) is", steps, 2, Median(Find(factor)))
                .Because($"The non-zero eigenvalues of XᵀX/m have a condition number of about 8, not 100. Ten other draws, with NumPy, gave a median of {real}.");
        }

        if (Find(1.5) >= 0 && Find(1.99) >= 0)
        {
            yield return Claim.AtMost("S3-C.1", "larger-is-faster", "A larger step is faster within the range: at α·λ_max = 1.99 no more steps are needed than at 1.5 (the quotient of the medians is at most 1)", 1, Median(Find(1.99)) / Median(Find(1.5)))
                .Because("Beyond 2/(λ_max + λ_min) the factor of the largest eigenvalue, |1 − αλ_max|, is the largest and rises to 1.");
        }

        if (Find(0) >= 0)
        {
            yield return Claim.AtMost("S3-C.1", "best-step", "No other α of the table needs fewer steps than 2/(λ_max + λ_min), up to 10 % (measured: its median over the least)", 1.1, Median(Find(0)) / spec.Factors.Select((_, j) => Median(j)).Min()).Law();
        }

        foreach (Claim claim in Spectrum(runs).Concat(Limits(runs)))
        {
            yield return claim;
        }
    }

    private static IEnumerable<Claim> Spectrum(StatedDescentRun[] runs)
    {
        double condition = Statistics.Median(runs.Select(run => run.Condition)), factor = Statistics.Median(runs.Select(run => run.Paths[0].MeasuredFactor));
        yield return PublishedValue.Within("S3-C.1", "condition", "The condition number of the non-zero spectrum of XᵀX/m (median over the draws) is", 100, 2, condition)
            .Because("It is about 8, ((2 + 1)/(2 − 1))² = 9 in the limit; that of the whole 200 × 200 matrix is infinite.");
        yield return Claim.Near("S3-C.1", "rate", "With α·λ_max = 0.5 the error shrinks by 0.99 in a step, within 0.005", 0.99, 0.005, factor).Because("0.93 to 0.94 for α·λ_max = 0.5, and 0.79 to 0.81 for 1.5: 1 − α·λ_min.");
        yield return Claim.AtMost("S3-C.1", "rate-bound", "The error is at most (max |1 − αλ|)^t·‖w*‖ over the non-zero eigenvalues λ, at every step (measured: the largest quotient)", 1 + 1e-9, runs.Max(run => run.Paths.Max(path => path.LargestOfBound))).Law();
        yield return Claim.AtMost("S3-C.1", "rate-law", "At the end of a run the error shrinks by the factor max |1 − αλ| in a step, up to a relative 0.1", 0.1, runs.Max(run => run.Paths.Max(path => Math.Abs((path.MeasuredFactor / path.PredictedFactor) - 1)))).Law("Fast runs end before the slowest direction is alone.");
        yield return Claim.Near("S3-C.1", "divergence", "At α·λ_max = 2.02 the gradient grows by 1.02 in each step", 1.02, 1e-6, runs.Max(run => run.DivergenceFactor)).Law();
        yield return Claim.AtMost("S3-C.1", "power-iteration", "50 power iterations never give more than λ_max: the largest quotient of estimate and λ_max is at most 1, to rounding", 1 + 1e-14, runs.Max(run => run.PowerEstimate / run.Largest)).Law();
    }

    private static IEnumerable<Claim> Limits(StatedDescentRun[] runs)
    {
        yield return Claim.Near("S3-C.1", "length", "The norm of w* is about 0.8, within 0.2 (median over the draws)", 0.8, 0.2, Statistics.Median(runs.Select(run => run.Length))).Because("It is about √(m/n)·‖w_true‖, between 1.0 and 2.4 from draw to draw.");
        yield return Claim.AtMost("S3-C.1", "limit", "Gradient descent from 0 ends within 1e-5 of w* = X⁺y (distance at ‖∇ℓ‖ < 1e-6)", 1e-5, runs.Max(run => run.Paths.Max(path => path.Errors[^1])));
        yield return Claim.AtMost("S3-C.1", "null-space", "No iterate has a component in the null space of X: ‖P_null·w_t‖ < 1e-10, P_null the projection on it", 1e-10, runs.Max(run => run.Paths.Max(path => path.NullComponent)));
        yield return Claim.AtMost("S3-C.1", "norms-agree", "At ‖∇ℓ‖ < 1e-6 the norms ‖w_T‖ and ‖w*‖ agree within 1e-8", 1e-8, runs.Max(run => run.Paths.Max(path => Math.Abs(path.LengthError))))
            .Because("The error is up to ‖∇ℓ‖/λ_min, so that the stop must be tighter.");
        yield return Claim.AtMost("S3-C.1", "other-start", "From w₀ ≠ 0 it ends at w* + P_null·w₀, within 1e-8", 1e-8, runs.Max(run => run.OtherStartError)).Law();
        yield return Claim.AtLeast("S3-C.1", "other-start-distance", "From a random w₀ it ends far from w*: the distance is at least 1", 1, runs.Min(run => run.OtherStartDistance)).Law();
    }
}
