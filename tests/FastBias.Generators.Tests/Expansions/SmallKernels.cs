using System.Globalization;

namespace FastBias.Generators.Tests;

/// <summary>Declarations of every template for every ISA and element type, with shapes so small that their expansions can be read.</summary>
internal static class SmallKernels
{
    public static IReadOnlyList<string> Elements { get; } = ["double", "float"];

    /// <summary>The declarations of the library's templates, and a table of them in the form of the library's own.</summary>
    public static string Library()
    {
        IEnumerable<string> classes = from isa in Enum.GetValues<Isa>() from element in Elements select Class(isa, element);
        return "using FastBias;\nusing FastBias.Kernels;\n\nnamespace Small;\n" + string.Concat(classes);
    }

    /// <summary>A kernel of a fixed shape for each template and type; the widest vectors of the product are filled in part.</summary>
    public const string Fixed = """
        using System;
        using FastBias;

        namespace Small;

        public static partial class Fixed
        {
            [GemmKernel(M = 2, N = 9, K = 3)]
            public static partial void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

            [GemmKernel(M = 2, N = 17, K = 2)]
            public static partial void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product);

            [GemmKernel(M = 2, N = 3, K = 2, TransposeA = true, TransposeB = true, Accumulate = true, Negate = true, StrideA = 4, StrideC = 5)]
            public static partial void Subtract(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

            [GemvKernel(M = 2, N = 3, Transpose = true, Batch = true)]
            public static partial void Apply(ReadOnlySpan<float> a, ReadOnlySpan<float> x, Span<float> y);

            [CholeskyKernel(N = 2, Batch = true)]
            public static partial int Cholesky(Span<double> a, Span<int> failed);

            [CholeskyKernel(N = 2)]
            public static partial int Cholesky(Span<float> a);

            [QrKernel(M = 3, N = 2, Batch = true)]
            public static partial void Qr(Span<double> a, Span<double> tau);

            [QrKernel(M = 2, N = 2)]
            public static partial void Qr(Span<float> count, Span<float> work);

            [SvdKernel(M = 2, N = 2, Batch = true)]
            public static partial int Svd(ReadOnlySpan<float> a, Span<float> u, Span<float> s, Span<float> vt, Span<int> status);

            [SvdKernel(M = 2, N = 3)]
            public static partial int Svd(ReadOnlySpan<double> a, Span<double> u, Span<double> s, Span<double> vt);
        }
        """;

    public static string TypeName(Isa isa, string element) => $"Small.{isa}_{element}";

    private static int Count(Isa isa, string element) => isa == Isa.Scalar ? 1 : (64 << (int)isa) / (element == "double" ? 64 : 32);

