using System.Numerics;

namespace FastBias.Bench.Peers;

/// <summary>The BLAS of OpenBLAS for one type, through its Fortran entry points (every argument by address, columns contiguous).</summary>
/// <remarks>
/// The calls cost what they cost any .NET program: a plain unmanaged call, no marshalling, operands already native.
/// The trailing lengths of the character arguments are those that Fortran compilers pass.
/// </remarks>
internal sealed unsafe class Blas<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly delegate* unmanaged[Cdecl]<byte*, byte*, int*, int*, int*, void*, void*, int*, void*, int*, void*, void*, int*, nint, nint, void> _gemm;
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int*, void*, void*, int*, void*, int*, void*, void*, int*, nint, void> _gemv;
    private readonly delegate* unmanaged[Cdecl]<byte*, byte*, int*, int*, void*, void*, int*, void*, void*, int*, nint, nint, void> _syrk;
    private readonly delegate* unmanaged[Cdecl]<byte*, byte*, byte*, byte*, int*, int*, void*, void*, int*, void*, int*, nint, nint, nint, nint, void> _trsm;

    internal Blas(OpenBlasLibrary library)
    {
        string prefix = typeof(T) == typeof(double) ? "d" : "s";
        _gemm = (delegate* unmanaged[Cdecl]<byte*, byte*, int*, int*, int*, void*, void*, int*, void*, int*, void*, void*, int*, nint, nint, void>)library.TrySymbol(prefix + "gemm_");
        _gemv = (delegate* unmanaged[Cdecl]<byte*, int*, int*, void*, void*, int*, void*, int*, void*, void*, int*, nint, void>)library.TrySymbol(prefix + "gemv_");
        _syrk = (delegate* unmanaged[Cdecl]<byte*, byte*, int*, int*, void*, void*, int*, void*, void*, int*, nint, nint, void>)library.TrySymbol(prefix + "syrk_");
        _trsm = (delegate* unmanaged[Cdecl]<byte*, byte*, byte*, byte*, int*, int*, void*, void*, int*, void*, int*, nint, nint, nint, nint, void>)library.TrySymbol(prefix + "trsm_");
    }

    /// <summary>C (m x n) = op(A)·op(B), all by columns.</summary>
    internal void Gemm(char transA, char transB, int m, int n, int k, T* a, int lda, T* b, int ldb, T* c, int ldc)
    {
        byte ta = (byte)transA, tb = (byte)transB;
        T one = T.One, zero = T.Zero;
        _gemm(&ta, &tb, &m, &n, &k, &one, a, &lda, b, &ldb, &zero, c, &ldc, 1, 1);
    }

    /// <summary>y = op(A)·x with A m x n by columns.</summary>
    internal void Gemv(char trans, int m, int n, T* a, int lda, T* x, T* y)
    {
        byte t = (byte)trans;
        int increment = 1;
        T one = T.One, zero = T.Zero;
        _gemv(&t, &m, &n, &one, a, &lda, x, &increment, &zero, y, &increment, 1);
    }

    /// <summary>The lower triangle (by columns) of C (n x n) = A·Aᵀ for 'N', AᵀA for 'T'.</summary>
    internal void Syrk(char trans, int n, int k, T* a, int lda, T* c, int ldc)
    {
        byte uplo = (byte)'L', t = (byte)trans;
        T one = T.One, zero = T.Zero;
        _syrk(&uplo, &t, &n, &k, &one, a, &lda, &zero, c, &ldc, 1, 1);
    }

    /// <summary>B (m x n) = op(T)⁻¹·B for side 'L' or B·op(T)⁻¹ for 'R', all by columns.</summary>
    internal void Trsm(char side, char half, char trans, int m, int n, T* triangle, int ldt, T* b, int ldb)
    {
        byte s = (byte)side, h = (byte)half, t = (byte)trans, d = (byte)'N';
        T one = T.One;
        _trsm(&s, &h, &t, &d, &m, &n, &one, triangle, &ldt, b, &ldb, 1, 1, 1, 1);
    }
}
