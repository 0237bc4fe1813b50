using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastBias.Lab;

/// <summary>A run for programs: the file <c>run.json</c>. Numbers that are not finite are null.</summary>
internal sealed record RunRecord
{
    public required string Experiment { get; init; }

    public required string Title { get; init; }

    public required string Command { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The parameters as <c>--set</c> reads them.</summary>
    public required IReadOnlyDictionary<string, string> Spec { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required int Threads { get; init; }

    public required MachineRecord Machine { get; init; }

    public required IReadOnlyList<ClaimRecord> Claims { get; init; }

    public required IReadOnlyList<string> Figures { get; init; }

    public required IReadOnlyList<string> Tables { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static RunRecord Create(ExperimentRun run) => new()
    {
        Experiment = run.Experiment.Name,
        Title = run.Experiment.Title,
        Command = run.Command,
        Seed = run.Spec.Seed,
        Spec = run.Experiment.SpecText.Names.ToDictionary(name => name, name => run.Experiment.SpecText.Value(run.Spec, name)),
        Started = run.Started,
        ElapsedSeconds = run.Elapsed.TotalSeconds,
        Threads = run.Threads,
        Machine = MachineRecord.Current,
        Claims = [.. run.Result.Claims.Select(ClaimRecord.Create)],
        Figures = [.. run.Result.Figures.Select(figure => $"{figure.Name}.svg")],
        Tables = [.. run.Result.Tables.Select(table => table.Name)],
        Notes = run.Result.Notes,
    };
}

/// <summary>What computed.</summary>
internal sealed record MachineRecord
{
    public static MachineRecord Current { get; } = Read();

    public required string FastBias { get; init; }

    /// <summary>The commit that it was built from; null where the build did not know.</summary>
    public string? Git { get; init; }

    public required string Runtime { get; init; }

    public required string Isa { get; init; }

    public required string Processor { get; init; }

    public required int Cores { get; init; }

    public required string System { get; init; }

    private static MachineRecord Read()
    {
        string version = typeof(Lab.Experiment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        string[] parts = version.Split('+', 2);
        return new()
        {
            FastBias = parts[0],
            Git = parts.Length > 1 ? parts[1] : null,
            Runtime = RuntimeInformation.FrameworkDescription,
            Isa = Machine.Isa.ToString(),
            Processor = Machine.ProcessorName,
            Cores = Machine.Cores,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        };
    }
}

/// <summary>A claim for programs.</summary>
internal sealed record ClaimRecord(
    string Id, string Part, string Statement, string Origin, string Relation, double Expected, double Tolerance, double? Measured, bool Holds, string Note)
{
    public static ClaimRecord Create(Claim claim) => new(
        claim.Id, claim.Part, claim.Statement, Word(claim.Origin.ToString()), Word(claim.Relation.ToString()), claim.Expected, claim.Tolerance,
        double.IsFinite(claim.Measured) ? claim.Measured : null, claim.Holds, claim.Note);

    private static string Word(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunJson : JsonSerializerContext;
