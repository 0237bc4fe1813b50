namespace FastBias.Lab;

/// <summary>All experiments.</summary>
public static partial class Laboratory
{
    /// <summary>The experiments, in the order in which a newcomer would read them.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
        [.. Identifiability, .. Conditioning, .. Interpolation, .. Sparsity, .. Theorems, .. TrueOrFalse, .. Proofs, .. Exercises, .. Solutions, .. Appendix];

    /// <summary>The experiment of a name.</summary>
    /// <param name="name">Such as <c>double-descent</c>.</param>
    /// <returns>The experiment, or null where there is none of that name.</returns>
    public static Experiment? Find(string name) => Experiments.FirstOrDefault(experiment => experiment.Name == name);
}
