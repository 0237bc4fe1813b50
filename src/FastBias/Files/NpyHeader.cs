using System.Globalization;

namespace FastBias.Files;

/// <summary>What the header of a .npy file says: element type, order and shape.</summary>
/// <param name="Descriptor">The element type as NumPy writes it, for example <c>&lt;f8</c>.</param>
/// <param name="FortranOrder">Whether the elements lie column after column.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="DataOffset">Where the elements start, in bytes from the start of the file.</param>
public sealed record NpyHeader(string Descriptor, bool FortranOrder, IReadOnlyList<long> Shape, long DataOffset)
{
    /// <summary>The number of rows: the first dimension.</summary>
    public long Rows => Shape[0];

    /// <summary>The number of columns: the second dimension, or 1 for a vector, which is read as a column.</summary>
    public long Columns => Shape.Count == 1 ? 1 : Shape[1];

    /// <summary>Whether the array has one dimension.</summary>
    public bool IsVector => Shape.Count == 1;

    /// <summary>Whether the elements are 4-byte floating-point numbers.</summary>
    public bool IsSingle => Descriptor is "<f4" or ">f4";

    /// <summary>The text of a header in NumPy's own form, without the padding.</summary>
    internal static string Format(string descriptor, ReadOnlySpan<int> shape)
    {
        string dimensions = shape.Length == 1
            ? string.Create(CultureInfo.InvariantCulture, $"({shape[0]},)")
            : string.Create(CultureInfo.InvariantCulture, $"({shape[0]}, {shape[1]})");
        return $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': {dimensions}, }}";
    }
}
