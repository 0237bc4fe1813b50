using System.Text.Json.Serialization;

namespace FastBias.Cli.Json;

/// <summary>Serialisers made at compile time; camel case, a field that does not apply is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(FiniteOrNullConverter)])]
[JsonSerializable(typeof(MultiplyReport))]
[JsonSerializable(typeof(FactorReport))]
[JsonSerializable(typeof(SolveReport))]
[JsonSerializable(typeof(FitReport))]
[JsonSerializable(typeof(DiagnosisReport))]
[JsonSerializable(typeof(StateFitReport))]
[JsonSerializable(typeof(StateReport))]
[JsonSerializable(typeof(EigReport))]
[JsonSerializable(typeof(InfoReport))]
[JsonSerializable(typeof(LabListReport))]
[JsonSerializable(typeof(LabShowReport))]
[JsonSerializable(typeof(LabRunReport))]
internal sealed partial class JsonReports : JsonSerializerContext;
