namespace FastBias.Lab;

/// <summary>Checks that name the argument and its value.</summary>
internal static class ModelCheck
{
    public static void Length(ReadOnlySpan<double> vector, int expected, string name)
    {
        if (vector.Length != expected)
        {
            throw new ArgumentException($"{name} has {vector.Length} elements, expected {expected}.", name);
        }
    }

    public static void Design(Matrix<double> x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rows == 0 || y.Length != x.Rows)
        {
            throw new ArgumentException($"y has {y.Length} elements, X is {x.Rows}x{x.Columns}; at least one row and as many targets are needed.", nameof(y));
        }
    }

    public static void Labels(ReadOnlySpan<double> y, int rows)
    {
        Length(y, rows, nameof(y));
        for (int i = 0; i < y.Length; i++)
        {
            if (y[i] is not (1 or -1))
            {
                throw new ArgumentException($"Label {i} is {y[i]}; a label is 1 or -1.", nameof(y));
            }
        }
    }

    public static void Batch(ReadOnlySpan<int> batch, int examples)
    {
        if (batch.IsEmpty)
        {
            throw new ArgumentException("A batch has at least one example.", nameof(batch));
        }

        foreach (int index in batch)
        {
            if ((uint)index >= (uint)examples)
            {
                throw new ArgumentOutOfRangeException(nameof(batch), index, $"There are {examples} examples.");
            }
        }
    }

    public static double NonNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and not negative.");

    public static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and positive.");

    /// <summary>A factor by which an average forgets.</summary>
    public static double Decay(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 0 and less than 1.");

    /// <summary>A probability strictly between 0 and 1.</summary>
    public static double Confidence(double delta, string name = "delta") =>
        delta > 0 && delta < 1 ? delta : throw new ArgumentOutOfRangeException(name, delta, $"{name} lies strictly between 0 and 1.");
}
