using System.Numerics;
using FastBias.Kernels;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>The kernels on vectors have the bits of their templates on lanes, for every length from 0 to 130.</summary>
public abstract unsafe class VectorKernelEquality<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Longest = 130, Guard = 70;
    private static readonly KernelTable<T> Template = Oracle<T>.Table;

    public static TheoryData<Isa, bool> Tables() => Subjects.All();

    [Theory]
    [MemberData(nameof(Tables))]
    public void Reductions(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        ForEachLength((n, x, y) =>
        {
            T[] expected = new T[6], actual = new T[6];
            Reduce(Template, n, x, y, expected);
            Reduce(table, n, x, y, actual);
            Numbers.Equal<T>(expected, actual, () => $"dot, sum of squares, largest, Gram for n = {n}");
        });

        static void Reduce(KernelTable<T> table, int n, T[] x, T[] y, T[] results)
        {
            fixed (T* px = x, py = y, result = results)
            {
                result[0] = table.Dot((nuint)n, px, py);
                result[1] = table.SumOfSquares((nuint)n, px, T.ScaleB(T.One, -3));
                result[2] = table.MaxAbs((nuint)n, px);
                table.GramPair((nuint)n, px, py, result + 3);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Updates(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        T alpha = T.CreateTruncating(0.3), cosine = T.CreateTruncating(0.6), sine = T.CreateTruncating(-0.8);
        Compare("axpy", (kernels, n, x, y) => kernels.Axpy(n, alpha, x, y));
        Compare("scale", (kernels, n, x, y) => kernels.Scale(n, alpha, y));
        Compare("rotate", (kernels, n, x, y) => kernels.RotatePair(n, cosine, sine, x, y));
        Compare("reflect", (kernels, n, x, y) => kernels.ReflectVector(n, alpha, x, y));

        void Compare(string name, Update update) => ForEachLength((n, x, y) =>
        {
            T[] x1 = [.. x], y1 = [.. y], x2 = [.. x], y2 = [.. y];
            Apply(Template, n, x1, y1);
            Apply(table, n, x2, y2);
            Numbers.Equal<T>(x1, x2, () => $"x of {name} for n = {n}");
            Numbers.Equal<T>(y1, y2, () => $"y of {name} for n = {n}");
            // The template writes nothing behind the end, so equality covers the guard as well; that it does not is seen here.
            Numbers.Equal<T>(y.AsSpan(n), y1.AsSpan(n), () => $"behind the end of {name} for n = {n}");

            void Apply(KernelTable<T> kernels, int length, T[] first, T[] second)
            {
                fixed (T* px = first, py = second)
                {
                    update(kernels, (nuint)length, px, py);
                }
            }
        });
    }

    private delegate void Update(KernelTable<T> kernels, nuint n, T* x, T* y);

    private static void ForEachLength(Action<int, T[], T[]> test)
    {
        for (int n = 0; n <= Longest; n++)
        {
            test(n, Numbers.Random<T>(n, n + Guard), Numbers.Random<T>(n + 1000, n + Guard));
            test(n, Numbers.Special<T>(n, n + Guard, 2 + (3 * n)), Numbers.Special<T>(n + 1000, n + Guard, 2 + (3 * n)));
        }
    }
}

/// <inheritdoc/>
public class VectorKernelEqualityOfDouble : VectorKernelEquality<double>;

/// <inheritdoc/>
public class VectorKernelEqualityOfSingle : VectorKernelEquality<float>;
