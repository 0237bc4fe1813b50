using FastBias.Lab;

namespace FastBias.Cli.Commands;

/// <summary>Which experiments run with which parameters, and where the results go; all of it checked before anything runs.</summary>
internal sealed record LabRunRequest
{
    public required IReadOnlyList<(Experiment Experiment, ExperimentSpec Spec)> Experiments { get; init; }

    public required string Output { get; init; }

    public string? Claims { get; init; }

    public bool IsQuick { get; init; }

    public required Parallelism Parallelism { get; init; }

    public bool Json { get; init; }

    /// <summary>The experiments of the names, each once, or all; their defaults changed by the seed and by each <c>key=value</c> that they have.</summary>
    /// <exception cref="UsageException">No such experiment; a parameter that none of them has, or a value that cannot be.</exception>
    public static IReadOnlyList<(Experiment Experiment, ExperimentSpec Spec)> Choose(
        IReadOnlyList<Experiment> all, IReadOnlyList<string> names, bool isQuick, ulong? seed, IReadOnlyList<string> settings)
    {
        Experiment[] chosen = names.Contains("all") ? [.. all] : [.. names.Select(name => LabCommand.Find(all, name)).Distinct()];
        (string Key, string Value)[] changes = [.. settings.Select(Split), .. seed is { } number ? [("seed", $"{number}")] : ((string, string)[])[]];
        foreach ((string key, _) in changes)
        {
            if (!chosen.Any(experiment => experiment.SpecText.Names.Contains(key)))
            {
                string[] known = [.. chosen.SelectMany(experiment => experiment.SpecText.Names).Distinct()];
                throw new UsageException($"--set {key}: no such parameter; {(NearestName.Of(key, known) is { } nearest ? $"is it '{nearest}'? " : string.Empty)}there are {string.Join(", ", known.Take(20))}{(known.Length > 20 ? ", …" : string.Empty)}");
            }
        }

        return [.. chosen.Select(experiment => (experiment, Spec(experiment, isQuick, changes)))];
    }

    private static ExperimentSpec Spec(Experiment experiment, bool isQuick, IEnumerable<(string Key, string Value)> changes)
    {
        ExperimentSpec spec = isQuick ? experiment.Quick : experiment.Defaults;
        try
        {
            foreach ((string key, string value) in changes.Where(change => experiment.SpecText.Names.Contains(change.Key)))
            {
                spec = experiment.SpecText.With(spec, key, value);
            }

            experiment.SpecText.Validate(spec);
            return spec;
        }
        catch (SpecException error)
        {
            throw new UsageException($"{experiment.Name}: {error.Message}");
        }
    }

    private static (string Key, string Value) Split(string setting)
    {
        int at = setting.IndexOf('=');
        return at > 0 ? (setting[..at].Trim(), setting[(at + 1)..]) : throw new UsageException($"--set {setting}: write parameter=value");
    }
}
