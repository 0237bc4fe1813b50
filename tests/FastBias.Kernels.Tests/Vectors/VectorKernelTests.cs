using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Every vector kernel of every ISA at every length 0 … 256, against the fixed lanes written down plainly; canaries around all operands.</summary>
public abstract unsafe class VectorKernelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Longest = 256;

    private static int Lanes => 256 / sizeof(T);

    public static TheoryData<Isa, int> IsasAndAlignments
    {
        get
        {
            TheoryData<Isa, int> data = [];
            foreach (Isa isa in Isas.List)
            {
                data.Add(isa, 0);
                data.Add(isa, 1);
            }

            return data;
        }
    }

    /// <summary>Σ wᵢ/(pᵢ − at) and its derivative, over the lanes of the kernel.</summary>
    private static (T Sum, T Slope) OverPoles(ReadOnlySpan<T> poles, ReadOnlySpan<T> weights, T at)
    {
        T[] inverses = [.. poles.ToArray().Select(pole => T.One / (pole - at))], ones = [.. inverses.Select(_ => T.One)];
        T[] terms = [.. weights.ToArray().Zip(inverses, (weight, inverse) => weight * inverse)];
        return (ChainOracle.Lanes<T>(terms, ones, Lanes / 4), ChainOracle.Lanes<T>(terms, inverses, Lanes / 4));
    }

    [Theory]
    [MemberData(nameof(IsasAndAlignments))]
    public void Reductions(Isa isa, int shift)
    {
        KernelTable<T> kernels = Kernels<T>.For(isa);
        T* gram = stackalloc T[4];
        for (int n = 0; n <= Longest; n++)
        {
            (PoisonedVector<T> x, PoisonedVector<T> y) = Pair(n, shift);
            fixed (T* px = x.Span[shift..], py = y.Span[shift..])
            {
                ReadOnlySpan<T> u = x.Span[shift..], v = y.Span[shift..];
                Bits.AssertEqual(ChainOracle.Lanes(u, v, Lanes), kernels.Dot((nuint)n, px, py), $"dot {n}");
                T scale = T.ScaleB(T.One, (n % 9) - 4);
                T[] scaled = [.. u.ToArray().Select(value => scale * value)];
                Bits.AssertEqual(ChainOracle.Lanes<T>(scaled, scaled, Lanes), kernels.SumOfSquares((nuint)n, px, scale), $"sum of squares {n}");
                T max = n == 0 ? T.Zero : u.ToArray().Max(T.Abs);
                Bits.AssertEqual(max, kernels.MaxAbs((nuint)n, px), $"max {n}");
                gram[3] = Poison.Value<T>();
                kernels.GramPair((nuint)n, px, py, gram);
                Bits.AssertEqual(ChainOracle.Lanes(u, u, Lanes / 2), gram[0], $"xx {n}");
                Bits.AssertEqual(ChainOracle.Lanes(v, v, Lanes / 2), gram[1], $"yy {n}");
                Bits.AssertEqual(ChainOracle.Lanes(u, v, Lanes / 2), gram[2], $"xy {n}");
                Assert.True(Poison.Is(gram[3]));
                kernels.PoleSums((nuint)n, px, py, T.CreateTruncating(0.3), gram);
                (T sum, T slope) = OverPoles(u, v, T.CreateTruncating(0.3));
                Bits.AssertEqual(sum, gram[0], $"sum over poles {n}");
                Bits.AssertEqual(slope, gram[1], $"slope over poles {n}");
            }

            AssertUntouched(x, y);
        }
    }

    [Theory]
    [MemberData(nameof(IsasAndAlignments))]
    public void Updates(Isa isa, int shift)
    {
        KernelTable<T> kernels = Kernels<T>.For(isa);
        T alpha = T.CreateTruncating(0.7), c = T.CreateTruncating(0.8), s = T.CreateTruncating(-0.6);
        for (int n = 0; n <= Longest; n++)
        {
            (PoisonedVector<T> x, PoisonedVector<T> y) = Pair(n, shift);
            T[] u = x.Span[shift..].ToArray(), v = y.Span[shift..].ToArray();
            fixed (T* px = x.Span[shift..], py = y.Span[shift..])
            {
                kernels.Axpy((nuint)n, alpha, px, py);
                v = [.. v.Select((value, i) => T.FusedMultiplyAdd(alpha, u[i], value))];
                Bits.AssertEqual<T>(v, y.Span[shift..], $"axpy {n}");
                kernels.Scale((nuint)n, alpha, px);
                u = [.. u.Select(value => alpha * value)];
                Bits.AssertEqual<T>(u, x.Span[shift..], $"scale {n}");
                kernels.RotatePair((nuint)n, c, s, px, py);
                T[] first = [.. u.Select((value, i) => T.FusedMultiplyAdd(c, value, -s * v[i]))], second = [.. u.Select((value, i) => T.FusedMultiplyAdd(s, value, c * v[i]))];
                Bits.AssertEqual<T>(first, x.Span[shift..], $"rotate {n}, x");
                Bits.AssertEqual<T>(second, y.Span[shift..], $"rotate {n}, y");
                kernels.ReflectVector((nuint)n, alpha, px, py);
                T factor = -(alpha * ChainOracle.Lanes<T>(first, second, Lanes));
                Bits.AssertEqual<T>([.. second.Select((value, i) => T.FusedMultiplyAdd(factor, first[i], value))], y.Span[shift..], $"reflect {n}");
                Bits.AssertEqual<T>(first, x.Span[shift..], $"reflect {n}: v");
            }

            AssertUntouched(x, y);
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void A_special_value_in_any_place_of_any_length_is_seen(Isa isa)
    {
        KernelTable<T> kernels = Kernels<T>.For(isa);
        T* gram = stackalloc T[3];
        for (int n = 1; n <= 140; n++)
        {
            T[] x = new T[n], y = new T[n];
            Array.Fill(y, T.One);
            for (int at = 0; at < n; at++)
            {
                x[at] = at % 2 == 0 ? T.NaN : T.NegativeInfinity;
                fixed (T* px = x, py = y)
                {
                    Bits.AssertEqual(x[at], kernels.Dot((nuint)n, px, py), $"dot {n}, {at}");
                    Bits.AssertEqual(T.Abs(x[at]), kernels.MaxAbs((nuint)n, px), $"max {n}, {at}");
                    Bits.AssertEqual(T.Abs(x[at]), kernels.SumOfSquares((nuint)n, px, T.One), $"squares {n}, {at}");
                    kernels.GramPair((nuint)n, px, py, gram);
                    Bits.AssertEqual(T.Abs(x[at]), gram[0], $"gram {n}, {at}");
                    Bits.AssertEqual(T.CreateChecked(n), gram[1], $"gram {n}, {at}");
                }

                x[at] = T.Zero;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Panels_hold_the_rows_of_each_block_of_columns(Isa isa)
    {
        KernelTable<T> kernels = Kernels<T>.For(isa);
        int width = kernels.TileColumns;
        foreach ((int depth, int panels, int gap) in ((int, int, int)[])[(0, 2, 0), (1, 1, 0), (3, 2, 1), (17, 3, 5)])
        {
            int row = (panels * width) + gap;
            PoisonedVector<T> source = new(new TestRandom(1).UniformVector<T>(Math.Max(0, (depth * row) - gap))), block = new(new T[depth * panels * width]);
            fixed (T* from = source.Span, into = block.Span)
            {
                kernels.PackPanel((nuint)depth, (nuint)panels, from, row, into);
            }

            for (int panel = 0; panel < panels; panel++)
            {
                for (int p = 0; p < depth; p++)
                {
                    Bits.AssertEqual<T>(source.Span.Slice((p * row) + (panel * width), width), block.Span.Slice(((panel * depth) + p) * width, width), $"panel {panel}, row {p}");
                }
            }

            AssertUntouched(source, block);
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Copies_and_transposes_hold_every_element_and_touch_no_other(Isa isa)
    {
        KernelTable<T> kernels = Kernels<T>.For(isa);
        foreach ((int rows, int columns, int gap) in ((int, int, int)[])[(0, 3, 0), (1, 1, 0), (3, 2, 1), (17, 16, 0), (16, 33, 5), (37, 19, 3)])
        {
            int row = columns + gap;
            PoisonedVector<T> source = new(new TestRandom(1).UniformVector<T>((rows * row) - (rows > 0 ? gap : 0)));
            PoisonedVector<T> copy = new(new T[rows * columns]), transposed = new(new T[rows * columns]);
            fixed (T* from = source.Span, c = copy.Span, t = transposed.Span)
            {
                kernels.CopyRows((nuint)rows, (nuint)columns, from, row, c, columns);
                kernels.Transpose((nuint)rows, (nuint)columns, from, row, t, rows);
            }

            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    Bits.AssertEqual(source.Span[(i * row) + j], copy.Span[(i * columns) + j], $"copy {i}, {j}");
                    Bits.AssertEqual(source.Span[(i * row) + j], transposed.Span[(j * rows) + i], $"transpose {i}, {j}");
                }
            }

            AssertUntouched(source, copy);
            AssertUntouched(source, transposed);
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void The_peak_loop_runs_and_stays_finite(Isa isa) => Assert.True(T.IsFinite(Kernels<T>.For(isa).FmaPeak(100)));

    private static (PoisonedVector<T> X, PoisonedVector<T> Y) Pair(int n, int shift)
    {
        TestRandom random = new((ulong)n);
        return (new(random.WideExponentMatrix<T>(1, n + shift, -9, 9).Data), new(random.WideExponentMatrix<T>(1, n + shift, -9, 9).Data));
    }

    private static void AssertUntouched(PoisonedVector<T> x, PoisonedVector<T> y)
    {
        x.AssertUntouched();
        y.AssertUntouched();
    }
}

public sealed class VectorKernelTestsOfDouble : VectorKernelTests<double>;

public sealed class VectorKernelTestsOfSingle : VectorKernelTests<float>;
