namespace FastBias.Lab;

/// <summary>The claims of <see cref="MarginExercise"/>.</summary>
internal static class MarginClaims
{
    private static readonly (int Step, double Loss, double Real, double Norm, double RealNorm)[] s_solved =
        [(5000, 0.0432, 1.46e-4, 4.2, 5.85), (10000, 0.0081, 7.54e-5, 7.6, 6.43), (15000, 0.0012, 5.10e-5, 9.3, 6.78), (20000, 0.00016, 3.86e-5, 10.1, 7.02)];

    public static IEnumerable<Claim> Stated(MarginSpec spec, MarginDraws draws, MarginRun plain, MarginRun normalised)
    {
        MarginPoint end = plain.Last, before = plain.At(end.Step / 2);
        yield return Claim.Between("S3-C.3", "margin", "The largest margin of such data is about 0.6: at least nine of ten separable draws have one between 0.5 and 0.7 (measured: their share)", 0.9, 1, draws.Margins.Count(margin => margin is > 0.5 and < 0.7) / (double)Math.Max(1, draws.Margins.Count))
            .Because("0.6 is one draw's: the margins reach from nearly 0 to about 1, and about one draw in ten is not separable at all.");
        yield return Claim.AtMost("S3-C.3", "angle", $"After {spec.Steps} steps the angle between w and that of the largest margin is below 1°", 1, end.PlainAngle).Because("For the draw taken here, with a margin of 0.2, it is still tens of degrees: the angle falls like 1/ln t, and only after a time that grows as the margin shrinks.");
        yield return Claim.AtMost("S3-C.3", "loss-exponential", "The loss falls exponentially in t: over the last doubling of t it falls to a quarter or less", 0.25, end.Loss / before.Loss).Because("In the long run it falls like 1/t, to a half; this draw has not got that far.");
        yield return Claim.AtLeast("S3-C.3", "norm-exponential", "The norm grows exponentially, to 100 in the end", 100, end.Norm).Because("It grows like ln t/γ.");
        yield return Claim.AtLeast("S3-C.3", "separable", "At least eight draws of ten can be separated by a line", 0.8, draws.Margins.Count / (double)spec.Draws).Law("182 of 200 were found with NumPy's generator.");
        yield return Claim.AtLeast("S3-C.3", "normalised", "With gradients divided by their norm descent reaches at least 0.99 of the largest margin in as many steps", 0.99, normalised.Last.Ratio).Law();
        yield return Claim.AtMost("S3-C.3", "normalised-angle", "With gradients divided by their norm descent comes within 0.5° of (w, b) of the largest margin", 0.5, normalised.Last.Angle).Law();
        yield return Claim.AtMost("S3-C.3", "never-more", "No iterate has more than the largest margin: the largest quotient of the two is at most 1", 1 + 1e-9, plain.Path.Concat(normalised.Path).Max(point => point.Ratio)).Law();
        yield return Claim.AtMost("S3-C.3", "certified", "The largest margins are certified: their upper bounds by duality agree with them to a relative 1e-9", 1e-9, Math.Max(plain.Free.RelativeGap, plain.Augmented.RelativeGap)).Law();
        yield return Claim.AtMost("S3-C.3", "test", "On fresh points the lines of both runs err on at most 3 % (the best line errs on 0.2 %)", 0.03, Math.Max(draws.TestErrors(plain), draws.TestErrors(normalised))).Law();
    }

    public static IEnumerable<Claim> Solved(MarginSpec spec, MarginRun run)
    {
        foreach ((int step, double loss, double real, double norm, double realNorm) in s_solved)
        {
            MarginPoint point = run.At(step);
            yield return Claim.Near("S3-CS.3", $"loss-{step}", $"In the published solution's run the mean loss after {step} steps is {Text(loss)}", loss, 0.05 * loss, point.Loss).Because($"The mended program gives {Text(real)}: the loss falls like 1/t.");
            yield return Claim.Near("S3-CS.3", $"loss-{step}-digits", $"In NumPy's stream of seed 42 the mean loss after {step} steps is {Text(real)}", real, 0.005 * real, point.Loss).Law();
            yield return Claim.Near("S3-CS.3", $"norm-{step}", $"In the published solution's run the norm ‖(w, b)‖ after {step} steps is {Text(norm)}", norm, 0.05, point.Norm).Because($"The mended program gives {Text(realNorm)}: the norm grows like ln t/γ.");
            yield return Claim.Near("S3-CS.3", $"norm-{step}-digits", $"In NumPy's stream of seed 42 the norm ‖(w, b)‖ after {step} steps is {Text(realNorm)}", realNorm, 0.006, point.Norm).Law();
        }

        MarginPoint published = run.At(20000), end = run.Last;
        yield return Claim.Near("S3-CS.3", "angle", "After 20 000 steps the angle between gradient descent and the largest margin is 0.52°", 0.52, 0.005, published.Angle).Because("It is 0.69° between (w, b) and the exact limit (0.67° to scikit-learn's result).");
        yield return Claim.AtMost("S3-CS.3", "small-angle", "After 20 000 steps the angle between gradient descent and the largest margin is small, below 1°", 1, published.Angle).Because("The solution's message is right, though its numbers come from no run: this margin is large.");
        yield return Claim.Near("S3-CS.3", "ratio", "After 20 000 steps the margin of gradient descent is 1.0001 times that of the support vector machine", 1.0001, 5e-5, published.Margin / run.Free.Margin).Because("Nothing exceeds the largest margin: the quotient is 0.984.");
        yield return Claim.Near("S3-CS.3", "margin-digits", "In NumPy's stream of seed 42 the margin after 20 000 steps is 1.032286", 1.032286, 1e-6, published.Margin).Law();
        yield return Claim.Near("S3-CS.3", "largest-margin", "In NumPy's stream of seed 42 the largest margin is 1.048696", 1.048696, 1e-6, run.Free.Margin).Law("Two points in the hulls of the classes have half the distance 1.048696, and no margin exceeds that. scikit-learn's SVC reports 1/‖w‖ = 1.0488, more than any line has: it lets the constraints be violated by its tolerance of 1e-3, and its line separates by 1.0486 only.");
        yield return Claim.AtMost("S3-CS.3", "angle-falls", "From 20 000 steps to the end the angle to gradient descent's limit falls", published.Angle, end.Angle).Law();
        yield return Claim.Between("S3-CS.3", "loss-law", "On the published solution's data the loss falls like 1/t: over the last doubling of t to between 0.45 and 0.55 of it", 0.45, 0.55, end.Loss / run.At(end.Step / 2).Loss).Law();
        yield return Claim.Near("S3-CS.3", "norm-law", "On the published solution's data the norm grows by 1/γ per unit of ln t, γ the largest margin divided by ‖(w, b)‖: the quotient of slope and 1/γ is 1 within 20 %", 1, 0.2, run.NormSlope() * run.Augmented.Margin).Law();
        yield return Claim.AtMost("S3-CS.3", "certified", "The largest margins of the published solution's data are certified: their upper bounds by duality agree with them to a relative 1e-9", 1e-9, Math.Max(run.Free.RelativeGap, run.Augmented.RelativeGap)).Law();
    }

    private static string Text(double value) => value.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture);
}
