namespace FastBias.Files;

/// <summary>Limits of the readers.</summary>
public sealed record MatrixFileOptions
{
    /// <summary>The default limit: 1 GiB.</summary>
    public const long DefaultMemoryLimit = 1L << 30;

    /// <summary>
    /// The largest number of bytes that the elements of the matrix may take; a file that asks for more is refused before
    /// anything of that size is allocated. Default <see cref="DefaultMemoryLimit"/>.
    /// </summary>
    public long MemoryLimit { get; init; } = DefaultMemoryLimit;

    internal static MatrixFileOptions Default { get; } = new();

    /// <summary>The dimensions that a file claims, checked against every limit before an allocation.</summary>
    internal int RequireElements(string path, long rows, long columns, int elementSize, long? line = null)
    {
        if (rows > int.MaxValue || columns > int.MaxValue)
        {
            throw new MatrixFileException(path, $"a {rows}x{columns} matrix is too large", line);
        }

        // Both at most 2^31 - 1: neither product can overflow.
        long elements = rows * columns;
        if (elements > Array.MaxLength)
        {
            throw new MatrixFileException(path, $"a {rows}x{columns} matrix is too large", line);
        }

        if (elements * elementSize > MemoryLimit)
        {
            throw new MatrixFileException(path, $"a {rows}x{columns} matrix takes {elements * elementSize} bytes, the limit is {MemoryLimit}", line);
        }

        return (int)elements;
    }
}
