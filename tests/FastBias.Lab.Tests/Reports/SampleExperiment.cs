using FastBias.Drawing;

namespace FastBias.Lab.Tests;

/// <summary>The parameters of <see cref="SampleExperiment"/>.</summary>
internal sealed record SampleSpec : ExperimentSpec
{
    [Parameter("numbers of draws", Minimum = 1, Maximum = 10_000)]
    public IReadOnlyList<int> Sizes { get; init; } = [10, 20, 50, 100, 200, 500, 1000];

    [Parameter("repeats of each", Minimum = 2, Maximum = 10_000)]
    public int Repeats { get; init; } = 400;
}

/// <summary>How a <see cref="SampleExperiment"/> ends.</summary>
internal enum SampleEnd
{
    /// <summary>With a result.</summary>
    Result,

    /// <summary>With a law that does not hold.</summary>
    BrokenLaw,

    /// <summary>Without its data.</summary>
    NoData,

    /// <summary>Only by being cancelled.</summary>
    Never,
}

/// <summary>A small experiment for the tests of reports and commands: the error of a mean of n draws.</summary>
internal sealed class SampleExperiment(string name = "sample-mean", SampleEnd end = SampleEnd.Result) : Experiment<SampleSpec>
{
    public override string Name => name;

    public override string Title => "How fast a mean settles: <n> draws & their error";

    public override string About => "The mean of n independent draws of variance σ² = 1 has the root mean square error σ/√n.\n\nEach point is measured over many repeats; the dashed line is the law.";

    public override IReadOnlyList<string> Ids => ["T-MEAN"];

    public override ExperimentSpec Quick => new SampleSpec { Sizes = [4, 16, 64], Repeats = 100 };

    protected override ExperimentResult Run(SampleSpec spec, ExperimentContext context)
    {
        if (end == SampleEnd.NoData)
        {
            throw new DataNotFoundException("the data set 'moon' is not in /nowhere");
        }

        while (end == SampleEnd.Never)
        {
            context.Report(0.5);
            Thread.Sleep(1);
        }

        RandomSource random = new(spec.Seed);
        double[] errors = context.ForEach(spec.Sizes.Count, i => Error(random.Split((ulong)i), spec.Sizes[i], spec.Repeats)), sizes = [.. spec.Sizes.Select(n => (double)n)];
        double worst = errors.Zip(sizes, (error, n) => Math.Abs((error * Math.Sqrt(n)) - 1)).Max(), tolerance = 5 / Math.Sqrt(2.0 * spec.Repeats);
        double ratio = errors[0] / errors[^1], expected = end == SampleEnd.BrokenLaw ? 100 : 0;
        return new(
            [
                Claim.Near("T-MEAN", "inverse", "Ten times as many draws make the error ten times as small.", sizes[^1] / sizes[0], 0.1 * sizes[^1] / sizes[0], ratio) with { Note = "It falls as 1/√n, and so by √10 only." },
                Claim.Near("T-MEAN", "law", "The error is 1/√n up to that of its measurement.", expected, tolerance, worst) with { Origin = ClaimOrigin.Law },
            ],
            [new("errors", "Errors | by n", ["n", "error", "1/√n", "word"], [.. sizes.Select((n, i) => (IReadOnlyList<Cell>)[n, errors[i], 1 / Math.Sqrt(n), i == 0 ? "a <word>" : "–"])])],
            [new("error", "The error of a mean falls as 1/√n", [new(new("draws n", IsLogarithmic: true), new("root mean square error", IsLogarithmic: true),
                [new LineMark(sizes, errors) { Legend = "measured", HasPoints = true }, new LineMark(sizes, [.. sizes.Select(n => 1 / Math.Sqrt(n))]) { Legend = "1/√n", IsDashed = true }])]) { Caption = "The points lie on the line." }])
        {
            Notes = ["Nothing was left out."],
        };
    }

    private static double Error(RandomSource random, int size, int repeats)
    {
        double sum = 0;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            double total = 0;
            for (int i = 0; i < size; i++)
            {
                total += random.Gaussian();
            }

            sum += total / size * (total / size);
        }

        return Math.Sqrt(sum / repeats);
    }
}
