using FastBias.Kernels;

namespace FastBias.Generators.Tests;

/// <summary>The small kernels, generated, compiled and loaded once for all tests.</summary>
internal static class SmallExpansions
{
    private static readonly Lazy<Generation> LibraryRun = new(() => Generation.Of(Compilations.Library(SmallKernels.Library())));
    private static readonly Lazy<Generation> FixedRun = new(() => Generation.Of(Compilations.Consumer(SmallKernels.Fixed)));
    private static readonly Lazy<LoadedAssembly> LibraryAssembly = new(() => Library.Load());
    private static readonly Lazy<LoadedAssembly> FixedAssembly = new(() => Fixed.Load());

    /// <summary>The templates of the library.</summary>
    public static Generation Library => LibraryRun.Value;

    /// <summary>The kernels of a fixed shape, in a user's project.</summary>
    public static Generation Fixed => FixedRun.Value;

    /// <summary><see cref="Fixed"/>, loaded.</summary>
    public static LoadedAssembly LoadedFixed => FixedAssembly.Value;

    /// <summary><see cref="Library"/>, loaded.</summary>
    public static LoadedAssembly LoadedLibrary => LibraryAssembly.Value;

    /// <summary>The kernels of an ISA.</summary>
    public static KernelTable<T> Table<T>(Isa isa)
        where T : unmanaged =>
        LibraryAssembly.Value.Field<KernelTable<T>>(SmallKernels.TypeName(isa, typeof(T) == typeof(double) ? "double" : "float"), "Table");
}
