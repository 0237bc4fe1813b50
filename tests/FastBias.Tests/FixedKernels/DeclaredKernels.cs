namespace FastBias.Tests;

/// <summary>Kernels of fixed shapes, declared as any user declares them.</summary>
internal static partial class DeclaredKernels
{
    [CholeskyKernel(N = 1)]
    internal static partial int Cholesky1(Span<double> a);

    [CholeskyKernel(N = 1, Batch = true)]
    internal static partial int Cholesky1(Span<double> a, Span<int> failed);

    [CholeskyKernel(N = 2)]
    internal static partial int Cholesky2(Span<double> a);

    [CholeskyKernel(N = 2, Batch = true)]
    internal static partial int Cholesky2(Span<double> a, Span<int> failed);

    [CholeskyKernel(N = 6)]
    internal static partial int Cholesky6(Span<double> a);

    [CholeskyKernel(N = 6, Batch = true)]
    internal static partial int Cholesky6(Span<double> a, Span<int> failed);

    [CholeskyKernel(N = 16)]
    internal static partial int Cholesky16(Span<double> a);

    [CholeskyKernel(N = 16, Batch = true)]
    internal static partial int Cholesky16(Span<double> a, Span<int> failed);

    [QrKernel(M = 1, N = 1)]
    internal static partial void Qr1x1(Span<double> a, Span<double> tau);

    [QrKernel(M = 1, N = 1, Batch = true)]
    internal static partial void Qrs1x1(Span<double> a, Span<double> tau);

    [QrKernel(M = 4, N = 4)]
    internal static partial void Qr4x4(Span<double> a, Span<double> tau);

    [QrKernel(M = 4, N = 4, Batch = true)]
    internal static partial void Qrs4x4(Span<double> a, Span<double> tau);

    [QrKernel(M = 7, N = 3)]
    internal static partial void Qr7x3(Span<double> a, Span<double> tau);

    [QrKernel(M = 7, N = 3, Batch = true)]
    internal static partial void Qrs7x3(Span<double> a, Span<double> tau);

    [QrKernel(M = 3, N = 6)]
    internal static partial void Qr3x6(Span<double> a, Span<double> tau);

    [QrKernel(M = 3, N = 6, Batch = true)]
    internal static partial void Qrs3x6(Span<double> a, Span<double> tau);

    [QrKernel(M = 16, N = 16)]
    internal static partial void Qr16x16(Span<double> a, Span<double> tau);

    [QrKernel(M = 16, N = 16, Batch = true)]
    internal static partial void Qrs16x16(Span<double> a, Span<double> tau);

    [SvdKernel(M = 1, N = 1)]
    internal static partial int Svd1x1(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt);

    [SvdKernel(M = 1, N = 1, Batch = true)]
    internal static partial int Svd1x1(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt, Span<int> status);

    [SvdKernel(M = 3, N = 3)]
    internal static partial int Svd3x3(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt);

    [SvdKernel(M = 3, N = 3, Batch = true)]
    internal static partial int Svd3x3(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt, Span<int> status);

    [SvdKernel(M = 7, N = 2)]
    internal static partial int Svd7x2(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt);

    [SvdKernel(M = 7, N = 2, Batch = true)]
    internal static partial int Svd7x2(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt, Span<int> status);

    [SvdKernel(M = 3, N = 6)]
    internal static partial int Svd3x6(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt);

    [SvdKernel(M = 3, N = 6, Batch = true)]
    internal static partial int Svd3x6(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt, Span<int> status);

    [SvdKernel(M = 16, N = 16)]
    internal static partial int Svd16x16(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt);

    [SvdKernel(M = 16, N = 16, Batch = true)]
    internal static partial int Svd16x16(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt, Span<int> status);

    [CholeskyKernel(N = 1)]
    internal static partial int Cholesky1(Span<float> a);

    [CholeskyKernel(N = 1, Batch = true)]
    internal static partial int Cholesky1(Span<float> a, Span<int> failed);

    [CholeskyKernel(N = 2)]
    internal static partial int Cholesky2(Span<float> a);

    [CholeskyKernel(N = 2, Batch = true)]
    internal static partial int Cholesky2(Span<float> a, Span<int> failed);

    [CholeskyKernel(N = 6)]
    internal static partial int Cholesky6(Span<float> a);

    [CholeskyKernel(N = 6, Batch = true)]
    internal static partial int Cholesky6(Span<float> a, Span<int> failed);

    [CholeskyKernel(N = 16)]
    internal static partial int Cholesky16(Span<float> a);

    [CholeskyKernel(N = 16, Batch = true)]
    internal static partial int Cholesky16(Span<float> a, Span<int> failed);

    [QrKernel(M = 1, N = 1)]
    internal static partial void Qr1x1(Span<float> a, Span<float> tau);

    [QrKernel(M = 1, N = 1, Batch = true)]
    internal static partial void Qrs1x1(Span<float> a, Span<float> tau);

    [QrKernel(M = 4, N = 4)]
    internal static partial void Qr4x4(Span<float> a, Span<float> tau);

    [QrKernel(M = 4, N = 4, Batch = true)]
    internal static partial void Qrs4x4(Span<float> a, Span<float> tau);

    [QrKernel(M = 7, N = 3)]
    internal static partial void Qr7x3(Span<float> a, Span<float> tau);

    [QrKernel(M = 7, N = 3, Batch = true)]
    internal static partial void Qrs7x3(Span<float> a, Span<float> tau);

    [QrKernel(M = 3, N = 6)]
    internal static partial void Qr3x6(Span<float> a, Span<float> tau);

    [QrKernel(M = 3, N = 6, Batch = true)]
    internal static partial void Qrs3x6(Span<float> a, Span<float> tau);

    [QrKernel(M = 16, N = 16)]
    internal static partial void Qr16x16(Span<float> a, Span<float> tau);

    [QrKernel(M = 16, N = 16, Batch = true)]
    internal static partial void Qrs16x16(Span<float> a, Span<float> tau);

    [SvdKernel(M = 1, N = 1)]
    internal static partial int Svd1x1(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt);

    [SvdKernel(M = 1, N = 1, Batch = true)]
    internal static partial int Svd1x1(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt, Span<int> status);

    [SvdKernel(M = 3, N = 3)]
    internal static partial int Svd3x3(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt);

    [SvdKernel(M = 3, N = 3, Batch = true)]
    internal static partial int Svd3x3(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt, Span<int> status);

    [SvdKernel(M = 7, N = 2)]
    internal static partial int Svd7x2(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt);

    [SvdKernel(M = 7, N = 2, Batch = true)]
    internal static partial int Svd7x2(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt, Span<int> status);

    [SvdKernel(M = 3, N = 6)]
    internal static partial int Svd3x6(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt);

    [SvdKernel(M = 3, N = 6, Batch = true)]
    internal static partial int Svd3x6(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt, Span<int> status);

    [SvdKernel(M = 16, N = 16)]
    internal static partial int Svd16x16(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt);

    [SvdKernel(M = 16, N = 16, Batch = true)]
    internal static partial int Svd16x16(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt, Span<int> status);
}
