using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;
using Consumer;
using FastBias;

// Bits of the generated kernels against those of the library, then of a solve and of foreign views: one line each, for the test to compare.
Check<double>("6x6x6", 6, 6, 6, Kernels.Six);
Check<float>("3x5x7", 3, 5, 7, Kernels.Odd);
Check<double>("1x12x4", 1, 12, 4, Kernels.Row);
Check<float>("16x16x16", 16, 16, 16, Outer.Inner.Large);

double[,] a = { { 1, 2, 3 }, { 4, 5, 6 } }, c = new double[2, 2];
Product.Multiply(c.AsMatrixSpan(), ((Span2D<double>)a).AsMatrixSpan(), new TensorSpan<double>(a).AsMatrixSpan().Transposed);
Console.WriteLine($"views {c[0, 0]} {c[0, 1]} {c[1, 0]} {c[1, 1]}");

double[] b = [7, 8];
LeastSquaresSolution<double> solution = LeastSquares.Solve(new Matrix<double>(a), b);
Console.WriteLine($"solve {solution.Status} {Hash(0, solution.X.Data):X16}");

static void Check<T>(string name, int m, int n, int k, Multiply<T> multiply)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    ulong state = 1, hash = 0;
    for (int repetition = 0; repetition < 100; repetition++)
    {
        T[] a = Random<T>(m * k, ref state), b = Random<T>(k * n, ref state), c = new T[m * n], expected = new T[m * n];
        multiply(a, b, c);
        Product.Multiply(new MatrixSpan<T>(expected, m, n), new MatrixSpan<T>(a, m, k), new MatrixSpan<T>(b, k, n));
        if (!c.SequenceEqual(expected))
        {
            Console.WriteLine($"{name} differs from Product.Multiply");
            Environment.Exit(1);
        }

        hash = Hash(hash, c);
    }

    Console.WriteLine($"{name} {hash:X16}");
}

static T[] Random<T>(int count, ref ulong state)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    T[] values = new T[count];
    for (int i = 0; i < count; i++)
    {
        state = unchecked((state * 6364136223846793005) + 1442695040888963407);
        values[i] = T.ScaleB(T.CreateTruncating((long)(state >> 33) - (1L << 30)), (int)(state >> 60) - 38);
    }

    return values;
}

static ulong Hash<T>(ulong hash, T[] values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    foreach (T value in values)
    {
        hash = unchecked((hash ^ BitConverter.DoubleToUInt64Bits(double.CreateTruncating(value))) * 1099511628211);
    }

    return hash;
}

internal delegate void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c);
