using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FastBias;

/// <summary>The checks of arguments and of state that the factorizations share.</summary>
/// <remarks>Messages are made in methods of their own: where a check has nothing to say it is inlined, and costs a small factorization nothing.</remarks>
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
            ThrowShape(rows, columns, neededRows, neededColumns, name);
        }
    }

    /// <summary>Throws unless a span is long enough.</summary>
    public static void RequireLength(int length, int needed, string name)
    {
        if (length < needed)
        {
            ThrowLength(length, needed, name);
        }
    }

    /// <summary>Throws unless the elements of a row lie next to each other.</summary>
    public static void RequireContiguousRows<T>(ReadOnlyMatrixSpan<T> a, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.ColumnStride != 1 && a.Columns > 1)
        {
            ThrowGaps(a.ColumnStride, name);
        }
    }

    [DoesNotReturn]
    private static void ThrowShape(int rows, int columns, int neededRows, int neededColumns, string name) =>
        throw new ArgumentException($"{name} is {rows}x{columns}; {neededRows}x{neededColumns} is needed.", name);

    [DoesNotReturn]
    private static void ThrowLength(int length, int needed, string name) =>
        throw new ArgumentException($"{name} has {length} elements; {needed} are needed.", name);

    [DoesNotReturn]
    private static void ThrowGaps(nint stride, string name) =>
        throw new ArgumentException($"The elements of a row of {name} are {stride} apart; in place they must be next to each other.", name);
}
