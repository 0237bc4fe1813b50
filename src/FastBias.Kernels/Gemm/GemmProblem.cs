namespace FastBias.Kernels;

/// <summary>A product over pinned memory, C with contiguous rows: C = alpha·A·B + beta·C.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal unsafe struct GemmProblem<T>
    where T : unmanaged
{
    public int M;
    public int N;
    public int K;
    public T* A;
    public nint ARow;
    public nint AColumn;
    public T* B;
    public nint BRow;
    public nint BColumn;
    public T* C;
    public nint CRow;
    public T Alpha;
    public T Beta;

    /// <summary>Where only tiles that touch the diagonal or lie below it are wanted: row of C minus column of C at element (0, 0); else null.</summary>
    public int? LowerOffset;

    /// <summary>The part of C with <paramref name="rows"/> rows from <paramref name="row"/> on and <paramref name="columns"/> columns from <paramref name="column"/> on.</summary>
    public readonly GemmProblem<T> Part(int row, int column, int rows, int columns)
    {
        GemmProblem<T> part = this;
        part.M = rows;
        part.N = columns;
        part.A += row * ARow;
        part.B += column * BColumn;
        part.C += (row * CRow) + column;
        part.LowerOffset = LowerOffset + row - column;
        return part;
    }

    /// <summary>Whether a block of C lies wholly above the diagonal and is not wanted.</summary>
    public readonly bool Skips(int row, int column, int rows) => LowerOffset is { } offset && column > row + rows - 1 + offset;
}