    private static string Class(Isa isa, string element)
    {
        int columns = 2 * Count(isa, element), stripe = (isa == Isa.V512 ? 4 : 2) * Count(isa, element);
        string vector(string template, string more = "") => $"    [VectorKernel(KernelTemplate.{template}, Isa.{isa}{more})]\n    internal static partial ";
        return string.Create(CultureInfo.InvariantCulture, $$"""

            internal static unsafe partial class {{isa}}_{{element}}
            {
                [GemmTile(Isa.{{isa}}, Rows = 2, Columns = {{columns}})]
                internal static partial void GemmTile(GemmTileCall<T>* call);
            {{vector("GemmTiny", $", Rows = 2, Columns = {columns}")}}delegate*<nuint, {{element}}*, nint, {{element}}*, {{element}}*, nint, {{element}}, {{element}}, void> GemmTiny(nuint shape);
            {{vector("GemmShort")}}void GemmShort(nuint m, nuint columns, nuint depth, T* a, nint aRow, nint aStep, T* panel, T* c, nint cRow, T alpha, T beta);
            {{vector("GemmTurned")}}void GemmTurned(nuint rows, nuint columns, nuint depth, T* a, T* b, nint bColumn, T* sums, nint sumsRow);
            {{vector("Dot")}}T Dot(nuint n, T* x, T* y);
            {{vector("SumOfSquares")}}T SumOfSquares(nuint n, T* x, T scale);
            {{vector("MaxAbs")}}T MaxAbs(nuint n, T* x);
            {{vector("Axpy")}}void Axpy(nuint n, T alpha, T* x, T* y);
            {{vector("Scale")}}void Scale(nuint n, T alpha, T* x);
            {{vector("GramPair")}}void GramPair(nuint n, T* x, T* y, T* gram);
            {{vector("RotatePair")}}void RotatePair(nuint n, T cosine, T sine, T* x, T* y);
            {{vector("JacobiSweep")}}T JacobiSweep(
                    nuint count, nuint rounds, nuint pairs, int* schedule, nuint blocks, nuint all, nint stride, T tolerance, T* vectors, T* squares, T* work);
            {{vector("ReflectVector")}}void ReflectVector(nuint n, T tau, T* v, T* x);
            {{vector("ReflectRows")}}void ReflectRows(nuint m, nuint columns, T tau, T* v, T* a, nint aRow, T* w);
            {{vector("ReflectPanel")}}void ReflectPanel(nuint m, nuint columns, nuint finished, nuint head, T factor, T next, T* v, T* x, nint step, T* a, nint aRow, T* s);
            {{vector("ReflectColumn")}}T ReflectColumn(nuint n, nuint finished, T scale, T factor, T* v, T* x);
            {{vector("ReflectColumns")}}void ReflectColumns(nuint n, nuint columns, T* v, T* x, T* a, nint step, T* w);
            {{vector("ScaleColumns")}}void ScaleColumns(nuint m, nuint columns, T* factor, T* a, nint aRow);
            {{vector("RankUpdate")}}void RankUpdate(nuint m, nuint columns, T* v, nint vRow, T* w, nint wRow, T* a, nint aRow);
            {{vector("RotateChain")}}void RotateChain(nuint count, nuint columns, T* rotations, T* a, nint aRow);
            {{vector("PoleSums")}}void PoleSums(nuint n, T* poles, T* weights, T at, T* sums);
            {{vector("Quotients")}}void Quotients(nuint n, T* x, T* z, T shift, T* y);
            {{vector("GemvRows")}}void GemvRow(nuint m, nuint n, T* a, nint aRow, T* x, T* y, T alpha, T beta);
            {{vector("GemvColumns")}}void GemvColumns(nuint m, nuint n, T* a, nint aRow, T* x, T* w, T keep);
            {{vector("GemvLines")}}void GemvLines(nuint lines, nuint m, nuint n, T* a, nint aRow, T* x, T* w);
            {{vector("PackPanel", $", Columns = {columns}")}}void PackPanel(nuint depth, nuint panels, T* source, nint row, T* block);
            {{vector("CopyRows")}}void CopyRows(nuint rows, nuint columns, T* source, nint row, T* destination, nint step);
            {{vector("Transpose")}}void Transpose(nuint rows, nuint columns, T* source, nint row, T* destination, nint step);
            {{vector("FmaPeak")}}T FmaPeak(nuint rounds);

                internal static readonly KernelTable<T> Table = new(Isa.{{isa}}, 2, {{columns}})
                {
                    StripeColumns = {{stripe}}, GemvRowCount = 1,
                    GemmTile = &GemmTile, GemmTiny = &GemmTiny, GemmShort = &GemmShort, GemmTurned = &GemmTurned, Dot = &Dot, SumOfSquares = &SumOfSquares, MaxAbs = &MaxAbs, Axpy = &Axpy, Scale = &Scale,
                    GramPair = &GramPair, RotatePair = &RotatePair, JacobiSweep = &JacobiSweep, ReflectVector = &ReflectVector, ReflectRows = &ReflectRows, ReflectPanel = &ReflectPanel, ReflectColumn = &ReflectColumn, ReflectColumns = &ReflectColumns, ScaleColumns = &ScaleColumns, RankUpdate = &RankUpdate, RotateChain = &RotateChain,
                    PoleSums = &PoleSums, Quotients = &Quotients,
                    GemvRows = &GemvRow, GemvRow = &GemvRow, GemvColumns = &GemvColumns, GemvLines = &GemvLines, PackPanel = &PackPanel,
                    CopyRows = &CopyRows, Transpose = &Transpose,
                    FmaPeak = &FmaPeak,
                };
            }

            """).Replace("<T>", $"<{element}>", StringComparison.Ordinal).Replace(" T ", $" {element} ", StringComparison.Ordinal)
            .Replace("(T ", $"({element} ", StringComparison.Ordinal).Replace(" T* ", $" {element}* ", StringComparison.Ordinal);
    }
}
