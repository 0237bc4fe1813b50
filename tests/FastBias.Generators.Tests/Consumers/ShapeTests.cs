using System.Numerics;
using System.Reflection;
using FastBias.Kernels;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>A user's project, without unsafe code: kernels of many fixed shapes, each with the bits of the plain chain on every ISA.</summary>
public class ShapeTests
{
    private static readonly (int M, int N, int K)[] Shapes = Sample();
    private static readonly Lazy<LoadedAssembly> Consumer = new(() => Generation.Of(Compilations.Consumer(Source())).Load());

    private delegate void Kernel<T>(ref T a, ref T b, ref T c);

    private delegate void Spans<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c);

    public static TheoryData<string> Isas() => [.. Enum.GetNames<Isa>()];

    [Theory]
    [MemberData(nameof(Isas))]
    public void OnEveryIsa_TheBitsAreThoseOfTheChain(string isa)
    {
        foreach ((int m, int n, int k) in Shapes)
        {
            Check<double>((a, b, c) => Find<double>(m, n, k, "f64", isa)(ref a[0], ref b[0], ref c[0]), m, n, k);
            Check<float>((a, b, c) => Find<float>(m, n, k, "f32", isa)(ref a[0], ref b[0], ref c[0]), m, n, k);
        }
    }

    [Fact]
    public void TheDispatcher_TakesSpans()
    {
        foreach ((int m, int n, int k) in Shapes)
        {
            Check<double>((a, b, c) => Consumer.Value.Method<Spans<double>>("Consumer.Shapes", $"Mul{m}x{n}x{k}")(a, b, c), m, n, k);
            Check<float>((a, b, c) => Consumer.Value.Method<Spans<float>>("Consumer.Shapes", $"MulSingle{m}x{n}x{k}")(a, b, c), m, n, k);
        }
    }

    [Fact]
    public void TheDispatcher_ChecksLengthsAndOverlap_BeforeTheFirstWrite()
    {
        Spans<double> multiply = Consumer.Value.Method<Spans<double>>("Consumer.Shapes", "Mul6x6x6");
        double[] memory = new double[200];
        Array.Fill(memory, 7.0);
        Assert.Throws<ArgumentException>("a", () => multiply(memory.AsSpan(0, 35), memory.AsSpan(36, 36), memory.AsSpan(100, 36)));
        Assert.Throws<ArgumentException>("b", () => multiply(memory.AsSpan(0, 36), memory.AsSpan(36, 37), memory.AsSpan(100, 36)));
        Assert.Throws<ArgumentException>("c", () => multiply(memory.AsSpan(0, 36), memory.AsSpan(36, 36), default));
        Assert.Throws<ArgumentException>("c", () => multiply(memory.AsSpan(0, 36), memory.AsSpan(36, 36), memory.AsSpan(71, 36)));
        Assert.All(memory, value => Assert.Equal(7.0, value));
        multiply(memory.AsSpan(0, 36), memory.AsSpan(36, 36), memory.AsSpan(72, 36));
        Assert.All(memory[72..108], value => Assert.Equal(6 * 49.0, value));
    }

    [Fact]
    public void Plans_BoundWhatIsCompiled_AndFitTheRegisters()
    {
        PropertyInfo all = Consumer.Value.Type("FastBias.Generated.KernelCatalogue").GetProperty("All", BindingFlags.Static | BindingFlags.NonPublic)!;
        KernelInfo[] kernels = (KernelInfo[])all.GetValue(null)!;
        Assert.Equal(Shapes.Length * 8, kernels.Length);
        foreach (KernelInfo kernel in kernels)
        {
            BudgetTests.Check(kernel.Name, kernel.IlBytes, kernel.Locals, Consumer.Value.Type("FastBias.Generated." + kernel.Name));
            Assert.InRange(kernel.Registers, 1, kernel.RegistersAvailable);
        }
    }

    [Fact]
    public void TheGeneratedKernel_IsItsTemplateOnLanes()
    {
        string template = Oracle<double>.Template("GemmFixed", ("Rows", 5), ("Columns", 7), ("Depth", 3), ("RowsPerTile", 2), ("VectorsPerTile", 3), ("StrideA", 3), ("StrideB", 7), ("StrideC", 7));
        using LoadedAssembly loaded = new(Compilations.Library(template));
        Kernel<double> run = loaded.Method<Kernel<double>>("FastBias.Templates.GemmFixed", "Run");
        Check<double>((a, b, c) => run(ref a[0], ref b[0], ref c[0]), 5, 7, 3);
    }

    private static Kernel<T> Find<T>(int m, int n, int k, string tag, string isa)
        where T : unmanaged =>
        Consumer.Value.Method<Kernel<T>>($"FastBias.Generated.Consumer_Shapes_Mul{(tag == "f32" ? "Single" : "")}{m}x{n}x{k}_{tag}_{isa}", "Run");

    private static void Check<T>(Action<T[], T[], T[]> multiply, int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (bool special in new[] { false, true })
        {
            T[] a = special ? Numbers.Special<T>(m, m * k, 20) : Numbers.Random<T>(m, m * k);
            T[] b = special ? Numbers.Special<T>(n + 50, k * n, 20) : Numbers.Random<T>(n + 50, k * n);
            T[] expected = new T[m * n], actual = Numbers.Special<T>(1, m * n, 1);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    T sum = T.Zero;
                    for (int p = 0; p < k; p++)
                    {
                        sum = T.FusedMultiplyAdd(a[(i * k) + p], b[(p * n) + j], sum);
                    }

                    expected[(i * n) + j] = sum;
                }
            }

            multiply(a, b, actual);
            Numbers.Equal<T>(expected, actual, () => $"{m}x{n}x{k} {typeof(T).Name}");
        }
    }

    /// <summary>Each of 1 to 8 in each place twice, and larger ones with few steps, for they are unrolled; 16x24x32 keeps its loop.</summary>
    private static (int M, int N, int K)[] Sample() =>
    [
        .. Enumerable.Range(0, 16).Select(i => (1 + (i % 8), 1 + (((3 * i) + (i / 8)) % 8), 1 + (((5 * i) + (2 * (i / 8))) % 8))),
        (6, 6, 6), (8, 8, 8), (2, 2, 2), (4, 4, 4), (9, 9, 9), (10, 10, 10), (11, 11, 11), (12, 12, 12), (12, 12, 3), (5, 20, 7), (12, 18, 32), (13, 13, 2), (3, 16, 2), (16, 16, 1), (16, 24, 32), (1, 32, 5), (32, 1, 3), (2, 31, 4), (1, 1, 32),
    ];

    private static string Source() => "using System;\nusing FastBias;\nnamespace Consumer;\npublic static partial class Shapes\n{\n"
        + string.Concat(Shapes.Select(shape => Declaration("Mul", "double", shape) + Declaration("MulSingle", "float", shape))) + "}\n";

    private static string Declaration(string name, string type, (int M, int N, int K) shape) =>
        $"    [GemmKernel(M = {shape.M}, N = {shape.N}, K = {shape.K})] public static partial void {name}{shape.M}x{shape.N}x{shape.K}(ReadOnlySpan<{type}> a, ReadOnlySpan<{type}> b, Span<{type}> c);\n";
}
