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
            T[] expected = new T[8], actual = new T[8];
            Reduce(Template, n, x, y, expected);
            Reduce(table, n, x, y, actual);
            Numbers.Equal<T>(expected, actual, () => $"dot, sum of squares, largest, Gram, sums over poles for n = {n}");
        });

        static void Reduce(KernelTable<T> table, int n, T[] x, T[] y, T[] results)
        {
            fixed (T* px = x, py = y, result = results)
            {
                result[0] = table.Dot((nuint)n, px, py);
                result[1] = table.SumOfSquares((nuint)n, px, T.ScaleB(T.One, -3));
                result[2] = table.MaxAbs((nuint)n, px);
                table.GramPair((nuint)n, px, py, result + 3);
                table.PoleSums((nuint)n, px, py, T.CreateTruncating(0.3), result + 6);
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
        Compare("quotients", (kernels, n, x, y) => kernels.Quotients(n, x, x, alpha, y));
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

    /// <summary>One after the other, a dozen vectors of every length in rounds of pairs, with a tail that is turned and not tested.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void Sweeps(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int lanes = Oracle<T>.Columns / 4;
        int[] schedule = [0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 0, 0, 2, 1, 4, 3, 5];
        for (int blocks = 0; blocks <= 5; blocks++)
        {
            int all = blocks + (blocks % 3), stride = (all * lanes) + 1;
            T[] vectors = Numbers.Random<T>(blocks, (6 * stride) + Guard).Select(x => T.Clamp(x, -T.One, T.One)).ToArray();
            T[] expected = Sweep(Template, vectors, out T[] squares), actual = Sweep(table, vectors, out T[] others);
            Numbers.Equal<T>(expected, actual, () => $"vectors of {blocks} blocks");
            Numbers.Equal<T>(squares, others, () => $"squares and the largest cosine of vectors of {blocks} blocks");
            Numbers.Equal<T>(vectors.AsSpan(6 * stride), actual.AsSpan(6 * stride), () => $"behind the end for {blocks} blocks");
            Assert.True(blocks == 0 || !vectors.SequenceEqual(actual), "nothing was turned");

            T[] Sweep(KernelTable<T> kernels, T[] from, out T[] results)
            {
                T[] turned = [.. from], work = new T[5 * lanes];
                results = new T[7];
                fixed (T* pv = turned, ps = results, pw = work)
                fixed (int* pairs = schedule)
                {
                    T tolerance = T.ScaleB(T.One, -40);
                    results[6] = kernels.JacobiSweep(6, 3, 3, pairs, (nuint)blocks, (nuint)all, stride, tolerance, pv, ps, pw);
                }

                return turned;
            }
        }
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
