using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>A product over pinned memory: C = alpha·A·B + beta·C.</summary>
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
    public nint CColumn;
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
        part.C += (row * CRow) + (column * CColumn);
        part.LowerOffset = LowerOffset + row - column;
        return part;
    }

    /// <summary>Cᵀ = alpha·BᵀAᵀ + beta·Cᵀ: the same elements, and the same chains, as fma(a, b, c) = fma(b, a, c).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Transpose()
    {
        (M, N) = (N, M);
        T* a = A;
        A = B;
        B = a;
        (ARow, AColumn, BRow, BColumn) = (BColumn, BRow, AColumn, ARow);
        (CRow, CColumn) = (CColumn, CRow);
    }

    /// <summary>The tile at the upper left, and its chains' first piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GemmTileCall<T> Corner() => new()
    {
        Depth = (nuint)Math.Min(Gemm.Depth, K),
        A = A,
        ARow = ARow,
        AStep = AColumn,
        Next = A,
        B = B,
        BStep = BRow,
        C = C,
        CRow = CRow,
        Alpha = Alpha,
        Beta = Beta,
    };

    /// <summary>Whether a block of C lies wholly above the diagonal and is not wanted.</summary>
    public readonly bool Skips(int row, int column, int rows) => LowerOffset is { } offset && column > row + rows - 1 + offset;
}
