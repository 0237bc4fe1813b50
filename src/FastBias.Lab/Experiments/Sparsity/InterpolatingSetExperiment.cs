using FastBias.Drawing;
using static System.FormattableString;

namespace FastBias.Lab;

/// <summary>Parameters of <see cref="InterpolatingSetExperiment"/>.</summary>
internal sealed record InterpolatingSetSpec : ExperimentSpec
{
    /// <summary>n.</summary>
    [Parameter("rows n of X", Minimum = 1, Maximum = 2000)]
    public int Rows { get; init; } = 40;

    /// <summary>d.</summary>
    [Parameter("columns d of X, more than n", Minimum = 2, Maximum = 4000)]
    public int Columns { get; init; } = 100;

    /// <summary>Random directions.</summary>
    [Parameter("random directions tried", Minimum = 2, Maximum = 10000)]
    public int Directions { get; init; } = 100;

    /// <summary>Random starts.</summary>
    [Parameter("random starts of gradient descent", Minimum = 1, Maximum = 1000)]
    public int Starts { get; init; } = 5;

    /// <inheritdoc/>
    public override string? Problem() => Columns <= Rows ? Invariant($"columns: {Columns} is not more than the {Rows} rows, so that only one w interpolates") : null;
}

/// <summary>All global minimisers of least squares, and which of them gradient descent finds (Lemma 13.1, Corollary 13.2, Theorem 13.3, Remark 13.9).</summary>
internal sealed class InterpolatingSetExperiment : Experiment<InterpolatingSetSpec>
{
    public override string Name => "interpolating-set";

    public override string Title => "All interpolants of a wide system, and the one that gradient descent finds";

    public override string About => """
        With fewer rows than columns, infinitely many w have loss ½‖Xw − y‖² = 0. They are exactly X⁺y + ζ with ζ orthogonal to every row of X: a flat set that is shifted away from the origin, so an
        affine set and not a subspace. As X⁺y and ζ are orthogonal, ‖X⁺y + ζ‖² = ‖X⁺y‖² + ‖ζ‖²: X⁺y is the shortest.

        Gradient descent adds combinations of rows only, w ← w − αXᵀ(Xw − y). So whatever component orthogonal to the rows it starts with, it keeps; from 0 it ends at X⁺y, from w₀ at the
        interpolant nearest to w₀. This is exact for least squares. It is no law for every method: descent along the signs of the gradient (sign descent) ends elsewhere. The
        table puts the distances from random starts beside each other, with that of the interpolant of least 1-norm (least sum of |wᵢ|), which is sparse.

        Computed by a singular value decomposition with all right vectors for the null space, and by gradient descent, on a Gaussian X. Look at the flat line and the parabola of the figure: the loss along a
        direction orthogonal to the rows, and along one that is not.

        Source: lecture notes on algorithmic regularisation, lecture 13: Lemma 13.1, Corollary 13.2, Theorem 13.3, Remark 13.9.
        """;

    public override IReadOnlyList<string> Ids => ["S4-L13.1", "S4-C13.2", "S4-T13.3", "S4-R13.9"];

    public override ExperimentSpec Quick => new InterpolatingSetSpec { Rows = 8, Columns = 20, Directions = 10, Starts = 3 };

    protected override ExperimentResult Run(InterpolatingSetSpec spec, ExperimentContext context)
    {
        RandomSource random = new(spec.Seed);
        Matrix<double> x = Synthetic.Gaussian(random.Split(0), spec.Rows, spec.Columns);
        double[] y = Vectors.Multiply(x, Synthetic.Gaussian(random.Split(1), spec.Columns));
        double[] shortest = Regression.MinimumNorm(x, y);
        DirectionSample[] sample = context.ForEach(spec.Directions, i => Try(x, y, shortest, random.Split(2).Split((ulong)i)), 0, 0.4);
        FirstOrderSolution<double> descent = FirstOrderSolver.Solve<double>(x, y, new() { HistoryStride = 1, RelativeTolerance = 1e-14 });
        StartSample[] starts = context.ForEach(spec.Starts, i => Start(x, y, shortest, random.Split(3).Split((ulong)i)), 0.4, 1);
        return new([.. SetClaims(sample), .. DescentClaims(descent, shortest, starts)], [Table(starts)], [Figure(x, y, shortest, random.Split(4)), Convergence(descent)]);
    }

    private static double RelativeLoss(Matrix<double> x, double[] y, double[] w)
    {
        double[] residual = Vectors.Subtract(Vectors.Multiply(x, w), y);
        return Vectors.Square(residual) / Vectors.Square(y);
    }

