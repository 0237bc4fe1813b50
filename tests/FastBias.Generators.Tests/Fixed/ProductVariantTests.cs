using System.Numerics;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Products of fixed shapes with transposes, strides, accumulation and batches, and matrices times vectors: the bits of the plain chain on every ISA.</summary>
public class ProductVariantTests
{
    private static readonly (int M, int N, int K)[] Shapes = [(3, 5, 4), (6, 7, 6), (2, 13, 3), (9, 3, 2), (5, 1, 7), (12, 12, 12), (4, 29, 3)];

    private static readonly (int M, int N, int K)[] Sharing =
        [(2, 2, 2), (4, 4, 4), (3, 4, 4), (5, 2, 2), (6, 3, 4), (5, 5, 5), (8, 8, 8), (7, 6, 3), (9, 9, 5), (10, 10, 4), (11, 11, 3), (5, 12, 4), (3, 17, 3), (6, 18, 2), (5, 20, 3), (3, 24, 2)];

    private static readonly Variant[] Variants =
    [
        .. Enumerable.Range(1, 17).Select(i => (Shape: Shapes[i % Shapes.Length], Options: i % 16)).Select(pair => new Variant(
            pair.Shape.M, pair.Shape.N, pair.Shape.K,
            (pair.Options & 1) != 0, (pair.Options & 2) != 0, (pair.Options & 4) != 0, (pair.Options & 8) != 0, pair.Options % 3)),
        new(6, 6, 6, false, false, true, true, 2),

        // Rows that share vectors: tails of every width, whole rows, with gaps that nothing may write to, and rows that leave the last vector unfilled.
        .. Sharing.SelectMany((shape, i) => new[] { i % 5, (i + 3) % 5 }.Select(options => new Variant(
            shape.M, shape.N, shape.K, options == 1, options == 2, options >= 3, options is 0 or 3, i % 2))),
    ];

    private static readonly Lazy<LoadedAssembly> Consumer = new(() => Generation.Of(Compilations.Consumer(Source())).Load());

    private delegate void Kernel<T>(ref T a, ref T b, ref T c);

