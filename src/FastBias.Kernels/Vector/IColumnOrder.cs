using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Decides, column by column, which one a reduction takes next.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface IColumnOrder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Brings the first column to its place.</summary>
    void First();

    /// <summary>Exchanges column j + 1, in all rows, for the one that is to come next.</summary>
    /// <param name="panel">The reduction, whose reflector j is made and not yet applied.</param>
    /// <param name="j">The last column that was eliminated.</param>
    /// <param name="factor">For the panel's methods.</param>
    /// <returns>Where the column came from: j + 1 if it stays.</returns>
    int Next(HouseholderPanel<T> panel, int j, T factor);
}
