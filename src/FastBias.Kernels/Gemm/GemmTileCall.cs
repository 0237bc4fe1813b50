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

    /// <summary>The length of the chains; at most <see cref="Gemm.Depth"/>.</summary>
    public nuint Depth;

    /// <summary>Element (0, 0) of A, whose elements are broadcast.</summary>
    public T* A;

    /// <summary>From one row of A to the next, in elements.</summary>
    public nint ARow;

    /// <summary>From one column of A to the next, in elements.</summary>
    public nint AStep;

    /// <summary>Element (0, 0) of B, whose rows are loaded as vectors.</summary>
    public T* B;

    /// <summary>From one row of B to the next, in elements.</summary>
    public nint BStep;

    /// <summary>Element (0, 0) of C, whose rows are contiguous.</summary>
    public T* C;

    /// <summary>From one row of C to the next, in elements.</summary>
    public nint CRow;

    /// <summary>The factor of the product.</summary>
    public T Alpha;

    /// <summary>The factor of C; where it is zero, C is not read.</summary>
    public T Beta;
}
