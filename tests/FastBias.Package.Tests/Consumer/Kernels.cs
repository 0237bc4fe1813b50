using FastBias;

namespace Consumer;

/// <summary>Kernels of the consumer's own shapes.</summary>
internal static partial class Kernels
{
    [GemmKernel(M = 6, N = 6, K = 6)]
    public static partial void Six(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 3, N = 5, K = 7)]
    public static partial void Odd(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product);

    [GemmKernel(M = 1, N = 12, K = 4)]
    public static partial void Row(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);
}

internal readonly partial struct Outer
{
    internal static partial class Inner
    {
        [GemmKernel(M = 16, N = 16, K = 16)]
        internal static partial void Large(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);
    }
}

#if WRONG
internal static partial class WrongKernels
{
    [GemmKernel(M = 99, N = 2, K = 2)]
    public static partial void TooLarge(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);
}
#endif
