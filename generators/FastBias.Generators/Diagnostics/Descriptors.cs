using System.Globalization;
using Microsoft.CodeAnalysis;

namespace FastBias.Generators;

/// <summary>FB0001 to FB0011: why a declaration gives no kernel, or not the one expected.</summary>
internal static class Descriptors
{
    private const string Category = "FastBias.Kernels";
    /// <summary>Absolute, because an IDE opens it from wherever the user's project is; a test compares it with the repository's address in Directory.Build.props.</summary>
    private const string Documentation = "https://github.com/fastbias/fastbias/blob/main/docs/diagnostics.md#";

    public static readonly DiagnosticDescriptor Method = Error(
        "FB0001", "A kernel is a static partial method without a body",
        "The kernel '{0}' must be declared as 'static partial {1}', without type parameters and without a body",
        "The generator writes the other part of the method, and calls it on spans or pointers only.");

    public static readonly DiagnosticDescriptor ContainingType = Error(
        "FB0002", "A type that declares a kernel is partial",
        "The type '{0}' must be partial and visible outside its file: the body of its kernel is written into another file",
        "This holds for every type around the method, not for the innermost only.");

    public static readonly DiagnosticDescriptor Dimension = Error(
        "FB0003", "A dimension of a kernel is missing or out of range",
        "{0} is {1}; it must be {2}",
        "Fixed shapes are unrolled, which pays up to 32 in each dimension; Product.Multiply takes any shape.");

    public static readonly DiagnosticDescriptor Registers = Error(
        "FB0004", "A tile does not fit into the registers",
        "The tile {0} needs {1} vector registers, {2} has {3}; the nearest that fits is {4}",
        "An accumulator that is spilled to the stack in the inner loop costs more than a smaller tile.");

    public static readonly DiagnosticDescriptor ElementType = Error(
        "FB0005", "The element type of a kernel is double or float",
        "The element type '{0}' is not supported; it must be double or float",
        "Other types have no fused multiply-add in every instruction set, so they could not have the same bits everywhere.");

    public static readonly DiagnosticDescriptor Parameters = Error(
        "FB0006", "The parameters of a kernel do not match its template",
        "The parameters of '{0}' must be {1}",
        "Parameters are passed by value, in this order; their names are free.");

    public static readonly DiagnosticDescriptor Twice = Error(
        "FB0007", "A kernel is declared twice",
        "The kernel '{0}' is declared twice: {1}",
        "A method takes one kernel attribute. Two declarations of the library's own kernels with the same template, ISA, element type and shape are one kernel. "
            + "Kernels of a fixed shape are named after their methods: any number of them may have the same shape.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor KeptLoop = new(
        "FB0008", "A fixed shape is too large to unroll",
        "The shape {1} of '{0}' is too large to unroll: its main loop stays a loop",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true,
        "The kernel is right and nearly as fast; the JIT compiler would not optimise the unrolled method.", Documentation + "fb0008");

    public static readonly DiagnosticDescriptor Target = Error(
        "FB0009", "The target framework or the language version is too old",
        "The kernel '{0}' needs C# {1} or later and System.Runtime.Intrinsics.Vector512 (.NET 8 or later)",
        "Set TargetFramework to net10.0 or later, and leave LangVersion alone.");

    public static readonly DiagnosticDescriptor EnumValue = Error(
        "FB0010", "The ISA or template is not known",
        "The value given to '{0}' is not a member of {1} that kernels can be generated for",
        "Kernels are generated for Scalar, V128, V256 and V512.");

    public static readonly DiagnosticDescriptor Gap = Error(
        "FB0011", "A batch has no strides",
        "{0} cannot be given for a batch: its matrices follow one another, without gaps within or between them",
        "Declare a kernel for one matrix and call it in a loop.");

    /// <summary>All of them, by their number less one.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
        [Method, ContainingType, Dimension, Registers, ElementType, Parameters, Twice, KeptLoop, Target, EnumValue, Gap];

    /// <summary>The descriptor of a problem.</summary>
    public static DiagnosticDescriptor Of(Problem problem) => All.First(descriptor => descriptor.Id == problem.Id);

    private static DiagnosticDescriptor Error(string id, string title, string message, string description, params string[] tags) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, description,
        Documentation + id.ToLower(CultureInfo.InvariantCulture), tags);
}
