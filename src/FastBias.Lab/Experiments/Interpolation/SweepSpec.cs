namespace FastBias.Lab;

/// <summary>Which data, how many training rows, how often.</summary>
internal abstract record SweepSpec : ExperimentSpec
{
    public static readonly string[] Known = ["synthetic", "diabetes", "california", "who"];

    protected SweepSpec() => Seed = 1;

    [Parameter("the data sets: synthetic, diabetes, california, who")]
    public IReadOnlyList<string> Data { get; init; } = Known;

    [Parameter("how many numbers of training rows", Minimum = 3, Maximum = 1000)]
    public int Sizes { get; init; } = 60;

    [Parameter("the largest number of training rows", Minimum = 8, Maximum = 100000)]
    public int Largest { get; init; } = 200;

    [Parameter("random subsets for each number of rows", Minimum = 2, Maximum = 100000)]
    public int Repeats { get; init; } = 200;

    [Parameter("rows of the synthetic data", Minimum = 100, Maximum = 1000000)]
    public int SyntheticRows { get; init; } = 2000;

    [Parameter("features of the synthetic data", Minimum = 2, Maximum = 200)]
    public int SyntheticFeatures { get; init; } = 30;

    [Parameter("deviation of the noise in the synthetic target", Minimum = 0, Maximum = 100)]
    public double Noise { get; init; } = 0.5;

    public override string? Problem() => Data.FirstOrDefault(name => !Known.Contains(name)) is { } unknown
        ? $"data: '{unknown}' is none of {string.Join(", ", Known)}"
        : Data.Distinct().Count() < Data.Count ? "data: a data set is named twice" : null;

    /// <summary>The data sets that are on this machine, and a note for each that is not.</summary>
    /// <param name="folder">Where the data are that are not shipped; where null, where <see cref="DataSets"/> looks.</param>
    /// <exception cref="DataNotFoundException">None of them is.</exception>
    public (IReadOnlyList<SubsetProblem> Problems, IReadOnlyList<string> Notes) Load(string? folder = null)
    {
        List<SubsetProblem> problems = [];
        List<string> notes = [];
        DataNotFoundException? missing = null;
        foreach (string name in Data)
        {
            try
            {
                problems.Add(LoadOne(name, folder));
            }
            catch (DataNotFoundException error)
            {
                missing = error;
                notes.Add($"Left out: {name}. {error.Message}");
            }
        }

        return problems.Count > 0 ? (problems, notes) : throw missing!;
    }

    /// <summary>1 … 3n/2 one by one, then about equal quotients with 2n and 100 among them, up to the largest; all at most half of the rows.</summary>
    public int[] Grid(SubsetProblem problem)
    {
        int largest = Math.Min(Largest, problem.Y.Length / 2), dense = Math.Min(3 * problem.Dimension / 2, largest), rest = Math.Max(2, Sizes - dense);
        double[] exponents = Vectors.Grid(Elementary.Log(dense), Elementary.Log(largest), rest);
        IEnumerable<int> near = Enumerable.Range(1, dense), far = exponents.Select(exponent => (int)Math.Round(Elementary.Exp(exponent)));
        int[] all = [.. near.Concat(far).Concat([Math.Min(2 * problem.Dimension, largest), Math.Min(100, largest), largest]).Distinct().Order()];
        if (all.Length <= Sizes + 3)
        {
            return all;
        }

        // Fewer than one by one: the places that claims are made about, and every so many of the others.
        int[] kept = [Math.Max(1, problem.Dimension / 2), problem.Dimension, Math.Min(2 * problem.Dimension, largest), largest];
        int step = (all.Length + Sizes - 1) / Sizes;
        return [.. all.Where((_, i) => i % step == 0).Concat(kept).Distinct().Order()];
    }

    private SubsetProblem LoadOne(string name, string? folder)
    {
        if (name == "synthetic")
        {
            RandomSource random = new RandomSource(Seed).Split(1UL << 40);
            Matrix<double> x = Synthetic.Gaussian(random, SyntheticRows, SyntheticFeatures);
            return new(name, x, Synthetic.Linear(random, x, Synthetic.Direction(random, SyntheticFeatures), Noise));
        }

        DataSet data = (name switch { "diabetes" => DataSets.Diabetes(), "california" => DataSets.California(folder), _ => DataSets.LifeExpectancy(folder) }).Standardized();
        return new(name, data.X, data.Y);
    }
}
