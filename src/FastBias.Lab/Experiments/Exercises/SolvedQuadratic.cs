using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>The published solution on curvature: 50 eigenvalues with equal quotients, gradient descent against RMSProp.</summary>
internal sealed class SolvedQuadratic
{
    private readonly IllConditionedQuadraticSpec _spec;
    private readonly QuadraticRun _descent;
    private readonly QuadraticRun _adaptive;
    private readonly double _top;

    public SolvedQuadratic(IllConditionedQuadraticSpec spec)
    {
        _spec = spec;
        double[] spectrum = [.. Enumerable.Range(0, 50).Select(i => Elementary.Pow(10, -1 + (3.0 * i / 49)))];
        double[] start = new NumPyLegacyRandom((uint)spec.PublishedSeed).Normal(50, 0.1);
        QuadraticObjective objective = QuadraticObjective.Diagonal(spectrum);
        _descent = new("gradient descent, step 0.005", new GradientDescent(), objective, start, 0.005, spec.SolvedSteps);
        _top = Math.Abs(new GradientDescent().Run(objective, start, new() { Step = 0.005, MaxIterations = 51 }).Point[^1]);
        _adaptive = new("RMSProp, step 0.01, decay 0.9", new RmsProp(), objective, start, 0.01, spec.SolvedSteps);
    }

    public IEnumerable<Claim> Claims()
    {
        const string Length = "The program prints 50, the length of a list of every hundredth state, for both methods and whatever they do.";
        yield return Claim.Near("S3-CS.6", "descent-steps", "Gradient descent converges (to ‖θ‖ < 1e-7) in 51 steps", 51, 5, _descent.FirstBelow).Because(Length + " After 5000 steps its slowest coordinate is still 0.004.");
        yield return Claim.Near("S3-CS.6", "rmsprop-steps", "RMSProp converges (to ‖θ‖ < 1e-7) in 51 steps", 51, 5, _adaptive.FirstBelow).Because(Length + " It never converges.");
        yield return Claim.AtMost("S3-CS.6", "rmsprop-ahead", "In the end RMSProp is closer to the minimum: its ‖θ‖ is at most that of gradient descent", _descent.Norms[^1], _adaptive.Norms[^1]).Because("It stays in a cycle of ±α/2 in every coordinate, while gradient descent goes on.");
        yield return Claim.Near("S3-CS.6", "cycle", "RMSProp ends in a cycle of ±α/2 in every coordinate: ‖θ‖ = ½·0.01·√50, within 2 %", 0.005 * Math.Sqrt(50), 0.02 * 0.005 * Math.Sqrt(50), _adaptive.Norms[^1]).Law();
        yield return Claim.Near("S3-CS.6", "uniform", "In the cycle of RMSProp all coordinates have the same size: the smallest is within 5 % of the largest", 1, 0.05, _adaptive.States[^1].Min(Math.Abs) / _adaptive.States[^1].Max(Math.Abs)).Law();
        yield return Claim.Near("S3-CS.6", "slowest", "In NumPy's stream of seed 42 gradient descent's slowest coordinate is 0.0041 after 5000 steps", 0.0041, 5e-5, _descent.States[^1].Max(Math.Abs)).Law();
        yield return Claim.AtMost("S3-CS.6", "top", "Along the largest eigenvalue gradient descent halves the error in each step: after 51 steps that coordinate is below 1e-16", 1e-16, _top).Law();
    }

    public ResultTable Table() => new(
        "solved",
        "The published solution: 50 eigenvalues from 0.1 to 100, each the same multiple of the one before",
        ["method", "first step with ‖θ‖ < 1e-7 (the last step if none)", "‖θ‖ in the end", "largest |coordinate|", "smallest |coordinate|"],
        [.. new[] { _descent, _adaptive }.Select(run => (IReadOnlyList<Cell>)[run.Name, run.FirstBelow, run.Norms[^1], run.States[^1].Max(Math.Abs), run.States[^1].Min(Math.Abs)])]);

    public Figure Picture() => new("solved-run", "The published solution: RMSProp is ahead for a while, then stuck", [new Panel(new("step t", true), new("distance ‖θ‖", true), [_descent.Line(0), _adaptive.Line(2), new RuleMark(0.005 * Math.Sqrt(50), "½·α·√50")])])
    {
        Caption = "RMSProp falls quickly to the level of its cycle and stays there; gradient descent passes it later and goes on.",
    };
}