    private static DirectionSample Try(Matrix<double> x, double[] y, double[] shortest, RandomSource random)
    {
        double[] direction = Synthetic.Gaussian(random, x.Columns), zeta = Regression.NullComponent(x, direction);
        double[] other = Vectors.Add(shortest, zeta), sum = Vectors.Add(shortest, other);
        double[] off = Vectors.Multiply(x, direction);
        double predicted = Vectors.Square(off) / Vectors.Square(y), loss = RelativeLoss(x, y, Vectors.Add(shortest, direction));
        double squares = Vectors.Square(shortest) + Vectors.Square(zeta);
        double weight = (10 * random.Uniform()) - 5;
        double[] affine = Vectors.Add(shortest, weight, zeta);
        return new(
            RelativeLoss(x, y, other), loss, Math.Abs(loss - predicted) / predicted, RelativeLoss(x, y, sum), RelativeLoss(x, y, affine),
            Math.Abs(Vectors.Square(other) - squares) / squares);
    }

    private static IEnumerable<Claim> SetClaims(DirectionSample[] sample)
    {
        yield return Claim.AtMost("S4-L13.1", "null-directions", "X⁺y + ζ interpolates for every ζ orthogonal to the rows: ‖X(X⁺y + ζ) − y‖² ≤ 1e-24·‖y‖² for each ζ tried", 1e-24, sample.Max(s => s.Null));
        yield return Claim.AtLeast("S4-L13.1", "other-directions", "No other w interpolates: X⁺y plus a random direction, not orthogonal to the rows, has ‖Xw − y‖² ≥ 1e-3·‖y‖²: smallest quotient of the two", 1e-3, sample.Min(s => s.Off))
            .Because("A random direction in d dimensions has a component of relative size √(n/d) in the span of the rows.");
        yield return Claim.AtMost("S4-L13.1", "loss-off-the-set", "At X⁺y + v the loss is ½‖Xv‖² for every v: largest relative difference below 1e-10", 1e-10, sample.Max(s => s.Misprediction)).Law();
        yield return Claim.AtMost("S4-L13.1", "subspace", "The global minimisers form a subspace, so that the sum of two of them is one: its loss is at most 1e-10 of the loss at 0", 1e-10, sample.Max(s => s.Sum))
            .Because("The set is affine, not a subspace: it does not contain 0 unless y = 0. The sum of two interpolants predicts 2y, with the loss of w = 0.");
        yield return Claim.AtMost("S4-L13.1", "affine", "w₁ + t(w₂ − w₁) interpolates for any two interpolants and any real t: ‖Xw − y‖² ≤ 1e-24·‖y‖²", 1e-24, sample.Max(s => s.Affine)).Law();
        yield return Claim.AtMost("S4-C13.2", "pythagoras", "‖X⁺y + ζ‖² = ‖X⁺y‖² + ‖ζ‖² to a relative 1e-13 for each ζ tried", 1e-13, sample.Max(s => s.Pythagoras));
    }

    private static StartSample Start(Matrix<double> x, double[] y, double[] shortest, RandomSource random)
    {
        double[] start = Synthetic.Gaussian(random, x.Columns), nearest = Vectors.Add(shortest, Regression.NullComponent(x, start));
        double[] descent = FirstOrderSolver.Solve<double>(x, y, new() { Start = start, RelativeTolerance = 1e-14 }).W;
        double[] signs = SettledSigns(x, y, start);
        double[] sparse = BasisPursuitSolver.Solve<double>(x, y).X;
        return new(
            Vectors.Distance(nearest, start), Vectors.Distance(descent, start), Vectors.Distance(shortest, start), Vectors.Distance(signs, start),
            Vectors.Distance(sparse, start), Vectors.Distance(descent, nearest));
    }

    /// <summary>Sign descent does not settle by itself: its step is halved until it stands, and what is left of the residual is then removed by the shortest change.</summary>
    private static double[] SettledSigns(Matrix<double> x, double[] y, double[] start)
    {
        double[] w = start;
        for (double step = 1.0 / 64; step > 1e-6; step /= 2)
        {
            w = FirstOrderSolver.Solve<double>(x, y, new() { Method = FirstOrderMethod.SignDescent, Step = step, Start = w, MaxIterations = 200, RelativeTolerance = 0 }).W;
        }

        double[] missing = Vectors.Subtract(y, Vectors.Multiply(x, w));
        return Vectors.Add(w, Regression.MinimumNorm(x, missing));
    }

