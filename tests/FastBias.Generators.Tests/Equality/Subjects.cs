using FastBias.Kernels;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>The tables of expanded kernels under test: the library's own, and those of the snapshots.</summary>
internal static class Subjects
{
    /// <summary>Every ISA (vectors that the machine lacks are emulated), for the library's shapes and the snapshots' small ones.</summary>
    public static TheoryData<Isa, bool> All()
    {
        TheoryData<Isa, bool> data = [];
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            data.Add(isa, true);
            data.Add(isa, false);
        }

        return data;
    }

    public static KernelTable<T> Table<T>(Isa isa, bool library)
        where T : unmanaged => library ? Kernels<T>.For(isa) : SmallExpansions.Table<T>(isa);
}
