using System.Numerics;
using System.Reflection;
using FastBias.Kernels;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>Factorizations of fixed shapes: on every ISA, a matrix in each lane, with the bits of the template as it stands on one lane.</summary>
public class FactorEqualityTests
{
    private static readonly (string Kernel, int M, int N)[] Shapes =
    [
        ("Cholesky", 1, 1), ("Cholesky", 3, 3), ("Cholesky", 16, 16),
        ("Qr", 1, 1), ("Qr", 5, 2), ("Qr", 3, 5), ("Qr", 16, 13),
        ("Svd", 1, 1), ("Svd", 3, 3), ("Svd", 2, 5), ("Svd", 9, 6),
    ];

    private static readonly Lazy<LoadedAssembly> Consumer = new(() => Generation.Of(Compilations.Consumer(Source())).Load());

    private delegate void InPlace<T>(ref T a, ref T work, ref int failed);

    private delegate void Qr<T>(ref T a, ref T tau, ref T work);

    private delegate void Svd<T>(ref T a, ref T u, ref T s, ref T vt, ref T work, ref int status);

    public static TheoryData<string, int, int> Kernels()
    {
        TheoryData<string, int, int> data = [];
        foreach ((string kernel, int m, int n) in Shapes)
        {
            data.Add(kernel, m, n);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void OnEveryIsa_TheLanesHaveTheBitsOfTheTemplate(string kernel, int m, int n)
    {
        Check<double>(kernel, m, n);
        Check<float>(kernel, m, n);
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

    private static void Check<T>(string kernel, int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int matrices = 16;
        T[] data = Data<T>(kernel, m, n, matrices);
        (string Name, int Value)[] constants = kernel switch
        {
            "Cholesky" => [("Order", n)],
            "Qr" => [("Rows", m), ("Columns", n)],
            _ => [("Rows", m), ("Columns", n), ("Tall", Math.Max(m, n)), ("Short", Math.Min(m, n))],
        };
        using LoadedAssembly oracle = new(Compilations.Library(Oracle<T>.Template(kernel + "Fixed", constants)));
        (T[] numbers, int[] outcomes) = Run<T>(oracle, $"FastBias.Templates.{kernel}Fixed", kernel, m, n, data, 1);
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            int lanes = isa == Isa.Scalar ? 1 : (64 << (int)isa) / (8 * System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
            string name = $"FastBias.Generated.Consumer_Factors_{kernel}{m}x{n}_{(typeof(T) == typeof(double) ? "f64" : "f32")}_batch_{isa}";
            (T[] actual, int[] actualOutcomes) = Run<T>(Consumer.Value, name, kernel, m, n, data, lanes);
            Numbers.Equal<T>(numbers, actual, () => $"{name}");
            Assert.Equal(outcomes, actualOutcomes);
        }
    }

    /// <summary>All matrices through one kernel, so many at a time; all that it writes, and the outcomes.</summary>
    private static (T[] Numbers, int[] Outcomes) Run<T>(LoadedAssembly assembly, string type, string kernel, int m, int n, T[] data, int lanes)
        where T : unmanaged
    {
        int size = m * n, few = Math.Min(m, n), matrices = data.Length / size;
        T[] a = [.. data], work = new T[(m + n) * few * lanes + (size * lanes)], u = new T[m * few * matrices], s = new T[few * matrices], vt = new T[few * n * matrices];
        int[] outcomes = new int[matrices];
        for (int i = 0; i < matrices; i += lanes)
        {
            ref T at = ref a[i * size], scratch = ref work[0];
            if (lanes == 1 && kernel != "Svd")
            {
                scratch = ref at;
            }

            switch (kernel)
            {
                case "Cholesky":
                    assembly.Method<InPlace<T>>(type, "Run")(ref at, ref scratch, ref outcomes[i]);
                    break;
                case "Qr":
                    assembly.Method<Qr<T>>(type, "Run")(ref at, ref s[i * few], ref scratch);
                    break;
                default:
                    assembly.Method<Svd<T>>(type, "Run")(ref at, ref u[i * m * few], ref s[i * few], ref vt[i * few * n], ref scratch, ref outcomes[i]);
                    break;
            }
        }

        return ([.. a, .. u, .. s, .. vt], outcomes);
    }

    /// <summary>Ordinary matrices among ones that are zero, repeated, tiny, huge, graded, and full of NaN and infinities.</summary>
    private static T[] Data<T>(string kernel, int m, int n, int matrices)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T tiny = typeof(T) == typeof(double) ? T.CreateChecked(1e-310) : T.CreateChecked(1e-41f), huge = T.One / (tiny * T.CreateChecked(1e6));
        T[] data = Numbers.Random<T>(m + n, m * n * matrices);
        Random random = new(m * n);
        for (int i = 0; i < matrices; i++)
        {
            Span<T> matrix = data.AsSpan(i * m * n, m * n);
            if (i % 2 == 0)
            {
                for (int e = 0; e < matrix.Length; e++)
                {
                    matrix[e] = T.CreateTruncating(random.NextDouble() - 0.5);
                }
            }

            T factor = i switch { 3 => T.Zero, 4 => tiny, 5 => huge, _ => T.One };
            for (int e = 0; e < matrix.Length; e++)
            {
                matrix[e] = i switch { 6 => T.One, 7 => matrix[e % n], 8 when e == 0 => T.NaN, 10 when e == matrix.Length - 1 => T.PositiveInfinity, _ => matrix[e] };
            }

            for (int k = 0; kernel == "Cholesky" && k < n && i < 14; k++)
            {
                matrix[k * (n + 1)] = T.Abs(matrix[k * (n + 1)]) + T.CreateChecked(n);
            }

            for (int e = 0; e < matrix.Length; e++)
            {
                matrix[e] *= factor;
            }
        }

        return data;
    }

    private static string Source() => "using System;\nusing FastBias;\nnamespace Consumer;\npublic static partial class Factors\n{\n"
        + string.Concat(from shape in Shapes from type in SmallKernels.Elements select Declaration(shape, type)) + "}\n";

    private static string Declaration((string Kernel, int M, int N) shape, string type)
    {
        string name = $"{shape.Kernel}{shape.M}x{shape.N}";
        return shape.Kernel switch
        {
            "Cholesky" => $"[CholeskyKernel(N = {shape.N}, Batch = true)] public static partial int {name}(Span<{type}> a, Span<int> failed);\n",
            "Qr" => $"[QrKernel(M = {shape.M}, N = {shape.N}, Batch = true)] public static partial void {name}(Span<{type}> a, Span<{type}> tau);\n",
            _ => $"[SvdKernel(M = {shape.M}, N = {shape.N}, Batch = true)] public static partial int {name}(ReadOnlySpan<{type}> a, Span<{type}> u, Span<{type}> s, Span<{type}> vt, Span<int> status);\n",
        };
    }
}