    private static IEnumerable<Claim> DescentClaims(FirstOrderSolution<double> descent, double[] shortest, StartSample[] starts)
    {
        double size = VectorProduct.Norm<double>(shortest);
        yield return Claim.AtMost("S4-T13.3", "limit", "Gradient descent from 0 ends within a relative 1e-12 of X⁺y", 1e-12, Vectors.Distance(descent.W, shortest) / size);
        yield return Claim.AtMost("S4-T13.3", "span-of-rows", "No iterate of gradient descent from 0 leaves the span of the rows: the part outside is at most 1e-13·‖X⁺y‖ at the end", 1e-13, descent.NullSpaceDrift / size);
        yield return Claim.AtMost("S4-R13.9", "projection", "From any start w₀ gradient descent ends at the interpolant nearest to w₀, within 1e-12 of its distance", 1e-12, starts.Max(s => s.Miss / s.Nearest));
        yield return Claim.AtLeast("S4-R13.9", "others-are-farther", "The minimum-norm and the sparse interpolant are farther from w₀ than the end of gradient descent: the smallest quotient of distances is above 1", 1.0001, starts.Min(s => Math.Min(s.Shortest, s.Sparse) / s.Descent));
        yield return Claim.AtMost("S4-R13.9", "any-method", "Every descent method ends at the interpolant nearest to its start: descent along the signs of the gradient ends at most 1.001 times as far from it", 1.001, starts.Min(s => s.Signs / s.Nearest))
            .Because("The preference belongs to gradient descent on least squares, where the steps are combinations of rows; the lecture itself calls it not universal. A step along the signs leaves that span.");
    }

    private static ResultTable Table(StartSample[] starts) => new(
        "distances-from-start", "How far from its random start w₀ an interpolant lies: ‖w − w₀‖",
        ["start", "nearest interpolant", "gradient descent", "minimum norm", "sign descent", "least 1-norm"],
        [.. starts.Select((s, i) => (IReadOnlyList<Cell>)[i, s.Nearest, s.Descent, s.Shortest, s.Signs, s.Sparse])]);

    private static Figure Figure(Matrix<double> x, double[] y, double[] shortest, RandomSource random)
    {
        double[] direction = Synthetic.Gaussian(random, x.Columns), zeta = Regression.NullComponent(x, direction), across = Vectors.Subtract(direction, zeta);
        double[][] units = [Unit(zeta), Unit(across), Unit(direction)];
        string[] names = ["orthogonal to the rows", "in the span of the rows", "a random direction"];
        double[] places = Vectors.Grid(-3, 3, 61);
        double highest = units.Max(v => RelativeLoss(x, y, Vectors.Add(shortest, 3, v))) * Vectors.Square(y) / 2;
        return new("loss-along-directions", "The loss around X⁺y, along three unit directions",
            [
                new(new("step t along the direction"), new("loss ½‖X(X⁺y + t·v) − y‖²") { Low = -0.06 * highest },
                    [.. units.Select((v, k) => new LineMark(places, [.. places.Select(t => RelativeLoss(x, y, Vectors.Add(shortest, t, v)) * Vectors.Square(y) / 2)]) { Legend = names[k] })]),
            ])
        { Caption = "Along a direction orthogonal to the rows nothing changes: those w are all minimisers. Every other direction rises as a parabola." };
    }

    private static double[] Unit(double[] v)
    {
        Vectors.Scale(v, 1 / VectorProduct.Norm<double>(v));
        return v;
    }

    private static Figure Convergence(FirstOrderSolution<double> descent)
    {
        double[] places = [.. descent.History.Select(record => (double)record.Iteration)];
        double rate = descent.Prediction.Rate, first = descent.History[0].DistanceToMinimumNorm;
        List<double> theory = [first];
        while (theory.Count < places.Length)
        {
            theory.Add(theory[^1] * rate);
        }

        return new("distance-to-minimum-norm", "Gradient descent from 0 goes to X⁺y",
            [
                new(new("step"), new("‖w − X⁺y‖", true),
                    [
                        new LineMark(places, [.. descent.History.Select(record => record.DistanceToMinimumNorm)]) { Legend = "gradient descent", Color = 0 },
                        new LineMark(places, theory) { Legend = "slowest mode: (max|1 − αλ|)ᵗ", IsDashed = true, Color = 1 },
                    ]),
            ])
        { Caption = "The distance falls at least as fast as the slowest mode of the non-zero spectrum allows, down to rounding." };
    }

    private readonly record struct DirectionSample(double Null, double Off, double Misprediction, double Sum, double Affine, double Pythagoras);

    private readonly record struct StartSample(double Nearest, double Descent, double Shortest, double Signs, double Sparse, double Miss);
}