    private delegate void Spans<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c);

    [Theory]
    [InlineData(Isa.Scalar)]
    [InlineData(Isa.V128)]
    [InlineData(Isa.V256)]
    [InlineData(Isa.V512)]
    public void OnEveryIsa_TheBitsAreThoseOfTheChain(Isa isa)
    {
        foreach (Variant variant in Variants)
        {
            Check<double>(variant, (a, b, c) => Consumer.Value.Method<Kernel<double>>($"FastBias.Generated.Consumer_Variants_{variant.Name}_f64_{isa}", "Run")(ref a[0], ref b[0], ref c[0]));
            Check<float>(variant, (a, b, c) => Consumer.Value.Method<Kernel<float>>($"FastBias.Generated.Consumer_Variants_{variant.Name}_f32_{isa}", "Run")(ref a[0], ref b[0], ref c[0]));
        }
    }

    [Fact]
    public void TheDispatcher_TakesLongerSpans_WhereThereAreGaps_AndBlocksOfOneMatrix()
    {
        Spans<double> multiply = Consumer.Value.Method<Spans<double>>("Consumer.Variants", "Blocks");
        double[] memory = new double[200];
        Array.Fill(memory, 3.0);
        Assert.Throws<ArgumentException>("a", () => multiply(memory.AsSpan(0, 11), memory.AsSpan(100, 4), memory.AsSpan(50)));
        Assert.Throws<ArgumentException>("b", () => multiply(memory.AsSpan(0), memory.AsSpan(100), memory.AsSpan(50)));

        // C in the columns right of A, row by row between the rows of A; one column further left they would share one.
        Assert.Throws<ArgumentException>("c", () => multiply(memory.AsSpan(0), memory.AsSpan(100, 4), memory.AsSpan(1)));
        Assert.All(memory, value => Assert.Equal(3.0, value));
        multiply(memory.AsSpan(0), memory.AsSpan(100, 4), memory.AsSpan(2));
        Assert.All(memory.Select((value, i) => (value, i)), pair => Assert.Equal(pair.i < 14 && pair.i % 5 >= 2 && pair.i % 5 <= 3 ? 18.0 : 3.0, pair.value));
    }

    [Fact]
    public void ABatch_HasTheBitsOfSingleProducts_AndCountsItsMatrices()
    {
        Spans<double> batch = Consumer.Value.Method<Spans<double>>("Consumer.Variants", "Batch"), one = Consumer.Value.Method<Spans<double>>("Consumer.Variants", "One");
        for (int count = 0; count < 6; count++)
        {
            double[] a = Numbers.Random<double>(1, 6 * count), b = Numbers.Random<double>(2, 15 * count), c = new double[10 * count], expected = new double[10 * count];
            batch(a, b, c);
            for (int i = 0; i < count; i++)
            {
                one(a.AsSpan(6 * i, 6), b.AsSpan(15 * i, 15), expected.AsSpan(10 * i, 10));
            }

            Numbers.Equal<double>(expected, c, () => $"{count} products");
        }

        Assert.Throws<ArgumentException>("a", () => batch(new double[7], new double[15], new double[10]));
        Assert.Throws<ArgumentException>("b", () => batch(new double[6], new double[30], new double[10]));
        Assert.Throws<ArgumentException>("c", () => batch(new double[6], new double[15], new double[9]));
    }

    [Fact]
    public void MatricesTimesVectors_AreChains()
    {
        double[] a = Numbers.Random<double>(3, 7 * 5), x = Numbers.Random<double>(4, 7), y = Numbers.Random<double>(5, 7);
        double[] plain = new double[7], transposed = [.. y[..5]];
        Consumer.Value.Method<Spans<double>>("Consumer.Variants", "Apply")(a, x.AsSpan(0, 5), plain);
        Consumer.Value.Method<Spans<double>>("Consumer.Variants", "ApplyTransposed")(a, x, transposed);
        double[] chain = [.. Enumerable.Range(0, 7).Select(i => Enumerable.Range(0, 5).Aggregate(0.0, (sum, j) => Math.FusedMultiplyAdd(a[(5 * i) + j], x[j], sum)))];
        double[] down = [.. Enumerable.Range(0, 5).Select(j => y[j] - Enumerable.Range(0, 7).Aggregate(0.0, (sum, i) => Math.FusedMultiplyAdd(a[(5 * i) + j], x[i], sum)))];
        Numbers.Equal<double>(chain, plain, () => "A·x");
        Numbers.Equal<double>(down, transposed, () => "y − Aᵀ·x");
    }

    private static void Check<T>(Variant variant, Action<T[], T[], T[]> multiply)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n, int k) = (variant.M, variant.N, variant.K);
        (int strideA, int strideB, int strideC) = variant.Strides;
        T[] a = Numbers.Random<T>(m, (variant.TransposeA ? k : m) * strideA), b = Numbers.Random<T>(n + 50, (variant.TransposeB ? n : k) * strideB);
        T[] actual = Numbers.Special<T>(1, m * strideC, 9), expected = [.. actual];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                T sum = T.Zero;
                for (int p = 0; p < k; p++)
                {
                    sum = T.FusedMultiplyAdd(a[variant.TransposeA ? (p * strideA) + i : (i * strideA) + p], b[variant.TransposeB ? (j * strideB) + p : (p * strideB) + j], sum);
                }

                T before = expected[(i * strideC) + j];
                expected[(i * strideC) + j] = (variant.Accumulate, variant.Negate) switch
                {
                    (false, false) => sum,
                    (false, true) => -sum,
                    (true, false) => before + sum,
                    _ => before - sum,
                };
            }
        }

        multiply(a, b, actual);
        Numbers.Equal<T>(expected, actual, () => $"{variant} {typeof(T).Name}");
    }

    private static string Source() => "using System;\nusing FastBias;\nnamespace Consumer;\npublic static partial class Variants\n{\n"
        + string.Concat(from variant in Variants from type in SmallKernels.Elements select variant.Declaration(type))
        + """
            [GemmKernel(M = 2, N = 5, K = 3)] public static partial void One(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);
            [GemmKernel(M = 2, N = 5, K = 3, Batch = true)] public static partial void Batch(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);
            [GemmKernel(M = 3, N = 2, K = 2, StrideA = 5, StrideC = 5)] public static partial void Blocks(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);
            [GemvKernel(M = 7, N = 5)] public static partial void Apply(ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> y);
            [GemvKernel(M = 7, N = 5, Transpose = true, Accumulate = true, Negate = true)] public static partial void ApplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> y);
        }

        """;

    private sealed record Variant(int M, int N, int K, bool TransposeA, bool TransposeB, bool Accumulate, bool Negate, int Gap)
    {
        public string Name => $"Mul{M}x{N}x{K}{(TransposeA ? "T" : "N")}{(TransposeB ? "T" : "N")}{(Accumulate ? "A" : "")}{(Negate ? "M" : "")}";

        /// <summary>A and C have gaps, B has none.</summary>
        public (int A, int B, int C) Strides => ((TransposeA ? M : K) + Gap, TransposeB ? K : N, N + Gap);

        public string Declaration(string type)
        {
            string flags = $"{(TransposeA ? ", TransposeA = true" : "")}{(TransposeB ? ", TransposeB = true" : "")}{(Accumulate ? ", Accumulate = true" : "")}{(Negate ? ", Negate = true" : "")}";
            string strides = Gap > 0 ? $", StrideA = {Strides.A}, StrideC = {Strides.C}" : "";
            return $"[GemmKernel(M = {M}, N = {N}, K = {K}{flags}{strides})] public static partial void {Name}(ReadOnlySpan<{type}> a, ReadOnlySpan<{type}> b, Span<{type}> c);\n";
        }
    }
}
