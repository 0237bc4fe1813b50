namespace FastBias.Lab;

/// <summary>A run that ended: what was asked, what was found, and under which conditions.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Spec">Its parameters.</param>
/// <param name="Result">What it found.</param>
public sealed record ExperimentRun(Experiment Experiment, ExperimentSpec Spec, ExperimentResult Result)
{
    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How many threads it could use; nothing depends on it but the time.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether its parameters began as <see cref="Experiment.Quick"/>: claims about large sizes may fail.</summary>
    public bool IsQuick { get; init; }

    /// <summary>The command that repeats it: the parameters that differ from the defaults are named.</summary>
    public string Command
    {
        get
        {
            ExperimentSpec start = IsQuick ? Experiment.Quick : Experiment.Defaults;
            IEnumerable<string> changed = Experiment.SpecText.Names
                .Where(name => Experiment.SpecText.Value(Spec, name) != Experiment.SpecText.Value(start, name))
                .Select(name => name == "seed" ? $" --seed {Experiment.SpecText.Value(Spec, name)}" : $" --set {Quoted($"{name}={Experiment.SpecText.Value(Spec, name)}")}");
            return $"fastbias lab run {Experiment.Name}{(IsQuick ? " --quick" : string.Empty)}{string.Concat(changed)}";
        }
    }

    /// <summary>The laws that do not hold: the laboratory contradicts itself.</summary>
    public IEnumerable<Claim> FailedLaws => Result.Claims.Where(claim => claim.Origin == ClaimOrigin.Law && !claim.Holds);

    /// <summary>The published statements that do not hold.</summary>
    public IEnumerable<Claim> FalseStatements => Result.Claims.Where(claim => claim.Origin == ClaimOrigin.Published && !claim.Holds);

    private static string Quoted(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"'{text}'" : text;
}

/// <summary>An experiment that did not run, and why.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Reason">What is missing, and where it was looked for.</param>
public sealed record SkippedRun(Experiment Experiment, string Reason);
