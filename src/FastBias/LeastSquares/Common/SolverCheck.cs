using System.Numerics;

namespace FastBias;

/// <summary>The exceptions of wrong calls of direct solvers.</summary>
internal static class SolverCheck
{
    public static void RightHandSides<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (b.Rows != a.Rows)
        {
            throw new ArgumentException($"B has {b.Rows} rows, A is {a.Rows}x{a.Columns}.", nameof(b));
        }
    }

    public static void RightHandSide<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (b.Length != a.Rows)
        {
            throw new ArgumentException($"b has {b.Length} elements, A is {a.Rows}x{a.Columns}.", nameof(b));
        }
    }

    /// <summary>Every value is one of its enumeration.</summary>
    public static void Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"There is no such {typeof(TEnum).Name}.");
        }
    }

    public static void NotNegative<T>(T value, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(value >= T.Zero && T.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and not negative.");
        }
    }

    public static void Positive<T>(T value, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(value > T.Zero && T.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and positive.");
        }
    }
}
