using System.Numerics;
using K = FastBias.Tests.DeclaredKernels;

namespace FastBias.Tests;

internal delegate int CholeskyOne<T>(Span<T> a);

internal delegate int CholeskyMany<T>(Span<T> a, Span<int> failed);

internal delegate void QrAny<T>(Span<T> a, Span<T> tau);

internal delegate int SvdOne<T>(ReadOnlySpan<T> a, Span<T> u, Span<T> s, Span<T> vt);

internal delegate int SvdMany<T>(ReadOnlySpan<T> a, Span<T> u, Span<T> s, Span<T> vt, Span<int> status);

/// <summary>The kernel for one matrix of a shape, and the one for a batch.</summary>
internal sealed record CholeskyCase<T>(int N, CholeskyOne<T> One, CholeskyMany<T> Many);

/// <summary>The kernel for one matrix of a shape, and the one for a batch.</summary>
internal sealed record QrCase<T>(int M, int N, QrAny<T> One, QrAny<T> Many);

/// <summary>The kernel for one matrix of a shape, and the one for a batch.</summary>
internal sealed record SvdCase<T>(int M, int N, SvdOne<T> One, SvdMany<T> Many);

/// <summary>The declared kernels by element type.</summary>
internal static class KernelCases
{
    private static readonly CholeskyCase<double>[] CholeskyDouble = [new(1, K.Cholesky1, K.Cholesky1), new(2, K.Cholesky2, K.Cholesky2), new(6, K.Cholesky6, K.Cholesky6), new(16, K.Cholesky16, K.Cholesky16)];
    private static readonly CholeskyCase<float>[] CholeskySingle = [new(1, K.Cholesky1, K.Cholesky1), new(2, K.Cholesky2, K.Cholesky2), new(6, K.Cholesky6, K.Cholesky6), new(16, K.Cholesky16, K.Cholesky16)];
    private static readonly QrCase<double>[] QrDouble = [new(1, 1, K.Qr1x1, K.Qrs1x1), new(4, 4, K.Qr4x4, K.Qrs4x4), new(7, 3, K.Qr7x3, K.Qrs7x3), new(3, 6, K.Qr3x6, K.Qrs3x6), new(16, 16, K.Qr16x16, K.Qrs16x16)];
    private static readonly QrCase<float>[] QrSingle = [new(1, 1, K.Qr1x1, K.Qrs1x1), new(4, 4, K.Qr4x4, K.Qrs4x4), new(7, 3, K.Qr7x3, K.Qrs7x3), new(3, 6, K.Qr3x6, K.Qrs3x6), new(16, 16, K.Qr16x16, K.Qrs16x16)];
    private static readonly SvdCase<double>[] SvdDouble = [new(1, 1, K.Svd1x1, K.Svd1x1), new(3, 3, K.Svd3x3, K.Svd3x3), new(7, 2, K.Svd7x2, K.Svd7x2), new(3, 6, K.Svd3x6, K.Svd3x6), new(16, 16, K.Svd16x16, K.Svd16x16)];
    private static readonly SvdCase<float>[] SvdSingle = [new(1, 1, K.Svd1x1, K.Svd1x1), new(3, 3, K.Svd3x3, K.Svd3x3), new(7, 2, K.Svd7x2, K.Svd7x2), new(3, 6, K.Svd3x6, K.Svd3x6), new(16, 16, K.Svd16x16, K.Svd16x16)];

    internal static CholeskyCase<T>[] Cholesky<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(double) ? (CholeskyCase<T>[])(object)CholeskyDouble : (CholeskyCase<T>[])(object)CholeskySingle;

    internal static QrCase<T>[] Qr<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(double) ? (QrCase<T>[])(object)QrDouble : (QrCase<T>[])(object)QrSingle;

    internal static SvdCase<T>[] Svd<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(double) ? (SvdCase<T>[])(object)SvdDouble : (SvdCase<T>[])(object)SvdSingle;

    /// <summary>Matrices of one shape for a batch: the gallery, with NaN, infinity and zeros among them.</summary>
    internal static T[] Batch<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<T> data = [];
        foreach (Matrix<T> matrix in Shaped<T>(rows, columns).Select(pair => pair.A))
        {
            data.AddRange(matrix.Data);
        }

        for (int i = 1; i < data.Count; i += 11 * rows * columns)
        {
            data[i] = i % 2 == 0 ? T.NaN : T.NegativeInfinity;
        }

        return [.. data];
    }

    /// <summary>The gallery's matrices that have exactly a shape, in the range of T.</summary>
    internal static IEnumerable<(string Name, Matrix<T> A)> Shaped<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        from matrix in FastBias.Testing.Gallery.All(rows, columns)
        where matrix.Rows == rows && matrix.Columns == columns && matrix.FitsIn<T>()
        select (matrix.Name, matrix.As<T>());

    /// <summary>Whether two arrays have the same bits, all NaN being equal.</summary>
    internal static bool Same<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool same = x.Length == y.Length;
        for (int i = 0; same && i < x.Length; i++)
        {
            same = T.IsNaN(x[i]) ? T.IsNaN(y[i]) : x[i] == y[i] && T.IsNegative(x[i]) == T.IsNegative(y[i]);
        }

        return same;
    }
}
