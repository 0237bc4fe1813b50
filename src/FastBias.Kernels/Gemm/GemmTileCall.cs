namespace FastBias.Kernels;

/// <summary>One call of a register tile: C[rows x columns] = alpha·A·B + beta·C, over pinned or native memory.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal unsafe struct GemmTileCall<T>
    where T : unmanaged
{
    /// <summary>The rows of this tile, 1 to the kernel's own number.</summary>
    public int Rows;

    /// <summary>The columns of this tile, 1 to the kernel's own number.</summary>
    public int Columns;

    /// <summary>How many more tiles of so many rows lie below this one; only without <see cref="Keep"/> and where A lies unpacked.</summary>
    public int TilesBelow;

    /// <summary>The length of the chains; at most <see cref="Gemm.Depth"/>.</summary>
    public nuint Depth;

    /// <summary>Element (0, 0) of A, whose elements are broadcast.</summary>
    public T* A;

    /// <summary>From one row of A to the next, in elements; 1 unless <see cref="AStep"/> is.</summary>
    public nint ARow;

    /// <summary>From one column of A to the next, in elements; where it is not 1, <see cref="ARow"/> is.</summary>
    public nint AStep;

    /// <summary><see cref="Depth"/> elements that will be read soon, or any address: they are only asked for.</summary>
    public T* Next;

    /// <summary>Element (0, 0) of B, whose rows are loaded as vectors.</summary>
    public T* B;

    /// <summary>From one row of B to the next, in elements.</summary>
    public nint BStep;

    /// <summary>Where the rows of B are stored as they are loaded, one after the other and whole vectors each, 64-byte aligned; null: nowhere. Only for tiles of all rows.</summary>
    public T* Keep;

    /// <summary>
    /// How far from each vector of B that is loaded the one lies that is asked for, in elements; 0 for nothing. Only for one vector of columns, five rows
    /// to one and a half times <see cref="KernelTable{T}.TileRows"/>, and an A whose columns are contiguous.
    /// </summary>
    public nint Ask;

    /// <summary>Element (0, 0) of C, whose rows are contiguous.</summary>
    public T* C;

    /// <summary>From one row of C to the next, in elements.</summary>
    public nint CRow;

    /// <summary>The factor of the product.</summary>
    public T Alpha;

    /// <summary>The factor of C; where it is zero, C is not read.</summary>
    public T Beta;
}
