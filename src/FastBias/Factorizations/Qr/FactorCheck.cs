using System.Numerics;

namespace FastBias;

/// <summary>The checks of arguments and of state that the factorizations share.</summary>
internal static class FactorCheck
{
    /// <summary>Throws unless the factorization has a result.</summary>
    public static void RequireSuccess(Status status)
    {
        if (status != Status.Success)
        {
            throw new InvalidOperationException($"The factorization has no result: its status is {status}.");
        }
    }

    /// <summary>Throws unless a view has the shape that is needed.</summary>
    public static void RequireShape(int rows, int columns, int neededRows, int neededColumns, string name)
    {
        if (rows != neededRows || columns != neededColumns)
        {
            throw new ArgumentException($"{name} is {rows}x{columns}; {neededRows}x{neededColumns} is needed.", name);
        }
    }

    /// <summary>Throws unless a span is long enough.</summary>
    public static void RequireLength(int length, int needed, string name)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{name} has {length} elements; {needed} are needed.", name);
        }
    }

    /// <summary>Throws unless the elements of a row lie next to each other.</summary>
    public static void RequireContiguousRows<T>(ReadOnlyMatrixSpan<T> a, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.ColumnStride != 1 && a.Columns > 1)
        {
            throw new ArgumentException($"The elements of a row of {name} are {a.ColumnStride} apart; in place they must be next to each other.", name);
        }
    }
}
