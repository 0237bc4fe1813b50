using System.ComponentModel;

namespace FastBias.Kernels;

/// <summary>A register tile as a template sees it; the generator turns each element into a local of its own.</summary>
/// <typeparam name="TVector">The vector type.</typeparam>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The number of columns.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
internal readonly struct Tile<TVector>(int rows, int columns = 1)
    where TVector : struct
{
    private readonly TVector[] _elements = new TVector[rows * columns];

    /// <summary>An element.</summary>
    public ref TVector this[int row, int column] => ref _elements[(row * columns) + column];

    /// <summary>An element of a tile with one column.</summary>
    public ref TVector this[int row] => ref _elements[row];
}
