using System.Numerics;
using System.Text.Json;
using FastBias.Files;

namespace FastBias;

/// <summary>States of <see cref="LeastSquaresAccumulator{T}"/> as JSON, for programs that are not this one.</summary>
/// <remarks>
/// {"format": "fastbias-least-squares-state", "version": 1, "type": "f8", "columns", "targets", "names", "nodes": [{"level", "index", "rows", "weightSum", "scales", "triangle"}],
/// "sha256"}. Numbers have as many digits as bring back the same bits; the checksum is that of the binary form, so that a changed digit is found.
/// </remarks>
public static class AccumulatorJson
{
    private const string Format = "fastbias-least-squares-state";

    /// <summary>The state as JSON, on one line.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    public static string Write<T>(LeastSquaresAccumulator<T> state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] binary = AccumulatorFile.ToBytes(state);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("version", 1);
            writer.WriteString("type", typeof(T) == typeof(float) ? "f4" : "f8");
            writer.WriteNumber("columns", state.Columns);
            writer.WriteNumber("targets", state.Targets);
            writer.WriteStartArray("names");
            foreach (string name in state.Names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("nodes");
            foreach (AccumulatorNode<T> node in state.ClosedNodes())
            {
                WriteNode(writer, node);
            }

            writer.WriteEndArray();
            writer.WriteString("sha256", Convert.ToHexString(binary.AsSpan(binary.Length - 32)));
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A state from JSON.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>, as it was written.</typeparam>
    /// <param name="json">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="MatrixFileException">The text is not an undamaged state.</exception>
    public static LeastSquaresAccumulator<T> Read<T>(string json, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format || root.GetProperty("version").GetInt32() != 1)
            {
                throw new MatrixFileException(name, "is not a state of least squares of version 1");
            }

            if (root.GetProperty("type").GetString() != (typeof(T) == typeof(float) ? "f4" : "f8"))
            {
                throw new MatrixFileException(name, "holds numbers of the other precision");
            }

            int columns = root.GetProperty("columns").GetInt32(), targets = root.GetProperty("targets").GetInt32();
            if (columns < 0 || targets < 0 || (long)columns + targets > LeastSquaresAccumulator<T>.MaxWidth)
            {
                throw new MatrixFileException(name, $"claims {columns} columns and {targets} targets");
            }

            AccumulatorNode<T>[] nodes = [.. root.GetProperty("nodes").EnumerateArray().Select(node => ReadNode<T>(node, columns + targets, name))];
            LeastSquaresAccumulator<T> state = LeastSquaresAccumulator<T>.FromNodes(columns, targets, nodes) ?? throw new MatrixFileException(name, "is damaged: its nodes are not what a state holds");
            state.SetNames([.. root.GetProperty("names").EnumerateArray().Select(element => element.GetString() ?? string.Empty)]);
            return Convert.ToHexString(AccumulatorFile.ToBytes(state).AsSpan()[^32..]) == root.GetProperty("sha256").GetString()
                ? state
                : throw new MatrixFileException(name, "is damaged: its checksum is not that of its contents");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new MatrixFileException(name, $"is not a state of least squares: {error.Message}", innerException: error);
        }
    }

    private static void WriteNode<T>(Utf8JsonWriter writer, AccumulatorNode<T> node)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        writer.WriteStartObject();
        writer.WriteNumber("level", node.Level);
        writer.WriteNumber("index", node.Index);
        writer.WriteNumber("rows", node.Rows);
        writer.WriteNumber("weightSum", node.WeightSum);
        writer.WriteStartArray("scales");
        foreach (T scale in node.Scales)
        {
            writer.WriteNumberValue(double.CreateTruncating(scale));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("triangle");
        for (int i = 0; i < node.Triangle.Rows; i++)
        {
            foreach (T element in node.Triangle.Row(i)[i..])
            {
                writer.WriteNumberValue(double.CreateTruncating(element));
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static AccumulatorNode<T> ReadNode<T>(JsonElement node, int width, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] scales = Numbers<T>(node.GetProperty("scales")), packed = Numbers<T>(node.GetProperty("triangle"));
        int level = node.GetProperty("level").GetInt32();
        if (scales.Length != width || packed.Length != (long)width * (width + 1) / 2 || level is < 0 or > 60)
        {
            throw new MatrixFileException(name, "is damaged: a node has not the right size");
        }

        Matrix<T> triangle = new(width, width);
        for (int i = 0, next = 0; i < width; next += width - i, i++)
        {
            packed.AsSpan(next, width - i).CopyTo(triangle.Row(i)[i..]);
        }

        return new(level, node.GetProperty("index").GetInt64(), node.GetProperty("rows").GetInt64(), node.GetProperty("weightSum").GetDouble(), scales, triangle);
    }

    private static T[] Numbers<T>(JsonElement array)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. array.EnumerateArray().Select(element => T.CreateTruncating(element.GetDouble()))];
}
