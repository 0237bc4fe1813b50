namespace FastBias.Bench.Contests;

/// <summary>Kernels of fixed shapes, declared as any user declares them; the generator writes their bodies.</summary>
internal static partial class FixedKernels
{
    [GemmKernel(M = 2, N = 2, K = 2)]
    internal static partial void Double2(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 3, N = 3, K = 3)]
    internal static partial void Double3(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 4, N = 4, K = 4)]
    internal static partial void Double4(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 5, N = 5, K = 5)]
    internal static partial void Double5(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 6, N = 6, K = 6)]
    internal static partial void Double6(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 7, N = 7, K = 7)]
    internal static partial void Double7(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 8, N = 8, K = 8)]
    internal static partial void Double8(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 9, N = 9, K = 9)]
    internal static partial void Double9(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 10, N = 10, K = 10)]
    internal static partial void Double10(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 11, N = 11, K = 11)]
    internal static partial void Double11(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 12, N = 12, K = 12)]
    internal static partial void Double12(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 2, N = 2, K = 2)]
    internal static partial void Single2(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 3, N = 3, K = 3)]
    internal static partial void Single3(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 4, N = 4, K = 4)]
    internal static partial void Single4(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 5, N = 5, K = 5)]
    internal static partial void Single5(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 6, N = 6, K = 6)]
    internal static partial void Single6(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 7, N = 7, K = 7)]
    internal static partial void Single7(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 8, N = 8, K = 8)]
    internal static partial void Single8(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 9, N = 9, K = 9)]
    internal static partial void Single9(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 10, N = 10, K = 10)]
    internal static partial void Single10(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 11, N = 11, K = 11)]
    internal static partial void Single11(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 12, N = 12, K = 12)]
    internal static partial void Single12(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 4, N = 4, K = 4, TransposeB = true)]
    internal static partial void Double4Transposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 6, N = 6, K = 6, TransposeB = true)]
    internal static partial void Double6Transposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 8, N = 8, K = 8, TransposeB = true)]
    internal static partial void Double8Transposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 12, N = 12, K = 12, TransposeB = true)]
    internal static partial void Double12Transposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [SvdKernel(M = 3, N = 3, Batch = true)]
    internal static partial int Svd(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt, Span<int> status);

    [CholeskyKernel(N = 6, Batch = true)]
    internal static partial int Cholesky(Span<double> a, Span<int> failed);

    [QrKernel(M = 4, N = 4, Batch = true)]
    internal static partial void Qr(Span<double> a, Span<double> tau);

    [GemmKernel(M = 4, N = 4, K = 4, TransposeB = true)]
    internal static partial void Single4Transposed(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 6, N = 6, K = 6, TransposeB = true)]
    internal static partial void Single6Transposed(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 8, N = 8, K = 8, TransposeB = true)]
    internal static partial void Single8Transposed(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [GemmKernel(M = 12, N = 12, K = 12, TransposeB = true)]
    internal static partial void Single12Transposed(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    [SvdKernel(M = 3, N = 3, Batch = true)]
    internal static partial int Svd(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt, Span<int> status);

    [CholeskyKernel(N = 6, Batch = true)]
    internal static partial int Cholesky(Span<float> a, Span<int> failed);

    [QrKernel(M = 4, N = 4, Batch = true)]
    internal static partial void Qr(Span<float> a, Span<float> tau);
}
