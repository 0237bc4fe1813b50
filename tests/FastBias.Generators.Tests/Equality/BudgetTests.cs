using System.Diagnostics;
using System.Reflection;
using FastBias.Generated;
using FastBias.Kernels;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>What a plan estimates is an upper bound of what the compiler makes of it.</summary>
public class BudgetTests
{
    [Fact]
    public void LocalsAndIl_OfTheLibrary_StayWithinTheirEstimates()
    {
        Assembly library = typeof(KernelInfo).Assembly;
        Assert.False(library.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled ?? false);
        foreach (KernelInfo kernel in KernelCatalogue.All)
        {
            Check(kernel.Name, kernel.IlBytes, kernel.Locals, library.GetType("FastBias.Generated." + kernel.Name, throwOnError: true)!);
        }
    }

    [Fact]
    public void LocalsAndIl_OfTheSnapshots_StayWithinTheirEstimates()
    {
        foreach (LoadedAssembly loaded in new[] { SmallExpansions.LoadedLibrary, SmallExpansions.LoadedFixed })
        {
            PropertyInfo all = loaded.Type("FastBias.Generated.KernelCatalogue").GetProperty("All", BindingFlags.Static | BindingFlags.NonPublic)!;
            foreach (KernelInfo kernel in (KernelInfo[])all.GetValue(null)!)
            {
                Check(kernel.Name, kernel.IlBytes, kernel.Locals, loaded.Type("FastBias.Generated." + kernel.Name));
            }
        }
    }

    [Fact]
    public void Registers_AreThere_ButForTheVirtualLanesOfNarrowVectors()
    {
        foreach (KernelInfo kernel in KernelCatalogue.All.Where(kernel => kernel.Registers > kernel.RegistersAvailable))
        {
            // The lanes of a sum are the same for every ISA (ADR 0001): with 16 or fewer bytes a register, some of them spill.
            Assert.True(kernel.Isa <= Isa.V128, $"{kernel.Name} needs {kernel.Registers} of {kernel.RegistersAvailable} registers");
            Assert.Contains(kernel.Template, new[] { "Dot", "SumOfSquares", "MaxAbs", "GramPair", "JacobiSweep", "PoleSums", "ReflectVector", "ReflectColumn", "ReflectColumns", "GemvRows" });
        }
    }

    internal static void Check(string name, int ilBytes, int locals, Type type)
    {
        foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            MethodBody body = method.GetMethodBody()!;
            int il = body.GetILAsByteArray()!.Length;
            Assert.True(il <= ilBytes, $"{name}.{method.Name} has {il} bytes of IL, its plan says {ilBytes}");
            Assert.True(body.LocalVariables.Count <= locals, $"{name}.{method.Name} has {body.LocalVariables.Count} locals, its plan says {locals}");
            Assert.InRange(il, 0, Budget.MaxIlBytes);
            Assert.InRange(body.LocalVariables.Count, 0, Budget.MaxLocals);
        }
    }
}
