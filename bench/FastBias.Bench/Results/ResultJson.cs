using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastBias.Bench.Results;

/// <summary>Results as JSON, camel case, indented: meant to be committed and read in a diff.</summary>
internal static class ResultJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FourDigits() },
    };

    /// <summary>As text.</summary>
    internal static string Write(RunResult result) => JsonSerializer.Serialize(result, Options) + "\n";

    /// <summary>Into a file, whose folder is made.</summary>
    internal static void Write(RunResult result, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, Write(result));
    }

    /// <summary>From text.</summary>
    /// <exception cref="InvalidDataException">It is not a result, or one of another schema.</exception>
    internal static RunResult Parse(string text)
    {
        RunResult? result;
        try
        {
            result = JsonSerializer.Deserialize<RunResult>(text, Options);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Not a result of `ratios`: {error.Message}", error);
        }

        return result is { Schema: RunResult.CurrentSchema, Rows: not null, Machine: not null }
            ? result
            : throw new InvalidDataException($"Not a result of `ratios` with schema {RunResult.CurrentSchema}.");
    }

    /// <summary>From a file.</summary>
    internal static RunResult Read(string path) => Parse(File.ReadAllText(path));

    /// <summary>Timings carry four digits at most; more would only make every diff touch every line.</summary>
    private sealed class FourDigits : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? double.Parse(reader.GetString()!) : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteRawValue(double.Parse(value.ToString("G4")).ToString("R"));
            }
            else
            {
                writer.WriteStringValue(value.ToString());
            }
        }
    }
}
