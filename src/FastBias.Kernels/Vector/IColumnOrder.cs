using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Decides, column by column, which one a reduction takes next.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface IColumnOrder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Brings the first column to its place.</summary>
    void First<TReduction>(scoped in TReduction reduction)
        where TReduction : IColumnReduction<T>, allows ref struct;

    /// <summary>Exchanges column j + 1, in all rows, for the one that is to come next.</summary>
    /// <param name="reduction">The reduction, whose reflector j is made and not yet applied.</param>
    /// <param name="j">The last column that was eliminated.</param>
    /// <param name="factor">For the reduction's methods.</param>
    /// <returns>Where the column came from: j + 1 if it stays.</returns>
    int Next<TReduction>(scoped in TReduction reduction, int j, T factor)
        where TReduction : IColumnReduction<T>, allows ref struct;
}

/// <summary>What the order of the columns is decided by, and done to: a reduction whose last reflector is made and not yet applied.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface IColumnReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Row j of R right of the diagonal, as the next pass will leave it.</summary>
    /// <param name="j">The last column that was eliminated.</param>
    /// <param name="factor">What <see cref="IColumnOrder{T}.Next"/> was given.</param>
    /// <param name="row">n − j − 1 elements.</param>
    void CopyRow(int j, T factor, Span<T> row);

    /// <summary>What is left of a column below row j, as the next pass will leave it.</summary>
    void CopyColumn(int j, T factor, int column, Span<T> x);

    /// <summary>Exchanges two columns that are not reduced yet, in all rows.</summary>
    void Exchange(int j, int k);
}

/// <summary>The columns as they come.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal readonly struct InPlaceOrder<T> : IColumnOrder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void First<TReduction>(scoped in TReduction reduction)
        where TReduction : IColumnReduction<T>, allows ref struct
    {
    }

    public int Next<TReduction>(scoped in TReduction reduction, int j, T factor)
        where TReduction : IColumnReduction<T>, allows ref struct => j + 1;
}
