using FastBias.Generated;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>The catalogue of the library's own kernels: complete, and within the budgets of registers and of the JIT.</summary>
public class CatalogueTests
{
    /// <summary>RyuJIT stops optimising above 60 000 bytes of IL and stops tracking above 1024 locals; the plan stays well below both.</summary>
    private const int MostIlBytes = 40_000, MostLocals = 500;

    [Fact]
    public void Every_template_is_there_for_every_instruction_set_and_type()
    {
        HashSet<(string, Isa, string)> present = [.. KernelCatalogue.All.Select(kernel => (kernel.Template, kernel.Isa, kernel.Element))];
        foreach (string template in Enum.GetNames<KernelTemplate>().Append("GemmTile"))
        {
            foreach (Isa isa in Isas.List)
            {
                Assert.Contains((template, isa, "f64"), present);
                Assert.Contains((template, isa, "f32"), present);
            }
        }

        Assert.All(KernelCatalogue.All, kernel => Assert.True(kernel.Template == "GemmTile" || Enum.IsDefined(Enum.Parse<KernelTemplate>(kernel.Template))));
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(KernelCatalogue.All.Length, KernelCatalogue.All.Select(kernel => kernel.Name).Distinct().Count());

    [Fact]
    public void Methods_stay_within_what_the_JIT_compiles_well() => Assert.All(KernelCatalogue.All, kernel =>
    {
        Assert.True(kernel.IlBytes is > 0 and <= MostIlBytes, $"{kernel.Name}: {kernel.IlBytes} bytes of IL");
        Assert.True(kernel.Locals is > 0 and <= MostLocals, $"{kernel.Name}: {kernel.Locals} locals");
    });

    [Fact]
    public void Tiles_fit_into_the_registers() => Assert.All(KernelCatalogue.All.Where(kernel => kernel.Template == "GemmTile"), kernel =>
    {
        Assert.Equal(kernel.Isa == Isa.V512 ? 32 : 16, kernel.RegistersAvailable);
        Assert.True(kernel.Registers is > 0 && kernel.Registers <= kernel.RegistersAvailable, $"{kernel.Name}: {kernel.Registers} registers");
    });

    [Fact]
    public void Vector_kernels_fit_too_where_vectors_are_wide_enough_for_their_lanes() => Assert.All(
        // The fixed lanes of a sum are 32 vectors of one element and 16 of two: on the narrow levels they live on the stack, by design.
        KernelCatalogue.All.Where(kernel => kernel.Isa >= Isa.V256 && kernel.Template != "GemmTile"),
        kernel => Assert.True(kernel.Registers <= kernel.RegistersAvailable, $"{kernel.Name}: {kernel.Registers} of {kernel.RegistersAvailable} registers"));

    [Fact]
    public void Tables_name_the_shapes_that_were_generated()
    {
        HashSet<string> names = [.. KernelCatalogue.All.Select(kernel => kernel.Name)];
        foreach (Isa isa in Isas.List)
        {
            (KernelTable<double> f64, KernelTable<float> f32) = (Kernels<double>.For(isa), Kernels<float>.For(isa));
            Assert.Contains($"GemmTile_f64_{isa}_{f64.TileRows}x{f64.TileColumns}", names);
            Assert.Contains($"GemmTile_f32_{isa}_{f32.TileRows}x{f32.TileColumns}", names);
            Assert.Contains($"PackPanel_f64_{isa}_{f64.TileColumns}", names);
            Assert.Contains($"PackPanel_f32_{isa}_{f32.TileColumns}", names);
            Assert.Contains($"GemvRows_f64_{isa}_{f64.GemvRowCount}", names);
            Assert.Contains($"GemvRows_f32_{isa}_{f32.GemvRowCount}", names);
        }
    }

    [Fact]
    public void Actual_IL_stays_within_the_budget()
    {
        foreach (KernelInfo kernel in KernelCatalogue.All)
        {
            Type type = typeof(KernelCatalogue).Assembly.GetType($"FastBias.Generated.{kernel.Name}", throwOnError: true)!;
            foreach (System.Reflection.MethodInfo method in type.GetMethods(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly))
            {
                System.Reflection.MethodBody body = method.GetMethodBody()!;
                int bytes = body.GetILAsByteArray()!.Length;
                Assert.True(bytes <= MostIlBytes, $"{kernel.Name}.{method.Name}: {bytes} bytes of IL");
                Assert.True(body.LocalVariables.Count <= MostLocals, $"{kernel.Name}.{method.Name}: {body.LocalVariables.Count} locals");
            }
        }
    }
}
