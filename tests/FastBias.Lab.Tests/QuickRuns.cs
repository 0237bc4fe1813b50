using System.Collections.Concurrent;

namespace FastBias.Lab.Tests;

/// <summary>Each experiment's quick run, made once for all tests that only look at it.</summary>
internal static class QuickRuns
{
    private static readonly ConcurrentDictionary<string, Lazy<ExperimentRun>> s_runs = new();

    /// <summary>The run on one thread.</summary>
    public static ExperimentRun Of(string name) => s_runs.GetOrAdd(name, key => new(() => Run(Laboratory.Find(key)!))).Value;

    /// <summary>All of them, in the laboratory's order.</summary>
    public static IReadOnlyList<ExperimentRun> All => [.. Laboratory.Experiments.Select(experiment => Of(experiment.Name))];

    private static ExperimentRun Run(Experiment experiment) =>
        new(experiment, experiment.Quick, experiment.Run(experiment.Quick, ExperimentContext.Default)) { Elapsed = TimeSpan.FromSeconds(1.5), IsQuick = true };
}
